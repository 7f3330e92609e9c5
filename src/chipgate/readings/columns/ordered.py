"""Ordered lists of lines as terms: the first that is met, and the one answer that is left.

A list decides by its first line that is not failed. Whether a line is met and whether it is not failed are two
questions, each with two answers: a choice by the line itself would pass over one that is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chipgate.readings.columns.formulas import MET, Arena, Formula
from chipgate.readings.columns.terms import Sign, Term, Terms

Lines = Sequence[tuple[str, Term]]
"""Answers with the flags on which they depend, in the order in which they decide."""


def first_met(terms: Terms, lines: Lines) -> list[tuple[Term, Term]]:
    """Cases of a choice: the answer of the first line that is met."""
    return [(terms.is_met(flag), terms.text(answer)) for answer, flag in lines]


def first_open(terms: Terms, lines: Lines) -> list[tuple[Term, Term]]:
    """Cases of a choice: the answer of the first line that is unknown."""
    return [(terms.is_open(flag), terms.text(answer)) for answer, flag in lines]


def possible_terms(terms: Terms, lines: Lines, otherwise: str) -> Mapping[str, Term]:
    """For each answer, whether one of its lines may decide: it is not failed, and none before it is met.

    OTHERWISE is the answer where no line is met.
    """
    number = terms.number
    met = terms.choose([(terms.is_met(f), number(n)) for n, (_, f) in enumerate(lines)], number(len(lines)))
    found: dict[str, list[Term]] = {}
    for place, (answer, flag) in enumerate((*lines, (otherwise, terms.true))):
        reached = terms.compared(met, Sign.AT_LEAST, number(place)) if place else terms.true
        found.setdefault(answer, []).append(terms.all_of((terms.not_failed(flag), terms.is_met(reached))))
    return {answer: terms.any_of(parts) for answer, parts in found.items()}


def possible_formulas(arena: Arena, lines: Iterable[tuple[str, Formula]], otherwise: str) -> Mapping[str, Formula]:
    """The same as formulas, which are two-valued."""
    found: dict[str, list[Formula]] = {}
    none_before = MET
    for answer, formula in lines:
        found.setdefault(answer, []).append(arena.all_of((arena.not_failed(formula), none_before)))
        none_before = arena.all_of((none_before, arena.is_not(arena.is_met(formula))))
    found.setdefault(otherwise, []).append(none_before)
    return {answer: arena.any_of(parts) for answer, parts in found.items()}


class OneLeft:
    """Which answer of several is left, by whether each of them is POSSIBLE."""

    def __init__(self, terms: Terms, possible: Mapping[str, Term]) -> None:
        self.terms = terms
        self.answers = list(possible)
        flags = list(possible.values())
        self._first = self._place(flags, range(len(flags)))
        self._last = self._place(flags, reversed(range(len(flags))))

    def _place(self, possible: Sequence[Term], order: Iterable[int]) -> Term:
        """The place of the first answer that is possible, in that ORDER."""
        number = self.terms.number
        return self.terms.choose([(possible[place], number(place)) for place in order], number(0))

    def is_answer(self, answer: str) -> Term:
        """Whether ANSWER is the one that is left."""
        terms, place = self.terms, self.terms.number(self.answers.index(answer))
        first_is_no_earlier = terms.compared(self._first, Sign.AT_LEAST, place)
        last_is_no_later = terms.compared(self._last, Sign.AT_MOST, place)
        return terms.is_met(terms.all_of((first_is_no_earlier, last_is_no_later)))

    def text(self, several: str) -> Term:
        """The answer that is left, or SEVERAL."""
        terms = self.terms
        cases = [(self.is_answer(answer), terms.text(answer)) for answer in self.answers]
        return terms.choose(cases, terms.text(several))
