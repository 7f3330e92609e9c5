"""A file of orders: progress, results beside it, a summary by deciding paragraph, and the orders for a person."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from chipgate.cases.book_results import BookRun, ResultFiles
from chipgate.cases.book_summary import Summary
from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY
from chipgate.cases.days import day_of
from chipgate.cases.order_book import OrderBook, known_headings
from chipgate.cases.order_files import open_orders
from chipgate.cases.questions_file import refuse_place, write_questions
from chipgate.cases.summary_text import plan_json, plan_text, summary_json, summary_text
from chipgate.cli.interruption import ending_between_rows
from chipgate.cli.main import EXIT_FAILED_ON, EXIT_REJECTS
from chipgate.cli.options import catalogue_with, echo_json
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language, marked


def check_file(path: Path, form: str, language: Language, own_chips: tuple[str, ...], options: dict[str, Any]) -> int:
    """Judge the file at PATH; returns the exit code."""
    if options[DAY]:
        day_of(options[DAY])  # a day that is wrong is said once, not for each row
    columns = options.get("columns", {})
    with open_orders(path, known_headings(columns), options.get("sheet")) as file:
        strange = sorted(columns.keys() - set(file.header))
        if strange:
            raise click.UsageError(f"--column: {path.name} has no heading {', '.join(map(repr, strange))}")
        book = OrderBook.of(file, options[DAY], columns)
        if options["dry_run"]:
            echo_json(plan_json(book, language)) if form == "json" else click.echo(plan_text(book, language))
            return 0
        book.require_known_columns()
        checker = Checker(catalogue=catalogue_with(own_chips), assume=options["assume"], clock=options["clock"])
        files = ResultFiles.of(path, options["outputs"], options["rejects"])
        files.refuse_places(path)
        questions = Path(options["questions"]) if options.get("questions") else None
        if questions is not None:
            refuse_place(questions, path, files)
        summary = _judged(BookRun(book, checker, files, language))
        if questions is not None:
            write_questions(questions, summary, language, book.from_excel)
    if not summary.rejected_rows and files.rejects.exists():
        template = marked("{file} is of an earlier run; this time no row was rejected.")
        summary.notes.append(fault(template, file=files.rejects))
    written = (*files.written(summary), *([] if questions is None else [questions]))
    if form == "json":
        echo_json(summary_json(summary, written, checker, language))
    else:
        click.echo(summary_text(summary, written, checker, language))
    return _code(summary, options["fail_on"])


def _code(summary: Summary, fail_on: tuple[str, ...]) -> int:
    if any(summary.outcomes[outcome] for outcome in fail_on) or ("rejected" in fail_on and summary.rejected_rows):
        return EXIT_FAILED_ON
    return EXIT_REJECTS if summary.rejected_rows else 0


def _judged(run: BookRun) -> Summary:
    """What RUN comes to; a signal ends it between two rows."""
    with ending_between_rows() as end_if_asked, _progress(run.book) as show:

        def advance(rows: int, bytes_read: int) -> None:
            show(rows, bytes_read)
            end_if_asked()

        return run.judge(advance)


_WORTH_SHOWING = 2_000_000  # bytes; a smaller file is done before a bar is drawn


@contextmanager
def _progress(book: OrderBook) -> Iterator[Any]:
    """A progress bar on the error channel for long files, or nothing."""
    if book.file.size_bytes < _WORTH_SHOWING or not sys.stderr.isatty():
        yield lambda rows, bytes_read: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.fields[rows]:>12,} rows"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=book.file.size_bytes, rows=0)

        def advance(rows: int, bytes_read: int) -> None:
            if rows % 200 == 0:
                bar.update(task, completed=bytes_read, rows=rows)

        yield advance
