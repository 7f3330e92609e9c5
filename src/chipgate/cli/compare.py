"""`chipgate compare`: two days, two clocks, or the law and a reform of it, for an order book too; or two chips."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from chipgate.cli.compare_chips import NAMES as LOADS
from chipgate.cli.compare_chips import are_chips, compare_chips, load_options
from chipgate.cli.main import EXIT_REJECTS
from chipgate.cli.options import (
    catalogue_with,
    chips_option,
    echo_json,
    format_option,
    headings_options,
    language_option,
)


@click.command(name="compare")
@click.argument("what", nargs=-1, required=True, metavar="A B [ORDERS|CHIP]...")
@click.option(
    "--on",
    metavar="DAY",
    help="The day, where A or B names none; orders are judged as if shipped on it. [default: today for the law and "
    "the chips, their own day for the orders]",
)
@click.option(
    "--to",
    "destinations",
    multiple=True,
    metavar="COUNTRY",
    help="Destination for the chips of the catalogue. May be given more than once. [default: CN]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(dir_okay=False),
    help="Where to write the orders that move, both answers side by side: .csv, .xlsx, .parquet or .jsonl; or the "
    "curves of chips: .png, .svg, .vl.json (Vega-Lite), .csv or .json.",
)
@click.option(
    "--assume",
    type=click.Choice(["nothing", "ordinary"]),
    help="Fill what nobody spoke of, as in `chipgate check`. [default: ordinary for the chips, nothing for the orders]",
)
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    help="The clock, where A or B names none. [default: as_enforced]",
)
@headings_options
@load_options
@chips_option
@format_option
@language_option
def command(what: tuple[str, ...], form: str, language: Any, own_chips: tuple[str, ...], **options: Any) -> None:
    """Compare A with B: what differs in the law, which chips of the catalogue move, and which of ORDERS.

    A and B are each a day (2023-11-16), a clock (as_enforced, on_the_books), `law` (the law as it is), or the path of a
    reform (.toml). With two days, every order is judged as if shipped on each.

    Or A, B and more are chips: what each delivers on a model, as curves over batch and context, with intervals and what
    binds. Ratios are to the first chip.

    \b
    chipgate compare 2023-11-16 2023-11-17 orders.xlsx
    chipgate compare H100 H20 910C --model deepseek-v3 --parallel ep16 -o curves.png
    """
    catalogue = catalogue_with(own_chips)
    loads = {name: options.pop(name) for name in LOADS}
    if are_chips(what[:2], catalogue):
        _refuse_options(options, _OF_THE_LAW, "for the law; chips take none of them")
        compare_chips(what, loads, options["outputs"], catalogue, form, language)
        return
    _refuse_options(loads, {name: f"--{name}" for name in LOADS}, "for a comparison of chips; A and B are none")
    if len(what) == 1:
        raise click.UsageError("Missing argument 'B'.")
    if len(what) > 3:
        raise click.UsageError(f"{len(what)} things are named; give A and B, then a file of orders if you like")
    _compare_law(*what, form=form, language=language, catalogue=catalogue, options=options)


def _compare_law(
    a: str, b: str, orders: str | None = None, *, form: str, language: Any, catalogue: Any, options: dict[str, Any]
) -> None:
    from chipgate.cases.compare import comparison, question_of
    from chipgate.cases.order_book import opened_book

    _refuse_options_of_a_book(orders, options)
    question = question_of(
        a,
        b,
        on=options["on"],
        clock=options["clock"],
        assume=options["assume"],
        catalogue=catalogue,
        to=options["destinations"] or ("CN",),
    )
    written: list[Path] = []
    with ExitStack() as stack:
        if orders is None:
            found = comparison(question)
        else:
            opened = opened_book(Path(orders), question.days[0], options["columns"], options["sheet"])
            book = stack.enter_context(opened)
            results, written = _results(book, Path(orders), options["outputs"], stack)
            found = comparison(question, book, results, language)
    _show(found, written, form, language)
    sys.exit(EXIT_REJECTS if found.orders is not None and found.orders.rejected_rows else 0)


def _refuse_options(options: dict[str, Any], flags: Mapping[str, str], why: str) -> None:
    """Nothing that was given is passed over."""
    strange = [flag for name, flag in flags.items() if options.get(name)]
    if strange:
        raise click.UsageError(f"{', '.join(strange)}: {why}")


_OF_THE_LAW = {
    "on": "--on",
    "destinations": "--to",
    "assume": "--assume",
    "clock": "--clock",
    "columns": "--column",
    "sheet": "--sheet",
}


def _refuse_options_of_a_book(orders: str | None, options: dict[str, Any]) -> None:
    strange = [flag for name, flag in _OF_A_BOOK.items() if options[name]]
    if strange and orders is None:
        raise click.UsageError(f"{', '.join(strange)}: for a file of orders only; name one after A and B")


_OF_A_BOOK = {"outputs": "--output", "columns": "--column", "sheet": "--sheet"}


def _results(book: Any, orders: Path, outputs: tuple[str, ...], stack: ExitStack) -> tuple[Any, list[Path]]:
    """Something that writes to every output, and their paths; nothing where none is asked for."""
    from chipgate.cases.compare_orders import MOVED_COLUMNS
    from chipgate.cases.order_files import open_results, refuse_same_file

    paths = [Path(one) for one in outputs]
    for path in paths:
        refuse_same_file(path, orders)
        if [one.resolve() for one in paths].count(path.resolve()) > 1:
            raise click.UsageError(f"--output: {path} is named twice; give each its own name")
    columns = (*book.kept_columns(MOVED_COLUMNS).values(), *MOVED_COLUMNS)
    writers = [stack.enter_context(open_results(path, columns, book.from_excel)) for path in paths]
    return (_Several(writers), paths) if writers else (None, paths)


class _Several:
    """Writes each row to every table."""

    def __init__(self, writers: list[Any]) -> None:
        self._writers = writers

    def write(self, cells: Mapping[str, str]) -> None:
        for writer in self._writers:
            writer.write(cells)


def _show(found: Any, written: list[Path], form: str, language: Any) -> None:
    from chipgate.readings.phrase import phrase

    if form == "json":
        echo_json(found.json(language) | {"written": [str(path) for path in written]})
        return
    click.echo(found.text(language))
    for path in written:
        click.echo(phrase("written: {path}", path=path).text(language))
