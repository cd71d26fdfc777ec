"""The script that has a Sieve server answer, and how it is read back: pure (mailbox sheet, section 11)."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from locum.kit.plain import plain_text
from locum.mail.clean import one_line
from locum.replies.state import Text
from locum.targets.backends.port import Mailbox
from locum.targets.holding import Capabilities, Holding, as_json, from_json

NAME = "locum-oof"
NEVER_AGAIN_DAYS = 365
"""What `answer a sender once only` becomes where there has to be a number."""
_TITLE = (
    "# Written by Locum, and anew whenever the replies of this mailbox change. What is changed here is not kept.\r\n"
)
_STATE, _KEPT, _SEAL = "# state ", "# includes ", "# seal "
_COMMENT = re.compile(r"/\*.*?\*/|#[^\r\n]*", re.DOTALL)
_BLOCK = re.compile(r"text:[ \t]*(?:#[^\r\n]*)?\r?\n.*?^\.\r?$", re.DOTALL | re.MULTILINE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_VACATION = re.compile(r"(?<![\w.:])vacation\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A script of Locum's: what it holds, the script that it includes, and whether it is as Locum wrote it."""

    held: Holding
    includes: str | None
    is_untouched: bool


def capabilities(extensions: Iterable[str], known_as: str) -> Capabilities:
    """What a server with these extensions can hold. Who is known it cannot tell."""
    offered = set(extensions)
    tells_inside = "envelope" in offered
    return Capabilities(
        dates={"date", "relational"} <= offered,
        audiences=frozenset(("none", "all")) if tells_inside else frozenset(("all",)),
        known_as="all" if known_as == "all" else "none",
        two_texts=tells_inside,
        keeps_texts=False,
    )


def script(held: Holding, mailbox: Mailbox, extensions: Iterable[str], includes: str | None) -> str:
    """The whole script; the one that the mailbox's owner wrote runs after it."""
    offered = set(extensions)
    timed = held.mode == "scheduled" and held.start is not None and held.end is not None
    branches = "envelope" in offered
    needed = ["vacation", *(["envelope"] if branches else []), *(["date", "relational"] if timed else [])]
    needed += ["include"] if includes else []
    told = base64.b64encode(json.dumps([as_json(held), includes]).encode()).decode()
    lines = [
        f"require [{', '.join(quoted(name) for name in needed)}];",
        *(f"{_STATE}{told[start : start + 200]}" for start in range(0, len(told), 200)),
        *_answers(held, mailbox, branches=branches, timed=timed),
        *([f"include :personal :optional {quoted(includes)};"] if includes else []),
    ]
    body = "\r\n".join(lines) + "\r\n"
    return f"{_TITLE}{_SEAL}{_seal(body)}\r\n{body}"


def _answers(held: Holding, mailbox: Mailbox, *, branches: bool, timed: bool) -> Iterator[str]:
    if timed and held.start and held.end:
        yield f"if allof ({_now('ge', held.start)}, {_now('lt', held.end)}) {{"
    if branches:
        inside = ", ".join(quoted(domain) for domain in mailbox.inside)
        yield f'if envelope :domain :is "from" [{inside}] {{'
        yield from _vacation(held, held.internal, mailbox)
        yield "} else {"
        yield from _vacation(held, held.external if held.audience != "none" else Text(), mailbox)
        yield "}"
    else:
        yield from _vacation(held, held.external, mailbox)
    if timed:
        yield "}"


def _now(relation: str, instant: datetime) -> str:
    told = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    # Compared as text: both sides in the same zone, and this one without an offset (RFC 5260, section 4.2).
    return f'currentdate :zone "+0000" :value "{relation}" "iso8601" "{told}"'


def _vacation(held: Holding, text: Text, mailbox: Mailbox) -> Iterator[str]:
    if not text.html:
        return
    addresses = ", ".join(quoted(address) for address in (mailbox.address, *mailbox.aliases))
    days = held.repeat_after_days or NEVER_AGAIN_DAYS
    subject = f" :subject {quoted(one_line(text.subject, 200))}" if text.subject else ""
    yield f"vacation :days {days}{subject} :addresses [{addresses}] :handle {quoted(f'locum {held.key}')} :mime text:"
    for line in _entity(text.html).split("\r\n"):
        yield f".{line}" if line.startswith(".") else line
    yield "."
    yield ";"


def _entity(html: str) -> str:
    """Plain text and HTML as one MIME entity, the same for the same text."""
    message = EmailMessage(SMTP)
    message.set_content(plain_text(html), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_locum_{sha256(html.encode()).hexdigest()[:24]}")
    for part in message.walk():
        del part["MIME-Version"]
    return message.as_bytes().decode("ascii").rstrip("\r\n")


def quoted(text: str) -> str:
    """A string of the language; line ends and NUL have no place in one."""
    plain = "".join(sign for sign in text if sign not in "\r\n\0")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_script(content: str) -> Written | None:
    """What a script of Locum's holds; None for anybody else's."""
    lines = content.replace("\r\n", "\n").split("\n")
    seal = next((line.removeprefix(_SEAL).strip() for line in lines if line.startswith(_SEAL)), None)
    told = "".join(line.removeprefix(_STATE).strip() for line in lines if line.startswith(_STATE))
    try:
        state, includes = json.loads(base64.b64decode(told, validate=True))
        held = from_json(state)
    except (ValueError, KeyError, TypeError):
        return None
    body = "\n".join(line for line in lines if not line.startswith((_TITLE.rstrip(), _SEAL)))
    return Written(held, includes if isinstance(includes, str) else None, seal == _seal(body))


def _seal(body: str) -> str:
    return sha256("\n".join(body.split()).encode()).hexdigest()


def answers_mail(content: str) -> bool:
    """Whether somebody's script has a vacation action of its own."""
    code = _COMMENT.sub(" ", _QUOTED.sub('""', _BLOCK.sub('""', content)))
    return _VACATION.search(code) is not None
