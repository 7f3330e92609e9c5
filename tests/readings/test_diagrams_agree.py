"""Random rules over random rows: a diagram gives the verdicts of explain, and keeps the same facts as missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.language import Compared
from chipgate.law.provision import Clock
from chipgate.law.walking import facts_of_measure, walk
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.diagram import Group
from chipgate.readings.columns.formulas import MET, NOT_MET, Arena, Kind
from chipgate.readings.columns.masks import names_in_mask
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.columns.states import Agreed, EveryReading, EveryWay
from chipgate.readings.completions import Completions
from chipgate.readings.verdict import UNKNOWN, Facts, Verdict, Weighing
from tests.readings.random_rules import DAY, FACTS, corpora
from tests.readings.random_tables import random_rows
from tests.readings.test_columns_agree import amounts_for

NAMES = tuple(fact.name for fact in FACTS)
BITS = {name: 1 << place for place, name in enumerate(NAMES)}
HEAVY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VERDICTS = {NOT_MET: Verdict.NOT_MET, MET: Verdict.MET}


def groups_of(corpus: Corpus) -> dict[str, int]:
    """The number of the group of each fact; those of one measure are in one."""
    found = {name: place for place, name in enumerate(NAMES)}
    conditions = [one for p in corpus.provisions for one in (p.subject, p.when) if one is not None]
    for node in (node for condition in conditions for node in walk(condition)):
        if isinstance(node, Compared):
            joined = {found[fact.name] for fact in facts_of_measure(node.measure)}
            found = {name: min(joined) if group in joined else group for name, group in found.items()}
    return found


class Tables:
    """Rows in numbers, by the groups of their facts."""

    def __init__(self, corpus: Corpus, rows: Sequence[Facts]) -> None:
        self.group_of = groups_of(corpus)
        numbers = sorted(set(self.group_of.values()))
        self.groups = [Group(n, frozenset(name for name in NAMES if self.group_of[name] == n)) for n in numbers]
        self.values = [np.array([g.value([row]) for row in rows], dtype=np.int32) for g in self.groups]
        self.compiler = Compiler(Arena(), self.group_of.__getitem__)


@HEAVY
@given(corpora(), st.integers(0, 10**6), st.sampled_from((0.05, 0.15, 0.3)))
def test_a_diagram_agrees_with_explain(corpus: Corpus, seed: int, missing: float) -> None:
    law, rows = corpus.on(DAY, Clock.ON_THE_BOOKS), random_rows(seed, 200, missing, amounts_for(corpus))
    tables = Tables(corpus, rows)
    arena, diagram = tables.compiler.arena, EveryReading(tables.compiler, tables.groups, 0, BITS)
    formulas = [tables.compiler.provision(provision, law) for provision in corpus.provisions]
    states = np.full(len(rows), diagram.start((arena.lines((n, n, one) for n, one in enumerate(formulas)),)))
    for level, values in enumerate(tables.values):
        states = diagram.step(level, states.astype(np.int32), values)
    for row, state in zip(rows, states.tolist(), strict=True):
        ((listed,),) = diagram.finals[state]
        lines, weighing = arena.lines_of(listed), Weighing(row, law)
        for number, provision in enumerate(corpus.provisions):
            _, formula = lines.get(number, (number, NOT_MET))
            assert VERDICTS.get(formula, UNKNOWN) is weighing.weigh_provision(provision)
            asked = names_in_mask(arena.nodes[formula][1], NAMES) if arena.nodes[formula][0] is Kind.OPEN else []  # type: ignore[arg-type]
            assert set(asked) == set(weighing.missing_of_provision(provision))


def told(verdicts: Sequence[Verdict]) -> frozenset[str]:
    return frozenset(str(one) for one in (Verdict.MET, Verdict.NOT_MET) if verdicts[0] in (one, UNKNOWN))


@HEAVY
@given(corpora(), st.integers(0, 10**6))
def test_the_ways_in_which_a_case_can_go_on_are_its_completions(corpus: Corpus, seed: int) -> None:
    """Split group by group, or all at once when everything is read: the same is possible."""
    law, rows = corpus.on(DAY, Clock.ON_THE_BOOKS), random_rows(seed, 60, 0.3, amounts_for(corpus))
    states, left = last_states(corpus, law, rows)
    for row, state in zip(rows, states, strict=True):
        assert left[state] == all_at_once(corpus, law, row)


def last_states(corpus: Corpus, law: LawOnDay, rows: Sequence[Facts]) -> tuple[list[int], list[frozenset[str]]]:
    """The last state of each row, and what each last state can come to."""
    tables = Tables(corpus, rows)
    completions = Completions(tables.compiler, told)
    diagram = EveryWay(tables.compiler, tables.groups, 0, completions)
    formula = tables.compiler.provision(corpus.provisions[-1], law)
    states = np.full(len(rows), diagram.start((formula,)), dtype=np.int32)
    for level, values in enumerate(tables.values):
        states = diagram.step(level, states, values)
    return states.tolist(), [frozenset[str]().union(*map(completions.possible, state)) for state in diagram.finals]


def all_at_once(corpus: Corpus, law: LawOnDay, row: Facts) -> frozenset[str]:
    from chipgate.readings.columns.compiling import replacement

    compiler = Compiler(Arena(), lambda _name: 0)
    formula = compiler.provision(corpus.provisions[-1], law)
    leaves = {one: replacement(compiler.arena, one, leaf, row) for one, leaf in compiler.leaves.items()}
    left = Replaced.by(compiler.arena, leaves).left_of(formula)
    return Completions(compiler, told).possible((left,))


@HEAVY
@given(corpora(), st.integers(0, 10**6))
def test_cases_that_can_come_to_the_same_share_their_last_state(corpus: Corpus, seed: int) -> None:
    law, rows = corpus.on(DAY, Clock.ON_THE_BOOKS), random_rows(seed, 60, 0.3, amounts_for(corpus))
    _, left = last_states(corpus, law, rows)
    assert len(set(left)) == len(left)


def test_where_an_exception_decides_no_requirement_tells_cases_apart() -> None:
    arena = Arena()
    diagram = Agreed(Compiler(arena, lambda _name: 1), [Group(1, frozenset())], 0, {})
    open_lines = [arena.leaf("one line"), arena.leaf("another line")]
    exceptions, nothing = arena.lines([(1, "an exception", MET)]), arena.lines(())
    vectors = [(MET, arena.lines([(1, "a", one), (2, "b", MET)]), exceptions, nothing, nothing) for one in open_lines]
    first, second = (diagram.joined(0, (vector,)) for vector in vectors)
    assert first == second
    without = [(*vector[:2], nothing, *vector[3:]) for vector in vectors]
    assert diagram.joined(0, (without[0],)) != diagram.joined(0, (without[1],))
