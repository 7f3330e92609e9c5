"""How the bytes of a text file become text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from chipgate.translation.fault_text import fault

MOST_BYTES = 1 << 20
"""The longest line, and the longest row over several lines, that is read as one."""
_ENOUGH_LINES = 2_000  # lines beyond ASCII that settle the encoding
_SCAN_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text: a Python codec, the name to show, and a note where it is a guess."""

    codec: str
    shown: str
    mark: int = 0  # bytes of the byte order mark
    note: str = ""


def encoding_of(file: BinaryIO) -> Encoding:
    """The encoding of FILE, by its mark or by its lines; FILE is left at its start.

    Without a mark a file is UTF-8, unless most of its lines beyond ASCII decode strictly as GB18030 and not as UTF-8.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8", "UTF-8 with byte order mark", 3)
    if start.startswith(codecs.BOM_UTF16_LE):
        return Encoding("utf-16-le", "UTF-16 (little-endian)", 2)
    if start.startswith(codecs.BOM_UTF16_BE):
        return Encoding("utf-16-be", "UTF-16 (big-endian)", 2)
    utf_8, gb18030 = _count_lines(file)
    file.seek(0)
    if gb18030 > utf_8:
        return Encoding("gb18030", "GB18030", 0, _GB18030_NOTE)
    return Encoding("utf-8", "UTF-8")


_GB18030_NOTE = fault(
    "the file is not UTF-8; it was read as GB18030 (GBK, GB2312). If names look wrong, save the file as UTF-8 again."
)


def _count_lines(file: BinaryIO) -> tuple[int, int]:
    """How many lines beyond ASCII are UTF-8, and how many are not but are GB18030."""
    utf_8 = gb18030 = 0
    for line in _lines_beyond_ascii(file):
        if decodes(line, "utf-8"):
            utf_8 += 1
        elif decodes(line, "gb18030"):
            gb18030 += 1
        if utf_8 + gb18030 >= _ENOUGH_LINES:
            break
    return utf_8, gb18030


def _lines_beyond_ascii(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while block := file.read(_SCAN_BYTES):
        text = rest + block
        if text.isascii():
            rest = text[text.rfind(b"\n") + 1 :][:MOST_BYTES]
            continue
        lines = text.splitlines(keepends=True)
        rest = lines.pop() if len(text) < MOST_BYTES + _SCAN_BYTES or len(lines) > 1 else b""
        yield from (line for line in lines if not line.isascii())
    if not rest.isascii():
        yield rest


def decodes(data: bytes, codec: str) -> bool:
    """Whether DATA is text in CODEC, without a single doubtful byte."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
