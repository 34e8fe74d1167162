"""Files written whole or not at all, whoever writes them."""

from __future__ import annotations

import functools
import itertools
import os
import re
import zlib
from pathlib import Path

_counter = itertools.count()
_TEMPORARY = re.compile(r"\..+\.(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-\d+\.writing")


PRIVATE = 0o600  # the mode of what nobody else may read


def write_bytes(path: Path, data: bytes, durable: bool = True, mode: int = 0o666) -> None:
    """Write a file whole or not at all: a temporary file beside it, flushed to disk, then renamed over it.

    Not `durable`, it may be half written after the power failed: for what is checked when it is read, and made again.
    With another `mode`, as `PRIVATE`, it is at no moment readable by more (the umask may take away still).
    """
    make_folder(path.parent, durable)
    _sweep_once(path.parent)
    temporary = path.with_name(f".{path.name}.{_host()}-{os.getpid()}-{next(_counter)}.writing")
    try:
        # Not tempfile: its files are private (0600), and a web server must read what we publish.
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):  # a full disk names no file, and no person knows the temporary one
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise
    if durable:
        flush(path.parent)


def make_folder(folder: Path, durable: bool = True) -> None:
    """A folder with those above it, if `durable` on the disk too."""
    missing = [one for one in (folder, *folder.parents) if durable and not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        flush(one.parent)


def flush(folder: Path) -> None:
    """A new name in a folder is on the disk only when the folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@functools.cache
def _sweep_once(folder: Path) -> None:
    sweep(folder)


def sweep(folder: Path) -> None:
    """Remove what writers that died left in `folder`; a live writer's file, or another computer's, is not touched."""
    for path in folder.iterdir():
        found = _TEMPORARY.fullmatch(path.name)
        if found and found["host"] == _host() and not _alive(int(found["pid"])):
            path.unlink(missing_ok=True)


@functools.cache
def _host() -> str:
    return f"{zlib.crc32(os.uname().nodename.encode()):08x}"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it lives, and belongs to somebody else
    return True


__all__ = ["PRIVATE", "flush", "make_folder", "sweep", "write_bytes"]
