"""`chipgate facts`: every fact and column that can be given."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cases.columns import ALIASES, OTHER_COLUMNS, fact_columns
from chipgate.cli.options import echo_json, format_option, language_option
from chipgate.translation.language import translator


@click.command(name="facts")
@click.argument("name", required=False)
@format_option
@language_option
def command(name: str | None, form: str, language: Any) -> None:
    """List every fact that can be given, as a column, with --fact, or inside a `facts` column; or only NAME."""
    translate = translator(language)
    found = [fact for fact in fact_columns().values() if name is None or name in fact.name]
    if form == "json":
        echo_json(
            {
                "schema": "chipgate/facts/1",
                "facts": [
                    {
                        "name": fact.name,
                        "kind": str(fact.kind),
                        "unit": fact.unit,
                        "choices": list(fact.choices),
                        "aliases": list(ALIASES.get(fact.name, ())),
                        "question": translate(fact.question),
                    }
                    for fact in found
                ],
                "other_columns": list(OTHER_COLUMNS),
            }
        )
        return
    for fact in found:
        values = " | ".join(fact.choices) or " ".join(filter(None, (str(fact.kind), fact.unit)))
        click.echo(f"{fact.name}  ({values})\n    {translate(fact.question)}")
    if name is None:
        click.echo(f"\n{translate('other columns')}: {', '.join(OTHER_COLUMNS)}")
