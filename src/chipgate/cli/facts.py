"""`chipgate facts`: every fact and column that can be given."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cases.column_aliases import ALIASES
from chipgate.cases.columns import OTHER_COLUMNS, canonical, fact_columns, known_columns
from chipgate.cli.options import echo_json, format_option, language_option
from chipgate.errors import UnknownFact, did_you_mean, near_names
from chipgate.translation.language import translator


@click.command(name="facts")
@click.argument("name", required=False)
@format_option
@language_option
def command(name: str | None, form: str, language: Any) -> None:
    """List every fact that can be given, as a column, with --fact, or inside a `facts` column; or only NAME."""
    translate = translator(language)
    found = [
        fact for fact in fact_columns().values() if name is None or name in fact.name or canonical(name) == fact.name
    ]
    others = [one for one in OTHER_COLUMNS if name is None or name in one or canonical(name) == one]
    if not found and not others:
        near = did_you_mean(near_names(str(name), tuple(known_columns())))
        raise UnknownFact(f"no fact or column has {name!r} in its name.{near} `chipgate facts` lists them all.")
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
                "other_columns": others,
            }
        )
        return
    for fact in found:
        values = " | ".join(fact.choices) or " ".join(translate(word) for word in (str(fact.kind), fact.unit) if word)
        click.echo(f"{fact.name}  ({values})\n    {translate(fact.question)}")
    if others:
        click.echo(f"\n{translate('other columns')}: {', '.join(others)}")
