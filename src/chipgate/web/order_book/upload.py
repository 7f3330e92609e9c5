"""A form with a file, read as it comes: each byte goes to its place under limits, and nothing waits anywhere else.

Starlette's own reader keeps what it reads in the folder for temporary files of the whole machine, and knows no limit
for a file. This one writes to a file of the caller's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from chipgate.readings.phrase import Phrase, phrase
from chipgate.web.order_book.refused import Refused
from chipgate.web.order_book.size_text import size_text

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LONGEST_FIELD: Final = 4_096  # bytes
MOST_PARTS: Final = 20
_LONGEST_NAME: Final = 120  # bytes; results and hidden parts get longer names beside it


class Form:
    """A multipart form with one file, fed piece by piece.

    The file goes to the path that PLACE gives for its name; PLACE is asked when the file begins, with the fields that
    stand before it, and may refuse it.
    """

    def __init__(
        self, content_type: str, largest_file: int, place: Callable[[str, dict[str, str]], Path], file_field: str
    ) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise Refused(415, NO_FORM)
        self._fields: dict[str, bytes] = {}
        self.path: Path | None = None
        self.size_bytes = 0
        self._largest, self._place, self._file_field = largest_file, place, file_field
        self._file: IO[bytes] | None = None
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = b"", b""
        self._name = ""
        self._astray = ""  # the field of a file that came under another name than ours
        self._parts = 0
        self._is_whole = False
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks(), max_header_count=8)
        except FormParserError as wrong:
            raise Refused(400, UNREADABLE) from wrong

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._take_header,
            "on_header_value": self._take_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._take,
            "on_part_end": self._end,
            "on_end": self._whole,
        }

    @property
    def fields(self) -> dict[str, str]:
        """The fields that have come so far, by name."""
        return {name: value.decode("utf-8", "replace") for name, value in self._fields.items()}

    def feed(self, piece: bytes) -> None:
        """Take the next PIECE.

        Raises:
            Refused: it is no such form, or larger than allowed.
        """
        try:
            self._parser.write(piece)
        except FormParserError as wrong:
            raise Refused(400, UNREADABLE) from wrong
        except OSError as full:
            raise Refused(413, NO_ROOM) from full

    def finish(self) -> Path:
        """The file, once everything has come.

        Raises:
            Refused: the form ends early, or no file was chosen.
        """
        self.close()
        if not self._is_whole:
            raise Refused(400, phrase("The form ends early; send it again."))
        if self.path is None:
            raise Refused(400, self._no_file())
        if not self.size_bytes:
            raise Refused(422, phrase("{file} is empty. Choose a file with headings and orders.", file=self.path.name))
        return self.path

    def close(self) -> None:
        """Give the file up where it is still open."""
        with suppress(OSError):
            self._end()

    def _no_file(self) -> Phrase:
        """What is said where no file came, or one in a field of another name: a program is told the right one."""
        if not self._astray:
            return NO_FILE
        return phrase(
            "No file was chosen: one came in the field {name}. Send it in the field {field}.",
            name=repr(self._astray),
            field=repr(self._file_field),
        )

    def _begin(self) -> None:
        self._parts += 1
        self._headers, self._header, self._value, self._name = {}, b"", b"", ""
        if self._parts > MOST_PARTS:
            raise Refused(400, UNREADABLE)

    def _take_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if self._name != self._file_field:
            self._astray = self._name
            return
        given = options[b"filename"].decode("utf-8", "replace")
        if not given:  # a form that was sent without choosing a file
            self._name = ""
            return
        if self.path is not None:
            raise Refused(400, phrase("Send one file at a time."))
        self.path = self._place(file_name(given), self.fields)
        self._file = self.path.open("xb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self.size_bytes += end - start
            if self.size_bytes > self._largest:
                raise Refused(413, too_large(self._largest))
            self._file.write(data[start:end])
        elif self._name:
            value = self._fields.get(self._name, b"") + data[start:end]
            if len(value) > LONGEST_FIELD and self._name == self._astray:
                raise Refused(400, self._no_file())
            if len(value) > LONGEST_FIELD:
                raise Refused(413, phrase("A field of the form is longer than {count} bytes.", count=LONGEST_FIELD))
            self._fields[self._name] = value

    def _end(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _whole(self) -> None:
        self._is_whole = True


NO_FORM: Final = phrase("Send the file as a form, with the header Content-Type: multipart/form-data and its boundary.")
NO_FILE: Final = phrase("No file was chosen. Choose a file, and send the form again.")
NO_ROOM: Final = phrase("There is no room on this server for the file. Forget books that are done with.")
UNREADABLE: Final = phrase("The form cannot be read. Load the page anew and send it again.")


def too_large(limit_bytes: int) -> Phrase:
    """What is said of a file larger than LIMIT_BYTES."""
    return phrase(
        "The file is larger than {size}, which this server takes. `chipgate check FILE` takes books of any size.",
        size=size_text(limit_bytes),
    )


async def receive(pieces: AsyncIterator[bytes], form: Form, most_seconds: float) -> Path:
    """The file of FORM, whose PIECES must all have come after MOST_SECONDS.

    Raises:
        Refused: it is too large, too slow, or no such form.
    """
    try:
        async with asyncio.timeout(most_seconds):
            async for piece in pieces:
                form.feed(piece)
    except TimeoutError:
        raise Refused(408, _slow(most_seconds)) from None
    finally:
        form.close()
    return form.finish()


def _slow(most_seconds: float) -> Phrase:
    return phrase("The upload took longer than {seconds} seconds; nothing of it was kept.", seconds=int(most_seconds))


def file_name(given: str) -> str:
    """The last part of the name that a browser GAVE, as a name that can be kept in a folder of ours."""
    last = given.replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in last if character.isprintable()).strip().lstrip(".")
    stem, dot, suffix = kept.rpartition(".")
    if not stem:
        stem, dot, suffix = kept, "", ""
    suffix = _shortened(dot + suffix, 12)
    return (_shortened(stem, _LONGEST_NAME - len(suffix.encode())) or "orders") + suffix


def _shortened(text: str, most_bytes: int) -> str:
    return text.encode("utf-8", "replace")[:most_bytes].decode("utf-8", "ignore")
