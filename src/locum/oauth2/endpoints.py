"""The authorization-code flow over HTTP: what an application is, and where it gets its tokens."""

from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

from locum.http.envelope import Envelope, success
from locum.http.realms import Resource
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.oauth2 import queries, revoking, tokens
from locum.oauth2.bodies import FORM, CurrentBody
from locum.oauth2.rules.refusals import Refused
from locum.oauth2.rules.token_request import REFRESH, Manners, Sent
from locum.oauth2.schemas import (
    ApplicationOut,
    RefusalOut,
    RevocationForm,
    TokenForm,
    TokensOut,
    application_out,
    tokens_out,
)
from locum.oauth2.tokens import Issued

oauth2_clients = Resource("OAuth2 clients")
oauth2_tokens = Resource("OAuth2 tokens")
oauth2_web_tokens = Resource("OAuth2 tokens on the web side")

_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}

# The mobile app's addresses ignore what they do not know, as everything but `/v2/auth/oauth2/token` does
# (client surface sheet, section 0, rule 9). Of theirs the second only renews.
_STRICT, _LENIENT, _RENEWING = Manners(), Manners(strict=False), Manners((REFRESH,), strict=False)


def _takes(model: type[TokenForm] | type[RevocationForm], *kinds: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    refusals = {"model": RefusalOut, "description": "Refused, in the words of RFC 6749, section 5.2"}
    body = {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}
    return {"openapi_extra": {"requestBody": body}, "responses": {400: refusals, 401: refusals}}


_JSON_OR_FORM = ("application/json", FORM)


@oauth2_clients.get("/{clientId}", public=True)
async def get_oauth2_client(clientId: str, session: Session) -> Envelope[ApplicationOut]:
    """What an application is called and where it sends people; never its secret."""
    application = await queries.by_client_id(session, clientId)
    if application is None:
        raise NotFound(f"OAuth client with ID {clientId} not found")
    return success(application_out(application))


@oauth2_tokens.post(
    "/token", public=True, status_code=200, response_model=TokensOut, **_takes(TokenForm, *_JSON_OR_FORM)
)
async def exchange_token(sent: CurrentBody, session: Session) -> Response:
    """Exchange a code or a refresh token for a pair of tokens (RFC 6749)."""
    return _pair(sent, await tokens.answer(session, sent, _STRICT))


@oauth2_web_tokens.post(
    "/token", public=True, status_code=200, response_model=TokensOut, **_takes(TokenForm, *_JSON_OR_FORM)
)
async def exchange_token_on_the_web(sent: CurrentBody, session: Session) -> Response:
    """The same for apps that know the web address only. Takes a secret together with a verifier, too."""
    return _pair(sent, await tokens.answer(session, sent, _LENIENT))


@oauth2_web_tokens.post(
    "/refreshToken", public=True, status_code=200, response_model=TokensOut, **_takes(TokenForm, *_JSON_OR_FORM)
)
async def refresh_token_on_the_web(sent: CurrentBody, session: Session) -> Response:
    """Exchange a refresh token for the next pair."""
    return _pair(sent, await tokens.answer(session, sent, _RENEWING))


@oauth2_web_tokens.post("/revoke", public=True, status_code=200, **_takes(RevocationForm, FORM))
async def revoke_token(sent: CurrentBody, session: Session) -> Response:
    """Give a token back, and everything that came of the same sign-in (RFC 7009)."""
    refusal = await revoking.revoke(session, sent)
    return _refuse(sent, refusal) if refusal else JSONResponse({}, headers=_NOT_KEPT)


def _pair(sent: Sent, outcome: Issued | Refused) -> Response:
    if isinstance(outcome, Refused):
        return _refuse(sent, outcome)
    return JSONResponse(tokens_out(outcome).model_dump(), headers=_NOT_KEPT)


def _refuse(sent: Sent, refusal: Refused) -> Response:
    told = RefusalOut(error=refusal.error, error_description=refusal.description)
    asks = {"WWW-Authenticate": 'Basic realm="oauth2"'} if refusal.status == 401 and sent.shown else {}
    return JSONResponse(told.model_dump(), refusal.status, headers={**_NOT_KEPT, **asks})
