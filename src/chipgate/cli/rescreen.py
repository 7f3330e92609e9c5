"""`chipgate rescreen`: a book judged again; what changed since the last time, and what will change next."""

from __future__ import annotations

import sys
from typing import Any

import click

from chipgate.cli.main import EXIT_FAILED_ON, EXIT_REJECTS
from chipgate.cli.options import (
    catalogue_with,
    chips_option,
    echo_json,
    format_option,
    headings_options,
    language_option,
)


@click.command(name="rescreen")
@click.argument("orders", type=click.Path(dir_okay=True))
@click.option("--since", metavar="DAY", help="The first time: compare with what the law of DAY said.")
@click.option("--on", metavar="DAY", help="Judge as of DAY. [default: today]")
@click.option(
    "--assume",
    type=click.Choice(["nothing", "ordinary"]),
    default="nothing",
    show_default=True,
    help="Fill what nobody spoke of, as in `chipgate check`.",
)
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    show_default=True,
    help="By what BIS enforces, or by the text in force.",
)
@click.option(
    "--verdicts",
    type=click.Path(dir_okay=False),
    help="Where the last verdicts are kept (.csv). [default: ORDERS with .verdicts.csv for its suffix]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Where to write the orders whose verdict changed: .csv, .xlsx, .parquet or .jsonl.",
)
@click.option("--fail-on-change", is_flag=True, help="Exit with code 1 if a verdict changed.")
@headings_options
@chips_option
@format_option
@language_option
def command(orders: str, form: str, language: Any, own_chips: tuple[str, ...], **options: Any) -> None:
    """Judge the open ORDERS again: what changed since the last run and why, and what will move them next.

    Every order is judged as of today, or on its own day where that is later. The verdicts are kept in a file beside
    ORDERS, with which the next run compares; the first run compares with what the law of --since said.
    """
    from chipgate.cases.rescreen import rescreen
    from chipgate.readings.phrase import phrase

    fails, output = options.pop("fail_on_change"), options["output"]
    found = rescreen(orders, catalogue=catalogue_with(own_chips), language=language, **options)
    if form == "json":
        echo_json(found.json(language) | {"written": [output] if output else []})
    else:
        click.echo(found.text(language))
        if output:
            click.echo(phrase("written: {path}", path=output).text(language))
    if found.moved and fails:
        sys.exit(EXIT_FAILED_ON)
    sys.exit(EXIT_REJECTS if found.changed.rejected_rows else 0)
