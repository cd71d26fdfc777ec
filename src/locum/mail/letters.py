"""A mail in words, before it becomes text or HTML: headings, labelled facts and links."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fact, perhaps in strangers' words.

    `remark` (in the letter's own language) and `detail` stand behind it more quietly; `href` makes the text a link;
    `struck` is over.
    """

    text: str
    remark: str | None = None
    detail: str | None = None
    href: str | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled fact."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do with one click."""

    label: str
    href: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything one reader is told, in his language. All texts are plain; nothing in here is markup."""

    language: str
    direction: Literal["ltr", "rtl"]
    subject: str
    heading: str
    intro: str
    rows: tuple[Row, ...]
    actions: tuple[Action, ...]
    footer: tuple[str, ...]
