"""Duties by explain, by compiled code, by the diagrams' formulas, by Polars and by SQL: the same verdicts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact, FactKind, Value
from chipgate.law.provision import TRADE_MEASURES, Clock, Provision
from chipgate.law.trade.corpus import trade_corpus
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.engines import ENGINES
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.polars_plan import type_of
from chipgate.readings.columns.stored import Stored, TextColumn, stored
from chipgate.readings.columns.writing import layers
from chipgate.readings.compiled import compile_provisions
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Weighing
from chipgate.units import exact

CODES = (
    "854231",
    "8542310045",
    "8473301180",
    "847330",
    "84715001",
    "94036080",
    "85",
    "85176200",
    "27090010",
    "851762XX",
)
PLACES = ("US", "CN", "HK", "MO", "TW", "JP", "RU", "MX", "VN")
NUMBERS = {
    "tpp": ("14000", "14000.01", "15832", "17500", "20900", "21099.99", "2368"),
    "dram_bandwidth_gb_s": ("4500", "4800", "4999.99", "6000", "6200"),
}
DAYS = (date(2019, 1, 15), date(2025, 4, 15), date(2026, 2, 1), date(2026, 8, 1), date(2026, 11, 20))


def value_of(fact: Fact, chance: random.Random) -> Value:
    match fact.kind:
        case FactKind.CODE:
            return chance.choice(CODES)
        case FactKind.COUNTRY:
            return chance.choice(PLACES)
        case FactKind.FLAG:
            return chance.random() < 0.3
        case FactKind.CHOICE:
            return chance.choice(fact.choices)
        case FactKind.NUMBER:
            return exact(chance.choice(NUMBERS.get(fact.name, ("0", "10"))))


def random_rows(count: int, seed: int) -> list[Facts]:
    chance = random.Random(seed)
    facts = trade_corpus().trade.facts.values()
    return [{f.name: value_of(f, chance) for f in facts if chance.random() > 0.2} for _ in range(count)]


def measures_on(day: date) -> tuple[Sequence[Provision], LawOnDay]:
    law = trade_corpus().trade.on(day, Clock.AS_ENFORCED)
    return [p for p in law.provisions.values() if isinstance(p.gives, TRADE_MEASURES)], law


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("values_are_known", [True, False])
def test_every_reading_gives_the_verdicts_of_explain(day: date, values_are_known: bool) -> None:
    """Polars and DuckDB, with the codes that occur known beforehand, and, as in a warehouse, without."""
    provisions, law = measures_on(day)
    rows = random_rows(300, day.toordinal())
    expected = [[Weighing(row, law).weigh_provision(one) for row in rows] for one in provisions]
    judge = compile_provisions([(one, law) for one in provisions])
    assert [list(one) for one in zip(*map(judge, rows), strict=True)] == expected
    layout, frame = _table(rows, values_are_known)
    for engine in ENGINES.values():
        low = Lowering(Compiler(Arena(), lambda _: 0), layout)
        wanted = {f"v{n}": low.term(low.compiler.provision(one, law)) for n, one in enumerate(provisions)}
        found = engine(frame, layers(low.terms, wanted))
        verdicts = [[UNKNOWN if v is None else MET if v else NOT_MET for v in found[name]] for name in wanted]
        assert verdicts == expected


def _table(rows: Sequence[Facts], values_are_known: bool) -> tuple[dict[str, Stored], pl.DataFrame]:
    layout: dict[str, Stored] = {}
    columns: list[pl.Series] = []
    for fact in trade_corpus().trade.facts.values():
        found, cells = stored(fact, [row.get(fact.name) for row in rows])
        layout[fact.name] = found if values_are_known or not isinstance(found, TextColumn) else TextColumn(found.name)
        columns += [pl.Series(name, v, dtype=type_of(found, name)) for name, v in cells.items()]
    return layout, pl.DataFrame(columns)
