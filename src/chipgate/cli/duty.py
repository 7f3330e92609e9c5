"""`chipgate duty`: the duties on one good into the United States or China, layer by layer, and its landed cost."""

from __future__ import annotations

import sys
from typing import Any

import click

from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option

_CELLS = {
    "chip": ("--chip", "Chip of the catalogue, like H200: its TPP and DRAM bandwidth decide some duties."),
    "origin": ("--from", "Country of origin: where the good was last substantially transformed."),
    "destination_iso2": ("--to", "Country of import: US or CN."),
    "hts": ("--hts", "Code of the tariff schedule, like 8473.30.1180; dots do not matter."),
    "wafer_origin": ("--wafer-from", "Where the wafer of an IC was made: China takes that for its origin."),
}
_REST = {
    "as_of": ("--on", "Day of entry, like 2026-03-01."),
    "value": ("--value", "Price of the goods, without international freight and insurance."),
    "currency": ("--currency", "Its currency.  [default: USD]"),
    "freight": ("--freight", "International freight, in the same currency."),
    "insurance": ("--insurance", "International insurance, in the same currency."),
}


def _options(command: Any) -> Any:
    for name, (flag, text) in reversed((_CELLS | _REST).items()):
        command = click.option(flag, name, metavar="TEXT", help=text)(command)
    return command


@click.command(name="duty")
@_options
@click.option("--by-sea", is_flag=True, help="The good arrives by sea, so that the harbour fee is due.")
@click.option(
    "--claim",
    "claims",
    multiple=True,
    metavar="HEADING",
    help="A heading that is claimed with the entry, like 9903.88.69 or 9903.79.05, or usmca. May be given many times.",
)
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="Any other fact; may be given many times.")
@click.option(
    "--since", "since", metavar="DAY", help="Show the duties from this day on, a line for each span, up to --on."
)
@click.option("--chart", type=click.Path(dir_okay=False), help="Draw them: .svg, .png, or .json for Vega-Lite.")
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    show_default=True,
    help="By what is enforced, or by the text in force.",
)
@chips_option
@format_option
@language_option
def command(form: str, language: Any, own_chips: tuple[str, ...], **options: Any) -> None:
    """Say what a good pays at the border of the United States or China on a day, with reasons.

    \b
    chipgate duty --chip H200 --from TW --to US --on 2026-03-01 --hts 8473.30 --value 30000
    """
    from chipgate.cases.duties.landed_cost import landed_cost_of_cells
    from chipgate.cases.transaction import BadOrder, Fault
    from chipgate.law.provision import Clock

    if options["chart"] and not options["since"]:
        raise click.UsageError("--chart: draws the duties over time; say from which day on with --since")
    cells, rest = _cells_of(options), {name: options[name] for name in _REST if options[name] is not None}
    catalogue = catalogue_with(own_chips) if own_chips else None
    try:
        found = landed_cost_of_cells(cells, rest, catalogue=catalogue, clock=Clock(options["clock"]))
    except BadOrder as refused:
        raise BadOrder(tuple(Fault(_flag_of(one.column), one.wrong) for one in refused.faults)) from None
    if options["since"]:
        _over_time(found, options["since"], options["chart"], form, language)
    elif form == "json":
        echo_json(found.json(language))
    else:
        click.echo(found.text(language))
    sys.exit(0)


def _cells_of(options: dict[str, Any]) -> dict[str, str]:
    from chipgate.cases.columns import PACKED

    cells = {name: options[name] for name in _CELLS if options[name] is not None}
    if options["by_sea"]:
        cells["by_sea"] = "yes"
    cells |= {_claim(one): "yes" for one in options["claims"]}
    if options["facts"]:
        cells[PACKED] = ";".join(options["facts"])
    return cells


def _claim(heading: str) -> str:
    from chipgate.law.us.tariffs.facts import CLAIMS

    name = "claims_" + heading.strip().casefold().replace(".", "_")
    known = {fact.name: fact for fact in CLAIMS}
    if name not in known:
        headings = ", ".join(one.removeprefix("claims_").replace("_", ".") for one in known)
        raise click.BadParameter(f"{heading!r} is no heading that can be claimed here; there are {headings}")
    return name


def _flag_of(column: str) -> str:
    return (_CELLS | _REST)[column][0] if column in (_CELLS | _REST) else column


def _over_time(found: Any, since: str, chart: str | None, form: str, language: Any) -> None:
    from pathlib import Path

    from chipgate.cases.days import day_of
    from chipgate.cases.duties.over_time import spans_json, spans_of, spans_text
    from chipgate.law.trade.corpus import FIRST_DAY_OF_DUTIES

    spans = spans_of(found.duties, day_of(since, FIRST_DAY_OF_DUTIES))
    if form == "json":
        echo_json(spans_json(found.duties, spans))
    else:
        click.echo(spans_text(found.duties, spans, language))
    if chart:
        from chipgate.cases.duties.chart import write_chart

        write_chart(found.duties, spans, Path(chart), language)
