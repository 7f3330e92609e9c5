"""What meets the shipment beside the export rules: duties, instructions of other governments, red flags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chipgate.cases.determination import Determination
from chipgate.cases.duties.as_text import rates_text
from chipgate.cases.duties.duty_answer import IMPORTERS, DutyAnswer, Layer
from chipgate.cases.missing import Question
from chipgate.countries.names import name_of
from chipgate.law.provision import Provision
from chipgate.law.us.tariffs.facts import HTS, ORIGIN
from chipgate.readings.phrase import Phrase
from chipgate.readings.verdict import MET
from chipgate.translation.language import Language, translator
from chipgate.web.judge.asked import Asked
from chipgate.web.judge.questions import QuestionToAsk, question_to_ask
from chipgate.web.judge.tree import provision_href


@dataclass(frozen=True)
class Cited:
    """A provision that speaks up, with its citation; ``is_open`` where that hangs on a fact nobody gave."""

    title: str
    cite: str
    href: str
    is_open: bool = False


@dataclass(frozen=True)
class DutyRow:
    """One layer of a duty."""

    name: str
    rate: str
    cite: str
    href: str
    is_open: bool


@dataclass(frozen=True)
class Duties:
    """The duties into one country: the total, its layers, clashing texts, and what is to be found out."""

    importer: str
    total: str
    rows: tuple[DutyRow, ...]
    conflicts: tuple[tuple[str, str], ...]
    questions: tuple[QuestionToAsk, ...]


def red_flags(answer: Determination, language: Language) -> tuple[Cited, ...]:
    """Guidance to resolve before going on."""
    return tuple(_cited(flag, answer, language) for flag in answer.red_flags)


def counter_measures(answer: Determination, language: Language) -> tuple[Cited, ...]:
    """Instructions and restrictions of other governments that reach the shipment."""
    return tuple(
        _cited(one.provision, answer, language, one.verdict is not MET) for one in answer.trade.counter_measures
    )


def duties_on_arrival(answer: Determination, asked: Asked, language: Language) -> Duties | None:
    """The duties where the good arrives, if somebody asked."""
    found = answer.trade.duties
    return None if found is None else _duties(found, answer, asked, language)


def duties_of_the_test(answer: Determination, asked: Asked, language: Language) -> Duties | None:
    """The duties on the way into the American laboratory, where an application would be reviewed case by case."""
    found = answer.test_leg
    return None if found is None else _duties(found, answer, asked, language)


def asks_for_duties(answer: Determination, asked: Asked, language: Language) -> tuple[QuestionToAsk, ...]:
    """What must be said before duties can be: where they are modelled and nobody asked for them yet."""
    if answer.case.facts.get("destination_iso2") not in IMPORTERS or answer.trade.is_asked:
        return ()
    facts = (fact for fact in (HTS, ORIGIN) if fact.name not in answer.case.facts)
    return tuple(
        question_to_ask(Question(one.name, Phrase(one.question), ()), answer, asked, language) for one in facts
    )


def _duties(found: DutyAnswer, answer: Determination, asked: Asked, language: Language) -> Duties:
    asking = (Question(fact.name, Phrase(fact.question), ()) for fact in found.missing)
    return Duties(
        importer=name_of(found.importer, language),
        total=rates_text(found.total, language),
        rows=tuple(_rows(found, answer, language)),
        conflicts=tuple(
            (translator(language)(text), rates_text(total, language))
            for one in found.conflicts
            for text, total in zip(one.texts, one.totals, strict=True)
        ),
        questions=tuple(question_to_ask(one, answer, asked, language) for one in asking),
    )


def _rows(found: DutyAnswer, answer: Determination, language: Language) -> Iterator[DutyRow]:
    for layer in (*found.layers, *found.open_layers):
        if layer.rates.highest != 0:
            yield _row(layer, answer, language)


def _row(layer: Layer, answer: Determination, language: Language) -> DutyRow:
    return DutyRow(
        name=translator(language)(layer.duty.instrument),
        rate=rates_text(layer.rates, language),
        cite=layer.provision.cite,
        href=provision_href(layer.provision.id, answer.case.day),
        is_open=layer.verdict is not MET,
    )


def _cited(provision: Provision, answer: Determination, language: Language, is_open: bool = False) -> Cited:
    title, href = translator(language)(provision.title), provision_href(provision.id, answer.case.day)
    return Cited(title, provision.cite, href, is_open)
