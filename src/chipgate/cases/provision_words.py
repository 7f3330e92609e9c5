"""A provision in words and as JSON: what it brings about, the days that it binds, and what each clock says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from chipgate.cases.outcome_words import ANSWER_WORDS, CLOCK_WORDS
from chipgate.law.corpus import Corpus
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
from chipgate.law.walking import facts_of
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import printed
from chipgate.translation.language import Language, marked, translator
from chipgate.units import decimal_text


def full_id(corpus: Corpus, name: str) -> str:
    """NAME, or the id that ends in it: 3A090.a stands for us/ear/3A090.a, in any letter case.

    A section stands for its provision where it has only one: 740.29 for us/ear/740.29 LPP.
    """
    wanted = {f"{before}{name}".casefold() for before in ("", "us/ear/", "us/", "cn/")}
    found = next((id for id in corpus.history_of if id.casefold() in wanted), "")
    of_section = [id for id in corpus.history_of if id.partition(" ")[0].casefold() in wanted]
    return found or (of_section[0] if len(of_section) == 1 else name)


def days_text(provision: Provision) -> str:
    """The days in force, as ``2023-11-17..2025-01-15``; the last day is the last that it binds."""
    span = provision.binds.in_force
    until = "" if span.until is None else date.fromordinal(span.until.toordinal() - 1).isoformat()
    return f"{span.since}..{until:<10}"


def clock_lines(one: Provision, day: date | None, language: Language) -> Iterator[str]:
    """What is to be known of its days beside the span in force, and with DAY what each clock says of it."""
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


_CONSEQUENCES: Final = {
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
        "limits": {limit.name: decimal_text(limit.value) for limit in one.limits},
        "facts": sorted({fact.name for fact in facts_of(one.when)}),
        "note": translator(language)(one.note) if one.note else "",
    }
