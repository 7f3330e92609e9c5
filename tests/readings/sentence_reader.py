"""Reads a printed condition back: an English sentence, line by line, to the condition that it says.

Written against the printed form alone. The reader knows the names of the facts and of the provisions, as a person
does who has the list beside the text; everything else it takes from the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
    Limit,
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
from chipgate.law.tariff_codes import scope
from chipgate.units import whole

_COMPARISON = re.compile(
    r"(?P<measure>.+) is (?P<side>above |below )?(?P<number>\d+(\.\d+)?(/\d+)?)"
    r"(?P<unit> .+?)??(?P<end> or more| or less)?"
)
_NUMBER = re.compile(r"\d+(\.\d+)?(/\d+)?")
_RELATIONS = {
    ("", " or more"): Relation.AT_LEAST,
    ("", " or less"): Relation.AT_MOST,
    ("above ", ""): Relation.MORE_THAN,
    ("below ", ""): Relation.LESS_THAN,
}


@dataclass(frozen=True)
class Line:
    """One printed line: how deep it stands, the paragraph it bears, its words."""

    depth: int
    label: str
    words: str


class Reader:
    """Reads conditions that speak of FACTS and of PROVISIONS (short name to id)."""

    def __init__(self, facts: Iterable[Fact], provisions: Mapping[str, str]) -> None:
        self.facts = {fact.label: fact for fact in facts}
        self.provisions = provisions

    def read(self, text: str) -> Condition:
        """The condition that TEXT says."""
        lines = [_line(one) for one in text.split("\n")]
        condition, rest = self._condition(lines, 0)
        assert not rest, f"lines left over: {rest}"
        return condition

    def _condition(self, lines: Sequence[Line], depth: int) -> tuple[Condition, Sequence[Line]]:
        """The condition that begins on the first line, and the lines after it."""
        first, rest = lines[0], lines[1:]
        assert first.depth == depth, first
        parts: list[Condition] = []
        while rest and rest[0].depth > depth:
            part, rest = self._condition(rest, depth + 1)
            parts.append(part)
        condition = self._group(first.words, tuple(parts))
        return (Paragraph(first.label, condition) if first.label else condition), rest

    def _group(self, words: str, parts: tuple[Condition, ...]) -> Condition:
        match words, parts:
            case "all of", _:
                return AllOf(parts)
            case "any of", _:
                return AnyOf(parts)
            case "never", ():
                return AnyOf(())
            case "not", (part,):
                return IsNot(part)
            case "both: the first, and not the second", (rule, exception):
                return Unless(rule, exception)
            case _, ():
                return self._sentence(words)
        raise AssertionError(f"{words!r} with {len(parts)} parts")

    def _sentence(self, words: str) -> Condition:
        for opening, node in (("the case falls under ", Under), ("the test of ", Satisfies)):
            if words.startswith(opening):
                return node(self.provisions[words.removeprefix(opening).removesuffix(" is met")])
        fact = self.facts.get(words)
        if fact is not None and fact.kind is FactKind.FLAG:
            return IsTrue(fact)
        for fact in self.facts.values():
            if fact.kind in (FactKind.CHOICE, FactKind.COUNTRY, FactKind.CODE) and words.startswith(
                f"{fact.label} is "
            ):
                return _belonging(fact, words.removeprefix(f"{fact.label} is "))
        return self._comparison(words)

    def _comparison(self, words: str) -> Compared:
        found = _COMPARISON.fullmatch(words)
        assert found, words
        measure, rest = self._measure(found["measure"])
        assert not rest, f"{words!r}: left over {rest!r}"
        relation = _RELATIONS[found["side"] or "", found["end"] or ""]
        return Compared(measure, relation, _limit(found["number"]))

    # Measures: names, joined by words; what is put together stands in brackets inside something else.

    def _measure(self, text: str) -> tuple[Measure, str]:
        if text.startswith("the highest of "):
            parts, rest = self._joined(text.removeprefix("the highest of "), " or ")
            return HighestOf(parts), rest
        first, rest = self._part(text)
        if rest.startswith(" plus "):
            parts, rest = self._joined(text, " plus ")
            return SumOf(parts), rest
        if rest.startswith(" over "):
            divisor, rest = self._part(rest.removeprefix(" over "))
            return Quotient(first, divisor), rest
        if found := re.compile(r" x (?=\d)").match(rest):
            factor = _NUMBER.match(rest, found.end())
            assert factor, rest
            return Times(first, _limit(factor[0])), rest[factor.end() :]
        return first, rest

    def _joined(self, text: str, word: str) -> tuple[tuple[Measure, ...], str]:
        part, rest = self._part(text)
        parts = [part]
        while rest.startswith(word):
            part, rest = self._part(rest.removeprefix(word))
            parts.append(part)
        return tuple(parts), rest

    def _part(self, text: str) -> tuple[Measure, str]:
        if text.startswith("("):
            inner, rest = self._measure(text[1:])
            assert rest.startswith(")"), rest
            return inner, rest[1:]
        fact = max((one for one in self.facts.values() if text.startswith(one.label)), key=lambda one: len(one.label))
        rest = text.removeprefix(fact.label)
        if rest.startswith(" (or, where it is not stated, "):
            formula, rest = self._measure(rest.removeprefix(" (or, where it is not stated, "))
            assert rest.startswith(")"), rest
            return Stated(fact, formula), rest[1:]
        return fact, rest


def _limit(text: str) -> Limit:
    """A printed number; its name is not printed, so it is called by its value."""
    return Limit(f"limit {text}", whole(Fraction(text)))


def _line(text: str) -> Line:
    words = text.lstrip(" ")
    label, gap, rest = words.partition("  ")
    depth = (len(text) - len(words)) // 2
    return Line(depth, label, rest) if gap else Line(depth, "", words)


def _belonging(fact: Fact, words: str) -> Condition:
    if fact.kind is FactKind.COUNTRY and words.startswith("in "):
        return Within(fact, tuple(words.removeprefix("in ").split(" or ")))
    if fact.kind is FactKind.CODE:
        return Classified(fact, scope(*words.removeprefix("in ").split(" or ")))
    chosen = {choice.replace("_", " "): choice for choice in fact.choices}
    return OneOf(fact, tuple(chosen.get(word, word) for word in words.split(" or ")))
