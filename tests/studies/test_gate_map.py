"""The map of the gates: its regions are what judging any chip in them gives, on any day and under any reform."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.transaction import transaction_of
from chipgate.chips.catalogue import bundled
from chipgate.law.corpus import Corpus
from chipgate.law.language import Quotient, limit, more_than
from chipgate.law.provision import Clock, Provision, RequiresLicence, since
from chipgate.law.reform import Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.facts import DRAM_BANDWIDTH_GB_S, TPP
from chipgate.studies.gate_map.chips import at_home_in, placed
from chipgate.studies.gate_map.exits import exits
from chipgate.studies.gate_map.gates import STEPS, stepped
from chipgate.studies.gate_map.plane import PLANES, Plane, Spread
from chipgate.studies.gate_map.regions import GateMap, Told, gate_map, told_of
from chipgate.units import Exact, decimal_text, whole

DAYS = ("2022-12-01", "2023-11-17", "2024-06-01", "2025-02-01", "2026-06-01")
CONDITIONS_MET = {
    "cert_dd_complete": "yes",
    "volume_ratio": "0.5",
    "us_lab_test": "yes",
    "us_commercially_available": "yes",
}
DRAFT = {
    "item_kind": "ic",
    "tpp": "3600",
    "performance_density": "4.4",
    "dram_bandwidth_gb_s": "4000",
    "io_gb_s": "900",
    "datacenter": "yes",
    **CONDITIONS_MET,
}
LOOSER = Reform("looser", (SetLimit("us/ear/3A090.a.2#density", Fraction(8)),))


def checker(corpus: Corpus | None = None, clock: Clock = Clock.AS_ENFORCED) -> Checker:
    return Checker(corpus or us_corpus(), assume="ordinary", clock=clock)


def spread(plane: str, day: str, to: str = "CN", corpus: Corpus | None = None, **cells: str) -> Spread:
    drafted = transaction_of({**DRAFT, **at_home_in(to), "as_of": day, **cells})
    return Spread(PLANES[plane], drafted, checker(corpus))


def answer_to(**cells: str) -> Determination:
    return checker().check_cells({**DRAFT, **at_home_in("CN"), "as_of": "2026-06-01", **cells})


def block_at(found: GateMap, x: Exact, y: Exact) -> list[Told]:
    return [one.told for one in found.blocks if one.holds(x, y)]


MAPS = {
    (plane, day, to, data_center): gate_map(spread(plane, day, to, datacenter=data_center))
    for plane in PLANES
    for day in DAYS
    for to, data_center in (("CN", "yes"), ("VN", "yes"), ("CN", ""), ("GB", "no"))
}


@pytest.mark.parametrize("asked", MAPS, ids="-".join)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_chip_in_a_region_is_answered_as_the_region_says(
    asked: tuple[str, str, str, str], data: st.DataObject
) -> None:
    found = MAPS[asked]
    plane: Plane = found.spread.plane
    x, y = (whole(data.draw(st.fractions(axis.low, axis.high, max_denominator=50))) for axis in (plane.x, plane.y))
    there = block_at(found, x, y)
    judged = told_of(found.spread.checker.determine(found.spread.case_at(x, y)))
    assert there in ([judged], []), "one region, or an edge"
    if not there:
        assert any(x in (one.left, one.right) or y in (one.bottom, one.top) for one in found.blocks)


@pytest.mark.parametrize("asked", MAPS, ids="-".join)
def test_regions_fill_the_map_without_overlap(asked: tuple[str, str, str, str]) -> None:
    found = MAPS[asked]
    x, y = found.spread.plane.x, found.spread.plane.y
    assert found.is_exact
    area = sum((Fraction(one.right) - one.left) * (Fraction(one.top) - one.bottom) for one in found.blocks)
    assert area == (Fraction(x.high) - x.low) * (Fraction(y.high) - y.low)


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.a")
def test_the_corner_of_3a090_lies_where_the_text_puts_it() -> None:
    """2024: .a from TPP 4800, or from 1600 with a density of 5.92; .b from 2400 and 1.6, or from 1600 and 3.2."""
    found = MAPS["density", "2024-06-01", "CN", "yes"]
    x_edges = {one.left for one in found.edges if one.left == one.right}
    y_edges = {one.bottom for one in found.edges if one.bottom == one.top}
    assert x_edges == {1600, 2400, 4800}
    assert y_edges == {Fraction(8, 5), Fraction(16, 5), Fraction(148, 25)}


@pytest.mark.proves("15 CFR 742.6(b)(10)(iii)(A)(1)")
def test_the_door_of_2026_is_cut_out_of_the_denial() -> None:
    """From 15 January 2026: case by case below TPP 21,000 and 6,500 GB/s of DRAM, where the conditions are met."""
    found = MAPS["bandwidth", "2026-06-01", "CN", "yes"]
    assert [one.reviews for one in block_at(found, 20_999, 6499)] == [("case_by_case",)]
    for x, y in ((21_001, 6499), (20_999, 6501)):
        assert [one.reviews for one in block_at(found, x, y)] == [("presumption_of_denial",)]


def test_a_reform_moves_an_edge_and_leaves_the_law_alone() -> None:
    before, after = (
        gate_map(spread("density", "2024-06-01", corpus=one)) for one in (us_corpus(), reformed(us_corpus(), LOOSER))
    )
    assert block_at(before, 2000, 7)[0].eccn == "3A090.a"
    assert block_at(after, 2000, 7)[0].eccn == "none"
    assert 8 in {one.bottom for one in after.edges}
    assert 8 not in {one.bottom for one in before.edges}


def test_an_edge_that_is_a_curve_is_drawn_in_steps_and_said_to_be() -> None:
    """A made-up text on bytes per operation: it turns along a slope, which no line along an axis can follow."""
    ratio = Provision(
        id="us/ear/made up",
        title="More than 1 GB/s for each TPP",
        cite="",
        binds=since(2024, 1, 1),
        when=more_than(Quotient(DRAM_BANDWIDTH_GB_S, TPP), limit("made up#ratio", 1)),
        gives=RequiresLicence(),
    )
    corpus = Corpus((*us_corpus().provisions, ratio), us_corpus().groups)
    found = gate_map(spread("bandwidth", "2024-06-01", corpus=corpus, performance_density="0.6"))
    assert not found.is_exact
    assert [one.limit.name for one in found.gates.curved] == ["made up#ratio"]
    assert block_at(found, 200, 1001)[0].outcome == "licence_required"
    assert block_at(found, 1001, 201)[0].outcome == "no_licence_required"


def test_what_nobody_said_stays_open_on_the_map() -> None:
    """Whether the chip is for datacenters: below TPP 4800, Note 2 may leave it out of 3A090."""
    found = MAPS["density", "2026-06-01", "CN", ""]
    assert block_at(found, 3600, 7)[0].outcome == "undetermined"
    assert (block_at(found, 3600, 7)[0].eccn, block_at(found, 5000, 7)[0].eccn) == ("undetermined", "3A090.a")


def test_the_die_is_kept_where_its_area_is_given() -> None:
    """816 mm2: TPP reaches a density of 5.92 at 4830.72, so that .a begins at 4800, and .b.2 at 3.2 x 816 = 2611.2."""
    found = gate_map(spread("bandwidth", "2024-06-01", performance_density="", die_area_mm2="816"))
    assert {Fraction(26112, 10), 2400, 4800} & {one.value for one in found.gates.x} == {Fraction(26112, 10), 2400, 4800}
    assert block_at(found, 2000, 4000)[0].eccn == "none"


@pytest.mark.parametrize(
    ("cells", "way"),
    [
        ({}, ("tpp_on_the_same_die", "no_licence", 2400)),  # at 2400 the same die has a density of 2.93: below .b.2
        ({"tpp": "5000", "performance_density": "2"}, ("tpp_on_the_same_die", "no_licence", 4000)),  # 1.6 x 2500 mm2
        ({"tpp": "22000", "performance_density": "20"}, ("tpp_on_the_same_die", "case_by_case", 21000)),
        (
            {"tpp": "5000", "performance_density": "6.25", "dram_bandwidth_gb_s": "7000"},
            ("bandwidth", "case_by_case", 6500),
        ),
    ],
)
def test_the_nearest_exit(cells: dict[str, str], way: tuple[str, str, int]) -> None:
    nearest = exits(answer_to(**cells))[0]
    assert (nearest.move, nearest.goal, nearest.bound) == way
    assert not nearest.attained, "the text says below"
    assert nearest.gate is not None


@settings(max_examples=25, deadline=None)
@given(tpp=st.integers(1600, 40_000), density=st.fractions(Fraction(1, 2), 40, max_denominator=20))
def test_an_exit_leads_out_and_not_sooner(tpp: int, density: Fraction) -> None:
    """A millionth below the bound the goal is reached; at the bound itself only where it is allowed."""
    answer = answer_to(tpp=str(tpp), performance_density=decimal_text(density, 9))
    for one in exits(answer):
        if one.goal != "no_licence" or one.move != "tpp":
            continue
        below = answer_to(
            tpp=decimal_text(one.bound - Fraction(1, 1000), 9), performance_density=decimal_text(density, 9)
        )
        at = answer_to(tpp=decimal_text(one.bound, 9), performance_density=decimal_text(density, 9))
        assert below.outcome == "no_licence_required"
        assert (at.outcome == "no_licence_required") == one.attained


def test_what_needs_no_licence_has_no_exit() -> None:
    assert exits(answer_to(tpp="1000", performance_density="1")) == ()


def test_real_chips_keep_their_own_figures() -> None:
    found = {
        one.sheet.chip_id: one for one in placed(bundled(), checker(), date(2024, 6, 1), "CN", {}) if one.numbers["tpp"]
    }
    h20 = found[next(name for name in found if name.startswith("h20"))]
    assert h20.place(PLANES["density"]) == (2368, Fraction(2368, 814))
    assert h20.answer.outcome == "no_licence_required"
    assert any(one.is_disputed for one in found.values())


def test_steps_for_curves_rise_by_one_ratio() -> None:
    found = stepped(PLANES["density"].x)
    assert len(found) == STEPS - 1
    ratios = [float(other / Fraction(one)) for one, other in pairwise(found)]
    assert max(ratios) / min(ratios) < 1.001
