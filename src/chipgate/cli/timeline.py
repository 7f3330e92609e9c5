"""`chipgate timeline`: what happened and what changed, on one line of time; what is restricted on its last day."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cli.options import echo_json, format_option, language_option


@click.command(name="timeline")
@click.option("--from", "since", metavar="DAY", default="2022-10-01", show_default=True, help="The first day.")
@click.option("--to", "until", metavar="DAY", help="The last day: its restrictions are listed. [default: today]")
@click.option("--by", metavar="COUNTRY", help="The measures of one side alone: US, CN or NL.")
@click.option("--chart", type=click.Path(dir_okay=False), help="Draw it: .svg, .png, or .json for Vega-Lite.")
@format_option
@language_option
def command(since: str, until: str | None, by: str | None, chart: str | None, form: str, language: Any) -> None:
    """Print what was restricted, lifted, taxed and traded, with the changes of the export rules on the same line.

    Below it: what was swapped for what, what is restricted on the last day, and what lapses next.
    """
    from datetime import date
    from pathlib import Path

    from chipgate.cases.days import day_of
    from chipgate.cases.timeline.as_text import timeline_of
    from chipgate.countries.names import iso2_of
    from chipgate.errors import BadDay
    from chipgate.law.trade.corpus import FIRST_DAY_OF_DUTIES, trade_corpus

    first = day_of(since, FIRST_DAY_OF_DUTIES)
    last = date.today() if until is None else day_of(until, FIRST_DAY_OF_DUTIES)
    if last < first:
        raise BadDay(f"--to {last} lies before --from {first}; swap them")
    found = timeline_of(trade_corpus(), first, last, "" if by is None else iso2_of(by))
    if form == "json":
        echo_json(found.json(language))
    else:
        click.echo(found.text(language))
    if chart:
        from chipgate.cases.duties.chart import write_specification
        from chipgate.cases.timeline.chart import timeline_specification

        write_specification(timeline_specification(found, trade_corpus(), language), Path(chart))
