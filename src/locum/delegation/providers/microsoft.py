"""Microsoft 365: an application of the tenant that the domain belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from locum.delegation.providers.asking import Granted, Line, granted
from locum.delegation.providers.port import NotGranted

LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://graph.microsoft.com/.default"
_TENANT = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Microsoft:
    """Asks for a token of the application itself (RFC 6749, section 4.4), and whose the domain is."""

    line: Line

    async def check(self, key: Mapping[str, str], domain: str, person: str) -> None:
        """Raises NotGranted, too, when the domain belongs to another tenant: a token alone would not show that."""
        tenant = await self._tenant_of(key["tenant_id"])
        if await self._tenant_of(domain) != tenant:
            raise NotGranted("the domain belongs to another tenant")
        await self._token(key, tenant)

    async def token(self, key: Mapping[str, str]) -> Granted:
        """An access token of the application for whatever its tenant lets it do. Raises NotGranted."""
        return await self._token(key, await self._tenant_of(key["tenant_id"]))

    async def _token(self, key: Mapping[str, str], tenant: str) -> Granted:
        form = {
            "grant_type": "client_credentials",
            "client_id": key["client_id"],
            "client_secret": key["private_key"],
            "scope": SCOPE,
        }
        return granted(await self.line.ask(f"{LOGIN}/{tenant}/oauth2/v2.0/token", form))

    async def _tenant_of(self, name: str) -> str:
        """The id of the tenant that a domain belongs to, or that an id or domain names."""
        address = f"{LOGIN}/{quote(name, safe='')}/v2.0/.well-known/openid-configuration"
        found = _TENANT.search(f"{(await self.line.ask(address)).get('issuer')}/")
        if found is None:
            raise NotGranted("the provider does not know the tenant")
        return found[1].lower()
