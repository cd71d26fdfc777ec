"""As whom PostgreSQL runs. It refuses to be root, so root hands it to somebody else."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from locum.db.embedded.binaries import binaries
from locum.db.embedded.errors import EmbeddedDatabaseError
from locum.db.embedded.kernel import enter_user_namespace
from locum.db.embedded.layout import Layout
from locum.db.embedded.spawning import spawn


@dataclass(frozen=True, slots=True)
class Same:
    """The user that runs Locum, which is not root."""

    @property
    def owner(self) -> int:
        """The user number on what the account makes, seen from here."""
        return os.geteuid()

    def become(self) -> None:
        """Nothing to do."""

    def give(self, path: Path) -> None:
        """Nothing to do: what we make is ours."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Root, seen under an ordinary number from inside a user namespace: reaches root's files, has no privileges."""

    uid: int
    gid: int

    @property
    def owner(self) -> int:
        return os.geteuid()

    def become(self) -> None:
        enter_user_namespace(self.uid, self.gid)

    def give(self, path: Path) -> None:
        """Nothing to do: to the outside the process is still root."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An ordinary user, for good: it owns the cluster and needs a way to it."""

    uid: int
    gid: int

    @property
    def owner(self) -> int:
        return self.uid

    def become(self) -> None:
        os.setgroups([self.gid])
        os.setgid(self.gid)
        os.setuid(self.uid)

    def give(self, path: Path) -> None:
        """Make a file or directory that we have just made the user's own."""
        os.chown(path, self.uid, self.gid)


Account = Same | Mapped | Dropped


def account_for(layout: Layout, *, fresh: bool) -> Account:
    """Who can run PostgreSQL on this data directory. `fresh`: the directory was made by us a moment ago.

    Raises EmbeddedDatabaseError where nobody can. Permissions are never widened to make it possible.
    """
    owner = layout.cluster.stat() if layout.cluster.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise EmbeddedDatabaseError(
                f"the database in {layout.cluster} belongs to user {_name(owner.st_uid)}: run Locum as that user"
            )
        return Same()
    place = layout.data_dir if owner is None else layout.cluster
    for account in _candidates(layout, owner):
        if fresh:
            account.give(layout.data_dir)
        if _reaches(account, place):
            return account
    raise EmbeddedDatabaseError(_nobody(layout, owner))


def _candidates(layout: Layout, owner: os.stat_result | None) -> Iterator[Account]:
    """Root's own files stay root's; files of an ordinary user are opened as that user."""
    if owner is not None and owner.st_uid != 0:
        yield Dropped(owner.st_uid, owner.st_gid)
        return
    ordinary = _ordinary_user()
    if ordinary is not None:
        yield Mapped(ordinary.pw_uid, ordinary.pw_gid)
    if owner is not None:
        return
    for path in (layout.data_dir, layout.data_dir.parent):
        holder = path.stat()
        if holder.st_uid != 0 and _known(holder.st_uid):
            yield Dropped(holder.st_uid, holder.st_gid)
    if ordinary is not None:
        yield Dropped(ordinary.pw_uid, ordinary.pw_gid)


def _ordinary_user() -> pwd.struct_passwd | None:
    """Somebody who is not root. It must be a known user, for `initdb` looks its name up."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):  # no such user here
            return pwd.getpwnam(name)
    return next((user for user in pwd.getpwall() if user.pw_uid != 0), None)


def _reaches(account: Account, place: Path) -> bool:
    """Try it: only the kernel knows what modes, lists, mounts and namespaces add up to."""
    try:
        with spawn([str(binaries() / "postgres"), "-V"], account.become, directory=place) as process:
            return process.wait() == 0
    except (OSError, subprocess.SubprocessError):
        # Either exec failed or the change of user did: in both cases this account is no way in.
        return False


def _nobody(layout: Layout, owner: os.stat_result | None) -> str:
    if owner is not None and owner.st_uid != 0:
        name = _name(owner.st_uid)
        return (
            f"the database in {layout.cluster} belongs to user {name}, who cannot reach it or {binaries()}: "
            f"run Locum as {name}, or let {name} pass through the directories above"
        )
    return (
        f"PostgreSQL refuses to run as root, user namespaces are not allowed here, and no ordinary user can reach "
        f"both {layout.data_dir} and {binaries()}: run Locum as an ordinary user who owns the data directory, "
        "or set LOCUM_DATABASE_URL"
    )


def _known(uid: int) -> bool:
    return _name(uid) != str(uid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
