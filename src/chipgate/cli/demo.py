"""`chipgate demo`: the bundled order book, judged into a folder of the user's choice."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click

from chipgate.cli.check_file import check_file
from chipgate.cli.options import format_option, language_option
from chipgate.errors import UnwritableFile


@click.command(name="demo")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-results"),
    show_default=True,
    help="Folder for the results (CSV, XLSX and an HTML page).",
)
@format_option
@language_option
def command(into: Path, form: str, language: Any) -> None:
    """Judge the bundled order book: real chips, destinations and days that show every outcome."""
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise UnwritableFile(
            f"the folder {into} cannot be made: {refused.strerror}; name another with --into"
        ) from None
    outputs = tuple(str(into / f"orders.results{suffix}") for suffix in (".csv", ".xlsx", ".html"))
    options = {"as_of": None, "dry_run": False, "assume": "ordinary", "clock": "as_enforced", "fail_on": ()}
    with as_file(files("chipgate.cases") / "data" / "demo_orders.csv") as orders:
        code = check_file(Path(orders), form, language, (), {**options, "outputs": outputs, "rejects": None})
    sys.exit(code)
