"""The books that are open: each known to the browser that brought it alone, each gone after some idle time."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from chipgate.readings.phrase import phrase
from chipgate.translation.language import marked
from chipgate.web.order_book.jobs import Jobs
from chipgate.web.order_book.private_folder import PrivateFolder, remove_left_behind, remove_tree
from chipgate.web.order_book.refused import Refused
from chipgate.web.order_book.runs import Run

MOST_BOOKS: Final = 8
"""Books of one browser."""
MOST_BOOKS_OF_ALL: Final = 512
MOST_BYTES_OF_ALL: Final = 2**31
"""Bytes that were uploaded, of all books together; what is made of them comes on top."""
MOST_RUNS: Final = 4
"""Runs through one book whose results are kept; an older one is made anew when somebody asks for it."""
MOST_REFORMS: Final = 8
"""Reforms that are kept with one book."""
IDLE_SECONDS: Final = 30 * 60
"""A book that nobody asked for so long is forgotten."""
_ENDING_SECONDS: Final = 5.0
_MOST_LOOKS: Final = 4

R = TypeVar("R")


@dataclass(eq=False)
class Book:
    """An uploaded file, alone in a folder of its own, with what was made of it."""

    id: str
    session: str
    path: Path
    size_bytes: int
    brought_at: float = field(default_factory=time.time)  # seconds since 1970
    asked_at: float = field(default_factory=time.monotonic)  # seconds, of this machine's running clock
    runs: dict[Hashable, Run] = field(default_factory=dict)
    reforms: dict[str, Path] = field(default_factory=dict)
    looks: dict[Hashable, object] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of this book, in which nothing else is."""
        return self.path.parent

    def looked(self, key: Hashable, look: Callable[[], R]) -> R:
        """What LOOK gives, from an earlier look where one of the last had the same KEY."""
        found = self.looks.get(key)
        if found is None:
            found = look()
            while len(self.looks) >= _MOST_LOOKS:
                self.looks.pop(next(iter(self.looks), None), None)
            self.looks[key] = found
        return found  # type: ignore[return-value]  # one key, one kind of look


class Books:
    """Every book of one server, in one private folder."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self.jobs = Jobs()
        self._idle_seconds = idle_seconds
        self._folder = PrivateFolder()
        self._lock = threading.RLock()
        self._books: dict[str, Book] = {}

    def open(self) -> None:
        """Begin: what servers that were killed have left is removed."""
        remove_left_behind()

    def close(self) -> None:
        """End every job and forget every book."""
        self.jobs.end_all(_ENDING_SECONDS)
        with self._lock:
            self._books.clear()
            self._folder.remove()

    def new_folder(self, session: str) -> Path:
        """An empty folder for one more book of SESSION.

        Raises:
            Refused: there are too many books already.
        """
        with self._lock:
            if len(self.of_session(session)) >= MOST_BOOKS:
                raise Refused(
                    413, phrase("{count} books are open already. Forget one of them first.", count=MOST_BOOKS)
                )
            brought = sum(book.size_bytes for book in self._books.values())
            if len(self._books) >= MOST_BOOKS_OF_ALL or brought >= MOST_BYTES_OF_ALL:
                raise Refused(413, phrase("Too many books are open on this server. Come back later."))
            folder = self._folder.path() / secrets.token_urlsafe(18)
            folder.mkdir(mode=0o700)
            return folder

    def put(self, session: str, path: Path) -> Book:
        """The file at PATH, alone in its folder, as a book of SESSION."""
        book = Book(path.parent.name, session, path, path.stat().st_size)
        with self._lock:
            self._books[book.id] = book
        return book

    def of_session(self, session: str) -> list[Book]:
        """The books of SESSION, the one that was brought last first."""
        with self._lock:
            found = [one for one in self._books.values() if one.session == session and not self._is_idle(one)]
        return sorted(found, key=lambda book: -book.brought_at)

    def get(self, session: str, book_id: str) -> Book:
        """The book BOOK_ID of SESSION; it counts as asked for.

        Raises:
            Refused: SESSION has no such book, whether another one has it or not.
        """
        with self._lock:
            book = self._books.get(book_id)
            if book is None or self._is_idle(book) or not _is_same(book.session, session):
                raise Refused(404, NO_SUCH_BOOK)
            book.asked_at = time.monotonic()
            return book

    def run(self, book: Book, key: Hashable, make: Callable[[Path], Run]) -> Run:
        """The run of BOOK with KEY; where there is none, MAKE begins one that writes into the folder it is given."""
        older: list[Run] = []
        with self._lock:
            if book.id not in self._books:
                raise Refused(404, NO_SUCH_BOOK)
            if key not in book.runs:
                while len(book.runs) >= MOST_RUNS:
                    older.append(book.runs.pop(next(iter(book.runs))))
                folder = book.folder / secrets.token_hex(8)
                folder.mkdir(mode=0o700)
                book.runs[key] = make(folder)
                self.jobs.start(book.runs[key].job)
            run = book.runs[key]
        for one in older:
            one.end(_ENDING_SECONDS)
            remove_tree(one.folder)
        return run

    def keep_reform(self, book: Book, name: str, path: Path) -> None:
        """Keep the reform at PATH, alone in its folder, with BOOK; the oldest one too many goes."""
        with self._lock:
            book.reforms[name] = path
            older = [book.reforms.pop(next(iter(book.reforms))) for _ in range(len(book.reforms) - MOST_REFORMS)]
        for one in older:
            remove_tree(one.parent)

    def forget(self, book: Book) -> None:
        """End what goes on with BOOK, and remove every trace of it."""
        with self._lock:
            self._books.pop(book.id, None)
        for run in book.runs.values():
            run.job.end()
        for run in book.runs.values():
            run.end(_ENDING_SECONDS)
        remove_tree(book.folder)

    def sweep(self) -> None:
        """Forget the books that nobody has asked for any more."""
        with self._lock:
            idle = [book for book in self._books.values() if self._is_idle(book)]
        for book in idle:
            self.forget(book)

    def _is_idle(self, book: Book) -> bool:
        return time.monotonic() - book.asked_at > self._idle_seconds


def _is_same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


_TOO_MANY: Final = marked("{count} books are open already. Forget one of them first.")
NO_SUCH_BOOK: Final = phrase("There is no such book, or it was forgotten meanwhile. Upload it again.")
