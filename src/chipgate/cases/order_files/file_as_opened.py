"""A file as it stood when it was opened, whatever is written to it while it is read."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Final

from chipgate.cases.order_files.reading_ended import end_if_asked
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

_BLOCK_BYTES = 1 << 18
_TAIL_BYTES = 4096


_GREW: Final = marked(
    "{file} grew while it was read, from {size} to {now} bytes; what stood there when it was opened was read, up to "
    "row {row}. Check it again for what was added."
)
_REPLACED: Final = marked("{file} was replaced while it was read; the file that was opened was read to its end.")


class FileAsOpened(io.BufferedReader):
    """The bytes that the file at PATH held when it was opened; what is added behind them is not read.

    Reading fails with OSError where the file is cut shorter meanwhile. A file that takes the place of this one under
    its name is not read either.
    """

    def __init__(self, path: Path) -> None:
        bytes_at_open = _BytesAtOpen(path)
        super().__init__(bytes_at_open, _BLOCK_BYTES)
        self.path = path
        self._bytes = bytes_at_open
        self._stat = os.fstat(self.fileno())
        self._tail = self._read_tail()

    @property
    def size_bytes(self) -> int:
        """How many bytes the file held when it was opened."""
        return self._bytes.size_bytes

    def has_grown(self) -> bool:
        """Whether anything was added since the file was opened."""
        return os.fstat(self.fileno()).st_size > self.size_bytes

    def refuse_changes(self) -> None:
        """Refuse a file whose bytes, as they stood when it was opened, may not be the ones that were read.

        Raises:
            UnreadableFile: it was cut, or written to elsewhere than at its end.
        """
        now = os.fstat(self.fileno())
        if now.st_size > self.size_bytes and self._read_tail() == self._tail:
            return
        if (now.st_size, now.st_mtime_ns) != (self._stat.st_size, self._stat.st_mtime_ns):
            raise self.written_to()

    def refuse_changes_by_name(self) -> None:
        """Refuse what another program, which opens the file by its name each time, would read otherwise than before.

        Raises:
            UnreadableFile: the file was written to, or another has taken its place.
        """
        try:
            now = self.path.stat()
        except OSError:
            raise self.written_to() from None
        if _identity(now) != _identity(self._stat):
            raise self.written_to()

    def written_to(self) -> UnreadableFile:
        """The error for a file that does not stand still."""
        return UnreadableFile(
            fault(
                "{file} was written to while it was read, so that old and new orders may be mixed. Check it "
                "again once it is complete, or check a copy.",
                file=self.path,
            )
        )

    def notes(self, last_row: int) -> tuple[str, ...]:
        """What happened to the file while it was read down to LAST_ROW."""
        if self.has_grown():
            now = os.fstat(self.fileno()).st_size
            sizes = {"size": f"{self.size_bytes:,}", "now": f"{now:,}", "row": f"{last_row:,}"}
            return (fault(_GREW, file=self.path.name, **sizes),)
        if self._was_replaced():
            return (fault(_REPLACED, file=self.path.name),)
        return ()

    def _was_replaced(self) -> bool:
        try:
            return not os.path.samestat(self.path.stat(), self._stat)
        except OSError:
            return False

    def _read_tail(self) -> bytes:
        return os.pread(self.fileno(), _TAIL_BYTES, max(self.size_bytes - _TAIL_BYTES, 0))[: self.size_bytes]


class _BytesAtOpen(io.RawIOBase):
    """The same without a buffer."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self.size_bytes = os.fstat(self._file.fileno()).st_size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size_bytes}[whence]
        self._at = self._file.seek(start + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        end_if_asked()
        wanted = min(len(buffer), self.size_bytes - self._at)
        if wanted <= 0:
            return 0
        read = self._file.readinto(memoryview(buffer)[:wanted]) or 0
        if not read:
            now = os.fstat(self.fileno()).st_size
            raise OSError(f"the file was cut from {self.size_bytes:,} to {now:,} bytes while it was read")
        self._at += read
        return read

    def close(self) -> None:
        self._file.close()
        super().close()


def _identity(stat: os.stat_result) -> tuple[int, int, int, int]:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns
