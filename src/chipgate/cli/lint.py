"""`chipgate lint`: every proof over the law, or over a reform of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from chipgate.cli.main import EXIT_FAILED_ON
from chipgate.cli.options import echo_json, format_option, language_option


@click.command(name="lint")
@click.argument("reform", required=False, type=click.Path(exists=True, dir_okay=False))
@click.option("--on", "day", metavar="DAY", help="Only the version of this day. [default: every version]")
@click.option("--all", "show_all", is_flag=True, help="Show the findings that were reviewed too.")
@format_option
@language_option
def command(reform: str | None, day: str | None, show_all: bool, form: str, language: Any) -> None:
    """Look for gaps, overlaps without an order, limits that never bind, and spots where more leads to less control.

    Without REFORM (.toml) the shipped law is looked at. What was reviewed is not shown again; exit code 1 says that
    something is new, or, where every version was looked at, that a reviewed finding is gone.
    """
    from chipgate.studies.known_findings import reviewed

    found = reviewed(_found(reform, day))
    gone = found.gone if reform is None and day is None else ()
    if form == "json":
        echo_json(_as_json(found, gone, language))
    else:
        _show(found, gone, show_all, language)
    sys.exit(EXIT_FAILED_ON if found.new or gone else 0)


def _found(reform: str | None, day: str | None) -> Any:
    from chipgate.cases.days import day_of
    from chipgate.law.reform import reformed
    from chipgate.law.reform_file import read_reform
    from chipgate.law.trade.corpus import trade_corpus
    from chipgate.law.us.corpus import FIRST_DAY
    from chipgate.studies.reality import lint

    corpus = trade_corpus()
    if reform is not None:
        corpus = reformed(corpus, read_reform(Path(reform), corpus))
    corpus = corpus.licensing  # duties have no gaps or overlaps to be proved: they add up
    asked = day_of(day) if day else None
    return lint().corpus(corpus, FIRST_DAY) if asked is None else lint().of_day(corpus, asked)


def _show(found: Any, gone: tuple[str, ...], show_all: bool, language: Any) -> None:
    from chipgate.readings.phrase import phrase
    from chipgate.studies.known_findings import known_findings
    from chipgate.studies.lint_words import finding_lines
    from chipgate.translation.language import translator

    translate = translator(language)
    for one in found.new:
        click.echo("\n".join(finding_lines(one, language)))
    for one in found.known if show_all else ():
        click.echo("\n".join((*finding_lines(one, language), f"    = {translate(known_findings()[one.finding.name])}")))
    for name in gone:
        click.echo(phrase("gone: {name}", name=name).text(language))
    told = phrase(
        "{new} findings are new, {known} were reviewed, {gone} reviewed ones are gone",
        new=len(found.new),
        known=len(found.known),
        gone=len(gone),
    )
    click.echo(told.text(language))


def _as_json(found: Any, gone: tuple[str, ...], language: Any) -> dict[str, Any]:
    from chipgate.studies.known_findings import known_findings
    from chipgate.studies.lint_words import finding_json
    from chipgate.translation.language import translator

    known = {name: translator(language)(why) for name, why in known_findings().items()}
    return {
        "schema": "chipgate/lint/1",
        "new": [finding_json(one, language) | {"review": None} for one in found.new],
        "reviewed": [finding_json(one, language) | {"review": known[one.finding.name]} for one in found.known],
        "gone": list(gone),
    }
