"""gromox, told by the files that it reads at every delivery (mailbox sheet, section 6)."""

import asyncio
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from locum.kit.wire import WireInput
from locum.targets.backends.gromox_files import (
    EXTERNAL,
    INTERNAL,
    STATE,
    read_reply,
    read_state,
    reply_file,
    state_file,
)
from locum.targets.backends.port import Found, Mailbox, TargetFailure
from locum.targets.holding import EVERYTHING, Holding

MOST_BYTES = 1024 * 1024
"""Of one file; nobody has a longer reply."""


class GromoxSettings(WireInput):
    """Where the mailbox lies (grommunio: column `maildir` of its table of users)."""

    maildir: Annotated[
        str,
        Field(
            min_length=1,
            max_length=1000,
            description="Its directory below LOCUM_GROMOX_ROOT; {address}, {local} and {domain} stand for the mailbox.",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Gromox:
    """The files of one mailbox, in `config` below its directory, which lies below `root`."""

    settings: GromoxSettings
    mailbox: Mailbox
    root: Path | None

    async def read(self) -> Found:
        """What the files say, all of them or a failure."""
        return await asyncio.to_thread(self._read)

    async def write(self, wanted: Holding) -> None:
        """Replace the files one by one, the state last when replies begin and first when they end."""
        await asyncio.to_thread(self._write, wanted)

    def _read(self) -> Found:
        with _Folder(self._folder()) as folder:
            state = read_state(folder.read(STATE) or "")
            internal, external = read_reply(folder.read(INTERNAL)), read_reply(folder.read(EXTERNAL))
        held = Holding(state.mode, state.start, state.end, state.audience, internal, external)
        return Found(held, EVERYTHING)

    def _write(self, wanted: Holding) -> None:
        files = [(INTERNAL, reply_file(wanted.internal)), (EXTERNAL, reply_file(wanted.external))]
        # Whatever the server reads in between, it never answers with a text that is not meant for now.
        order = [(STATE, state_file(wanted)), *files] if wanted.mode == "off" else [*files, (STATE, state_file(wanted))]
        with _Folder(self._folder()) as folder:
            for name, content in order:
                folder.replace(name, content)

    def _folder(self) -> Path:
        if self.root is None:
            raise TargetFailure("LOCUM_GROMOX_ROOT is not set")
        if "/" in self.mailbox.address:
            raise TargetFailure("the address has a slash in it, so that it names no directory")
        try:
            root = self.root.resolve(strict=True)
            folder = (root / self.mailbox.fill(self.settings.maildir) / "config").resolve(strict=True)
        except (OSError, ValueError) as error:
            raise TargetFailure("the mailbox's directory is not there") from error
        if not folder.is_relative_to(root):
            raise TargetFailure("the mailbox's directory does not lie below LOCUM_GROMOX_ROOT")
        return folder


class _Folder:
    """A directory held open: its files are opened in it and never through a link. Raises TargetFailure."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> "_Folder":
        try:
            self._fd = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError as error:
            raise _failure("open", self._path.name, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)

    def read(self, name: str) -> str | None:
        """The text of a file, None when there is none."""
        try:
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._fd)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _failure("read", name, error) from error
        with os.fdopen(fd, "rb") as file:
            return file.read(MOST_BYTES).decode("utf-8", errors="replace")

    def replace(self, name: str, content: str | None) -> None:
        """Put a whole file in place of another, of the same owner and mode; None removes it."""
        try:
            if content is None:
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=self._fd)
            else:
                self._put(name, content.encode())
            os.fsync(self._fd)
        except OSError as error:
            raise _failure("write", name, error) from error

    def _put(self, name: str, content: bytes) -> None:
        draft = f".{name}.{secrets.token_hex(8)}"
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=self._fd)
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(content)
                file.flush()
                self._take_after(fd, name)
                os.fsync(fd)
            os.rename(draft, name, src_dir_fd=self._fd, dst_dir_fd=self._fd)
        except OSError:
            os.unlink(draft, dir_fd=self._fd)
            raise

    def _take_after(self, fd: int, name: str) -> None:
        """The mail server edits the same files: owner and mode are those of the former one, else of the directory."""
        try:
            former = os.stat(name, dir_fd=self._fd, follow_symlinks=False)
            mode = former.st_mode & 0o777
        except FileNotFoundError:
            former, mode = os.fstat(self._fd), 0o660
        own = os.fstat(fd)
        if (own.st_uid, own.st_gid) != (former.st_uid, former.st_gid):
            try:
                os.fchown(fd, former.st_uid, former.st_gid)
            except PermissionError:
                os.fchown(fd, -1, former.st_gid)
        os.fchmod(fd, mode)


def _failure(verb: str, name: str, error: OSError) -> TargetFailure:
    return TargetFailure(f"cannot {verb} {name}: {error.strerror}")
