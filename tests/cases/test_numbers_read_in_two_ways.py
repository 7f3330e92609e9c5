"""Numbers that are a thousand times as much to who writes decimal commas: never the wrong one, least so to clear."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import chipgate as cg
from chipgate.cases.check import Checker
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import open_orders
from chipgate.cases.transaction import BadOrder
from chipgate.cases.values import WAFER_MM2, figure_of, number_of

TO_CHINA = {
    "item_kind": "ic",
    "to": "CN",
    "on": "2026-09-01",
    "end_user_hq": "CN",
    "end_user_parent_hq": "CN",
    "described_in": "none",
    "datacenter": True,
    "transaction": "export",
}


@pytest.mark.parametrize("written", ["4.992", "15.832", "1.600", "200.000", "４.９９２", "+4.992"])
def test_a_tpp_that_may_be_a_thousand_times_as_much_is_refused(written: str) -> None:
    """Read as 4.992 it was cleared; a German table means 4,992, which needs a licence (3A090.a)."""
    with pytest.raises(BadOrder, match="can be read as"):
        cg.check(**TO_CHINA, tpp=written, die_area_mm2="814", assume="ordinary")


@pytest.mark.parametrize(("written", "value"), [("4.9920", "4.992"), ("4,992", "4992"), ("395.776", "395.776")])
def test_a_tpp_that_can_only_be_meant_so_is_read(written: str, value: str) -> None:
    assert cg.check(**TO_CHINA, tpp=written, die_area_mm2="814", assume="ordinary").tpp == value


@pytest.mark.parametrize("number", [4.992, Fraction(4992, 1000)])
def test_a_number_is_no_text(number: float | Fraction) -> None:
    """Nobody can have meant it otherwise."""
    assert cg.check(**TO_CHINA, tpp=number, die_area_mm2=814, assume="ordinary").tpp == "4.992"


@pytest.mark.parametrize("written", ["270,125", "81,125", "70687", "1000000"])
def test_an_area_that_no_dies_have_is_refused(written: str) -> None:
    """It makes the density vanish: 270,125 mm2 for 270.125 cleared what 3A090.b reaches."""
    with pytest.raises(BadOrder, match=r"can be read as|a whole wafer"):
        cg.check(**TO_CHINA, tpp="2000", die_area_mm2=written, assume="ordinary")


@pytest.mark.parametrize(("written", "area"), [("1,628", 1628), ("46225", 46225), ("270.125", Fraction(270125, 1000))])
def test_areas_of_dies_are_read(written: str, area: int | Fraction) -> None:
    assert figure_of(written, "die_area_mm2") == area <= WAFER_MM2


@pytest.mark.parametrize("written", ["2.000", "1.000"])
def test_a_quantity_with_a_point_and_three_digits_is_refused(written: str) -> None:
    """Two chips opened an exception that two thousand do not."""
    with pytest.raises(BadOrder, match=f"'{written}' can be read as {written[0]}000 or as {written}"):
        cg.check(chip="H100", to="IN", on="2026-09-01", units=written)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("dense_fp8_tops", "1.979"),
        ("dram_bandwidth_gb_s", "4.800"),
        ("consignee_calendar_year_tpp", "790.000"),
        ("nveu_cumulative_tpp", "1.000"),
    ],
)
def test_other_figures_that_are_likely_only_a_thousand_times_larger_are_refused(name: str, written: str) -> None:
    """790.000 for 790,000 would leave room under the limit of LPP (740.29)."""
    with pytest.raises(cg.ChipgateError, match="can be read as"):
        figure_of(written, name)
    assert figure_of(written.replace(".", ","), name) == int(written.replace(".", ""))


@pytest.mark.parametrize(("name", "written"), [("io_gb_s", "63.015"), ("dram_bandwidth_gb_s", "192.256")])
def test_bandwidths_that_nothing_has_a_thousand_times_of_are_read(name: str, written: str) -> None:
    """PCIe 4.0 has 63.015 GB/s; a workbook that holds it as a number has no fourth decimal."""
    assert figure_of(written, name) == Fraction(written)


def test_peak_rates_are_read_as_carefully() -> None:
    """1.979 TOPS at FP8 are a TPP of 15.8, and were cleared; 1,979 are one of 15,832."""
    with pytest.raises(BadOrder, match=r"can be read as 1979 or as 1\.979"):
        cg.check(**TO_CHINA, peak_rates_tops="fp8=1.979", die_area_mm2="814", assume="ordinary")
    assert cg.check(**TO_CHINA, peak_rates_tops="fp8=1979", die_area_mm2="814", assume="ordinary").tpp == "15832"


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090 Technical Note 2: TOPS is the rate times 10**12")
@pytest.mark.parametrize(
    "rates", ["fp16=0.989", "fp16=0.9895", "fp8=1.9795", "fp4=9", "fp4=15;fp8=5", "tensor_fp16=2.5;vector_fp32=0.08"]
)
def test_rates_in_petaflops_are_not_taken_for_teraflops(rates: str) -> None:
    """0.989 PFLOPS of an H100 read as TFLOPS came to a TPP of 15.8, and were cleared; the unit beside it settles it."""
    with pytest.raises(BadOrder, match=r"may be meant in PFLOPS; write the unit beside it, \w+=[\d.]+ TFLOPS or"):
        cg.check(**TO_CHINA, peak_rates_tops=rates, die_area_mm2="814", assume="ordinary")


@pytest.mark.parametrize(
    ("rates", "tpp"),
    [
        ("fp16=0.989 PFLOPS", "15824"),
        ("fp8=1.979PFLOPS", "15832"),
        ("fp4=9 pflop/s;fp8=4.5 PFLOPS", "36000"),
        ("int8=4 TOPS", "32"),
        ("fp16=0.5 TFLOPs", "8"),
        ("fp16=989500 GFLOPS", "15832"),
        ("fp16=12.6", "201.6"),
        ("fp16=0.05", "0.8"),  # 800 in PFLOPS: below every limit either way
        ("fp16=989.5;fp8=0", "15832"),
    ],
)
def test_a_rate_beside_its_unit_is_read_in_it(rates: str, tpp: str) -> None:
    assert cg.check(**TO_CHINA, peak_rates_tops=rates, die_area_mm2="814", assume="ordinary").tpp == tpp


@pytest.mark.parametrize(
    ("name", "written", "thousandfold"),
    [
        ("tpp", "15.8", "15800"),
        ("tpp", "4.99", "4990"),
        ("io_gb_s", "0.9", "900"),
        ("io_gb_s", "1.8", "1800"),
        ("dram_bandwidth_gb_s", "4.8", "4800"),
        ("dram_bandwidth_gb_s", "8", "8000"),
        ("hbm_bandwidth_gb_s", "1.2", "1200"),
        ("hbm_density_gb_s_mm2", "0.007", "7"),
        ("transistors_bn", "0.08", "80"),
        ("consignee_calendar_year_tpp", "26.9", "26900"),
        ("country_cumulative_tpp_2025_2027", "790", "790000"),
    ],
)
def test_figures_in_a_thousand_times_the_unit_are_refused(name: str, written: str, thousandfold: str) -> None:
    """4.8 TB/s in a column of GB/s fell below the 1,400 GB/s of the letters of April 2025."""
    with pytest.raises(cg.ChipgateError, match=f"meant in thousands; write {thousandfold} then"):
        figure_of(written, name)
    assert figure_of(f"{float(written):.4f}", name) == Fraction(written)


@pytest.mark.parametrize("written", ["0.512", "0.5120"])
def test_what_begins_with_a_zero_has_no_thousands(written: str) -> None:
    assert figure_of(written, "tpp") == Fraction(512, 1000)
    with pytest.raises(cg.ChipgateError, match="decimal comma"):
        figure_of(written.replace(".", ","), "tpp")


@pytest.mark.parametrize(("written", "told"), [("1.000,00", "1000.00"), ("1,5", "1.5"), ("4.800,5", "4800.5")])
def test_a_decimal_comma_is_called_one(written: str, told: str) -> None:
    with pytest.raises(cg.ChipgateError, match=f"decimal comma; write {told}"):
        number_of(written)


BOOK = """tpp;die_area_mm2;performance_density;units;to;on;item_kind
4800;814;5,920;10;China;2026-09-01;ic
2000;270,125;;10;China;2026-09-01;ic
2000;270.125;;1,000;China;2026-09-01;ic
2000;814;;1000;China;2026-09-01;ic
"""


@pytest.mark.parametrize(("delimiter", "rejected"), [(";", {1, 2, 3}), ("\t", {2})])
@pytest.mark.parametrize("copies", [1, 400])
def test_cells_parted_by_semicolons_may_have_decimal_commas(
    delimiter: str, rejected: set[int], copies: int, tmp_path: Path
) -> None:
    """As Excel writes CSV where the comma parts off decimals; one by one, and by a table of the law."""
    head, *rows = BOOK.replace(";", delimiter).splitlines()
    file = tmp_path / "orders.csv"
    file.write_text("\n".join([head, *(rows * copies)]) + "\n", encoding="utf-8")
    with open_orders(file) as opened:
        book = OrderBook.of(opened)
        faults = [bool(book.faults_of(row)) or _is_refused(book.cells_of(row)) for row in opened.rows()]
    assert [place % 4 + 1 in rejected for place in range(4 * copies)] == faults


def _is_refused(cells: dict[str, str]) -> bool:
    try:
        Checker(assume="ordinary").check_cells(cells)
    except BadOrder:
        return True
    return False
