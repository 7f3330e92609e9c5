"""A workbook on a full disk: the room kept back is enough to end it, once."""

from __future__ import annotations

import errno

import pytest

from chipgate.cases.order_files.spare_room import FileWithSpareRoom
from chipgate.cases.order_files.xlsx_results import XlsxBook

from .conftest import cells_of


class FullDisk:
    """A file that takes no more than LIMIT bytes, until more room is made."""

    def __init__(self, file, limit):
        self._file, self.limit = file, limit

    def write(self, data):
        room = self.limit - self._file.tell()
        if room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(bytes(data)[:room])

    def __getattr__(self, name):
        return getattr(self._file, name)


def written_until_full(book: XlsxBook, rows: int) -> int:
    for number in range(rows):
        try:
            book.write([f"{number} {number * number} {'x' * (number % 97)}"])
        except OSError:
            return number
    raise AssertionError("the disk was never full")


def test_a_workbook_is_ended_in_the_room_kept_back(tmp_path):
    book = XlsxBook(tmp_path / "r.xlsx", ["a"])
    disk = book._file._file = FullDisk(book._file._file, 50_000)
    book._file._spare.close = lambda: setattr(disk, "limit", disk.limit + 500_000)
    number = written_until_full(book, 100_000)
    assert book.salvage() == number
    assert len(cells_of(tmp_path / "r.xlsx")) == number


def test_a_workbook_that_is_torn_is_given_up(tmp_path):
    book = XlsxBook(tmp_path / "r.xlsx", ["a"])
    book._file._file = FullDisk(book._file._file, 50_000)
    written_until_full(book, 100_000)
    assert book.salvage() == 0


def test_room_is_kept_back_without_a_name(tmp_path):
    file = FileWithSpareRoom(tmp_path / "r")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
    with pytest.raises(FileExistsError):
        FileWithSpareRoom(tmp_path / "r")
    file.close()
