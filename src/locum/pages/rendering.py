"""From a template and its values to an answer, with the headers that keep it safe."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from locum.http.session import settings_of
from locum.mail.catalogue import Words
from locum.pages import forms, statics
from locum.pages.colors import DARK_PAPER, LIGHT_PAPER, Accent, accent, parse
from locum.pages.words import choose_words, languages, rich

CARRIED = ("lang", "theme")
"""Wishes of a visitor that every link passes on, because there is no cookie to keep them in."""

EMBED = "embed"
"""The parameter that says that a page is shown inside another one, and for whom there; its value may be empty."""
_OF_FRAMES = (EMBED, "embedType")

_THEMES = frozenset({"light", "dark"})

_ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Resource-Policy": "cross-origin"}
"""For sites that isolate themselves and show a booking page in a frame (client surface sheet, section 3.2)."""

environment = Environment(
    loader=PackageLoader("locum.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Brand:
    """The colours of a person or an organization; None or nonsense means Locum's own."""

    light: str | None = None
    dark: str | None = None

    def accents(self) -> tuple[Accent, Accent] | None:
        """The accent on light and on dark paper."""
        light = parse(self.light)
        dark = parse(self.dark) or light
        if light is None or dark is None:
            return None
        return accent(light, LIGHT_PAPER), accent(dark, DARK_PAPER)


NO_BRAND = Brand()


def words_of(request: Request, *wishes: str | None) -> Words:
    """The language of a page: asked for in the address, else one of the wishes, else the browser's."""
    return choose_words(request.query_params.get("lang"), *wishes, accepted=request.headers.get("accept-language"))


def url(request: Request, path: str, **query: Any) -> str:
    """An address of this server for a link: with the base path, the visitor's wishes, and what else is given."""
    carried = {name: value for name in CARRIED if (value := request.query_params.get(name))}
    framed = {name: value for name in _OF_FRAMES if (value := request.query_params.get(name)) is not None}
    pairs = [(name, value) for name, value in {**carried, **framed, **query}.items() if value is not None]
    return url_of(request, path, pairs)


def url_of(request: Request, path: str, pairs: Sequence[tuple[str, Any]]) -> str:
    """An address of this server with exactly this query."""
    return settings_of(request).base_path + path + (f"?{urlencode(pairs)}" if pairs else "")


def here(request: Request, **changes: Any) -> str:
    """The address of this page with parts of its query changed; None takes one away."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    pairs = [*kept, *((name, value) for name, value in changes.items() if value is not None)]
    path: str = request.scope["path"]
    return settings_of(request).base_path + path + (f"?{urlencode(pairs)}" if pairs else "")


def go(request: Request, path: str, **query: Any) -> Response:
    """Answer a form by sending the browser on (303: it asks anew with GET)."""
    return RedirectResponse(url(request, path, **query), 303)


def page(
    request: Request,
    template: str,
    *,
    words: Words | None = None,
    status: int = 200,
    framable: bool = False,
    brand: Brand = NO_BRAND,
    theme: str | None = None,
    form_targets: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A whole page. `framable` ones may be shown inside other sites; `form_targets` are origins a form may lead to.

    `theme` is what the owner of the page prefers.
    """
    words = words or words_of(request)
    accents = brand.accents()
    nonce = secrets.token_urlsafe(12) if accents else None
    context = _context(request, words) | {"accents": accents, "nonce": nonce, "theme": _theme(request, theme)} | values
    body = environment.get_template(template).render(context)
    response = HTMLResponse(body, status)
    response.headers.update(_safe(nonce, framable, form_targets))
    response.headers.update(_ISOLATED if framable and request.query_params.get("flag.coep") == "true" else {})
    response.headers.update(headers or {})
    forms.keep_visit(request, response)
    return response


def _context(request: Request, words: Words) -> dict[str, Any]:
    return {
        "words": words,
        "t": words.text,
        "n": words.count,
        "rich": partial(rich, words),
        "url": partial(url, request),
        "here": partial(here, request),
        "static": lambda name: settings_of(request).base_path + statics.address(name),
        "languages": languages(),
        "form_token": partial(forms.form_token, request),
        "embedded": EMBED in request.query_params,
        "person": None,
    }


def _theme(request: Request, usual: str | None) -> str | None:
    """Light or dark, where the visitor or the owner of the page decides; else his device does."""
    wanted = request.query_params.get("theme") or usual
    return wanted if wanted in _THEMES else None


def _safe(nonce: str | None, framable: bool, form_targets: Iterable[str]) -> dict[str, str]:
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    targets = " ".join(["'self'", *form_targets])
    ancestors = "*" if framable else "'none'"
    policy = (
        f"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; connect-src 'self'; "
        f"frame-src 'self'; form-action {targets}; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )
    safe = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        # Not `no-referrer`: browsers would then hide the origin of our own forms from us.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "private, no-cache" if framable else "no-store",
        "Vary": "Accept-Language, Cookie",
    }
    return safe if framable else {**safe, "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin"}
