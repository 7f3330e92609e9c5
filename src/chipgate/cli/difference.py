"""`chipgate difference`: every region of facts in which two laws answer differently."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cli.options import echo_json, format_option, language_option


@click.command(name="difference")
@click.argument("a")
@click.argument("b")
@click.option(
    "--about",
    type=click.Choice(["paragraph", "licence", "review"]),
    default="paragraph",
    show_default=True,
    help="What is asked: which paragraph of 3A090, whether a licence is required, or how it is reviewed.",
)
@click.option("--to", default="CN", show_default=True, metavar="COUNTRY", help="The destination, for a licence.")
@click.option("--on", "day", metavar="DAY", help="The day, where A or B names none. [default: today]")
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    show_default=True,
    help="The clock, where A or B names none.",
)
@click.option("--seconds", type=float, default=10.0, show_default=True, help="How long to look for regions.")
@format_option
@language_option
def command(a: str, b: str, form: str, language: Any, **options: Any) -> None:
    """Find every region of facts in which A and B answer differently, with the chips in it, or prove there is none.

    A and B are each a day, a clock, `law`, or the path of a reform (.toml), as in `chipgate compare`.
    """
    from datetime import date

    from chipgate.cases.days import day_of
    from chipgate.cases.sides import side_of
    from chipgate.countries.names import iso2_of
    from chipgate.law.provision import Clock
    from chipgate.studies.regions import region_lines, regions, regions_json

    day = day_of(options["day"]) if options["day"] else date.today()
    first, second = (side_of(one).vantage(day, Clock(options["clock"])).law for one in (a, b))
    found = regions(first, second, options["about"], iso2_of(options["to"]), options["seconds"])
    if form == "json":
        echo_json(regions_json(found, language))
    else:
        click.echo("\n".join(region_lines(found, language)))
