"""Whatever stands in the cells of an order: an answer or a fault that can be mended, never a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.cases.check import Checker
from chipgate.cases.columns import fact_columns
from chipgate.cases.result_columns import result_of
from chipgate.chips.catalogue import bundled
from chipgate.errors import ChipgateError
from chipgate.law.facts import Fact, FactKind
from chipgate.law.provision import Clock

CHECKERS = [Checker(assume=assume, clock=clock) for assume in (None, "ordinary") for clock in Clock]
STRANGE = st.sampled_from(["", "unknown", "nan", "-1", "x", "5 TPP", "是", "1e400", "0", "n/a", "=1+1"])
NUMBERS = st.sampled_from(["0", "0.5", "1", "3.2", "5.92", "25", "600", "1600", "2400", "4799.99", "4800", "1e26"])
PLACES = st.sampled_from(["CN", "SG", "AE", "MO", "US", "IN", "DE", "RU", "KH", "CY", "KY", "VN", "中国", "Korea"])

CODES = st.sampled_from(["8473.30", "8542.31", "85", "8473.30.1180", "8471.50.01", "9403", "854231", "8542.3"])


def a_value(fact: Fact) -> st.SearchStrategy[str]:
    match fact.kind:
        case FactKind.FLAG:
            usual: st.SearchStrategy[str] = st.sampled_from(["yes", "no"])
        case FactKind.CHOICE:
            usual = st.sampled_from(fact.choices)
        case FactKind.COUNTRY:
            usual = PLACES
        case FactKind.NUMBER:
            usual = NUMBERS
        case FactKind.CODE:
            usual = CODES
    return st.one_of(usual, usual, usual, STRANGE)


DAYS = st.dates().map(str) | st.sampled_from(["2023-11-17", "2024-04-22", "2025-05-13", "2026-08-01", "28-Sep-2026"])
RATES = st.sampled_from(["fp16=300", "tensor_fp16=95;vector_fp32=3", "tf32=80", "mixed=400", "fp8=", "int8=x"])
USUAL = {
    "chip": st.sampled_from(bundled().names()),
    "as_of": DAYS,
    "destination_iso2": PLACES,
    "units": st.sampled_from(["1", "1000", "0", "1.5"]),
    "peak_rates_tops": RATES,
    "end_user": st.sampled_from(["Huawei", "Foo", "华为", "G42"]),
    "parent_name": st.sampled_from(["Inspur", "Foo"]),
}
FACTS = {name: a_value(fact) for name, fact in fact_columns().items()}


@st.composite
def any_cells(draw: st.DrawFn) -> dict[str, str]:
    names = draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=12, unique=True))
    cells = {name: draw(FACTS[name]) for name in names}
    return cells | {name: draw(values) for name, values in USUAL.items() if draw(st.integers(0, 3))}


@settings(max_examples=400, deadline=None)
@given(any_cells(), st.sampled_from(CHECKERS))
def test_any_cells_give_an_answer_or_a_fault(cells: dict[str, str], checker: Checker) -> None:
    try:
        answer = checker.check_cells(cells)
    except ChipgateError:
        return  # a fault that the user can mend
    assert result_of(answer, "zh")["outcome"] == answer.outcome
    assert (answer.outcome == "undetermined") == bool(answer.missing)
    assert set(answer.settled_by) <= {*answer.missing_names, "end_user_hq", "end_user_parent_hq", "end_user_hq_iso2"}
    assert answer.text("en", full=True)
    assert answer.json()["outcome"] == answer.outcome
    assert answer._repr_html_()
