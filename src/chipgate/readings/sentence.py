"""The print reading: a condition as a sentence in English or Chinese, one line a node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    HighestOf,
    IsNot,
    IsTrue,
    Measure,
    OneOf,
    Paragraph,
    Quotient,
    Relation,
    Satisfies,
    Stated,
    SumOf,
    Times,
    Under,
    Unless,
    Within,
)
from chipgate.law.tariff_codes import Scope, written_code
from chipgate.law.walking import children
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import Language
from chipgate.units import Exact, exact_text

ALL_OF: Final = "all of"
ANY_OF: Final = "any of"
NEVER: Final = "never"
NOT: Final = "not"
ALL_OF_WORDS: Final = phrase(ALL_OF)
_ANY_OF_WORDS: Final = phrase(ANY_OF)
UNLESS: Final = "both: the first, and not the second"

RELATIONS: Final = {
    Relation.AT_LEAST: "{measure} is {limit} or more",
    Relation.MORE_THAN: "{measure} is above {limit}",
    Relation.AT_MOST: "{measure} is {limit} or less",
    Relation.LESS_THAN: "{measure} is below {limit}",
}


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """One line of a printed condition: how deep it stands, the paragraph it bears, and its words."""

    depth: int
    label: str
    words: Phrase


def sentence(condition: Condition, depth: int = 0, label: str = "") -> Iterator[SentenceLine]:
    """CONDITION as lines; the parts of a line stand below it, one step deeper."""
    if isinstance(condition, Paragraph):
        yield from sentence(condition.part, depth, condition.label)
        return
    yield SentenceLine(depth, label, words_of(condition))
    for child in children(condition):
        yield from sentence(child, depth + 1)


def printed(condition: Condition, language: Language = "en") -> str:
    """CONDITION as indented text."""
    lines = (("  " * one.depth, one.label, one.words.text(language)) for one in sentence(condition))
    return "\n".join(f"{indent}{label + '  ' if label else ''}{words}" for indent, label, words in lines)


def words_of(condition: Condition) -> Phrase:
    """The words of one node, without those of its parts."""
    match condition:
        case AllOf(_):
            return ALL_OF_WORDS
        case AnyOf(parts):
            return _ANY_OF_WORDS if parts else phrase(NEVER)
        case IsNot(_):
            return phrase(NOT)
        case Unless(_, _):
            return phrase(UNLESS)
        case Paragraph(_, part):
            return words_of(part)
        case Compared(measure, relation, bound):
            return phrase(
                RELATIONS[relation], measure=name_of(measure, in_full=True), limit=with_unit(bound.value, measure)
            )
        case IsTrue(fact):
            return phrase(fact.label)
        case OneOf(fact, values):
            return phrase("{fact} is {values}", fact=Word(fact.label), values=value_words(fact, values))
        case Within(fact, groups):
            return phrase("{fact} is in {groups}", fact=Word(fact.label), groups=groups)
        case Classified(fact, scope):
            return phrase("{fact} is in {scope}", fact=Word(fact.label), scope=scope_words(scope))
        case Under(provision):
            return phrase("the case falls under {provision}", provision=short_id(provision))
        case Satisfies(provision):
            return phrase("the test of {provision} is met", provision=short_id(provision))
        case _ as never:
            assert_never(never)


def scope_words(scope: Scope) -> object:
    """The codes of SCOPE, or the name of the list that they stand in."""
    return Word(scope.name) if scope.name else tuple(map(written_code, scope.codes))


_LONGEST_INITIALS = 5


@lru_cache(maxsize=1024)
def short_id(provision_id: str) -> str:
    """The id without the path that says whose law it is.

    An id is jurisdiction/book/paragraph. A code is named by its initials and needs no name before its paragraphs
    (742.6); another book is named by a word, which stays (letters/2025-04).
    """
    book, _, paragraph = provision_id.partition("/")[2].partition("/")
    return paragraph if paragraph and len(book) <= _LONGEST_INITIALS else provision_id.partition("/")[2]


def value_word(fact: Fact, value: str) -> object:
    """A choice as a word of the catalogue; a country as its code."""
    return value if fact.kind is FactKind.COUNTRY else Word(value.replace("_", " "))


def value_words(fact: Fact, values: tuple[str, ...]) -> tuple[object, ...]:
    """The values that a rule names, as words."""
    return values if fact.kind is FactKind.COUNTRY else _choice_words(values)


@lru_cache(maxsize=1024)
def _choice_words(values: tuple[str, ...]) -> tuple[Word, ...]:
    return tuple(Word(value.replace("_", " ")) for value in values)


def with_unit(number: Exact, measure: Measure) -> object:
    """A number as the text prints it, with the unit of what it measures."""
    unit, text = unit_of(measure), exact_text(number)
    return phrase("{number} {unit}", number=text, unit=Word(unit)) if unit else text


def unit_of(measure: Measure) -> str:
    """The unit in which MEASURE counts; empty where it has none."""
    match measure:
        case Fact():
            return measure.unit
        case Stated(fact, _):
            return fact.unit
        case SumOf(parts) | HighestOf(parts):
            return unit_of(parts[0])
        case Times() | Quotient():
            return ""
        case _ as never:
            assert_never(never)


def name_of(measure: Measure, in_full: bool = False) -> object:
    """What MEASURE is called; IN_FULL, with the formula of a fact that can be worked out."""

    def part(inner: Measure) -> object:
        """A part of a sum, product or quotient: in brackets where it is one itself."""
        name = name_of(inner, in_full)
        return name if isinstance(inner, Fact | Stated) else phrase("({words})", words=name)

    match measure:
        case Fact():
            return Word(measure.label)
        case Stated(fact, formula):
            if not in_full:
                return Word(fact.label)
            worked_out = name_of(formula, in_full)
            return phrase("{fact} (or, where it is not stated, {formula})", fact=Word(fact.label), formula=worked_out)
        case SumOf(parts):
            first, *rest = map(part, parts)
            total = first
            for other in rest:
                total = phrase("{one} plus {other}", one=total, other=other)
            return total
        case HighestOf(parts):
            return phrase("the highest of {parts}", parts=tuple(map(part, parts)))
        case Times(inner, factor):
            return phrase("{one} x {other}", one=part(inner), other=exact_text(factor.value))
        case Quotient(dividend, divisor):
            return phrase("{one} over {other}", one=part(dividend), other=part(divisor))
        case _ as never:
            assert_never(never)
