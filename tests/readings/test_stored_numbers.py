"""Numbers in columns are exact: on a limit they are on it, whatever a float would say."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import polars as pl
import pytest

from chipgate.errors import BadNumber
from chipgate.law.facts import NOT_APPLICABLE, Value, choice, flag, number
from chipgate.law.language import (
    Compared,
    Condition,
    Limit,
    Measure,
    Quotient,
    Relation,
    SumOf,
    Times,
    at_least,
    at_most,
    less_than,
    limit,
    more_than,
)
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.engines import ENGINES
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.polars_plan import type_of
from chipgate.readings.columns.sql_text import quoted
from chipgate.readings.columns.stored import NumberColumn, Stored, TextColumn, stored
from chipgate.readings.columns.writing import layers
from chipgate.units import exact, whole
from tests.readings.random_rules import law_of

TPP, AREA = number("tpp", "TPP", "?"), number("area", "area", "?")
FACTS = {"tpp": TPP, "area": AREA}
DENSITY = Quotient(TPP, AREA)


def answers(engine: str, condition: Condition, **columns: list[Value | None]) -> list[bool | None]:
    """What an engine says of CONDITION in every row."""
    layout: dict[str, Stored] = {}
    series = []
    for name, values in columns.items():
        layout[name], cells = stored(FACTS[name], values)
        series += [pl.Series(column, given, dtype=type_of(layout[name], column)) for column, given in cells.items()]
    low = Lowering(Compiler(Arena(), lambda _: 0), layout)
    term = low.term(low.compiler.condition(condition, law_of(condition)))
    return ENGINES[engine](pl.DataFrame(series), layers(low.terms, {"found": term}))["found"].to_list()


# 154.2 TOPS x 16 bits over 1542 mm2 is 1.6; in floats it is 1.5999999999999999.
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("relation", "met"), [(at_least, True), (more_than, False), (at_most, True), (less_than, False)]
)
def test_a_quotient_exactly_on_a_limit(engine: str, relation: Callable[[Measure, Limit], Compared], met: bool) -> None:
    assert 154.2 * 16 / 1542 < 1.6
    tpp = [whole(exact("154.2") * 16)]
    assert answers(engine, relation(DENSITY, limit("density", "1.6")), tpp=tpp, area=[1542]) == [met]


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_divided_by_zero(engine: str) -> None:
    found = answers(engine, at_least(DENSITY, limit("density", 1)), tpp=[5, 5, 0, None], area=[0, 5, 5, 0])
    assert found == [None, True, False, None]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("relation", [*Relation])
@pytest.mark.parametrize("measure", [TPP, DENSITY, SumOf((TPP, AREA)), Times(TPP, limit("none", 0))])
def test_what_does_not_exist_stands_in_no_relation(engine: str, relation: Relation, measure: Measure) -> None:
    condition = Compared(measure, relation, limit("zero", 0))
    assert answers(engine, condition, tpp=[NOT_APPLICABLE], area=[1]) == [False]


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_of_more_than_64_bits(engine: str) -> None:
    condition = at_least(TPP, limit("operations", 10**26))
    assert answers(engine, condition, tpp=[10**26, 10**26 - 1, 10**25, None], area=[1] * 4) == [
        True,
        False,
        False,
        None,
    ]


def test_a_column_has_the_smallest_scale_that_suits_all_of_it() -> None:
    found, cells = stored(TPP, [exact("1.25"), exact("0.1"), 3, NOT_APPLICABLE, None])
    assert found == NumberColumn("tpp", 20, 60)
    assert cells == {"tpp": [25, 2, 60, -1, None]}


def test_where_no_scale_suits_every_row_has_its_denominator() -> None:
    values: list[Value | None] = [Fraction(1, 2**31 - 1), Fraction(2, 2**61 - 1), None, NOT_APPLICABLE]
    found, cells = stored(TPP, values)
    assert found == NumberColumn("tpp", 1, 2, "tpp_over", 2**61 - 1)
    assert cells == {"tpp": [1, 2, None, -1], "tpp_over": [2**31 - 1, 2**61 - 1, None, 1]}


@pytest.mark.parametrize(
    ("value", "said"), [(-3, "below zero"), (10**60, "more digits"), (Fraction(1, 10**40), "more")]
)
def test_what_does_not_fit_is_refused(value: int, said: str) -> None:
    with pytest.raises(BadNumber, match=said):
        stored(TPP, [value, Fraction(1, 3)])


def test_texts_and_flags_that_do_not_exist() -> None:
    kind, listed = choice("kind", "kind", "?", "ic", "other"), flag("listed", "listed", "?")
    assert stored(kind, ["ic", NOT_APPLICABLE, None])[1] == {"kind": ["ic", "-", None]}
    assert stored(listed, [True, False, NOT_APPLICABLE, None])[1] == {"listed": [True, False, False, None]}
    assert stored(kind, ["ic", NOT_APPLICABLE])[0] == TextColumn("kind", frozenset({"ic", "-"}))


def test_a_text_with_a_quote_stays_a_text() -> None:
    assert quoted("Côte d'Ivoire") == "'Côte d''Ivoire'"
