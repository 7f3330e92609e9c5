"""`chipgate law`: list the provisions, or show one as of a day, with its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from chipgate.cases.days import day_of
from chipgate.cases.provision_words import clock_lines, consequence_words, days_text, full_id, provision_json
from chipgate.cases.reasons import MARK_WORDS
from chipgate.cli.options import echo_json, format_option, language_option
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Provision
from chipgate.law.trade.corpus import ALL_SOURCES as SOURCES
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.phrase import phrase
from chipgate.readings.sentence import printed
from chipgate.translation.language import Language, translator
from chipgate.units import decimal_text


@click.command(name="law")
@click.argument("provision", required=False)
@click.option("--on", "on", metavar="DAY", help="Only what is in force on DAY (ISO form).")
@click.option("--limits", is_flag=True, help="List every named limit, which a reform can change.")
@format_option
@language_option
def command(provision: str | None, on: str | None, limits: bool, form: str, language: Any) -> None:
    """List the provisions, or show PROVISION (like us/ear/3A090.a) with its history."""
    corpus = trade_corpus()
    day = day_of(on) if on else None
    if limits:
        _show_limits(corpus, provision and full_id(corpus, provision), day, form)
    elif provision is None:
        _show_list(corpus, day, form, language)
    else:
        _show_one(corpus, full_id(corpus, provision), day, form, language)


def _show_limits(corpus: Corpus, name: str | None, day: date | None, form: str) -> None:
    of_one = None if name is None else corpus.history(name)
    provisions = [one for one in _in_force(corpus, day) if of_one is None or one in of_one]
    named = {limit.name for one in provisions for limit in one.limits}
    found = {name: decimal_text(one.value) for name, one in sorted(corpus.limits.items()) if name in named}
    if form == "json":
        echo_json({"schema": "chipgate/limits/1", "limits": found})
        return
    for name, value in found.items():
        click.echo(f"{value:>16}  {name}")


def _in_force(corpus: Corpus, day: date | None) -> Iterator[Provision]:
    for provision in corpus.provisions:
        if day is None or day in provision.binds.in_force:
            yield provision


def _show_list(corpus: Corpus, day: date | None, form: str, language: Language) -> None:
    found = list(_in_force(corpus, day))
    if form == "json":
        provisions = [provision_json(one, language) for one in found]
        echo_json({"schema": "chipgate/law/1", "checked_until": str(CHECKED_UNTIL), "provisions": provisions})
        return
    for one in found:
        click.echo(f"{days_text(one)}  {one.id}\n{' ' * 24}  {translator(language)(one.title)}")


def _show_one(corpus: Corpus, name: str, day: date | None, form: str, language: Language) -> None:
    versions = [p for p in corpus.history(name) if day is None or day in p.binds.in_force]
    if form == "json":
        found = [provision_json(one, language) for one in versions]
        echo_json({"schema": "chipgate/law/1", "checked_until": str(CHECKED_UNTIL), "provisions": found})
        return
    if not versions:
        click.echo(
            phrase("{name} is not in force on {day}; without --on its history is shown.", name=name, day=day).text(
                language
            )
        )
    for one in versions:
        click.echo("\n".join(_provision_lines(one, day, language)) + "\n")
    numbers = sorted({number for one in versions for number in one.source.split(", ") if number in SOURCES})
    click.echo("\n".join(f"[{number}] {translator(language)(SOURCES[number])}" for number in numbers))


def _provision_lines(one: Provision, day: date | None, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield f"{one.id}  {days_text(one)}"
    yield f"  {translate(one.title)}"
    yield f"  {translate('gives')}: {consequence_words(one, language)}"
    if one.subject is not None:
        yield f"  {translate('about')}: {printed(one.subject, language)}"
    yield from (f"    {line}" for line in printed(one.when, language).splitlines())
    yield f"  {one.cite}  [{one.source}]  {translate(MARK_WORDS[one.mark])}"
    yield from (f"  {line}" for line in clock_lines(one, day, language))
    if one.note:
        yield f"  {translate(one.note)}"
