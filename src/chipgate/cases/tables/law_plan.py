"""The law of several periods as plans: what is worked out of each reading, and then what all readings come to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from chipgate.cases.disputes import leaves_that_name
from chipgate.cases.outcome_completions import outcome_formulas
from chipgate.cases.questions import Questions
from chipgate.cases.tables.answer_plan import AnswerPlan
from chipgate.cases.tables.lines_of_levels import flags, verdicts_of
from chipgate.cases.tables.parts_of_levels import Hanging, Line, PartsOfFormulas
from chipgate.cases.tables.verdicts_by_chains import ByChains, PlanByChains, name_of_part
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Clock, Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import MET, Formula
from chipgate.readings.columns.masks import words
from chipgate.readings.columns.ordered import OneLeft, possible_formulas
from chipgate.readings.columns.terms import Term, Terms, Type
from chipgate.readings.columns.writing import Layers, layers

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.lines_of_levels import LinesOfLevels, Verdicts
    from chipgate.cases.tables.readings_of_kinds import Readings
    from chipgate.readings.columns.engines import Engine

    Numbers = npt.NDArray[np.integer[Any]]

DECIDES: Final = "decides_"
"""What the names of columns begin with that say which provision decides where one outcome is left."""

ASKS: Final = "asks_"


class _AgreedVerdicts:
    """Verdicts as columns: what all readings agree on, and what the first says; numbered as they are asked for.

    So laws that ask the same of other lines, such as one and the same text under other country groups, have one plan.
    """

    def __init__(self, compiler: Compiler) -> None:
        self.compiler, self.terms = compiler, Terms()
        self.formulas: dict[tuple[str, Formula], str] = {}

    def agreed(self, formula: Formula) -> Term:
        return self._column("agreed", formula)

    def first(self, formula: Formula) -> Term:
        return self._column("first", formula)

    def _column(self, how: str, formula: Formula) -> Term:
        if formula <= MET:
            return self.terms.flag(formula == MET)
        name = self.formulas.setdefault((how, formula), f"{how}_{len(self.formulas)}")
        return self.terms.column(name, Type.FLAG)

    def one_left(self, lines: Sequence[tuple[str, Formula]], otherwise: str) -> OneLeft:
        """An answer is possible where it is in any reading."""
        possible = possible_formulas(self.compiler.arena, lines, otherwise)
        return OneLeft(self.terms, {one: self.terms.not_failed(self.agreed(f)) for one, f in possible.items()})


@dataclass(frozen=True)
class PeriodPlan:
    """The answers of one period: formulas of which verdicts are wanted, by column; and a plan over these columns."""

    formulas: Mapping[tuple[str, Formula], str]
    answers: Layers
    key: Hashable
    """Periods with one key have one plan."""
    asked: Sequence[tuple[Provision, Formula]]
    """The provisions that may keep the outcome open: those that do are told in columns of their own."""
    hanging: Mapping[int, Hanging]
    """For each level, what of it anything of a row can hang on."""
    law: LawOnDay

    def verdicts(self, found: pl.DataFrame, readings: Readings) -> pl.DataFrame:
        """The columns that the plan reads, for kinds with READINGS of which FOUND has the verdicts of each reading."""
        if not self.formulas:  # a law that asks for nothing
            return pl.DataFrame({"no_facts": np.zeros(len(readings.counts), dtype=np.int8)})
        each = found.select(**{name: pl.col(f"v_{formula}") for (_, formula), name in self.formulas.items()})
        if len(readings.counts) == found.height:
            return each
        told = verdicts_of(each)
        is_agreed = np.array([how == "agreed" for how, _ in self.formulas])
        return flags(np.where(is_agreed, readings.agreed(told), told[readings.firsts]), each.columns)

    def asks(self, number: int) -> str:
        """The column that says where a provision of ``asked`` keeps the outcome open."""
        return f"{ASKS}{number}"


class LawPlan:
    """The plans of all periods that rows have asked for so far, by one clock, over LINES.

    The levels before SPLIT are read by themselves, and so are the others; then both are joined.
    Facts that are DISPUTABLE may have several readings. Of an answer, the WANTED columns are planned.
    """

    def __init__(
        self, lines: LinesOfLevels, split: int, clock: Clock, disputable: frozenset[str], wanted: Sequence[str]
    ) -> None:
        self.lines = lines
        self.chains = ByChains(lines, split)
        self.clock = clock
        self._wanted, self._asks = {"outcome", "outcomes", "deciding_provision", *wanted}, "missing" in wanted
        self.periods: dict[int, PeriodPlan] = {}
        self.stands_for: dict[int, int] = {}
        """For each period, the first that asks the same of everything: most changes of the law are none in the plan."""
        self._alike: dict[Hashable, int] = {}
        self._disputable = disputable
        self._parts = PartsOfFormulas(lines.compiler.arena)
        self._answers: dict[Hashable, Layers] = {}
        self._verdicts: PlanByChains | None = None
        self._missing: tuple[Layers, Sequence[str]] | None = None

    def add(self, period: int, questions: Questions) -> None:
        """Plan one more period; only the first of those that ask the same is one of ``periods``."""
        verdicts = _AgreedVerdicts(self.lines.compiler)
        plan = AnswerPlan(questions, self.clock, verdicts)
        terms = verdicts.terms
        wanted = plan.columns(self._wanted)
        wanted |= {f"{DECIDES}{one}": term for one, term in plan.deciding_of_outcomes.items()}
        asked = plan.asked() if self._asks else []
        for number, (_, formula, guard) in enumerate(asked):
            wanted[f"{ASKS}{number}"] = terms.all_of((guard, terms.is_open(verdicts.agreed(formula))))
        key = (tuple(terms.ops), tuple(terms.parts), tuple(map(repr, terms.extras)), tuple(wanted.items()))
        if key not in self._answers:
            self._answers[key] = layers(terms, wanted)
        answers = self._answers[key]
        provisions = [(provision, formula) for provision, formula, _ in asked]
        read = answers.columns()
        formulas = {asking: name for asking, name in verdicts.formulas.items() if name in read}
        bearing = [self._bearing(provision, plan.law) for provision, _ in provisions]
        completed = outcome_formulas(questions, self.clock, self.lines.compiler)
        alike = (key, tuple(formulas.items()), tuple(f for _, f in provisions), tuple(bearing), completed)
        self.stands_for[period] = self._alike.setdefault(alike, period)
        if self.stands_for[period] == period:
            on_figures = frozenset(leaf for lines in bearing for leaf, _ in lines)
            asking = [*(f for _, f in formulas), *(f for _, f in provisions)]
            hanging = self._hanging(asking, on_figures)
            self.periods[period] = PeriodPlan(formulas, answers, key, provisions, hanging, plan.law)
            self._verdicts = self._missing = None

    def _bearing(self, provision: Provision, law: LawOnDay) -> tuple[tuple[Formula, frozenset[str]], ...]:
        """The lines of a provision that figures bear on which may be disputed, as they read under LAW."""
        lines = leaves_that_name(self._disputable, provision, law)
        return tuple((self.lines.compiler.condition(line, law), names) for line, names in lines)

    def _hanging(self, formulas: Sequence[Formula], on_figures: frozenset[Formula]) -> dict[int, Hanging]:
        """What of each level FORMULAS hang on, and the lines ON FIGURES that may be disputed."""
        arena, compiler = self.lines.compiler.arena, self.lines.compiler
        support = reduce(or_, map(arena.support.__getitem__, formulas), 0)
        leaves: dict[int, dict[Formula, None]] = {}
        for leaf in dict.fromkeys((*arena.leaves_in(support), *sorted(on_figures))):
            if (place := self.lines.place_of(compiler.leaves[leaf])) is not None:
                leaves.setdefault(place[0], {})[leaf] = None
        return {level: self._on_level(level, of_level, formulas, on_figures) for level, of_level in leaves.items()}

    def _on_level(
        self, level: int, leaves: Iterable[Formula], formulas: Sequence[Formula], on_figures: frozenset[Formula]
    ) -> Hanging:
        arena = self.lines.compiler.arena
        mask = reduce(or_, map(arena.support.__getitem__, leaves), 0)
        parts = frozenset[Formula]().union(*(self._parts.of(formula, mask) for formula in formulas))
        if not self.lines.tables[level].group.names & self._disputable:
            # beside an item with several readings, one of another group may ask for a figure
            parts |= on_figures.intersection(leaves)
        columns = {part: self.lines.column_of(part, level) for part in sorted(parts)}
        lines = [line for leaf in leaves for line in self._lines_of(leaf, level, columns)]
        return Hanging(tuple(columns.values()), tuple(lines))

    def _lines_of(self, leaf: Formula, level: int, columns: Mapping[Formula, int]) -> list[Line]:
        """The columns of a leaf: what it comes to, and whether what it measures is known."""
        compiler = self.lines.compiler
        bit, names = compiler.arena.support[leaf], frozenset(fact.name for fact in compiler.leaves[leaf].facts)
        above = frozenset(column for part, column in columns.items() if compiler.arena.support[part] & bit)
        return [Line(place, above, names) for of, place in sorted(self.lines.places_of(leaf)) if of == level]

    def lines_on_figures(self, provision: Provision, plan: PeriodPlan) -> Sequence[tuple[Condition, frozenset[str]]]:
        """The lines of a provision that figures bear on which may be disputed, each with these."""
        return leaves_that_name(self._disputable, provision, plan.law)

    @property
    def verdicts(self) -> PlanByChains:
        """The verdicts on one reading, of all periods: a column for each formula."""
        if self._verdicts is None:
            formulas = (formula for plan in self.periods.values() for _, formula in plan.formulas)
            self._verdicts = PlanByChains(self.lines, self.chains, formulas)
        return self._verdicts

    def parts_of(self, period: int) -> frozenset[str]:
        """The columns of the parts of the formulas of a period."""
        formulas = (formula for _, formula in self.periods[period].formulas)
        return frozenset(name_of_part(part) for formula in formulas for part in self.chains.parts(formula))

    @property
    def missing(self) -> tuple[Layers, Sequence[str]]:
        """The facts that are missing in one reading, as bits of names; read off where formulas are asked for."""
        if self._missing is None:
            terms = self.lines.terms
            formulas = dict.fromkeys(f for plan in self.periods.values() for _, f in plan.asked)
            roots = [(f, terms.is_met(terms.column(root_of(f), Type.FLAG))) for f in formulas]
            asked = self.lines.missing(roots)
            names = sorted(asked)
            self._missing = layers(terms, words(terms, asked, names)), names
        return self._missing


def root_of(formula: Formula) -> str:
    """The column that says whether the open parts of a formula are asked for."""
    return f"root_{formula}"


def worked_out(
    engine: Engine, lines: LinesOfLevels, plan: Layers, readings: Readings, more: pl.DataFrame
) -> pl.DataFrame:
    """What PLAN comes to on READINGS, over the lines that it reads and the columns MORE."""
    if not plan.wanted:  # of a law that asks for nothing
        return pl.DataFrame()
    columns, wanted = dict(more.to_dict()), plan.columns()
    for level, facts in readings.facts.items():
        table = lines.tables[level]
        read = table.columns({name: place for name, place in table.names(level).items() if name in wanted})
        if read:
            columns |= flags_of(read, facts)
    if not columns:
        columns = {"no_facts": pl.repeat(0, int(readings.counts.sum()), eager=True)}
    return engine(pl.DataFrame(columns), plan)


def flags_of(verdicts: Mapping[str, Verdicts], rows: Numbers) -> dict[str, pl.Series]:
    """The ROWS of columns of VERDICTS as flags; taken as numbers, for Polars takes flags bit by bit."""
    places = np.asarray(rows, dtype=np.intp)
    found = pl.DataFrame({name: column.take(places) for name, column in verdicts.items()})
    return found.select(pl.when(pl.all() >= 0).then(pl.all() == 1)).to_dict()


def gathered(frame: pl.DataFrame, rows: Numbers) -> pl.DataFrame:
    """The ROWS of a frame; all columns at once, so that several threads gather them."""
    places = pl.Series(rows.astype(np.uint32))  # which Polars need not make of them for every column
    return frame.select(pl.all().gather(places))
