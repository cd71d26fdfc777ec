"""`/signup?token=...`: an account for somebody who was invited; `/signup/confirm`: its owner says that it is his."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from locum.http.session import CurrentSettings, Session, database_of
from locum.invitations import service, sign_up
from locum.invitations.queries import Waiting
from locum.kit.errors import TooManyRequests
from locum.mail.catalogue import Words
from locum.mail.clean import is_mailbox
from locum.pages.account.forgot import LONGEST_ADDRESS
from locum.pages.account.join import PAGE as JOIN
from locum.pages.account.join import invitation_over
from locum.pages.forms import TrustedForm
from locum.pages.rendering import go, page, words_of
from locum.pages.sessions.beginning import begin_session
from locum.pages.sessions.visitor import Visitor
from locum.pages.sign_in import HOME, onward, own_path
from locum.setup.bootstrap import SHORTEST_PASSWORD
from locum.users.proving import allow_attempt
from locum.verification.tallies import take

router = APIRouter(include_in_schema=False)

LONGEST_NAME, LONGEST_PASSWORD = 200, 1000


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form asks."""

    name: str = ""
    email: str = ""
    password: str = ""

    @classmethod
    def of(cls, form: FormData) -> "Typed":
        """As typed."""
        name, email, password = (str(form.get(field, "")) for field in ("name", "email", "password"))
        return cls(name.strip()[:LONGEST_NAME], email.strip(), password)

    def errors(self, words: Words) -> dict[str, str]:
        """What has to be put right, by field."""
        found = {}
        if len(self.email) > LONGEST_ADDRESS or not is_mailbox(self.email):
            found["email"] = words.text("form.email")
        if not SHORTEST_PASSWORD <= len(self.password) <= LONGEST_PASSWORD:
            found["password"] = words.text("setup.password_short", least=str(SHORTEST_PASSWORD))
        return found


@router.get("/signup")
async def sign_up_page(request: Request, session: Session, visitor: Visitor) -> Response:
    """The form; whoever has an account and is signed in just joins."""
    token = request.query_params.get("token", "")
    invited = await service.followed(session, token)
    if invited is None:
        return invitation_over(request)
    return _form(request, invited.team.name) if visitor is None else go(request, JOIN, token=token)


@router.post("/signup")
async def begin(request: Request, session: Session, form: TrustedForm) -> Response:
    """Have the owner of the address asked. Whether he has an account is not looked up: all get the same, as fast."""
    invited = await service.followed(session, request.query_params.get("token", ""))
    if invited is None:
        return invitation_over(request)
    typed, words = Typed.of(form), words_of(request)
    errors = typed.errors(words)
    if errors:
        return _form(request, invited.team.name, typed, errors)
    await _allow(request, typed.email.lower())
    wanted = own_path(request.query_params.get("callbackUrl"))
    entered = sign_up.Entered(typed.email, typed.name, typed.password, words.locale.language, wanted)
    await sign_up.begin(session, invited.invitation, entered)
    return page(request, "sign_up_sent.html", email=typed.email)


@router.get("/signup/confirm")
async def confirm_page(request: Request, session: Session, settings: CurrentSettings) -> Response:
    """The owner of the address enters the password once more: one who did not sign up does not know it."""
    token = request.query_params.get("token", "")
    waiting = await sign_up.followed(session, settings.secret, token)
    return _over(request) if waiting is None else _confirmation(request, waiting, token)


@router.post("/signup/confirm")
async def confirm(request: Request, session: Session, settings: CurrentSettings, form: TrustedForm) -> Response:
    """Make the account, sign in and go on."""
    token = request.query_params.get("token", "")
    waiting = await sign_up.followed(session, settings.secret, token, hold=True)
    if waiting is None:
        return _over(request)
    entered = waiting.sign_up
    await allow_attempt(database_of(request).quick, request.scope["locum.address"], f"confirm:{entered.email}")
    user = await sign_up.confirm(session, waiting, str(form.get("password", "")))
    if user is None:
        return _confirmation(request, waiting, token, is_wrong=True)
    response = onward(request, entered.onward)
    await begin_session(request, response, session, user.id)
    return response


@router.get("/getting-started")
async def getting_started(request: Request) -> Response:
    """Where links of invitations lead in the end: the overview tells what to do first."""
    return go(request, HOME)


async def _allow(request: Request, email: str) -> None:
    pool = database_of(request).quick
    await allow_attempt(pool, request.scope["locum.address"], f"sign-up:{email}")
    if not await take(pool, f"sign-up:{email}", sign_up.MAILS_TO_ADDRESS):
        seconds = int(sign_up.MAILS_TO_ADDRESS.span.total_seconds())
        raise TooManyRequests("Too many messages to this address.", headers={"Retry-After": str(seconds)})


def _form(request: Request, team: str, typed: Typed = Typed(), errors: dict[str, str] | None = None) -> Response:
    token = request.query_params["token"]
    return page(
        request,
        "sign_up.html",
        status=422 if errors else 200,
        team=team,
        values=typed,
        errors=errors or {},
        link_token=token,
        callback=request.query_params.get("callbackUrl"),
        joining=f"{JOIN}?token={token}",
    )


def _confirmation(request: Request, waiting: Waiting, token: str, *, is_wrong: bool = False) -> Response:
    return page(
        request,
        "sign_up_confirm.html",
        words=words_of(request, waiting.sign_up.locale),
        status=422 if is_wrong else 200,
        email=waiting.sign_up.email,
        link_token=token,
        is_wrong=is_wrong,
    )


def _over(request: Request) -> Response:
    return page(request, "sign_up_over.html", status=410)
