"""Where one cell says what another denies, the order is refused, or the fact is unknown: neither clears it."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate import Determination, check
from chipgate.cases.check import Checker
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.transaction import BadOrder

TO_SINGAPORE = {"chip": "H100", "to": "SG", "on": "2026-06-01"}


@pytest.mark.proves("15 CFR 744.23(a)(3)(i)")
def test_headquarters_that_stand_nowhere_else_are_refused() -> None:
    """The column for both headquarters says China, and each of the two columns for one says Singapore."""
    both = {"end_user_hq": "SG", "end_user_parent_hq": "SG", "end_user_hq_iso2": "CN"}
    with pytest.raises(BadOrder, match="'CN' differs from end_user_hq, end_user_parent_hq beside it; keep one"):
        check({**TO_SINGAPORE, **both}, assume="ordinary")


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"end_user_hq": "SG", "end_user_hq_iso2": "CN"}, "licence_required"),
        ({"end_user_hq": "SG", "end_user_parent_hq": "CN", "end_user_hq_iso2": "SG"}, "licence_required"),
        ({"end_user_hq": "SG", "end_user_parent_hq": "SG", "end_user_hq_iso2": "SG"}, "no_licence_required"),
    ],
)
def test_headquarters_that_fill_each_other_in(given: dict[str, str], outcome: str) -> None:
    assert check({**TO_SINGAPORE, **given}, assume="ordinary").outcome == outcome


def test_an_item_is_described_in_one_entry() -> None:
    with pytest.raises(BadOrder, match="'yes' differs from described_in 5A002 beside it"):
        check(TO_SINGAPORE, described_in="5A002", described_in_5A992c="yes")
    assert check(TO_SINGAPORE, described_in="5A992", described_in_5A992c="yes").case.facts["described_in"] == "5A992"


@pytest.mark.parametrize("figures", [{"tpp": "15832"}, {"actual_tpp": "15832"}, {"peak_rates_tops": "fp8=1979"}])
def test_an_item_with_a_tpp_is_no_other_item(figures: dict[str, str]) -> None:
    """An accelerator that a form calls "other" has no way around 3A090."""
    with pytest.raises(BadOrder, match="'other' does not go with a TPP"):
        check({"to": "CN", "on": "2026-06-01", "item_kind": "other", **figures}, assume="ordinary")
    assert check({"to": "CN", "on": "2026-06-01", "item_kind": "other"}, assume="ordinary").outcome


# 740 Supp. 8 names "ultimate consignees and end users"; purchasers and intermediate consignees need not stand in it.


def to_the_emirates(on: str = "2026-08-01", **given: str) -> Determination:
    where = {"end_user_hq": "US", "end_user_parent_hq": "US", "buyer_itself_listed": "no"}
    return check({"chip": "H100", "to": "AE", "on": on, "end_user": "Microsoft", **where, **given}, assume="ordinary")


IN_THE_EMIRATES = {"consignee_hq": "AE", "consignee_parent_hq": "AE"}


@pytest.mark.proves("15 CFR 742.6(a)(6)(iii)(A)", "15 CFR 740 Supp. 8")
@pytest.mark.parametrize("given", [{"consignee": "Desert Compute FZE"}, {"consignee": "TBD"}, {}])
def test_an_approved_end_user_does_not_approve_another_consignee(given: dict[str, str]) -> None:
    answer = to_the_emirates(**IN_THE_EMIRATES, **given)
    assert answer.outcome == "undetermined"
    assert "end_user" in answer.missing_names


@pytest.mark.proves("15 CFR 742.6(a)(6)(iii)(A)", "15 CFR 740 Supp. 8")
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"consignee": "Microsoft"},
        {"consignee": "Core42", **IN_THE_EMIRATES},
        {"purchaser": "Desert Compute FZE", "consignee": "Microsoft", **IN_THE_EMIRATES},  # the seat of who buys counts
    ],
)
def test_consignees_that_are_approved_and_buyers_that_need_not_be(given: dict[str, str]) -> None:
    assert to_the_emirates(**given).outcome == "no_licence_required"


@pytest.mark.proves("15 CFR 740 Supp. 8, Note 2 to paragraph (b)")
def test_the_approval_that_runs_out_first_counts() -> None:
    given = {"consignee": "Core42", **IN_THE_EMIRATES}
    assert to_the_emirates("2027-04-06", **given).outcome == "no_licence_required"
    assert to_the_emirates("2027-04-07", **given).outcome != "no_licence_required"
    assert to_the_emirates("2027-04-07").outcome == "no_licence_required"


PARTIES_IN_THE_EMIRATES = {"to": "AE", "end_user_hq_iso2": "AE", "consignee_hq": "AE", "consignee_parent_hq": "AE"}


@pytest.mark.proves("15 CFR 742.6(a)(6)(iii)(A)", "15 CFR 740 Supp. 8")
@pytest.mark.parametrize("end_user", ["G42", "government_agency", "Microsoft"])
@pytest.mark.parametrize("consignee", ["G42", "government_agency", "Microsoft"])
def test_companies_of_the_united_states_are_approved_from_july_14_on(end_user: str, consignee: str) -> None:
    """Agencies and G42 are approved since 2026-07-10, Microsoft since 2026-07-14; G42 until 2027-04-06."""
    named = {"chip": "H100", **PARTIES_IN_THE_EMIRATES, "end_user": end_user, "consignee": consignee}
    free = [
        check({**named, "on": on}, assume="ordinary").outcome == "no_licence_required"
        for on in ("2026-07-09", "2026-07-10", "2026-07-13", "2026-07-14", "2027-04-06", "2027-04-07")
    ]
    early, late = "Microsoft" not in (end_user, consignee), "G42" not in (end_user, consignee)
    assert free == [False, early, early, True, True, late]


# 740.29(h)(2) counts every IC of an order. H100: 15832 TPP.

UNDER_LPP = {
    "chip": "H100",
    "to": "BR",
    "on": "2025-08-01",
    "end_user_hq_iso2": "BR",
    "transaction": "export",
    "consignee_calendar_year_tpp": "0",
    "consignee_certification": "yes",
    "notified": "yes",
}


@pytest.mark.proves("15 CFR 740.29")
@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"units": "5000"}, "licence_required"),
        ({"units": "5000", "order_tpp": "100"}, "licence_required"),
        ({"order_tpp": "100"}, "undetermined"),
        ({"order_tpp": "15832"}, "exception"),
        ({"units": "1", "order_tpp": "26900000"}, "exception"),
        ({"units": "1", "order_tpp": "26900001"}, "licence_required"),
    ],
)
def test_an_order_has_no_less_tpp_than_its_chips(given: dict[str, str], outcome: str) -> None:
    order = {**UNDER_LPP, **given}
    assert check(order, assume="ordinary", clock="on_the_books").outcome == outcome
    frame = check_frame(
        pl.DataFrame([order]), HowToJudge(Checker(assume="ordinary", clock="on_the_books"), always=True)
    )
    assert frame["outcome"].to_list() == [outcome]


TO_CHINA = {"to": "CN", "on": "2026-06-01", "datacenter": "yes"}


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090")
@pytest.mark.parametrize(
    "cells",
    [
        {"item_kind": "other", "performance_density": "19.4"},
        {"item_kind": "other", "digital_units_score": "15832"},
        {"item_kind": "other", "tops": "1979"},
        {"item_kind": "weights", "tpp": "15832"},
    ],
)
def test_an_item_without_a_tpp_has_no_figures_of_an_ic(cells: dict[str, str]) -> None:
    """They were passed over, and the order was cleared."""
    with pytest.raises(BadOrder, match="does not go with a TPP"):
        check({**TO_CHINA, **cells}, assume="ordinary")


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A991.p and 4A994.l: not specified elsewhere")
@pytest.mark.parametrize("said", [{"item_kind": "low_end_ic", "controlled_elsewhere": "no"}, {"actual_3a090": "no"}])
@pytest.mark.parametrize(
    "figure", [{"performance_density": "19.4"}, {"digital_units_score": "15832"}, {"tops": "1979"}]
)
def test_what_is_called_outside_3a090_is_asked_about_where_a_figure_denies_it(
    said: dict[str, str], figure: dict[str, str]
) -> None:
    told = check({**TO_CHINA, "item_kind": "ic", **said}, assume="ordinary")
    assert told.outcome == "no_licence_required"
    denied = check({**TO_CHINA, "item_kind": "ic", **said, **figure}, assume="ordinary")
    assert (denied.outcome, "tpp" in denied.missing_names) == ("undetermined", True)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"rates_are_sparse": "yes", "sparsity_gain": "100"}, "more than any maker claims"),
        ({"input_bits": "0.5"}, "gives no bits of an input"),
        ({"input_bits": "0"}, "gives no bits of an input"),
        ({"input_bits": "4x1600"}, "gives no bits of an input"),
    ],
)
def test_what_makes_a_rate_vanish_is_refused(cells: dict[str, str], wrong: str) -> None:
    with pytest.raises(BadOrder, match=wrong):
        check({**TO_CHINA, "item_kind": "ic", "peak_rates_tops": "mixed=989", "input_bits": "16", **cells})
