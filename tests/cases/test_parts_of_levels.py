"""What can be seen of one group of facts from another: rows that look alike have one verdict, now and later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chipgate.cases.tables.parts_of_levels import Hanging, Line, PartsOfFormulas
from chipgate.readings.columns.formulas import Arena, Formula, Kind

MINE, OTHERS = ("a", "b", "c"), ("x", "y")
NOT_MET, UNKNOWN, MET = 0, 1, 2
Values = Mapping[Formula, int]


def verdict(arena: Arena, formula: Formula, values: Values) -> int:
    node: Any = arena.nodes[formula]
    if node[0] in (Kind.CONSTANT, Kind.LEAF):
        return values[formula] if node[0] is Kind.LEAF else MET if node[1] else NOT_MET
    if node[0] in (Kind.ALL_OF, Kind.ANY_OF):
        return (min if node[0] is Kind.ALL_OF else max)(verdict(arena, part, values) for part in node[1])
    found = verdict(arena, node[1], values)
    if node[0] is Kind.IS_NOT:
        return MET - found
    return MET if found >= (MET if node[0] is Kind.IS_MET else UNKNOWN) else NOT_MET


def written(arena: Arena, tree: Any) -> Formula:
    if isinstance(tree, str):
        return arena.leaf(tree)
    how, *parts = tree
    formulas = [written(arena, part) for part in parts]
    joined = getattr(arena, how)
    return joined(formulas) if how in ("all_of", "any_of") else joined(*formulas)  # type: ignore[no-any-return]


TREES = st.recursive(
    st.sampled_from(MINE + OTHERS),
    lambda part: st.one_of(
        st.tuples(st.sampled_from(("all_of", "any_of")), part, part, part),
        st.tuples(st.sampled_from(("all_of", "any_of")), part, part),
        st.tuples(st.sampled_from(("is_not", "is_met", "not_failed")), part),
    ),
    max_leaves=10,
)


def seen(arena: Arena, formulas: Sequence[Formula], mine: Sequence[Formula], rows: Sequence[Values]) -> list[Any]:
    mask = sum(arena.support[leaf] for leaf in mine)
    found = PartsOfFormulas(arena)
    parts = sorted(frozenset[Formula]().union(*(found.of(one, mask) for one in formulas)))
    columns = {part: number for number, part in enumerate(parts, len(mine))}
    lines = [
        Line(n, frozenset(columns[p] for p in parts if arena.support[p] & arena.support[leaf]), frozenset((MINE[n],)))
        for n, leaf in enumerate(mine)
    ]
    told = [[verdict(arena, one, row) for one in (*mine, *parts)] for row in rows]
    verdicts = np.array([0, -1, 1], dtype=np.int8)[np.array(told)]
    known = [{name: True for name, leaf in zip(MINE, mine, strict=True) if row[leaf] != UNKNOWN} for row in rows]
    return Hanging(tuple(columns.values()), tuple(lines)).seen(verdicts, known)


def still_possible(arena: Arena, formulas: Sequence[Formula], row: Values) -> set[tuple[int, ...]]:
    """What all formulas together can come to once every line is known."""
    ways = [(value,) if value != UNKNOWN else (NOT_MET, MET) for value in row.values()]
    told = (dict(zip(row, way, strict=True)) for way in product(*ways))
    return {tuple(verdict(arena, one, way) for one in formulas) for way in told}


@given(st.lists(TREES, min_size=1, max_size=2))
def test_rows_that_look_alike_have_one_verdict_whatever_else_is_known(trees: list[Any]) -> None:
    arena = Arena()
    mine, others = ([arena.leaf(name) for name in names] for names in (MINE, OTHERS))
    formulas = [written(arena, tree) for tree in trees]
    unseen = dict.fromkeys(others, UNKNOWN)
    rows = [dict(zip(mine, told, strict=True)) for told in product(range(3), repeat=len(mine))]
    alike = defaultdict(list)
    for key, row in zip(seen(arena, formulas, mine, [row | unseen for row in rows]), rows, strict=True):
        alike[key].append(row)
    for same in alike.values():
        for other in product(range(3), repeat=len(others)):
            whole = [row | dict(zip(others, other, strict=True)) for row in same]
            assert len({tuple(verdict(arena, one, row) for one in formulas) for row in whole}) == 1
            first, *more = (still_possible(arena, formulas, row) for row in whole)
            assert all(one == first for one in more)


def test_lines_below_a_part_that_is_settled_are_not_seen() -> None:
    arena = Arena()
    a, b, c = mine = [arena.leaf(name) for name in MINE]
    x = arena.leaf("x")
    rule = arena.all_of((x, arena.any_of((a, b))))
    rows = [
        dict(zip(mine, told, strict=True)) | {x: UNKNOWN} for told in ((MET, 0, 0), (0, MET, MET), (1, 0, 0), (0, 1, 0))
    ]
    one, other, first_open, second_open = seen(arena, [rule], mine, rows)
    assert one == other
    assert first_open != second_open
    assert PartsOfFormulas(arena).of(rule, arena.support[c]) == frozenset()


def test_whether_something_is_proven_by_now_is_no_part() -> None:
    """What is not proven yet may be so later."""
    arena = Arena()
    a, x = arena.leaf("a"), arena.leaf("x")
    rule = arena.any_of((x, arena.is_met(a)))
    assert PartsOfFormulas(arena).of(rule, arena.support[a]) == {a}
