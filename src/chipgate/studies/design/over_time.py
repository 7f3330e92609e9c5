"""The best part by every version of the text and by both clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.errors import ChipgateError
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.readings.phrase import phrase
from chipgate.readings.sentence import short_id
from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.logic import term_of
from chipgate.readings.solve.optimum import tracked_demands
from chipgate.readings.solve.what_binds import Binding, binding
from chipgate.studies.design.as_json import binding_json, number
from chipgate.studies.design.best_part import Brief, Part, best_part
from chipgate.translation.language import Language, translator
from chipgate.translation.width import left, right
from chipgate.units import decimal_text

_HIGHEST = 12


@dataclass(frozen=True)
class Version:
    """The best part from a day on by one clock; None where nothing is allowed."""

    since: date
    clock: Clock
    part: Part | None
    binding: tuple[Binding, ...]

    @property
    def same(self) -> object:
        """What is alike in versions that are told together."""
        return None if self.part is None else (self.part.knobs, self.part.optimum.bound, _names(self))


def _names(version: Version) -> tuple[str, ...]:
    return tuple(one.name for one in version.binding)


def versions(brief: Brief) -> Iterator[Version]:
    """The best part of BRIEF in each version of the text up to the day of the vintage, where it is another one."""
    days = [FIRST_DAY, *(day for day in brief.corpus.change_days if FIRST_DAY < day <= CHECKED_UNTIL)]
    known: dict[object, Version] = {}
    for clock in (Clock.AS_ENFORCED, Clock.ON_THE_BOOKS):
        last: object = versions
        for day in days:
            asked = replace(brief, day=day, clock=clock)
            text = demanded(asked)
            if text not in known:
                known[text] = version_of(asked)
            version = known[text]
            if version.same != last:
                part = version.part and replace(version.part, brief=asked)
                yield Version(day, clock, part, version.binding)
            last = version.same


def demanded(brief: Brief) -> object:
    """What the text of a day demands of a part: where two days demand the same, their best part is the same one.

    Most changes of the law are of other things; to see that takes a twentieth of the time of a search.
    """
    question = brief.question
    tracked = tracked_demands(question, World(question.fixed, question.roles))
    return tuple((one.key, one.title, term_of(told).sexpr()) for one, told in tracked if told is not True)


def version_of(brief: Brief) -> Version:
    """The best part of BRIEF by the text of its day."""
    try:
        part = best_part(brief)
    except ChipgateError:
        return Version(brief.day, brief.clock, None, ())
    return Version(brief.day, brief.clock, part, binding(part.optimum))


def version_lines(found: tuple[Version, ...], language: Language) -> Iterator[str]:
    """A line for each version: from when, by which clock, what is reached, and what binds."""
    translate = translator(language)
    for one in found:
        value = translate("nothing is allowed") if one.part is None else decimal_text(one.part.value, 2)
        clock = left(translate(CLOCK_WORDS[one.clock]), 12)
        yield f"  {one.since.isoformat()}  {clock}  {right(value, _HIGHEST)}  {_what_binds(one, language)}"


def _what_binds(version: Version, language: Language) -> str:
    limits = [
        f"{short_id(one.provision.id)} {one.label}".strip() for one in version.binding if one.provision is not None
    ]
    if limits:
        return ", ".join(dict.fromkeys(limits))
    return "" if version.part is None else phrase("the die").text(language)


def version_json(version: Version) -> dict[str, Any]:
    """A version as plain values."""
    return {
        "since": version.since.isoformat(),
        "clock": str(version.clock),
        "value": None if version.part is None else number(version.part.value),
        "binding": [binding_json(one) for one in version.binding],
    }
