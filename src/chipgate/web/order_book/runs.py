"""Runs through a book: every row judged into files, or judged by two laws; the functions of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from chipgate.cases.book_results import BookRun, ResultFiles
from chipgate.cases.book_summary import Summary
from chipgate.cases.compare import Inquiry, Laws
from chipgate.cases.compare_orders import MOVED_COLUMNS, OrderMoves, compare_orders
from chipgate.cases.order_book import OrderBook, opened_book
from chipgate.cases.order_files import Several, Together, open_results
from chipgate.translation.language import Language
from chipgate.web.checkers import checker
from chipgate.web.order_book.jobs import Job, Limits, Progress
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.relative import without, without_folder

RESULTS: Final = (".csv", ".xlsx", ".html")
CHANGES: Final = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a run has written."""

    name: str
    size_bytes: int


@dataclass(frozen=True)
class Run:
    """A job that goes through a book, and the folder of its own in which it writes FILES."""

    job: Job[Any]
    folder: Path
    files: tuple[Path, ...]

    def file(self, name: str) -> Path | None:
        """The file called NAME, where the run has written one."""
        if not self.job.standing.is_over:
            return None
        return next((path for path in self.files if path.name == name and path.is_file()), None)

    @property
    def written(self) -> tuple[Written, ...]:
        """The files that are there, once the run is over."""
        return tuple(self._written()) if self.job.standing.is_over else ()

    def _written(self) -> Iterator[Written]:
        for path in self.files:
            with suppress(OSError):  # none was needed, or the book is being forgotten
                yield Written(path.name, path.stat().st_size)

    def end(self, seconds: float) -> None:
        """Ask the job to end, and wait up to SECONDS for it."""
        self.job.end()
        self.job.wait(seconds)


def judged(path: Path, folder: Path, options: Options, language: Language, limits: Limits) -> Run:
    """A run that judges the book at PATH into a CSV file, a workbook and a page in FOLDER."""
    judge = checker(options.assume, options.clock)
    named = tuple(folder / f"{path.stem}.results{suffix}" for suffix in RESULTS)
    files = ResultFiles.of(path, named)

    def work(progress: Progress) -> Summary:
        with without_folder(path.parent), without_folder(folder), opened(path, options) as book:
            run = BookRun(book, judge, files, language, keeps_parts=False, learns=False)
            summary = run.judge(progress)
            return replace(summary, notes=[without(note, path.parent) for note in summary.notes])

    return Run(Job(work, path.stat().st_size, limits), folder, files.all)


def opened(path: Path, options: Options, must_be_known: bool = True) -> Any:
    """The book at PATH, opened as OPTIONS say; a context manager."""
    day = None if options.day is None else date.fromisoformat(options.day)
    return opened_book(path, day, dict(options.columns), options.sheet, must_be_known)


def compared(path: Path, folder: Path, options: Options, question: Inquiry, language: Language, limits: Limits) -> Run:
    """A run that judges the book at PATH by both laws of QUESTION; orders that move go into tables in FOLDER."""
    files = tuple(folder / f"{path.stem}.changes{suffix}" for suffix in CHANGES)

    def work(progress: Progress) -> OrderMoves:
        with without_folder(path.parent), without_folder(folder), ExitStack() as stack:
            book = stack.enter_context(opened(path, _on(options, question)))
            together = stack.enter_context(Together())
            columns = (*book.kept_columns(MOVED_COLUMNS).values(), *MOVED_COLUMNS)
            tables = [together.add(open_results(file, columns, book.from_excel)) for file in files]
            moves = _moves(book, question, Several(tables), language, progress)
            together.finish()
            return moves

    return Run(Job(work, path.stat().st_size, limits), folder, files)


def _on(options: Options, question: Inquiry) -> Options:
    """The options with which a book is opened for QUESTION: it says the day."""
    day = question.days[0]
    return replace(options, day=None if day is None else day.isoformat())


def _moves(book: OrderBook, question: Inquiry, tables: Several, language: Language, progress: Progress) -> OrderMoves:
    askers = question.askers(question.assume, question.days)
    return compare_orders(book, *askers, Laws(question).of, tables, language, progress)
