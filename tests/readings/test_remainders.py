"""What is left of formulas, put in group by group of facts: the same as if all facts were put in at once."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.cases.check import Checker
from chipgate.cases.questions import questions_on
from chipgate.cases.transaction import Transaction
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings import remainders
from chipgate.readings.columns.compiling import Compiler, replacement
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.remainders import Remainders, Vector
from chipgate.readings.verdict import Facts
from tests.cases.random_transactions import masked_cases


class _Law:
    """The requirements and exceptions of one period in an arena, and what is left of them so far."""

    def __init__(self, number: int, beside: _Law | None = None) -> None:
        questions = questions_on(us_corpus().licensing, _DAYS[number])
        self.compiler = Compiler(Arena(), lambda _name: 0) if beside is None else beside.compiler
        provisions = (*questions.required(Clock.AS_ENFORCED), *questions.exceptions, *questions.policies)
        self.vector = tuple(self.compiler.provision(one, questions.books) for one in provisions)
        self.remainders = Remainders(self.compiler) if beside is None else beside.remainders

    def at_once(self, facts: Facts) -> Vector:
        """The vector on FACTS, every leaf replaced in one go."""
        arena = self.compiler.arena
        leaves = {one: replacement(arena, one, leaf, facts) for one, leaf in self.compiler.leaves.items()}
        return tuple(map(Replaced.by(arena, leaves).left_of, self.vector))


_DAYS: dict[int, date] = {}
_law = cache(_Law)


@given(cases=masked_cases())
@settings(max_examples=150, deadline=None)
def test_group_by_group_is_the_same_as_at_once(cases: tuple[Transaction, Transaction]) -> None:
    for transaction in cases:
        assert transaction.day is not None
        number = us_corpus().licensing.period(transaction.day)
        _DAYS.setdefault(number, transaction.day)
        law = _law(number)
        for facts in Checker().case_of(transaction).readings:
            assert law.remainders.left(law.vector, facts) == law.at_once(facts)


@given(cases=masked_cases())
@settings(max_examples=50, deadline=None)
def test_one_fact_that_stands_alone_can_be_put_in_by_itself(cases: tuple[Transaction, Transaction]) -> None:
    assert cases[0].day is not None
    number = us_corpus().licensing.period(cases[0].day)
    _DAYS.setdefault(number, cases[0].day)
    law = _law(number)
    for facts in Checker().case_of(cases[0]).readings:
        for name, value in facts.items():
            assert law.remainders.left_after(law.vector, name, value) == law.at_once({name: value})


@given(cases=st.lists(masked_cases(), min_size=3, max_size=6))
@settings(max_examples=40, deadline=None)
def test_laws_that_come_one_after_the_other_share_what_was_worked_out(
    cases: list[tuple[Transaction, Transaction]],
) -> None:
    """Lines of a later law join an arena in which much is known already; groups of facts may grow or become one."""
    laws: dict[int, _Law] = {}
    for transaction in (one for pair in cases for one in pair):
        assert transaction.day is not None
        number = us_corpus().licensing.period(transaction.day)
        _DAYS.setdefault(number, transaction.day)
        law = laws.setdefault(number, _Law(number, next(iter(laws.values()), None)))
        for facts in Checker().case_of(transaction).readings:
            assert law.remainders.left(law.vector, facts) == law.at_once(facts)


def test_nothing_is_wrong_when_all_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory is bounded: what was kept is worked out again."""
    monkeypatch.setattr(remainders, "MOST_KEPT", 0)
    test_group_by_group_is_the_same_as_at_once()
