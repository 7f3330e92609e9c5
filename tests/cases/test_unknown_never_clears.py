"""Unknown never clears: whatever is masked, the answer stays the same or opens; what it asks for settles it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate import check
from chipgate.cases.as_json import value_text
from chipgate.cases.assumptions import ORDINARY
from chipgate.cases.check import Checker
from chipgate.cases.columns import PACKED, unpacked
from chipgate.cases.transaction import BadOrder
from chipgate.law.facts import NotApplicable
from tests.cases.test_worked_cases import ROWS, canonical_cells

CHECKER = Checker()

# Facts that stand for the same thing under another name.
SAME = {
    "tpp": ("tpp", "attested_tpp", "actual_tpp", "peak_rates_tops", "actual_3a090", "controlled_elsewhere", "units"),
    "performance_density": ("performance_density", "attested_pd", "actual_pd", "die_area_mm2", "actual_3a090"),
    "figures_attested": ("attested_tpp", "attested_pd"),
    "described_in": ("described_in", "described_in_5A992c"),
    "end_user_hq": ("end_user_hq_iso2",),
    "end_user_parent_hq": ("end_user_hq_iso2",),
    "order_tpp": ("order_tpp", "units", "tpp"),
    "completion_year": ("as_of",),
}


def spelled_out(row: dict[str, str]) -> dict[str, str]:
    """A worked case with its packed facts and the ordinary assumptions as columns of their own."""
    cells = canonical_cells(row)
    pairs, _ = unpacked(cells.pop(PACKED, ""))
    assumed = {
        name: "US" if isinstance(value, NotApplicable) else value_text(value) for name, (value, _) in ORDINARY.items()
    }
    if "described_in_5A992c" in pairs:
        assumed.pop("described_in")
    return {**assumed, **cells, **pairs}


CASES = [spelled_out(row) for row in ROWS if row["destination_iso2"]]
ANSWERS = [CHECKER.check_cells(cells).outcome for cells in CASES]


@st.composite
def masked_cases(draw: st.DrawFn) -> tuple[int, frozenset[str]]:
    number = draw(st.integers(0, len(CASES) - 1))
    return number, frozenset(draw(st.sets(st.sampled_from(sorted(CASES[number])))))


@settings(max_examples=300, deadline=None)
@given(masked_cases())
def test_a_masked_case_is_the_same_or_undetermined(case: tuple[int, frozenset[str]]) -> None:
    number, masked = case
    kept = {name: text for name, text in CASES[number].items() if name not in masked}
    answer = CHECKER.check_cells(kept)
    assert answer.outcome in (ANSWERS[number], "undetermined")
    assert ANSWERS[number] in (*answer.outcomes, "undetermined")


@settings(max_examples=150, deadline=None)
@given(masked_cases())
def test_giving_what_it_asks_for_settles_it(case: tuple[int, frozenset[str]]) -> None:
    number, masked = case
    cells = {name: text for name, text in CASES[number].items() if name not in masked}
    for _ in range(6):  # a day that was missing brings the questions of its law
        answer = CHECKER.check_cells(cells)
        if answer.outcome != "undetermined":
            break
        asked = {same for name in answer.missing_names for same in (name, *SAME.get(name, ()))}
        given_now = {name: CASES[number][name] for name in asked if name in CASES[number] and name not in cells}
        if not given_now:
            break
        cells |= given_now
    assert answer.outcome == ANSWERS[number]


def test_blank_and_unknown_are_the_same_as_absent() -> None:
    for cells, outcome in zip(CASES[::7], ANSWERS[::7], strict=True):
        for word in ("", "unknown", "未知"):
            blanked = {name: word if name == "destination_iso2" else text for name, text in cells.items()}
            assert CHECKER.check_cells(blanked).outcome in (outcome, "undetermined")


@pytest.mark.parametrize(("use", "is_known"), [("cloud hosting", True), ("云服务", True), ("AI training", False)])
def test_a_cloud_is_an_ordinary_use_and_training_may_be_another(use: str, is_known: bool) -> None:
    answer = check(chip="RTX 4080", to="CN", on="2026-06-01", assume="ordinary", known_end_use=use)
    assert ("known_end_use" in answer.missing_names) is not is_known


@pytest.mark.proves("15 CFR 744.23(a)")
@pytest.mark.parametrize("use", ["resale", "stock", "distribution"])
def test_that_an_item_is_sold_on_does_not_say_what_for(use: str) -> None:
    answer = check(chip="RTX 4080", to="CN", on="2026-06-01", assume="ordinary", known_end_use=use)
    assert answer.outcome == "undetermined"
    assert "known_end_use" in answer.missing_names


SINGAPORE = {"chip": "H100", "to": "SG", "on": "2026-06-01", "end_user_hq": "US", "end_user_parent_hq": "US"}


@pytest.mark.parametrize("column", ["end_user_hq", "end_user_parent_hq", "consignee_hq", "consignee_parent_hq"])
@pytest.mark.parametrize("text", ["no", "No", "ｎｏ"])
def test_a_no_is_not_norway(column: str, text: str) -> None:
    """A column of parents says no where there is none; whoever means Norway writes NO."""
    with pytest.raises(BadOrder, match="Norway"):
        check({**SINGAPORE, column: text}, assume="ordinary")
    seats = {"consignee_hq": "NO", "consignee_parent_hq": "NO", column: "NO"}
    assert check({**SINGAPORE, **seats}, assume="ordinary").outcome == "no_licence_required"


def test_not_available_in_letters_of_full_width_is_not_namibia() -> None:
    answer = check({**SINGAPORE, "end_user_parent_hq": "ＮＡ"}, assume="ordinary")
    assert (answer.outcome, answer.missing_names[0]) == ("undetermined", "end_user_parent_hq")


UNDER_ACA = {"chip": "RTX 4090", "to": "VN", "on": "2026-06-01", "end_user_hq_iso2": "VN"}


@pytest.mark.parametrize("column", ["purchase_order", "described_in_5A992c", "controlled_elsewhere"])
@pytest.mark.parametrize("text", ["unknown", "?", "TBD", "未知"])
def test_what_is_called_unknown_is_not_assumed_under_another_name(column: str, text: str) -> None:
    """A purchase order is asked for with a notice and without (740.8); 5A992.c is one of the entries of .z items."""
    assert check(UNDER_ACA, assume="ordinary").outcome == "exception"
    answer = check({**UNDER_ACA, column: text}, assume="ordinary")
    assert answer.outcome == "undetermined"
    assert {"purchase_order_without_notice", "described_in"} & set(answer.missing_names)


H20 = {"chip": "H20", "to": "CN", "on": "2026-06-01", "end_user_hq_iso2": "CN"}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"supercomputer_site": "CN"}, "known_end_use"),
        ({"fab_site": "CN"}, "known_end_use"),
        ({"training_needs_licence": "yes"}, "known_end_use"),
        ({"evasive_on_end_use": "yes"}, "known_end_use"),
        ({"named_in_744_22": "yes"}, "military_end_user"),
        ({"country_chart_requires_licence": "yes"}, "described_in"),
        ({"letter_keeps_exceptions": "no"}, "letter_recipient"),
        ({"bis_objection": "yes"}, "letter_recipient"),
        ({"packager": "other"}, "exporter"),
        ({"packaged_in": "CN"}, "exporter"),
        ({"transistors_bn": "50"}, "exporter"),
        ({"item_kind": "foundry_ic"}, "exporter"),
    ],
)
def test_nothing_is_assumed_that_the_order_itself_speaks_against(given: dict[str, str], asked: str) -> None:
    """Where somebody names the site of a supercomputer, nobody may assume that the use is an ordinary one."""
    assert check(H20, assume="ordinary").outcome == "no_licence_required"
    answer = check({**H20, **given}, assume="ordinary")
    assert answer.outcome == "undetermined"
    assert asked in answer.missing_names


@pytest.mark.proves("15 CFR 744.23(a)(3)(i)")
@pytest.mark.parametrize(
    ("given", "asked"), [("consignee_hq", "consignee_parent_hq"), ("consignee_parent_hq", "consignee_hq")]
)
def test_a_consignee_with_a_seat_may_have_a_parent(given: str, asked: str) -> None:
    """That the end user is the only consignee is not assumed of an order that says where another one is."""
    answer = check({**SINGAPORE, given: "SG"}, assume="ordinary")
    assert (answer.outcome, answer.missing_names[0]) == ("undetermined", asked)
    assert check({**SINGAPORE, given: "SG", asked: "CN"}, assume="ordinary").outcome == "licence_required"
