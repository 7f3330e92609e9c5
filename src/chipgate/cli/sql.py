"""`chipgate sql`: the law of one day as a query, for a table of facts in a warehouse."""

from __future__ import annotations

import re
from typing import Any

import click

from chipgate.cli.options import language_option
from chipgate.law.provision import Clock

_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


def _name(_context: click.Context, _option: click.Parameter, given: Any) -> Any:
    """A name, or several, that a query can hold as it stands."""
    for name in (given,) if isinstance(given, str) else given:
        if not _NAME.fullmatch(name):
            raise click.BadParameter(
                f"{name!r} is no plain name; write letters, digits and underscores, like sales.facts"
            )
    return given


@click.command(name="sql")
@click.option("--on", "on", metavar="DAY", required=True, help="The day whose law is written (ISO form).")
@click.option(
    "--clock",
    type=click.Choice([*map(str, Clock)]),
    default=str(Clock.AS_ENFORCED),
    show_default=True,
    help="By what BIS enforces, or by the text in force.",
)
@click.option("--table", default="facts", show_default=True, callback=_name, help="The table of facts.")
@click.option(
    "--key", "keys", multiple=True, callback=_name, help="A column of the table to keep. May be given more than once."
)
@language_option
def command(on: str, clock: str, table: str, keys: tuple[str, ...], language: Any) -> None:
    """Write the rules of DAY as one query in standard SQL, for a table with a column for each fact.

    The comments at its head list the columns and say how numbers are kept. The query gives outcome, the outcomes that
    are possible, deciding provision, ECCN, exception, review policy and missing facts of every row.
    """
    from chipgate.cases.days import day_of
    from chipgate.cases.tables.warehouse import WarehouseSql
    from chipgate.law.us.corpus import us_corpus

    click.echo(WarehouseSql(us_corpus(), day_of(on), Clock(clock), table, keys).commented(language), nl=False)
