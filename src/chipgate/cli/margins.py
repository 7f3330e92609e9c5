"""`chipgate margins`: which chips of the catalogue sit near a limit."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option, share_of


@click.command(name="margins")
@click.option("--on", "day", metavar="DAY", help="The day whose text counts. [default: today]")
@click.option(
    "--within", default="5%", show_default=True, callback=share_of, metavar="SHARE", help="How near a limit is told."
)
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    show_default=True,
    help="By what BIS enforces, or by the text in force.",
)
@chips_option
@format_option
@language_option
def command(day: str | None, within: Any, clock: str, own_chips: tuple[str, ...], form: str, language: Any) -> None:
    """List the chips of the catalogue by their distance to a limit, and say what a datasheet rounding would do."""
    from datetime import date

    from chipgate.cases.days import day_of
    from chipgate.law.provision import Clock
    from chipgate.law.us.corpus import us_corpus
    from chipgate.studies.margin_words import margin_json, margin_lines
    from chipgate.studies.margins import margins

    asked = day_of(day) if day else date.today()
    found = margins(catalogue_with(own_chips), us_corpus().on(asked, Clock(clock)), within)
    if form == "json":
        rows = [margin_json(one) for one in found]
        echo_json(
            {"schema": "chipgate/margins/1", "day": asked, "clock": clock, "within_share": float(within), "rows": rows}
        )
    else:
        click.echo("\n".join(margin_lines(found, language)))
