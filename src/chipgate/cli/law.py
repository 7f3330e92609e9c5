"""`chipgate law`: list the provisions, or show one as of a day, with its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from chipgate.cases.days import day_of
from chipgate.cases.outcome_words import ANSWER_WORDS, CLOCK_WORDS
from chipgate.cases.reasons import MARK_WORDS
from chipgate.cli.options import echo_json, format_option, language_option
from chipgate.law.corpus import Corpus, limits_of_provision
from chipgate.law.language import Limit
from chipgate.law.provision import (
    Clock,
    Defines,
    Describes,
    Guides,
    ImposesDuty,
    ImposesFee,
    Instructs,
    OpensException,
    Provision,
    RaisesFlag,
    RequiresLicence,
    RestrictsInput,
    SetsReview,
    Standing,
)
from chipgate.law.trade.corpus import ALL_SOURCES as SOURCES
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.law.walking import facts_of
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import printed
from chipgate.translation.language import Language, marked, translator
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
        _show_limits(corpus, provision and _full_id(corpus, provision), day, form)
    elif provision is None:
        _show_list(corpus, day, form, language)
    else:
        _show_one(corpus, _full_id(corpus, provision), day, form, language)


def _full_id(corpus: Corpus, name: str) -> str:
    """NAME, or the id that ends in it: 3A090.a stands for us/ear/3A090.a, in any letter case."""
    wanted = (name.casefold(), f"us/ear/{name}".casefold(), f"us/{name}".casefold(), f"cn/{name}".casefold())
    return next((id for id in corpus.history_of if id.casefold() in wanted), name)


def _show_limits(corpus: Corpus, name: str | None, day: date | None, form: str) -> None:
    of_one = None if name is None else corpus.history(name)
    provisions = [one for one in _in_force(corpus, day) if of_one is None or one in of_one]
    named = {limit.name for one in provisions for limit in limits_of_provision(one)}
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


def days_text(provision: Provision) -> str:
    """The days in force, as ``2023-11-17..2025-01-15``; the last day is the last that it binds."""
    span = provision.binds.in_force
    until = "" if span.until is None else date.fromordinal(span.until.toordinal() - 1).isoformat()
    return f"{span.since}..{until:<10}"


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
    yield from (f"  {line}" for line in _clock_lines(one, day, language))
    if one.note:
        yield f"  {translate(one.note)}"


def _clock_lines(one: Provision, day: date | None, language: Language) -> Iterator[str]:
    translate = translator(language)
    binds = one.binds
    if one.standing is not Standing.LAW:
        yield phrase("standing: {standing}", standing=Word(str(one.standing))).text(language)
    if binds.compliance_from is not None:
        yield phrase("complied with from {day}", day=binds.compliance_from.isoformat()).text(language)
    if binds.not_enforced_from is not None:
        yield phrase("not enforced from {day}", day=binds.not_enforced_from.isoformat()).text(language)
    for stay in binds.stayed:
        words = phrase("stayed from {since} until {until}", since=stay.since.isoformat(), until=str(stay.until))
        yield words.text(language)
    if day is not None and one.standing is Standing.LAW:
        for clock in Clock:
            holds = "yes" if one.on(day, clock) else "no"
            yield f"{translate(CLOCK_WORDS[clock])}: {translate(holds)}"


_CONSEQUENCES = {
    Defines: marked("a term"),
    RequiresLicence: marked("a licence requirement"),
    RaisesFlag: marked("a red flag"),
    Guides: marked("guidance on duties"),
}


def consequence_words(one: Provision, language: Language) -> str:
    """What the provision brings about, in a few words."""
    translate = translator(language)
    match one.gives:
        case Describes(eccn):
            return f"ECCN {eccn}"
        case OpensException(name):
            return phrase("licence exception {name}", name=name).text(language)
        case SetsReview(policy):
            return translate(ANSWER_WORDS[policy])
        case ImposesDuty(_, _, instrument, rate):
            named = decimal_text(rate.value) if isinstance(rate, Limit) else translate(rate.label)
            return phrase("a duty: {instrument}, {rate} %", instrument=Word(instrument), rate=named).text(language)
        case ImposesFee(_, instrument, rate):
            return phrase("a fee: {instrument}, {rate} %", instrument=Word(instrument), rate=rate.value).text(language)
        case RestrictsInput(by, severity):
            return phrase("a restriction of {by}: {severity}", by=by, severity=Word(str(severity))).text(language)
        case Instructs(by, addressee):
            return phrase("an instruction of {by} to {addressee}", by=by, addressee=Word(addressee)).text(language)
        case other:
            return translate(_CONSEQUENCES[type(other)])


def provision_json(one: Provision, language: Language) -> dict[str, Any]:
    """One version of a provision as JSON."""
    binds = one.binds
    return {
        "id": one.id,
        "key": one.key,
        "title": translator(language)(one.title),
        "citation": one.cite,
        "source": "; ".join(translator(language)(SOURCES.get(number, number)) for number in one.source.split(", ")),
        "mark": str(one.mark),
        "standing": str(one.standing),
        "gives": consequence_words(one, language),
        "since": str(binds.in_force.since),
        "until": None if binds.in_force.until is None else str(binds.in_force.until),
        "compliance_from": None if binds.compliance_from is None else str(binds.compliance_from),
        "not_enforced_from": None if binds.not_enforced_from is None else str(binds.not_enforced_from),
        "stayed": [
            {"since": str(stay.since), "until": None if stay.until is None else str(stay.until)}
            for stay in binds.stayed
        ],
        "sentence": printed(one.when, language),
        "about": None if one.subject is None else printed(one.subject, language),
        "limits": {limit.name: decimal_text(limit.value) for limit in limits_of_provision(one)},
        "facts": sorted({fact.name for fact in facts_of(one.when)}),
        "note": translator(language)(one.note) if one.note else "",
    }
