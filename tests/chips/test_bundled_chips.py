"""The bundled catalogue: every number has a source and a kind, and says what the datasheet says."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

import pytest

from chipgate.chips.catalogue import BUNDLED_FILE, bundled
from chipgate.chips.datasheet import FIGURE_UNITS, FORMATS, Datasheet, Figure, Flag, Kind
from chipgate.chips.own_chips import read_chips
from chipgate.chips.rows import ALL_COLUMNS, csv_text
from chipgate.errors import BadDatasheet

EVERY = tuple(bundled())


def values(chip_id: str, *names: str) -> tuple[object, ...]:
    figures = bundled().get(chip_id).figures
    return tuple(figures[name].value for name in names)


def test_all_chips_are_there() -> None:
    assert len(bundled()) == len(EVERY) == 151
    assert len({sheet.chip_id for sheet in EVERY}) == 151


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.chip_id)
def test_every_number_has_a_source_and_a_kind(sheet: Datasheet) -> None:
    assert sheet.source
    for name, claim in sheet.claims():
        assert claim.source.strip(), name
        assert claim.kind in Kind, name
        assert claim.readings[0] == claim.value, name


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.chip_id)
def test_a_disputed_figure_keeps_every_reading(sheet: Datasheet) -> None:
    for name, claim in sheet.claims():
        assert (claim.kind is Kind.DISPUTED) == (len(set(claim.readings)) >= 2), name
    assert all(name in dict(sheet.claims()) for name in sheet.disputed())


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.chip_id)
def test_numbers_are_exact(sheet: Datasheet) -> None:
    for figure in sheet.figures.values():
        assert all(type(value) in (int, Fraction) for value in figure.readings)


def test_the_file_uses_known_columns_only() -> None:
    header = BUNDLED_FILE.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert set(header) <= set(ALL_COLUMNS)
    assert set(FIGURE_UNITS) <= set(header)


def test_the_file_stands_the_checks_that_a_users_own_file_must_stand() -> None:
    assert read_chips(BUNDLED_FILE) == EVERY


def test_an_h20_as_printed() -> None:
    names = ("dense_int8_tops", "dense_fp16_tops", "die_area_mm2", "memory_bandwidth_gb_s")
    assert values("h20-96", *names) == (296, 148, 814, 4000)
    assert values("h20-96", "interconnect_bidirectional_gb_s", "pcie_bidirectional_gb_s") == (900, 128)


def test_an_a800_has_eight_of_twelve_links() -> None:
    # 8 NVLink3 links of 50 GB/s; PCIe gen 4 x16 is counted apart.
    assert values("a800-sxm-80", "interconnect_bidirectional_gb_s", "pcie_bidirectional_gb_s") == (400, 64)
    assert values("a800-sxm-80", "dense_int8_tops", "dense_fp16_tops") == (624, 312)
    assert values("a100-sxm-80", "interconnect_bidirectional_gb_s") == (600,)


def test_fractions_are_kept() -> None:
    assert values("rtx-4090d", "dense_fp8_tops", "die_area_mm2") == (Fraction(5884, 10), Fraction(6085, 10))
    assert values("mi350x", "interconnect_bidirectional_gb_s") == (Fraction(10752, 10),)


def test_blank_is_unknown_and_zero_is_zero() -> None:
    v100 = bundled().get("v100-pcie-32")
    assert "dense_int8_tops" not in v100.figures
    assert "int8" not in v100.dense_rates()
    assert v100.figures["interconnect_bidirectional_gb_s"].value == 0  # it has no links, which is printed
    assert bundled().get("wse-3").dense_rates() == {}


def test_dense_rates_come_in_the_order_of_the_formats() -> None:
    rates = bundled().get("b200").dense_rates()
    assert list(rates) == [form for form in FORMATS if form in rates]
    assert rates["fp4"].value == 9000


@pytest.mark.parametrize(
    ("chip_id", "name", "readings"),
    [
        ("b200", "die_area_mm2", (1628, 1600)),
        ("b30a", "dense_fp4_tops", (7500, 7000)),
        ("b300", "dense_fp4_tops", (14000, 13000, 13100, 13500, 15000)),
        ("mi300x", "die_area_mm2", (2400, 1017)),
        ("mi210", "die_area_mm2", (724, 770, 790)),
        ("t4", "memory_bandwidth_gb_s", (320, 300)),
        ("mtt-s4000", "dense_int8_tops", (196, 200)),
        ("ascend-910c", "dense_fp16_tops", (800, 780, 752)),
        ("gaudi2", "dense_bf16_tops", (432, 450)),
    ],
)
def test_what_is_disputed(chip_id: str, name: str, readings: tuple[int, ...]) -> None:
    figure = bundled().get(chip_id).figures[name]
    assert figure.kind is Kind.DISPUTED
    assert figure.readings == readings


def test_whether_a_part_is_for_datacenters_can_be_disputed() -> None:
    disputed = {
        sheet.chip_id
        for sheet in EVERY
        if sheet.marketed_for_datacenter and sheet.marketed_for_datacenter.kind is Kind.DISPUTED
    }
    assert disputed == {"rtx-pro-6000d", "rtx-6000-ada"}


@pytest.mark.parametrize(
    ("chip_id", "name", "kind"),
    [
        ("tpu-v5p", "dense_bf16_tops", Kind.OFFICIAL),
        ("tpu-v5p", "power_w", Kind.REPORTED),  # a third-party estimate beside Google's own figures
        ("h20-96", "dense_fp16_tops", Kind.REPORTED),
        ("h20-96", "pcie_bidirectional_gb_s", Kind.RECALLED),
        ("rtx-4090d", "dense_fp16_tops", Kind.DERIVED),
        ("mi455x", "dense_fp8_tops", Kind.RECALLED),
        ("birentech-br106m", "power_w", Kind.REPORTED),  # a survey cites the vendor, whose page was not read
    ],
)
def test_the_kind_of_a_figure(chip_id: str, name: str, kind: Kind) -> None:
    assert bundled().get(chip_id.removeprefix("birentech-")).figures[name].kind is kind


def test_a_price_names_its_own_source() -> None:
    figures = bundled().get("h20-96").figures
    assert "Epoch AI" in figures["typical_price_usd"].source
    assert figures["typical_price_usd"].source != figures["die_area_mm2"].source


def test_a_recalled_text_is_marked() -> None:
    assert "launch" in bundled().get("a100-pcie-80").recalled_texts


def test_a_datasheet_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        bundled().get("h20-96").figures["dense_int8_tops"] = Figure(1, Kind.REPORTED, "x")  # type: ignore[index]


def test_a_datasheet_and_the_catalogue_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(bundled())) == bundled()
    assert copy.deepcopy(EVERY[0]) == EVERY[0]
    assert hash(copy.copy(EVERY[0])) == hash(EVERY[0])


@pytest.mark.parametrize(
    ("readings", "kind", "source", "wrong"),
    [
        ((1,), Kind.REPORTED, " ", "no source"),
        ((1, 2), Kind.REPORTED, "x", "disputed"),
        ((1,), Kind.DISPUTED, "x", "disputed"),
        ((2, 1), Kind.DISPUTED, "x", "first reading"),
        ((1, 1), Kind.DISPUTED, "x", "twice"),
        ((1, -1), Kind.DISPUTED, "x", "negative"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(readings: tuple[int, ...], kind: Kind, source: str, wrong: str) -> None:
    with pytest.raises(BadDatasheet, match=wrong):
        Figure(1, kind, source, readings)


def test_a_figure_that_no_datasheet_has_is_refused() -> None:
    with pytest.raises(BadDatasheet, match="die_area"):
        Datasheet("x", "X", {"die_area": Figure(1, Kind.REPORTED, "x")})


def test_a_number_without_exact_decimal_text_is_not_written() -> None:
    third = Figure(Fraction(1, 3), Kind.DERIVED, "x")
    with pytest.raises(BadDatasheet, match="without rounding"):
        csv_text([Datasheet("x", "X", {"power_w": third})])


def test_a_flag_has_readings_too() -> None:
    assert Flag(True, Kind.REPORTED, "x").readings == (True,)
