"""The note that the holder of the lock leaves for others: who it is and where its socket is."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from locum.db.embedded.accounts import Account
from locum.db.embedded.layout import PORT, Layout
from locum.db.embedded.processes import started_at


@dataclass(frozen=True, slots=True)
class State:
    """A running database. Believed only while its owner lives and its socket answers."""

    owner: int
    owner_started: int
    postmaster: int
    socket_dir: str
    port: int = PORT

    @classmethod
    def here(cls, postmaster: int, socket_dir: Path) -> "State":
        """A database that this process runs."""
        return cls(os.getpid(), started_at(os.getpid()) or 0, postmaster, str(socket_dir))

    @property
    def owner_lives(self) -> bool:
        """Whether the process that wrote the note is still there, and not another one with its number."""
        return started_at(self.owner) == self.owner_started


def read(layout: Layout) -> State | None:
    """The note, or None if there is none or it makes no sense (it is written anew by whoever starts next)."""
    try:
        found = json.loads(layout.state.read_text())
        state = State(**{field.name: found[field.name] for field in fields(State)})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    numbers = (state.owner, state.owner_started, state.postmaster, state.port)
    return state if all(type(number) is int for number in numbers) and isinstance(state.socket_dir, str) else None


def write(layout: Layout, state: State, account: Account) -> None:
    """Replace the note in one step. Only for the holder of the lock."""
    draft = layout.state.with_suffix(".json.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(state)))
    account.give(draft)
    draft.replace(layout.state)


def remove(layout: Layout) -> None:
    """Take the note away. Only for the holder of the lock."""
    layout.state.unlink(missing_ok=True)
