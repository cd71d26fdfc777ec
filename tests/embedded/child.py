"""A small server process for the tests: holds the embedded database open until it is signalled.

    python child.py DATA_DIR [--as UID] [--without-namespaces]

Prints one line of JSON when the database is there (or what went wrong), another when it is lost, and answers each
line on its standard input with whether it is the owner by now.
"""

import argparse
import ctypes
import json
import os
import signal
import sys
from pathlib import Path

from locum.db.embedded import EmbeddedDatabaseError, running
from locum.db.embedded.databases import answers, conninfo


def say(**words: object) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201 - that is how it talks to the test


def forbid_namespaces() -> None:
    """Be root where no further user namespace can be made, as in most containers."""
    libc = ctypes.CDLL(None, use_errno=True)
    go, gone = os.pipe(), os.pipe()
    parent = os.getpid()
    helper = os.fork()
    if helper == 0:  # it stays outside, where it may write the maps
        os.read(go[0], 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{parent}/{name}").write_text("0 0 4294967295")
        os.write(gone[1], b".")
        os._exit(0)
    if libc.unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    os.write(go[1], b".")
    os.read(gone[0], 1)
    os.waitpid(helper, 0)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--as", dest="uid", type=int)
    parser.add_argument("--without-namespaces", action="store_true")
    options = parser.parse_args()
    # Tests that a shell runs in the background have it ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if options.without_namespaces:
        forbid_namespaces()
    if options.uid is not None:
        os.setgroups([])
        os.setgid(options.uid)
        os.setuid(options.uid)
    try:
        with running(options.data_dir, on_lost=lambda reason: say(lost=reason)) as cluster:
            say(url=cluster.url, dsn=conninfo(cluster.socket_dir, cluster.database), owner=cluster.owner)
            for _ in sys.stdin:
                say(owner=cluster.owner, alive=answers(cluster.socket_dir))
    except EmbeddedDatabaseError as error:
        say(error=str(error))
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
