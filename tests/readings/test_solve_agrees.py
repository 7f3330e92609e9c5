"""Conditions as constraints say what ``explain`` says: on fixed facts, on free ones, and of every case at once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import FactKind, Value
from chipgate.law.language import all_of, is_not, is_true, one_of, within
from chipgate.law.provision import Clock
from chipgate.readings.solve.answers import WhetherMet
from chipgate.readings.solve.constraints import Both, Constraints
from chipgate.readings.solve.differing import difference
from chipgate.readings.solve.facts_of_a_world import Free, World
from chipgate.readings.solve.logic import number_term, term_of, z3
from chipgate.readings.solve.proofs import CanBeMet, prove
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Verdict, weigh_provision
from tests.readings.random_rules import COUNTRIES, DAY, FACTS, FLAGS, all_facts, corpora, facts, law_of

pytest.importorskip("z3")


def verdict_of(both: Both, world: World, numbers: Mapping[str, Fraction | int]) -> Verdict:
    """What the solver says where the free numbers are NUMBERS; each half must be forced one way."""
    solver = z3().Solver()
    solver.add(*(world.number(name) == number_term(value) for name, value in numbers.items()))
    solver.add(*(term_of(told) for _, told in world.domain))
    told = []
    for half in both:
        ways = [solver.check(term_of(half)) == z3().sat, solver.check(z3().Not(term_of(half))) == z3().sat]
        assert sorted(ways) == [False, True], "the facts leave it open"
        told.append(ways[0])
    return {(True, True): MET, (False, True): UNKNOWN, (False, False): NOT_MET}[told[0], told[1]]


@settings(max_examples=200, deadline=None)
@given(corpora(), facts())
def test_fixed_facts_leave_nothing_to_the_solver(corpus: Corpus, known: Mapping[str, Value]) -> None:
    """Quote: the two differ exactly where explain says UNKNOWN, by the same logic."""
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    constraints = Constraints(law, World(known))
    for provision in law.provisions.values():
        both = constraints.provision(provision)
        assert verdict_of(both, constraints.world, {}) is weigh_provision(provision, known, law)


@settings(max_examples=150, deadline=None)
@given(corpora(), facts(), st.data())
def test_free_numbers_are_weighed_as_explain_weighs_them(
    corpus: Corpus, known: Mapping[str, Value], data: st.DataObject
) -> None:
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    numbers = {
        name: value
        for name, value in known.items()
        if isinstance(value, int | Fraction) and not isinstance(value, bool) and data.draw(st.booleans())
    }
    fixed = {name: value for name, value in known.items() if name not in numbers}
    world = World(fixed, {name: Free() for name in numbers})
    constraints = Constraints(law, world)
    for provision in law.provisions.values():
        both = constraints.provision(provision)
        assert verdict_of(both, world, numbers) is weigh_provision(provision, known, law)


@settings(max_examples=80, deadline=None)
@given(corpora(), st.lists(all_facts(), min_size=1, max_size=6))
def test_a_provision_that_some_facts_meet_is_found_to_be_one(corpus: Corpus, cases: list[Mapping[str, Value]]) -> None:
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    for provision in law.provisions.values():
        met = any(weigh_provision(provision, one, law) is MET for one in cases)
        found = prove(CanBeMet(provision.id), law)
        assert found.holds or not met
        for witness in found.facts:
            complete = {**cases[0], **witness}
            assert weigh_provision(provision, complete, law) is MET


@settings(max_examples=60, deadline=None)
@given(corpora(), corpora(), st.lists(all_facts(), min_size=1, max_size=6))
def test_no_case_lies_outside_the_regions_where_two_laws_differ(
    one: Corpus, other: Corpus, cases: list[Mapping[str, Value]]
) -> None:
    """Quote: all regions of facts where two texts disagree; none means proved equal."""
    laws = one.on(DAY, Clock.AS_ENFORCED), other.on(DAY, Clock.AS_ENFORCED)
    asked = WhetherMet("xx/law/0.a")
    found = difference(*laws, asked, seconds=60)
    for facts_of_a_case in cases:
        verdicts = [met(law, asked.provision, facts_of_a_case) for law in laws]
        inside = any(region.region.may_hold(facts_of_a_case) or not region.region.lines for region in found.regions)
        assert not found.is_complete or (verdicts[0] == verdicts[1]) or inside
    for region in found.regions:
        verdicts = [met(law, asked.provision, {**cases[0], **region.region.witness}) for law in laws]
        assert verdicts[0] != verdicts[1]


@pytest.mark.parametrize("table_first", [True, False])
def test_a_place_that_no_table_speaks_of_is_left_out_of_regions(table_first: bool) -> None:
    """Of XX nobody knows the groups: explain does not say that it lies outside A:5, so no witness may rest on it."""
    home = COUNTRIES[1]
    lines = is_not(within(home, "A:5")), one_of(home, "XX", "BY")
    laws = law_of(is_true(FLAGS[0])), law_of(all_of(*(lines if table_first else reversed(lines))))
    found = difference(*laws, WhetherMet("xx/law/a"), seconds=60)
    assert found.is_complete
    assert {one.region.witness.get("home") for one in found.regions} & {"BY"}
    assert "XX" not in {one.region.witness.get("home") for one in found.regions}


def met(law: LawOnDay, provision: str, case: Mapping[str, Value]) -> bool:
    return weigh_provision(law.get(provision), case, law) is MET


def test_the_world_has_facts_of_every_kind() -> None:
    """The rules above are drawn over all of them."""
    assert {one.kind for one in FACTS} == set(FactKind)
