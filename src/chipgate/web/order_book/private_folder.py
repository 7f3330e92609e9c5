"""A folder that only this process may read, and that goes with it: nothing stays after a server, however it ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "chipgate-books-"
_LOCK: Final = ".lock"
_YOUNG_SECONDS: Final = 60
"""A folder younger than this may be one that is not locked yet."""


class PrivateFolder:
    """A folder with mode 0700 below the folder for temporary files; made when it is first asked for.

    It is removed by ``remove``, and when the process ends in good order. One whose process was killed is found by the
    lock that nobody holds any more, and removed by ``remove_left_behind`` of the next server.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._lock: int | None = None
        self._remover: weakref.finalize[[Path], PrivateFolder] | None = None

    def path(self) -> Path:
        """The folder."""
        if self._path is None:
            self._path = Path(tempfile.mkdtemp(prefix=PREFIX))
            self._remover = weakref.finalize(self, remove_tree, self._path)
            self._lock = os.open(self._path / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        return self._path

    def remove(self) -> None:
        """Remove the folder and all that is in it; a new one is made where somebody asks again."""
        if self._remover is not None:
            self._remover()
        if self._lock is not None:
            os.close(self._lock)
        self._path = self._lock = self._remover = None


def remove_tree(folder: Path) -> None:
    """Remove FOLDER, also while somebody still writes into it."""
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def remove_left_behind() -> list[Path]:
    """Remove the folders of servers of this user that were killed; gives what was removed."""
    return [folder for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if _is_left_behind(folder)]


def _is_left_behind(folder: Path) -> bool:
    """Whether FOLDER is ours and nobody's any more; it is gone then."""
    with suppress(OSError):
        stat = folder.lstat()
        if folder.is_symlink() or stat.st_uid != os.getuid() or time.time() - stat.st_mtime < _YOUNG_SECONDS:
            return False
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove_tree(folder)
            return True
        finally:
            os.close(lock)
    return False
