"""Rates of wide formats alone under every law that judges: what is more than they say clears nothing, opens nothing."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.check_one import check
from chipgate.cases.duties.landed_cost import landed_cost_of_cells
from chipgate.cases.figure import OR_MORE, Figure
from chipgate.cases.figures import settled_readings
from chipgate.cases.judged_often import Asker, Askers
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.law.corpus import Corpus
from chipgate.law.reform import EndProvision, Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus

TO_CHINA = {
    "item_kind": "ic",
    "to": "CN",
    "on": "2026-08-01",
    "transaction": "export",
    "end_user_hq_iso2": "CN",
    "die_area_mm2": "814",
}
"""An H100 has 34 at FP64 in its vector units (2176), 67 in its tensor units (4288), 989 at FP16 (15832)."""


def law_with(**limits: object) -> Corpus:
    changes = tuple(SetLimit(f"us/ear/3A090{name}", value) for name, value in limits.items())  # type: ignore[arg-type]
    return reformed(us_corpus(), Reform("other limits", changes))


A_FROM_10000 = {".a.1#tpp": 10_000, " Note 2#tpp": 10_000, ".b.1#tpp_ceiling": 10_000}
REFORMS = {
    ".a from 10000 on": law_with(**A_FROM_10000),
    ".a from 40000 on, .b from 30000": law_with(
        **{".a.1#tpp": 40_000, ".a.2#tpp": 40_000, " Note 2#tpp": 40_000, ".b.2#tpp": 30_000},
        **{".b.1#tpp": 30_000, ".b.1#tpp_ceiling": 40_000},
    ),
    ".b from 3000 on": law_with(**{".b.1#tpp": 3000}),
    ".b from a density of 20": law_with(**{".b.1#density": 20, ".b.2#density": 20, ".b.1#density_ceiling": 30}),
    "a gap between .b and .a": law_with(**{".b.1#tpp_ceiling": 3000, ".a.2#tpp": 4800}),
    "without .a": reformed(us_corpus(), Reform("without .a.", (EndProvision("us/ear/3A090.b", date(2026, 1, 1)),))),
}


@pytest.mark.parametrize("datacenter", ["yes", "no", ""])
@pytest.mark.parametrize("rates", ["fp64=34", "fp64=40", "fp64=67", "fp64=75", "tf32=160", "fp64=400"])
@pytest.mark.parametrize("law", REFORMS)
def test_under_a_reform_rates_of_wide_formats_clear_only_what_all_more_would(
    law: str, rates: str, datacenter: str
) -> None:
    """Whatever a TPP above the least would be, the outcome that is told holds for it too."""
    cells = {**TO_CHINA, "datacenter": datacenter}
    checker = Checker(corpus=REFORMS[law], assume="ordinary")
    outcome = check({**cells, "peak_rates_tops": rates}, checker=checker).outcome
    form, _, rate = rates.partition("=")
    least = int(rate) * {"fp64": 64, "tf32": 19}[form]
    more = (check({**cells, "tpp": str(tpp)}, checker=checker).outcome for tpp in _from(least))
    assert outcome == "undetermined" or set(more) == {outcome}


def _from(least: int) -> list[int]:
    near = (0, 1600, 2400, 3000, 4800, 5000, 10_000, 15_832, 21_000, 25_000, 30_000, 39_999, 40_000, 100_000)
    return [least, *(tpp for tpp in near if tpp > least)]


def test_raised_limits_do_not_clear_by_the_least_that_tpp_can_be() -> None:
    """75 x 64 = 4800 is below 10000, and 40 x 64 = 2560 below 3000; the highest product of the chip need not be."""
    raised = Checker(corpus=REFORMS[".a from 10000 on"], assume="ordinary")
    answer = check({**TO_CHINA, "peak_rates_tops": "fp64=75", "datacenter": "no"}, checker=raised)
    assert (answer.outcome, answer.missing_names[0]) == ("undetermined", "tpp")
    raised = Checker(corpus=REFORMS[".b from 3000 on"], assume="ordinary")
    answer = check({**TO_CHINA, "peak_rates_tops": "fp64=40", "datacenter": "yes"}, checker=raised)
    assert (answer.outcome, answer.missing_names[0]) == ("undetermined", "tpp")


def test_lowered_limits_catch_by_the_least_that_tpp_can_be() -> None:
    """34 x 64 = 2176 reaches 2000."""
    lowered = {".a.1#tpp": 2000, ".a.2#tpp": 1000, ".b.1#tpp": 1500, ".b.1#tpp_ceiling": 2000, " Note 2#tpp": 2000}
    checker = Checker(corpus=law_with(**lowered), assume="ordinary")
    answer = check({**TO_CHINA, "peak_rates_tops": "fp64=34", "datacenter": "yes"}, checker=checker)
    assert (answer.outcome, answer.eccn, answer.tpp) == ("licence_required", "3A090.a", "2176")


@pytest.mark.proves("15 CFR 740.8: not for datacenter items that meet 3A090.a")
def test_no_exception_is_open_that_more_tpp_would_shut() -> None:
    """By 2560 an item for datacenters is .b, to which NAC is open; an H100, which is .a, has more than that too."""
    noticed = {"purchase_order": "yes", "notified_days_before": "25", "bis_objection": "no"}
    given = {**TO_CHINA, **noticed, "datacenter": "yes"}
    answer = check(given, peak_rates_tops="fp64=40", assume="ordinary")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("tpp",))
    assert str(answer.missing[0]).startswith("tpp: What is the total processing performance")
    assert check(given, tpp="2560", assume="ordinary").exception == "NAC"
    assert check(given, tpp="15832", assume="ordinary").outcome == "licence_required"


@pytest.mark.proves("15 CFR 740.29: 26,900,000 TPP a calendar year")
def test_the_tpp_of_an_order_is_as_open_as_that_of_its_ics() -> None:
    given = {**TO_CHINA, "to": "BR", "end_user_hq_iso2": "BR", "end_user_parent_hq": "BR", "quantity": "100"}
    given |= {"consignee_certification": "yes", "consignee_calendar_year_tpp": "0", "datacenter": "yes"}
    given |= {"on": "2025-02-01", "exporter": "other", "described_in": "none"}
    by_tpp = check(given, tpp="4800", assume="ordinary", clock="on_the_books")
    by_rates = check(given, peak_rates_tops="fp64=75", assume="ordinary", clock="on_the_books")
    assert (by_tpp.outcome, by_tpp.exception) == ("exception", "LPP")
    assert by_rates.outcome == "undetermined"
    assert "tpp" in by_rates.missing_names


@pytest.mark.proves("15 CFR 742.6(b)(10)(iii)(A)(1): a TPP of less than 21,000")
def test_a_review_that_asks_for_less_tpp_stays_open() -> None:
    given = {**TO_CHINA, "datacenter": "yes", "dram_bandwidth_gb_s": "3000", "cert_dd_complete": "yes"}
    given |= {"volume_ratio": "0.1", "us_lab_test": "yes", "us_commercially_available": "yes"}
    assert check(given, tpp="4800", assume="ordinary").review_policy == "case_by_case"
    answer = check(given, peak_rates_tops="fp64=75", assume="ordinary")
    assert (answer.outcome, answer.review_policy) == ("licence_required", "undetermined")


@pytest.mark.proves("Proclamation 11002: a TPP above 14,000 and below 17,500")
@pytest.mark.parametrize(("rates", "is_open"), [("fp64=67", True), ("fp64=75", True), ("fp64=330", False)])
def test_a_duty_on_a_span_of_tpp_stays_open(rates: str, is_open: bool) -> None:
    """67 x 64 = 4288 of an H100, which has 15832; 330 x 64 = 21120 is above every span."""
    cells = {"item_kind": "ic", "peak_rates_tops": rates, "die_area_mm2": "814", "dram_bandwidth_gb_s": "4800"}
    cells |= {"destination_iso2": "US", "origin": "TW", "hts": "8473.30"}
    duties = landed_cost_of_cells(cells, {"as_of": "2026-03-01", "value": "30000"}).duties
    assert ("us/232/chips" in [layer.provision.id for layer in duties.open_layers]) == is_open


ROWS = [
    {**TO_CHINA, "peak_rates_tops": rates, "datacenter": datacenter, "quantity": quantity, "on": day}
    for rates in ("fp64=34", "fp64=40", "fp64=75", "tf32=160", "fp64=40;fp32=90")
    for datacenter in ("yes", "no", "")
    for quantity in ("", "7")
    for day in ("2023-11-16", "2024-06-01", "2026-08-01")
]


@pytest.mark.parametrize("law", [None, ".a from 10000 on", ".b from a density of 20"])
def test_tables_say_the_same_of_rates_of_wide_formats(law: str | None) -> None:
    checker = Checker(corpus=None if law is None else REFORMS[law], assume="ordinary")
    wanted = ("outcome", "eccn", "tpp", "performance_density", "review_policy", "missing", "deciding_provision")
    frame = check_frame(pl.DataFrame(ROWS), HowToJudge(checker, wanted=wanted, always=True))
    for row, given in zip(frame.select(wanted).iter_rows(named=True), ROWS, strict=True):
        answer = check(given, checker=checker)
        found = {name: getattr(answer, name) for name in wanted if name != "missing"}
        assert row == {**found, "missing": ";".join(answer.missing_names)}


def test_where_many_figures_are_disputed_the_least_of_tpp_is_not_taken_for_all_of_it() -> None:
    """Of more than 32 readings only the ends of each figure are kept, and TPP beyond its least hangs on all of them."""
    more = tuple(Figure(value, OR_MORE) for value in (4800, 4992, 21_000))
    areas = tuple(Figure(area, "") for area in range(600, 620))
    readings = settled_readings({"tpp": (Figure(2560, ""), *more), "die_area_mm2": areas})
    assert [dict(one) for one in readings] == [{"die_area_mm2": 600}, {"die_area_mm2": 619}]


def test_laws_that_are_compared_each_read_the_rates_by_their_own_limits() -> None:
    laws = (us_corpus(), REFORMS[".a from 10000 on"])
    askers = Askers(tuple(Asker(Checker(corpus=law, assume="ordinary")) for law in laws))
    cells = {"item_kind": "ic", "destination_iso2": "CN", "as_of": "2026-08-01", "transaction": "export"}
    cells |= {"end_user_hq": "CN", "peak_rates_tops": "fp64=75", "die_area_mm2": "814", "datacenter": "no"}
    before, after = askers.check_cells(cells)
    assert (before.licence_codified, after.licence_codified) == ("yes", "undetermined")
