"""Styles, scripts and pictures: read once, named by their digest, so that browsers keep them for ever."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import PurePath

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from locum.kit import clock
from locum.kit.errors import NotFound
from locum.pages.words import choose_words
from locum.pages.zones import all_of_them

router = APIRouter(include_in_schema=False)

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Files:
    """All static files. One digest over all of them stands in their addresses: modules may name their neighbours."""

    digest: str
    contents: dict[str, bytes]


@cache
def files() -> Files:
    """The files of this build."""
    folder = resources.files(__package__).joinpath("static")
    contents = {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=lambda file: file.name)}
    joined = sha256(b"\0".join(name.encode() + b"\0" + content for name, content in contents.items()))
    return Files(joined.hexdigest()[:12], contents)


def address(name: str) -> str:
    """Where a file is, without the base path."""
    known = files()
    if name not in known.contents:
        raise KeyError(name)
    return f"/static/{known.digest}/{name}"


@router.get("/favicon.ico")
async def icon() -> Response:
    """For browsers that ask without being told where it is."""
    headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return Response(files().contents["icon.svg"], media_type="image/svg+xml", headers=headers)


@router.get("/static/zones/{language}")
async def zones(language: str) -> Response:
    """Every time zone in the words of a language: name, city, offset at present."""
    words = choose_words(language)
    shown = [(choice.name, choice.city, choice.offset) for choice in all_of_them(words.locale, clock.now())]
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return JSONResponse(shown, headers=headers)


@router.get("/static/{digest}/{name}")
async def static_file(digest: str, name: str) -> Response:
    """One file. An older digest gets the present file, but does not keep it."""
    known = files()
    content = known.contents.get(name)
    if content is None:
        raise NotFound("There is no such file.")
    kept = _FOR_EVER if digest == known.digest else "no-cache"
    media_type = _KINDS[PurePath(name).suffix]
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)
