"""`/setup`: the first steps of a new server, for whoever holds the link it printed."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from locum.http.session import CurrentSettings, Session
from locum.kit.errors import Forbidden, Gone
from locum.kit.slugs import slugify
from locum.mail.catalogue import Words
from locum.pages.forms import TrustedForm
from locum.pages.rendering import page, words_of
from locum.pages.sessions.beginning import begin_session
from locum.setup.bootstrap import SHORTEST_PASSWORD, bootstrap
from locum.setup.link import is_untouched, token_is_good


async def _needs_link(request: Request, session: Session, settings: CurrentSettings) -> None:
    if not await is_untouched(session):
        raise Gone("This server is set up already.")
    if not token_is_good(settings, request.query_params.get("token", "")):
        raise Forbidden("The link is not the one that this server printed.")


router = APIRouter(include_in_schema=False, dependencies=[Depends(_needs_link)])


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What the form asks."""

    email: str = ""
    password: str = ""
    organization: str = ""

    @classmethod
    def of(cls, form: FormData) -> "FirstSteps":
        """As typed."""
        email, password, organization = (str(form.get(name, "")) for name in ("email", "password", "organization"))
        return cls(email.strip(), password, organization.strip())

    def errors(self, words: Words) -> dict[str, str]:
        """What has to be put right, by field."""
        found = {}
        if not _is_address(self.email):
            found["email"] = words.text("form.email")
        if len(self.password) < SHORTEST_PASSWORD:
            found["password"] = words.text("setup.password_short", least=str(SHORTEST_PASSWORD))
        if not slugify(self.organization):
            found["organization"] = words.text("setup.organization_missing")
        return found


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


@router.get("/setup")
async def setup_page(request: Request) -> Response:
    """The form."""
    return _form(request, FirstSteps(), {})


@router.post("/setup")
async def set_up(request: Request, session: Session, settings: CurrentSettings, form: TrustedForm) -> Response:
    """Make the first account and organization, and sign in."""
    steps = FirstSteps.of(form)
    errors = steps.errors(words_of(request))
    if errors:
        return _form(request, steps, errors)
    made = await bootstrap(
        session,
        email=steps.email,
        password=steps.password,
        organization_name=steps.organization,
        organization_slug=slugify(steps.organization),
    )
    response = page(request, "setup_done.html", api_key=made.api_key)
    await begin_session(request, response, session, made.user_id)
    return response


def _form(request: Request, steps: FirstSteps, errors: dict[str, str]) -> Response:
    token = request.query_params["token"]
    return page(request, "setup.html", status=422 if errors else 200, values=steps, errors=errors, link_token=token)
