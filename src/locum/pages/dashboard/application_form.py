"""The form of an application: read, and what of it was refused."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from locum.http.scopes import LEGACY_SCOPES, SCOPES
from locum.kit.errors import LocumError
from locum.mail.catalogue import Words
from locum.oauth2.applications import Changes, Details
from locum.oauth2.models import Application
from locum.oauth2.rules.managing import Kind

EVERYTHING = "everything"
SOME = "some"
_LONGEST = 200_000
_REFUSED = {
    "An application needs a name": "name",
    "An application needs 1 to": "addresses",
    "The redirect URI": "addresses",
    "The logo": "logo",
    "An application needs at least": "scopes",
}
"""Which field a refusal is about, by how it begins."""

Errors = dict[str, str]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """What was typed into the form of an application; `addresses` are one to a line."""

    name: str = ""
    addresses: str = ""
    kind: Kind = Kind.CONFIDENTIAL
    logo: str = ""
    reach: str = SOME
    scopes: tuple[str, ...] = ()
    is_trusted: bool = False

    @classmethod
    def of(cls, form: FormData) -> "ApplicationForm":
        """As typed."""
        name, addresses, logo = (str(form.get(field, "")).strip()[:_LONGEST] for field in ("name", "addresses", "logo"))
        kind = Kind.PUBLIC if form.get("kind") == Kind.PUBLIC else Kind.CONFIDENTIAL
        reach = EVERYTHING if form.get("reach") == EVERYTHING else SOME
        ticked = {str(value) for value in form.getlist("scopes")} & (SCOPES - LEGACY_SCOPES)
        return cls(name, addresses, kind, logo, reach, tuple(sorted(ticked)), form.get("is_trusted") == "true")

    @classmethod
    def written(cls, application: Application) -> "ApplicationForm":
        """An application that is to be changed."""
        reach = EVERYTHING if LEGACY_SCOPES.issuperset(application.scopes) else SOME
        return cls(
            application.name,
            "\n".join(application.redirect_uris),
            Kind(application.kind),
            application.logo_url or "",
            reach,
            tuple(application.scopes) if reach == SOME else (),
            application.is_trusted,
        )

    @property
    def wanted(self) -> tuple[str, ...]:
        """The scopes that follow from what was chosen."""
        return tuple(sorted(LEGACY_SCOPES)) if self.reach == EVERYTHING else self.scopes

    @property
    def uris(self) -> list[str]:
        """The addresses, each for itself."""
        return [line.strip() for line in self.addresses.splitlines() if line.strip()]

    def details(self) -> Details:
        """As the use case that registers knows it."""
        return Details(self.name, self.uris, self.wanted, self.kind, self.logo or None, self.is_trusted)

    def changes(self) -> Changes:
        """As the use case that changes knows it; what kind it is stays."""
        return Changes(self.name, self.uris, self.wanted, self.logo, self.is_trusted)


def wrong(words: Words, refusal: LocumError) -> Errors:
    """What has to be put right, by field."""
    field = next((field for text, field in _REFUSED.items() if refusal.message.startswith(text)), "name")
    return {field: words.text(f"apps.{field}_wrong")}
