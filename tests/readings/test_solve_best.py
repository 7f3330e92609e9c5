"""The best number that a text still allows: worked cases, what binds, and bad input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from time import monotonic

import pytest

from chipgate.cases.assumptions import ORDINARY
from chipgate.law.facts import Value
from chipgate.law.us.corpus import us_corpus
from chipgate.readings import solve
from chipgate.readings.solve import logic
from chipgate.readings.solve.facts_of_a_world import Free, Ratio, Role, Tied, World
from chipgate.readings.solve.goals import Reviewed
from chipgate.readings.solve.logic import LacksSolver
from chipgate.readings.solve.optimum import (
    Best,
    NothingFits,
    NoUpperEnd,
    best,
    by_time_limit,
    solved,
    tracked_demands,
)
from chipgate.readings.solve.what_binds import binding

pytest.importorskip("z3")

TO_CHINA: Mapping[str, Value] = {
    **{name: value for name, (value, _line) in ORDINARY.items()},
    "item_kind": "ic",
    "datacenter": True,
    "transaction": "export",
    "end_user_hq": "CN",
    "end_user_parent_hq": "CN",
}
DENSITY = Ratio("tpp", "die_area_mm2")


def tpp_of(area: int | Fraction, day: date, most: int = 20_000, **fixed: Value) -> Best:
    free: dict[str, Role] = {"tpp": Free(0, most), "performance_density": DENSITY}
    known = {**TO_CHINA, "die_area_mm2": area, "dram_bandwidth_gb_s": 1000, "io_gb_s": 600, **fixed}
    return best("tpp", us_corpus(), day, "CN", fixed=known, free=free)


# 814 mm2: TPP below 2400, since 2400 / 814 = 2.95 is 1.6 or more (b.1) and below 3.2 (b.2).
# 608.5 mm2: 3.2 x 608.5 = 1947.2 (b.2). 294.5 mm2: 1600 (b.2), since 1600 / 294.5 = 5.4 is 3.2 or more.
# 1628 mm2: 1.6 x 1628 = 2604.8 (b.1). 3256 mm2: 4800 (a.1), since 4800 / 3256 = 1.47 is below 1.6.
@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.b")
@pytest.mark.parametrize(
    ("area", "bound", "limit"),
    [
        (814, 2400, "us/ear/3A090.b.1#tpp"),
        (Fraction("608.5"), Fraction("1947.2"), "us/ear/3A090.b.2#density"),
        (Fraction("294.5"), 1600, "us/ear/3A090.b.2#tpp"),
        (1628, Fraction("2604.8"), "us/ear/3A090.b.1#density"),
        (3256, 4800, "us/ear/3A090.a.1#tpp"),
    ],
)
def test_the_highest_tpp_of_an_area(area: int | Fraction, bound: int | Fraction, limit: str) -> None:
    found = tpp_of(area, date(2023, 12, 1))
    assert (found.bound, found.attained, found.proved) == (bound, False, True)
    assert bound - bound / Fraction(10**6) <= found.value < bound
    assert limit in [one.name for one in binding(found)]


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.a")
def test_in_2022_the_links_decide_whether_tpp_does() -> None:
    """600 GB/s and 4800 together: with 599 there is no limit but the die, with 600 TPP ends at 4800."""
    assert tpp_of(814, date(2022, 12, 1), io_gb_s=599).bound == 20_000
    assert tpp_of(814, date(2022, 12, 1), io_gb_s=600).bound == 4800


def test_what_ten_square_millimetres_are_worth() -> None:
    """3.2 x 10 mm2 = 32 TPP where the density binds, nothing where TPP does."""
    worth = {one.name: one.worth for one in binding(tpp_of(Fraction("608.5"), date(2023, 12, 1)))}
    assert worth["die_area_mm2"] == 32
    assert "die_area_mm2" not in {one.name for one in binding(tpp_of(814, date(2023, 12, 1)))}


def test_the_end_of_a_range_binds_where_no_text_does() -> None:
    (only,) = binding(tpp_of(814, date(2023, 12, 1), most=1000))
    assert (only.name, only.provision, only.worth) == ("tpp", None, 10)


def test_a_trace_comes_with_the_answer() -> None:
    lines = tpp_of(814, date(2023, 12, 1)).trace
    assert [line.provision.id for line in lines if line.provision] == ["us/ear/3A090.b"]


@pytest.mark.proves("15 CFR 742.6(b)(10)(iii)(A)(1)")
def test_the_paragraph_of_2026_ends_at_21000() -> None:
    free: dict[str, Role] = {"tpp": Free(0, 50_000), "performance_density": DENSITY}
    certified = {"cert_dd_complete": True, "volume_ratio": Fraction(1, 2), "us_lab_test": True}
    known = {**TO_CHINA, **certified, "us_commercially_available": True, "die_area_mm2": 1628}
    asked = {**known, "dram_bandwidth_gb_s": 6499, "io_gb_s": 900}
    found = best("tpp", us_corpus(), date(2026, 6, 1), "CN", fixed=asked, free=free, goal=Reviewed(("case_by_case",)))
    assert (found.bound, found.attained) == (21_000, False)
    above = {**asked, "dram_bandwidth_gb_s": 6500}
    floor: dict[str, Role] = {"tpp": Free(4800, 50_000), "performance_density": DENSITY}
    with pytest.raises(NothingFits):  # 6,500 is not below 6,500
        best("tpp", us_corpus(), date(2026, 6, 1), "CN", fixed=above, free=floor, goal=Reviewed(("case_by_case",)))


def test_unknown_never_clears() -> None:
    """A chip of which nobody says whether it is for datacenters could be one; TPP ends where that could matter."""
    known = {name: value for name, value in TO_CHINA.items() if name != "datacenter"}
    free: dict[str, Role] = {"tpp": Free(0, 20_000), "performance_density": DENSITY}
    asked = {**known, "die_area_mm2": 814, "dram_bandwidth_gb_s": 1000, "io_gb_s": 600}
    assert best("tpp", us_corpus(), date(2023, 12, 1), "CN", fixed=asked, free=free).bound == 2400
    not_for_one = {**asked, "datacenter": False}
    assert best("tpp", us_corpus(), date(2023, 12, 1), "CN", fixed=not_for_one, free=free).bound == 4800


def test_area_and_tpp_can_be_free_together() -> None:
    """The larger the die, the more TPP, until 4800: 1.6 x 3000 mm2."""
    free: dict[str, Role] = {"tpp": Free(), "die_area_mm2": Free(0, 5000), "performance_density": DENSITY}
    known = {**TO_CHINA, "dram_bandwidth_gb_s": 1000, "io_gb_s": 600}
    found = best("tpp", us_corpus(), date(2023, 12, 1), "CN", fixed=known, free=free)
    assert found.bound == 4800
    assert found.facts["die_area_mm2"] > 2999  # type: ignore[operator]


def test_numbers_can_be_tied_to_one_another() -> None:
    """TPP = 16 bits x rate: 2400 / 16 = 150 TFLOPS at FP16."""
    free: dict[str, Role] = {"fp16": Free(), "tpp": Tied((("fp16", 16),)), "performance_density": DENSITY}
    known = {**TO_CHINA, "die_area_mm2": 814, "dram_bandwidth_gb_s": 1000, "io_gb_s": 600}
    found = best("fp16", us_corpus(), date(2023, 12, 1), "CN", fixed=known, free=free)
    assert (found.bound, found.attained) == (150, False)
    assert found.facts["tpp"] == 16 * found.value


def test_the_front_door_of_the_reading() -> None:
    """The functions, whichever of their modules was loaded first."""
    assert (solve.best, solve.Free) == (best, Free)
    assert all(getattr(solve, name) for name in solve.__all__)


# Bad input.


def test_what_clashes_is_named() -> None:
    free: dict[str, Role] = {"tpp": Free(5000, 6000), "performance_density": DENSITY}
    known = {**TO_CHINA, "die_area_mm2": 814, "dram_bandwidth_gb_s": 1000, "io_gb_s": 600}
    with pytest.raises(NothingFits) as found:
        best("tpp", us_corpus(), date(2023, 12, 1), "CN", fixed=known, free=free)
    assert found.value.ranges == ("tpp",)
    assert {one.id for one in found.value.provisions} & {"us/ear/742.6(a)(6)(iii)", "us/ear/744.23(a)(3)(i)"}
    assert [one.id for one in found.value.paragraphs] == ["us/ear/3A090.a"]
    assert "742.6(a)(6)(iii)" in str(found.value) or "744.23(a)(3)(i)" in str(found.value)


def test_a_fact_without_an_upper_limit_is_named() -> None:
    free: dict[str, Role] = {"tpp": Free(), "die_area_mm2": Free(1), "performance_density": Free(1, 1)}
    known = {**TO_CHINA, "dram_bandwidth_gb_s": 1000, "io_gb_s": 599}
    with pytest.raises(NoUpperEnd, match="tpp has no upper limit") as found:
        best("tpp", us_corpus(), date(2022, 12, 1), "CN", fixed=known, free=free)
    assert found.value.names == ("tpp",)


def test_a_time_limit_is_kept_and_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """An optimiser that does not end in its time leaves what is found by then: allowed, and its bound not proved."""
    question = tpp_of(814, date(2023, 12, 1)).question
    monkeypatch.setattr(logic.z3().Optimize, "check", lambda _self, *_more: logic.z3().unknown)
    started = monotonic()
    found = solved(replace(question, within_ms=100))
    assert monotonic() - started < 2
    assert (found.proved, found.attained) == (False, False)
    assert found.value < 2400


def test_what_is_found_in_time_is_told_as_such() -> None:
    """The best so far is allowed and below the optimum; its bound is the end of the range, and not proved."""
    question = tpp_of(814, date(2023, 12, 1)).question
    world = World(question.fixed, question.roles)
    sides = [told for _, told in (*tracked_demands(question, world), *world.domain)]
    found = by_time_limit(question, world, sides, monotonic())
    assert (found.proved, found.attained, found.bound) == (False, False, 20_000)
    assert found.value < 2400


def test_a_missing_solver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    logic.z3.cache_clear()
    monkeypatch.setattr(logic, "find_spec", lambda _name: None)
    with pytest.raises(LacksSolver, match=r"chipgate\[solve\]"):
        tpp_of(814, date(2023, 12, 1))
    monkeypatch.undo()
    logic.z3.cache_clear()
