"""A file that keeps some room back on its disk, so that what was begun can be ended when the disk is full."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

SPARE_BYTES = 1 << 19
FULL = (errno.ENOSPC, errno.EDQUOT)


class FileWithSpareRoom:
    """An unbuffered file for an archive; ``full`` says that the room kept back is now in use, and why.

    ``torn`` says that something was written in part and cannot be ended: the archive is of no use.
    """

    def __init__(self, part: Path) -> None:
        self._file = part.open("xb", buffering=0)
        self.full: OSError | None = None
        self.torn = False
        self._spare = tempfile.TemporaryFile(dir=part.parent, buffering=0)  # noqa: SIM115 - held until it is needed
        with suppress(OSError):
            self._spare.write(os.urandom(SPARE_BYTES))  # zeros take no room where the disk packs its files

    def write(self, data: bytes | memoryview) -> int:
        """Write all of DATA, in the room kept back if need be."""
        view = memoryview(data)
        while view:
            try:
                view = view[self._file.write(view) :]
            except OSError as refused:
                self._use_spare_room(refused)
        return memoryview(data).nbytes

    def _use_spare_room(self, refused: OSError) -> None:
        if self.full is not None or refused.errno not in FULL:
            self.torn = True
            raise refused
        self.full = refused
        self._spare.close()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self._spare.close()
        self._file.close()
