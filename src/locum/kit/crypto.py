"""Secrets that must be read again (webhook secrets, credentials of providers): sealed at rest, with rotation.

Fernet (AES-128-CBC and HMAC-SHA256) under a key derived from the server's secret. Retired secrets still open what they
sealed, until it is sealed anew.
"""

import base64
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NO_KEY_FITS = "a stored secret cannot be decrypted with LOCUM_SECRET_KEY or a retired one"


class SealBroken(Exception):
    """What was sealed cannot be opened: its secret is not known any more, or somebody tampered with it."""


class Vault:
    """Seals and opens short texts. `retired` are former secrets, newest first."""

    def __init__(self, secret: str, retired: Iterable[str] = ()) -> None:
        keys = [Fernet(_fernet_key(known)) for known in (secret, *retired)]
        self._in_force, self._fernet = keys[0], MultiFernet(keys)

    def seal(self, text: str) -> str:
        """The text encrypted, as ASCII."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text back. Raises SealBroken."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise SealBroken(_NO_KEY_FITS) from error

    def is_current(self, sealed: str) -> bool:
        """Whether the secret in force opens this, and no retired one is needed."""
        try:
            self._in_force.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def reseal(self, sealed: str) -> str:
        """The same text under the secret in force. Raises SealBroken."""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken as error:
            raise SealBroken(_NO_KEY_FITS) from error


def derive_key(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; from the keys of others nothing can be learnt about it."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(derive_key(secret, "locum.vault.1"))
