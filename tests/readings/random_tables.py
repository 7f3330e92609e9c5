"""Random facts as typed columns, and random rules over them as each engine for tables works them out."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction

import polars as pl

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, FactKind, Value
from chipgate.law.provision import Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.engines import Engine
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.polars_plan import type_of
from chipgate.readings.columns.stored import Layout, Stored, stored
from chipgate.readings.columns.writing import layers
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict
from tests.readings.random_rules import FACTS, PLACES, SETTLED_CODES, UNSETTLED_CODES


def table_of(rows: Sequence[Facts]) -> tuple[Layout, pl.DataFrame]:
    """ROWS in typed columns."""
    layout: dict[str, Stored] = {}
    columns: list[pl.Series] = []
    for fact in FACTS:
        layout[fact.name], cells = stored(fact, [row.get(fact.name) for row in rows])
        columns += [pl.Series(name, v, dtype=type_of(layout[fact.name], name)) for name, v in cells.items()]
    return layout, pl.DataFrame(columns)


def random_rows(seed: int, count: int, missing: float, amounts: Iterable[Fraction]) -> list[Facts]:
    """Facts of which a share is MISSING, with numbers among AMOUNTS."""
    chance, numbers = random.Random(seed), [*amounts, Fraction(0), NOT_APPLICABLE]

    def value(kind: FactKind, choices: Sequence[str]) -> Value:
        if kind is FactKind.NUMBER:
            number = chance.choice(numbers)
            return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number
        if chance.random() < 0.1:
            return NOT_APPLICABLE
        if kind is FactKind.CODE:
            return chance.choice((*SETTLED_CODES, *UNSETTLED_CODES))
        return chance.random() < 0.5 if kind is FactKind.FLAG else chance.choice(choices or PLACES)

    return [{f.name: value(f.kind, f.choices) for f in FACTS if chance.random() >= missing} for _ in range(count)]


def judged(
    provisions: Sequence[Provision], law: LawOnDay, rows: Sequence[Facts], engine: Engine
) -> list[list[tuple[Verdict, frozenset[str]]]]:
    """For each provision and row, the verdict and the missing facts."""
    layout, frame = table_of(rows)
    low = Lowering(Compiler(Arena(), lambda _: 0), layout)
    wanted = {}
    for number, provision in enumerate(provisions):
        formula = low.compiler.provision(provision, law)
        wanted[f"v{number}"] = low.term(formula)
        missing = low.missing([(formula, low.terms.true)])
        wanted |= {f"m{number}_{name}": term for name, term in missing.items()}
    found = engine(frame, layers(low.terms, wanted))
    return [_of_provision(found, number) for number in range(len(provisions))]


def _of_provision(found: pl.DataFrame, number: int) -> list[tuple[Verdict, frozenset[str]]]:
    names = [name for name in found.columns if name.startswith(f"m{number}_")]
    missing = [
        frozenset(name.partition("_")[2] for name, asked in zip(names, row, strict=True) if asked)
        for row in (found.select(names).iter_rows() if names else [()] * found.height)
    ]
    verdicts = [UNKNOWN if v is None else MET if v else NOT_MET for v in found[f"v{number}"]]
    return list(zip(verdicts, missing, strict=True))
