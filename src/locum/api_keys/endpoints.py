"""API keys over HTTP: a program renews the key it came with."""

from typing import Annotated

from fastapi import Depends

from locum.api_keys import rules, service
from locum.api_keys.schemas import KeyOut, KeyValidity
from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.principal import Caller, CredentialKind
from locum.http.realms import Resource
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import Unauthorized

api_keys = Resource("api keys")


async def _own_key(caller: Caller) -> int:
    if caller.kind is not CredentialKind.API_KEY or caller.credential_id is None:
        raise Unauthorized("ApiKeysController - this endpoint can only be accessed using an API key")
    return int(caller.credential_id)


OwnKey = Annotated[int, Depends(_own_key)]
"""The key of this very request."""


@api_keys.post("/refresh", permission=Permission.API_KEY_WRITE, status_code=200)
async def refresh_api_key(key_id: OwnKey, session: Session, body: KeyValidity | None = None) -> Envelope[KeyOut]:
    """Exchange the key of this request for a new one; the old one ends at once."""
    asked = body or KeyValidity()
    expires_at = rules.expiry(clock.now(), asked.api_key_days_valid, asked.api_key_never_expires or False)
    return success(KeyOut.model_construct(api_key=await service.refresh(session, key_id, expires_at)))
