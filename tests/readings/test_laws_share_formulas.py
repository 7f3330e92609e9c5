"""Laws that read a provision alike share its formula: it is what a compiler of that law alone would write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import Arena, Formula, Kind


def compiler() -> Compiler:
    return Compiler(Arena(), lambda _: 0)


def moved(source: Arena, into: Arena) -> Callable[[Formula], Formula]:
    """The number that a formula of SOURCE has INTO another arena."""
    known: dict[Formula, Formula] = {}
    joins = {Kind.ALL_OF: into.all_of, Kind.ANY_OF: into.any_of}

    def number(formula: Formula) -> Formula:
        if formula not in known:
            node: Any = source.nodes[formula]
            match node[0]:
                case Kind.ALL_OF | Kind.ANY_OF:
                    known[formula] = joins[node[0]](map(number, node[1]))
                case Kind.IS_NOT:
                    known[formula] = into.is_not(number(node[1]))
                case Kind.LEAF:
                    known[formula] = into.leaf(node[1])
                case kind:
                    assert kind is Kind.CONSTANT
                    known[formula] = formula
        return known[formula]

    return number


def laws() -> Iterator[LawOnDay]:
    for day in us_corpus().change_days:
        for clock in Clock:
            yield us_corpus().on(day, clock)


def test_every_provision_reads_as_under_its_own_law_alone() -> None:
    together, found = compiler(), set[tuple[str, Formula]]()
    for law in laws():
        alone = compiler()
        number = moved(alone.arena, together.arena)
        for provision in law.provisions.values():
            formula = together.provision(provision, law)
            assert formula == number(alone.provision(provision, law))
            found.add((provision.key, formula))
    texts = {key for key, _ in found}
    assert len(found) > len(texts) + 50, "texts that refer to others, or to groups, read otherwise on other days"


def test_the_lines_of_provisions_read_as_under_their_own_law_alone() -> None:
    together = compiler()
    for law in laws():
        alone = compiler()
        number = moved(alone.arena, together.arena)
        for condition in (one for provision in law.provisions.values() for one in provision.conditions):
            assert together.condition(condition, law) == number(alone.condition(condition, law))
