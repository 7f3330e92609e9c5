"""A zero that stands for a blank never clears; one that can be meant does not get in the way."""

from __future__ import annotations

import pytest

import chipgate as cg
from chipgate.cases.transaction import BadOrder

ORDER = {"to": "CN", "on": "2026-09-01", "datacenter": "yes"}
MAY_BE_A_BLANK = "may mean that it is not known; leave it blank then, or write 0.0000 if it is zero"


def outcome(**cells: str) -> str:
    return cg.check({**ORDER, **cells}, assume="ordinary").outcome


@pytest.mark.parametrize("zero", ["0", "0.0", "0.00", "00", "-0", "0.", "０", "1e-5", "1e-400"])
def test_a_tpp_of_zero_is_no_tpp(zero: str) -> None:
    """It cleared every IC of a system that writes zero for a blank."""
    with pytest.raises(BadOrder, match=MAY_BE_A_BLANK):
        outcome(item_kind="ic", tpp=zero, die_area_mm2="814")


@pytest.mark.parametrize(
    "cells",
    [
        {"item_kind": "ic", "tpp": "2000", "performance_density": "0"},
        {"item_kind": "ic", "attested_tpp": "0", "attested_pd": "5"},
        {"chip": "H20", "tpp": "0"},
        {"chip": "H20", "letter_recipient": "yes", "dram_bandwidth_gb_s": "0"},
        {"chip": "H20", "letter_recipient": "yes", "memory_bandwidth_gb_s": "0"},
        {"chip": "A100", "on": "2023-01-01", "io_gb_s": "0"},
    ],
)
def test_a_figure_of_zero_that_would_clear_is_refused(cells: dict[str, str]) -> None:
    with pytest.raises(BadOrder, match=MAY_BE_A_BLANK):
        outcome(**cells)


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.c, 3A090 Note 1; 4E091")
@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({"item_kind": "hbm", "hbm_density_gb_s_mm2": "0"}, "hbm_density_gb_s_mm2"),
        (
            {"item_kind": "weights", "training_operations": "0", "on": "2025-06-01", "transaction": "export"},
            "training_operations",
        ),
        (
            {
                "item_kind": "ic",
                "tpp": "100",
                "die_area_mm2": "100",
                "process_node_nm": "7",
                "hbm": "no",
                "exporter": "foundry",
                "designer_approved": "no",
                "packager": "approved_osat",
                "transistors_bn": "0",
                "designer_authorized": "no",
                "figures_attested": "no",
            },
            "transistors_bn",
        ),
    ],
)
def test_a_zero_of_items_of_few_kinds_is_asked_about(cells: dict[str, str], asked: str) -> None:
    answer = cg.check({**ORDER, **cells}, assume="ordinary", clock="on_the_books")
    assert (answer.outcome, asked in answer.missing_names) == ("undetermined", True)
    assert (
        cg.check({**ORDER, **cells, asked: "0.0001"}, assume="ordinary", clock="on_the_books").outcome
        == "no_licence_required"
    )


@pytest.mark.parametrize("rates", ["fp16=0", "fp16=0;fp8=0", "fp16=0.0"])
def test_rates_of_zero_are_no_rates(rates: str) -> None:
    with pytest.raises(BadOrder, match="says that nothing is computed"):
        outcome(item_kind="ic", peak_rates_tops=rates)


@pytest.mark.parametrize("column", ["die_area_mm2", "units", "ic_count"])
def test_no_area_and_no_quantity_are_refused(column: str) -> None:
    with pytest.raises(BadOrder, match=f"{column}: "):
        outcome(item_kind="ic", tpp="2000", **{column: "0"})


def test_a_zero_that_is_meant_is_written_with_four_decimals() -> None:
    assert outcome(item_kind="ic", tpp="0.0000") == "no_licence_required"


ZEROS = {
    **dict.fromkeys(("tpp", "performance_density", "die_area_mm2"), "0"),
    **dict.fromkeys(("io_gb_s", "dram_bandwidth_gb_s", "process_node_nm"), "0.00"),
    **dict.fromkeys(("hbm_density_gb_s_mm2", "training_operations", "transistors_bn"), "0.0"),
}


def test_zeros_of_what_an_item_does_not_have_are_passed_over() -> None:
    """A fan, and a stack of HBM, in a table that has a zero in every column that does not apply."""
    fan = {"item_kind": "other", "country_chart_requires_licence": "no", "transaction": "export"}
    assert outcome(**fan, **ZEROS) == "no_licence_required"
    assert outcome(item_kind="hbm", **{**ZEROS, "hbm_density_gb_s_mm2": "7.5"}) != "no_licence_required"
    of_an_ic = {**ZEROS, "tpp": "15832", "performance_density": "19.45", "die_area_mm2": "814"}
    del of_an_ic["io_gb_s"], of_an_ic["dram_bandwidth_gb_s"], of_an_ic["process_node_nm"]
    assert outcome(item_kind="GPU", **of_an_ic) != "no_licence_required"


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090 Technical Note 4: the applicable die area")
@pytest.mark.parametrize(
    "cells",
    [
        {"tpp": "2000", "die_area_mm2": "46225"},
        {"tpp": "2000", "die_area_mm2": "1.5832e4"},
        {"peak_rates_tops": "fp16=150", "die_area_mm2": "14000"},
        {"tpp": "2000", "performance_density": "0.00592"},
        {"tpp": "4799", "performance_density": "0.1"},
    ],
)
def test_the_area_of_a_wafer_beside_the_tpp_of_a_die_is_refused(cells: dict[str, str]) -> None:
    """It makes the density vanish, which clears below 4800."""
    with pytest.raises(BadOrder, match="which none of such a TPP has"):
        outcome(item_kind="ic", **cells)


def test_a_wafer_in_one_piece_is_read() -> None:
    answer = cg.check(
        {**ORDER, "item_kind": "ic", "peak_rates_tops": "fp16=62500", "die_area_mm2": "46225"}, assume="ordinary"
    )
    assert answer.eccn == "3A090.a"
