"""Days and quantities are read by the case of another day or quantity: the same as each read by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY, QUANTITY
from chipgate.cases.tables.fact_groups import fact_groups
from chipgate.cases.tables.group_values import FAULTY, CellReader
from chipgate.law.corpus import Corpus
from chipgate.law.us.corpus import FIRST_DAY

TEXTS = {
    DAY: (
        *((FIRST_DAY + timedelta(days=number)).isoformat() for number in range(0, 1_500, 11)),
        *("2024年3月1日", "28.09.2026", "2024-01-31", "2024-12-31", "2025-01-01T09:00"),
        *("", "unknown", "?", "03/04/2025", "2024-02-30", "1999-01-01", "soon"),
    ),
    QUANTITY: (*map(str, range(1, 40)), "1,000", "12 pcs", "0", "-3", "1.5", "", "unknown", "n/a", "many"),
}


@pytest.mark.parametrize("column", [DAY, QUANTITY])
@pytest.mark.parametrize("assume", [None, "ordinary"])
def test_a_cell_says_the_same_whatever_was_read_before_it(column: str, assume: str | None) -> None:
    checker = Checker(assume=assume)
    (group, *_) = (one for one in fact_groups((column,), checker.corpus) if one.columns)
    reader = CellReader(group, 1, checker)
    for text in TEXTS[column]:
        found, alone = reader.read((text,)), CellReader(group, 1, checker).read((text,))
        assert (found.value == FAULTY) is (alone.value == FAULTY), text
        assert found.case == alone.case, text
        if alone.case is not None:
            facts = [reader.group.facts[one] for one in reader.group.values[found.value].readings]
            assert facts == [_ours(reading, reader.group.names) for reading in alone.case.readings]


def _ours(reading: Mapping[str, object], names: frozenset[str]) -> dict[str, object]:
    return {name: value for name, value in reading.items() if name in names}


def test_days_of_one_year_share_their_facts() -> None:
    checker = Checker(assume="ordinary")
    (group, *_) = (one for one in fact_groups((DAY,), checker.corpus) if one.columns)
    reader = CellReader(group, 1, checker)
    numbers = {reader.read(((date(2024, 1, 1) + timedelta(days=n)).isoformat(),)).value for n in range(366)}
    assert len(numbers) == 1


def test_figures_that_say_what_an_item_is_are_read_with_its_kind_whatever_the_law_asks() -> None:
    """An item of another kind does not go with a score of digital units, which a law need not ask for."""
    figures = ("item_kind", "digital_units_score", "analog_units_score", "tops", "tpp", "actual_3a090")
    (group,) = (one for one in fact_groups(figures, Corpus(())) if one.columns)
    assert group.columns == figures
