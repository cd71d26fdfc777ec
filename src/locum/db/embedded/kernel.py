"""System calls that Python 3.11 does not offer. Called between fork and exec: no allocation of locks, no logging."""

import ctypes
import os
import sys

LINUX = sys.platform.startswith("linux")

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000

# Loaded once, here: a child between fork and exec must not load libraries.
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def signal_on_parent_death(number: int) -> None:
    """Have this process get a signal when the thread that forked it ends. Any change of user undoes it."""
    if _libc is not None and _libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")


def enter_user_namespace(uid: int, gid: int) -> None:
    """Go on under another number: the present user is `uid` to whoever asks, and still owns what it owned.

    The process keeps no privilege over the rest of the machine. Raises OSError where the kernel forbids it.
    """
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    if _libc is None or _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {outer_uid} 1")
    _write("/proc/self/gid_map", f"{gid} {outer_gid} 1")


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
