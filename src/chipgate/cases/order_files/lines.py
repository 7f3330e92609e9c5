"""Numbered lines of a text file, decoded one by one, so that a line that does not decode spoils no other."""

from __future__ import annotations

import codecs
import io
from collections import deque
from typing import BinaryIO

from chipgate.cases.order_files.decoding import MOST_BYTES, Encoding
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

MOST_LINES = 200  # in one row; a cell with more line breaks is a quote that was never closed
_BLOCK_BYTES = 1 << 18
_SAMPLE_BYTES = 1 << 20


CLOSE_IT = marked('close it, or write a quotation mark inside a cell twice ("")')


class BrokenLine(Exception):
    """A line that cannot be given as text: what is wrong with it, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        self.wrong, self.right = wrong, right
        super().__init__(wrong)


class Lines:
    """An iterator of decoded lines that remembers the lines of the row in hand and can take all but the first back.

    ``begin_row`` starts a row; ``take_back`` returns its lines after the first, so that they are read again as rows of
    their own. Nothing larger than one row is held.
    """

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        file.seek(encoding.mark)
        self._file = _as_utf8(file, encoding)
        self._codec = "gb18030" if encoding.codec == "gb18030" else "utf-8"
        self._shown = encoding.shown
        self._again: deque[bytes] = deque()
        self._row: list[bytes] = []
        self._row_bytes = 0
        self._passed_over = 0
        self.number = 0  # of the line that the row in hand begins on
        self.bytes_read = encoding.mark
        self.ends_open = False  # whether the last line given has no line break at its end

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        data = self._again.popleft() if self._again else self._read()
        if not data:
            raise StopIteration
        self.ends_open = data[-1:] != b"\n"
        self._row.append(data)
        self._row_bytes += len(data)
        if self._row_bytes > MOST_BYTES or len(self._row) > MOST_LINES:
            raise self._too_long()
        return self._decoded(data)

    def begin_row(self) -> None:
        """Start a row at the next line."""
        self.number += max(len(self._row), 1)
        self._row, self._row_bytes, self._passed_over = [], 0, 0

    def row_lines(self) -> int:
        """How many lines the row in hand has taken so far."""
        return len(self._row)

    def take_back(self) -> str:
        """Give back every line of the row but the first, which is returned as text that can be shown."""
        first = self._row[0] if self._row else b""
        self._again.extendleft(reversed(self._row[1:]))
        del self._row[1:]
        text = first.decode(self._codec, "backslashreplace").rstrip("\r\n")
        return f"{text}… and {self._passed_over:,} bytes more" if self._passed_over else text

    def _read(self) -> bytes:
        data = self._file.readline(MOST_BYTES + 1)
        self.bytes_read += len(data)
        if len(data) > MOST_BYTES and not data.endswith(b"\n"):
            self._pass_over_rest_of_line()
        return data

    def _pass_over_rest_of_line(self) -> None:
        while piece := self._file.readline(_BLOCK_BYTES):
            self._passed_over += len(piece)
            if piece.endswith(b"\n"):
                break
        self.bytes_read += self._passed_over

    def _too_long(self) -> BrokenLine:
        if len(self._row) == 1:
            length = len(self._row[0]) + self._passed_over
            return BrokenLine(
                fault(
                    "the line is {length} bytes long; at most {most} are read as one row",
                    length=f"{length:,}",
                    most=f"{MOST_BYTES:,}",
                ),
                fault("check whether line breaks were lost, or a file was pasted into a cell"),
            )
        return BrokenLine(
            fault("a quotation mark opens here and is not closed within {most} lines", most=MOST_LINES),
            fault(CLOSE_IT),
        )

    def _decoded(self, data: bytes) -> str:
        try:
            text = data.decode(self._codec)
        except UnicodeDecodeError as bad:
            raise BrokenLine(
                fault(
                    "byte {byte} of the line ({hexes}) is not {encoding} like the rest of the file",
                    byte=bad.start + 1,
                    hexes=data[bad.start : bad.start + 4].hex(" "),
                    encoding=self._shown,
                ),
                fault("save the whole file in one encoding, best UTF-8"),
            ) from bad
        if "\0" in text:
            raise BrokenLine(
                fault("the line holds a NUL character"), fault("delete it; the file may be damaged or binary")
            )
        return text


def _as_utf8(file: BinaryIO, encoding: Encoding) -> BinaryIO:
    if encoding.codec.startswith("utf-16"):
        return io.BufferedReader(_Converted(file, encoding.codec), _BLOCK_BYTES)
    sample = file.read(_SAMPLE_BYTES)
    file.seek(encoding.mark)
    if b"\r" in sample and b"\n" not in sample:  # lines end in CR alone, as old Macintosh programs wrote them
        return io.BufferedReader(_Converted(file, None), _BLOCK_BYTES)
    return file


class _Converted(io.RawIOBase):
    """UTF-16 as UTF-8 bytes, or CR line ends as LF, so that one kind of line is read everywhere.

    A lone surrogate passes through as bytes that are not UTF-8, and becomes a fault of its own line.
    """

    def __init__(self, file: BinaryIO, utf_16: str | None) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder(utf_16)("surrogatepass") if utf_16 else None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            block = self._file.read(_BLOCK_BYTES)
            self._ready = self._convert(block)
            if not block:
                break
        piece, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def _convert(self, block: bytes) -> bytes:
        if self._decoder is None:
            return block.replace(b"\r", b"\n")
        try:
            return self._decoder.decode(block, not block).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            self._decoder.reset()
            return b"\xff"  # half a character at the end of the file
