"""Starting programs of PostgreSQL so that none of them outlives us."""

import os
import signal
import subprocess
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from locum.db.embedded.kernel import signal_on_parent_death

_FOREIGN = ("PG", "LC_", "LANG")


def environment() -> dict[str, str]:
    """Our environment without the variables that would steer PostgreSQL or change the language of its messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | {"LC_ALL": "C"}


def spawn(
    command: Sequence[str],
    become: Callable[[], None],
    *,
    directory: Path,
    on_parent_death: int = signal.SIGKILL,
    keep: Sequence[int] = (),
    output: int = subprocess.DEVNULL,
) -> "subprocess.Popen[bytes]":
    """Start a program in a session of its own, so that Ctrl-C on the terminal reaches us and not it.

    `become` changes the user. The death signal is set after it, because a change of user clears it, and before the
    parent is looked at once more, because it may be gone by then. It is tied to the calling *thread*, which therefore
    has to live as long as the program.
    """
    parent = os.getpid()

    def prepare() -> None:
        become()
        os.umask(0o077)
        os.chdir(directory)
        signal_on_parent_death(on_parent_death)
        if os.getppid() != parent:
            os._exit(1)

    with warnings.catch_warnings():
        # Later Pythons warn of forking beside threads; `prepare` takes no lock that another thread could hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(
            command,
            preexec_fn=prepare,  # noqa: PLW1509 - nothing else can set the death signal after the change of user
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment(),
            pass_fds=keep,
        )


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End a program that we spawned and everything it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
