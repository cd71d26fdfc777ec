"""A letter as plain text and as HTML."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from locum.mail.letters import Letter, Line, Row

_LOADER = PackageLoader("locum.mail", "templates")
_HTML = Environment(loader=_LOADER, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def html(letter: Letter) -> str:
    """A complete HTML document whose styles are written into it: mail programs load nothing."""
    near = "right" if letter.direction == "rtl" else "left"
    return _HTML.get_template("letter.html").render(letter=letter, near=near)


def text(letter: Letter) -> str:
    """The same letter for readers of plain text."""
    parts = [letter.heading, letter.intro, facts(letter)]
    parts += ["\n".join(f"{action.label}: {action.href}" for action in letter.actions)] if letter.actions else []
    # The signature separator (RFC 3676, section 4.3) lets programs fold away what follows.
    parts.append("\n".join(("-- ", *letter.footer)))
    return "\n\n".join(parts) + "\n"


def facts(letter: Letter) -> str:
    """Only the labelled facts, as calendars show them in their description."""
    return "\n".join(_fact(row) for row in letter.rows)


def _fact(row: Row) -> str:
    lines = [_line(line) for line in row.lines]
    if len(lines) == 1:
        return f"{row.label}: {lines[0]}"
    return "\n".join((f"{row.label}:", *(f"  {line}".rstrip() for line in lines)))


def _line(line: Line) -> str:
    remark = f" ({line.remark})" if line.remark else ""
    detail = f" <{line.detail}>" if line.detail else ""
    return f"{line.text}{remark}{detail}"
