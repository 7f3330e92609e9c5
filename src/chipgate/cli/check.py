"""`chipgate check`: one shipment by options, or a file of orders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from chipgate.cases.columns import CHIP, DAY, PACKED, QUANTITY
from chipgate.cli.main import EXIT_FAILED_ON
from chipgate.cli.options import (
    catalogue_with,
    chips_option,
    echo_json,
    format_option,
    headings_options,
    language_option,
)

_SINGLE = {
    CHIP: ("--chip", "Chip of the catalogue, like H20."),
    "destination_iso2": ("--to", "Destination: ISO code, or name in English or Chinese."),
    DAY: ("--on", "Day of the shipment, like 2024-06-01."),
    "transaction": ("--kind", "export, reexport, transfer_in_country or deemed_export."),
    "item_kind": ("--item-kind", "ic, computer, hbm, weights, technology ... (`chipgate facts`)."),
    QUANTITY: ("--units", "How many."),
    "end_user": ("--end-user", "Name or standing of the end user."),
    "end_user_hq": ("--end-user-hq", "Headquarters of the end user."),
    "end_user_parent_hq": ("--end-user-parent-hq", "Headquarters of its ultimate parent."),
    "known_end_use": ("--end-use", "What it is for."),
    "exporter": ("--exporter", "Trade of the exporter: front_end_fabricator, osat, other."),
}


def _once(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> str | None:
    """The one value; the last of several would win in silence."""
    if len(given) > 1:
        raise click.BadParameter(
            f"given {len(given)} times ({', '.join(given)}); keep one, or put the orders in a file"
        )
    return given[0] if given else None


def _single_options(command: Any) -> Any:
    for name, (flag, text) in reversed(_SINGLE.items()):
        command = click.option(flag, name, metavar="TEXT", help=text, multiple=True, callback=_once)(command)
    return command


@click.command(name="check")
@click.argument("orders", required=False, type=click.Path(dir_okay=True))
@_single_options
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="Any other fact; may be given many times.")
@click.option(
    "--assume",
    type=click.Choice(["nothing", "ordinary"]),
    default="nothing",
    show_default=True,
    help="Fill what nobody spoke of: ordinary = no listed party, no restricted end use, no individual letter, seller "
    "neither foundry nor OSAT, ordinary commercial deployment. The answer lists each line.",
)
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    show_default=True,
    help="By what BIS enforces, or by the text in force.",
)
@click.option("--full", is_flag=True, help="Show every line of the reasons, not only those that force the verdict.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Where to write results: .csv, .xlsx, .parquet, .jsonl or .html. May be given more than once. "
    "[default: ORDERS with .results before its suffix]",
)
@click.option("--rejects", type=click.Path(dir_okay=False), help="Where rows go that cannot be judged.")
@click.option(
    "--questions",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write what is to be found out, in words, a row for each question and red flag, with whom to ask: .csv, "
    ".xlsx, .parquet or .jsonl.",
)
@headings_options
@click.option(
    "--engine",
    type=click.Choice(["chipgate", "spark"]),
    default="chipgate",
    show_default=True,
    help="What judges the file ORDERS. spark: Apache Spark reads Parquet or CSV and writes a folder of Parquet files.",
)
@click.option(
    "--master",
    metavar="URL",
    help="Where Spark works, like local[2] or spark://host:7077. [default: local[*], every core of this machine]",
)
@click.option("--dry-run", is_flag=True, help="Show how the columns are understood, and judge nothing.")
@click.option(
    "--fail-on",
    multiple=True,
    metavar="OUTCOME",
    help="Exit with code 1 if an answer is OUTCOME: licence_required, exception, undetermined, no_licence_required, "
    "or rejected.",
)
@chips_option
@format_option
@language_option
def command(orders: str | None, form: str, language: Any, own_chips: tuple[str, ...], **options: Any) -> None:
    """Judge one shipment, or the file ORDERS (CSV, XLSX, Parquet, JSON Lines), with reasons."""
    _refuse_strange_outcomes(options["fail_on"])
    cells = {name: options[name] for name in _SINGLE if options[name]}
    if orders is not None:
        _refuse_options(options, ("facts", "full"), orders)
        if set(cells) - {DAY}:
            raise click.UsageError(
                f"give either a file of orders ({orders!r}) or the options of one shipment, not both; "
                "a chip is named with --chip"
            )
        _refuse_chip_for_file(orders)
        code = _check_orders(orders, form, language, own_chips, options)
    elif cells or options["facts"]:
        _refuse_options(options, ("outputs", "rejects", "questions", "dry_run", "columns", "sheet", "master"), None)
        if options["engine"] != "chipgate":
            raise click.UsageError("--engine: for a file of orders only")
        code = _check_one(cells, form, language, own_chips, options)
    else:
        raise click.UsageError("give a file of orders, or at least --chip, --to and --on; see chipgate check --help")
    sys.exit(code)


_FLAGS = {
    "facts": "--fact",
    "full": "--full",
    "outputs": "--output",
    "rejects": "--rejects",
    "questions": "--questions",
    "dry_run": "--dry-run",
    "columns": "--column",
    "sheet": "--sheet",
    "master": "--master",
}


def _check_orders(orders: str, form: str, language: Any, own_chips: tuple[str, ...], options: dict[str, Any]) -> int:
    if options["engine"] == "spark":
        from chipgate.cli.check_spark import check_with_spark

        return check_with_spark(orders, form, language, own_chips, options)
    if options["master"]:
        raise click.UsageError("--master: for --engine spark only")
    for one in options["outputs"]:
        if Path(one).is_dir():  # what Spark writes is a folder, and a later run takes its place
            raise click.BadParameter(f"File {one!r} is a directory.", param_hint="'-o' / '--output'")
    from chipgate.cli.check_file import check_file

    return check_file(Path(orders), form, language, own_chips, options)


def _refuse_options(options: dict[str, Any], of_the_other: tuple[str, ...], orders: str | None) -> None:
    """Refuse an option that would be passed over in silence."""
    strange = [_FLAGS[name] for name in of_the_other if options[name]]
    if strange and orders is None:
        raise click.UsageError(
            f"{', '.join(strange)}: for a file of orders only; --format json gives one answer as data"
        )
    if strange:
        raise click.UsageError(f"{', '.join(strange)}: for one shipment only; in a file, facts stand in columns")


def _refuse_chip_for_file(orders: str) -> None:
    path = Path(orders)
    if path.suffix or path.exists():
        return
    from chipgate.chips.catalogue import bundled
    from chipgate.errors import UnknownChip, UnreadableFile

    try:
        bundled().find(orders)
    except UnknownChip:
        return
    raise UnreadableFile(
        f"there is no file {orders}. For one shipment write: chipgate check --chip {orders!r} --to COUNTRY --on DAY"
    )


def _refuse_strange_outcomes(named: tuple[str, ...]) -> None:
    from chipgate.cases.questions import OPEN, OUTCOMES

    known = (*OUTCOMES, OPEN, "rejected")
    strange = set(named) - set(known)
    if strange:
        raise click.UsageError(f"--fail-on {', '.join(sorted(strange))}: name one of {', '.join(known)}")


def _option_of(column: str) -> str:
    """The option by which a column of one shipment is given."""
    return _SINGLE[column][0] if column in _SINGLE else column


def _check_one(
    cells: dict[str, str], form: str, language: Any, own_chips: tuple[str, ...], options: dict[str, Any]
) -> int:
    from chipgate.cases.as_json import determination_json
    from chipgate.cases.as_text import determination_text
    from chipgate.cases.check import Checker
    from chipgate.cases.transaction import BadOrder, Fault

    if options["facts"]:
        cells[PACKED] = ";".join(options["facts"])
    catalogue = catalogue_with(own_chips) if own_chips else None
    checker = Checker(catalogue=catalogue, assume=options["assume"], clock=options["clock"])
    try:
        answer = checker.check_cells(cells)
    except BadOrder as refused:
        raise BadOrder(tuple(Fault(_option_of(one.column), one.wrong) for one in refused.faults)) from None
    if form == "json":
        echo_json(determination_json(answer, language))
    else:
        click.echo(determination_text(answer, language, options["full"]))
    return EXIT_FAILED_ON if answer.outcome in options["fail_on"] else 0
