"""What can be asked about a book, for pages and for programs alike: bring it, look at it, judge it, compare it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse

from chipgate.cases.compare import Inquiry
from chipgate.law.reform_file import read_reform
from chipgate.law.trade.corpus import trade_corpus
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language
from chipgate.web.order_book.books import Book, Books
from chipgate.web.order_book.first_look import FirstLook, first_look
from chipgate.web.order_book.jobs import Limits
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.private_folder import remove_tree
from chipgate.web.order_book.refused import Refused, told_in
from chipgate.web.order_book.relative import without_folder
from chipgate.web.order_book.runs import Run, compared, judged
from chipgate.web.order_book.second_law import SecondLaw
from chipgate.web.order_book.upload import Form, receive
from chipgate.web.render import language_of
from chipgate.web.security import CSRF_FIELD, CSRF_HEADER, require_csrf_token
from chipgate.web.settings import Settings

FILE_FIELD: Final = "orders"
REFORM_FIELD: Final = "reform"
LARGEST_REFORM: Final = 2**20
_SWEEP_SECONDS: Final = 30.0


@asynccontextmanager
async def keeping_books(app: FastAPI) -> AsyncIterator[None]:
    """While the server runs: the books of APP, swept now and then; none is left afterwards."""
    books = Books(app.state.settings.book_idle_seconds)
    books.open()
    app.state.books = books
    sweeper = asyncio.create_task(_sweeping(books))
    try:
        yield
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper
        await asyncio.to_thread(books.close)


async def _sweeping(books: Books) -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        await asyncio.to_thread(books.sweep)


@dataclass(frozen=True)
class Desk:
    """One request about books: whose it is, in which language, under which limits."""

    books: Books
    settings: Settings
    session: str
    language: Language
    request: Request

    @classmethod
    def of(cls, request: Request) -> Desk:
        """The desk for REQUEST."""
        state = request.app.state
        return cls(state.books, state.settings, request.state.session, language_of(request), request)

    @property
    def limits(self) -> Limits:
        """What one run may take."""
        return Limits(self.settings.book_rows, self.settings.book_seconds)

    def book(self, book_id: str) -> Book:
        """The book BOOK_ID of this session.

        Raises:
            Problem: there is none.
        """
        with told_in(self.language):
            return self.books.get(self.session, book_id)

    async def bring(self, is_checked: bool = False) -> Book:
        """The file in the form of this request, as a new book; where anything fails, nothing of it stays.

        IS_CHECKED says that the request need not show the token of our pages.

        Raises:
            Problem: it is too large, too slow, no such form, or there are too many books.
        """
        folder = self._new_folder()
        try:
            path = await self._received(folder, FILE_FIELD, self.settings.upload_limit_bytes, is_checked)
            return self.books.put(self.session, path)
        except BaseException:
            remove_tree(folder)
            raise

    def _new_folder(self) -> Path:
        with told_in(self.language):
            return self.books.new_folder(self.session)

    def bring_example(self) -> Book:
        """The bundled book of orders, as a new book."""
        folder = self._new_folder()
        path = folder / "demo_orders.csv"
        path.write_bytes((files("chipgate.cases") / "data" / "demo_orders.csv").read_bytes())
        return self.books.put(self.session, path)

    async def bring_reform(self, book: Book) -> str:
        """The reform in the form of this request, kept with BOOK; gives its id.

        Raises:
            BadReform: the file has faults.
            Problem: it is too large, or no such form.
        """
        folder = book.folder / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        try:
            path = await self._received(folder, REFORM_FIELD, LARGEST_REFORM, is_checked=False)
            with without_folder(folder):
                await asyncio.to_thread(read_reform, path, trade_corpus())
        except BaseException:
            remove_tree(folder)
            raise
        self.books.keep_reform(book, folder.name, path)
        return folder.name

    async def _received(self, folder: Path, field: str, largest: int, is_checked: bool) -> Path:
        def place(name: str, fields: dict[str, str]) -> Path:
            if not is_checked:
                offer = self.request.headers.get(CSRF_HEADER, "") or fields.get(CSRF_FIELD, "")
                require_csrf_token(self.request, offer)
            return folder / name

        with told_in(self.language):
            form = Form(self.request.headers.get("content-type", ""), largest, place, field)
            return await receive(self.request.stream(), form, self.settings.upload_seconds)

    def look(self, book: Book, options: Options) -> FirstLook:
        """The first look at BOOK.

        Raises:
            ChipgateError: it cannot be read so.
        """
        with told_in(self.language):
            return book.looked(options, partial(first_look, book.path, options, self.settings.most_seconds))

    def judged(self, book: Book, options: Options) -> Run:
        """The run that judges all of BOOK; begun where there is none."""
        key = ("judged", options, self.language)
        return self.books.run(book, key, lambda folder: judged(book.path, folder, options, self.language, self.limits))

    def question(self, book: Book, options: Options, law: SecondLaw) -> Inquiry:
        """What is asked about the second LAW.

        Raises:
            ChipgateError: it is no law to ask about.
        """
        return book.looked((options, law), lambda: law.question(options, book.reforms))

    def compared(self, book: Book, options: Options, law: SecondLaw, question: Inquiry) -> Run:
        """The run that judges BOOK by both laws of QUESTION, which follows from OPTIONS and LAW."""
        key = ("compared", options, law, self.language)
        return self._run(
            book, key, lambda folder: compared(book.path, folder, options, question, self.language, self.limits)
        )

    def _run(self, book: Book, key: Hashable, make: Callable[[Path], Run]) -> Run:
        with told_in(self.language):
            return self.books.run(book, key, make)

    def file(self, run: Run, name: str) -> FileResponse:
        """The file NAME of RUN, to take away.

        Raises:
            Problem: there is none.
        """
        path = run.file(name)
        with told_in(self.language):
            if path is None:
                raise Refused(404, NO_SUCH_FILE)
            return FileResponse(path, filename=path.name, headers={"Cache-Control": "no-store"})


NO_SUCH_FILE: Final = phrase("There is no such file of this book, or not yet. Open its results first.")


def address_of(book: Book, part: str = "", options: Options | None = None, law: SecondLaw | None = None) -> str:
    """The address of a page of BOOK, with all that it says in its query."""
    pairs = [*(options.pairs() if options else ()), *(law.pairs() if law else ())]
    path = f"/book/{book.id}{part}"
    return f"{path}?{urlencode(pairs)}" if pairs else path
