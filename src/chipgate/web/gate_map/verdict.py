"""The answer about a draft, and the answer of a region, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chipgate.cases.determination import Determination
from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES, OUTCOME_WORDS, answer_words
from chipgate.cases.questions import EXCEPTION, NO_PARAGRAPH, OPEN
from chipgate.cases.reasons import reason
from chipgate.readings.phrase import Word, phrase, said
from chipgate.readings.sentence import short_id
from chipgate.studies.design.words import distance_words
from chipgate.studies.distances import distances
from chipgate.studies.gate_map.regions import Told
from chipgate.translation.language import Language, translator
from chipgate.web.judge.tree import provision_href
from chipgate.web.outcome_detail import detail_words

MOST_DISTANCES: Final = 6
SEPARATOR: Final = " · "
"""Between the parts of an answer."""


@dataclass(frozen=True)
class Verdict:
    """The answer about the draft. ``numbers`` are its TPP and density as they were worked out."""

    outcome: str
    words: str
    in_full: str
    detail: str
    eccn: str
    reason: str
    decided_by: str
    decided_href: str
    tpp: str
    density: str
    clock: str
    other_clock: str
    asks: tuple[str, ...]
    red_flags: tuple[str, ...]
    nearest: tuple[str, ...]


def told_words(told: Told, language: Language) -> str:
    """The answer of a region: the paragraph, the outcome, and what belongs to it."""
    translate = translator(language)
    words: list[object] = [Word(OUTCOME_NAMES[told.outcome])]
    if told.outcome == EXCEPTION and told.exception:
        words.append(told.exception)
    if told.reviews:
        words.append(tuple(answer_words(one, translate) for one in told.reviews))
    texts = [said(one, translate) for one in words]
    eccn = answer_words(told.eccn, translate)
    named = [] if told.eccn in (NO_PARAGRAPH, OPEN) else [eccn]
    return SEPARATOR.join([*named, *texts])


def verdict_of(answer: Determination, language: Language) -> Verdict:
    """ANSWER as the strip over the map shows it."""
    translate, deciding = translator(language), answer.deciding
    found = distances(answer.case.facts, answer.questions.law(answer.clock)) if answer.questions is not None else ()
    return Verdict(
        outcome=answer.outcome,
        words=translate(OUTCOME_NAMES[answer.outcome]),
        in_full=translate(OUTCOME_WORDS[answer.outcome]),
        detail=detail_words(answer, language),
        eccn=answer_words(answer.eccn, translate),
        reason=reason(answer, language),
        decided_by="" if deciding is None else short_id(deciding.id),
        decided_href="" if deciding is None else provision_href(deciding.id, answer.case.day),
        tpp=answer.tpp,
        density=answer.performance_density,
        clock=translate(CLOCK_WORDS[answer.clock]),
        other_clock=phrase(
            "{clock}: {outcome}",
            clock=Word(CLOCK_WORDS[answer.other_clock]),
            outcome=Word(OUTCOME_NAMES[answer.other_outcome]),
        ).text(language),
        asks=tuple(one.words.text(language) for one in answer.missing),
        red_flags=tuple(translate(flag.title) for flag in answer.red_flags),
        nearest=tuple(distance_words(one).text(language) for one in found[:MOST_DISTANCES]),
    )
