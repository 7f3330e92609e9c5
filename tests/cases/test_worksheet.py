"""TPP and performance density of published chips, worked out as 3A090 Technical Notes 1 to 4 say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chipgate.cases.worksheet import worksheet_of
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet, Figure, Kind
from chipgate.law.us.definitions import BITS
from chipgate.units import exact

pytestmark = pytest.mark.proves("15 CFR 774 Supp. 1, 3A090 Technical Notes 1-4")


def sheet(**rates: str) -> Datasheet:
    figures = {f"dense_{form}_tops": Figure(exact(rate), Kind.OFFICIAL, "datasheet") for form, rate in rates.items()}
    return Datasheet("test", "Test", figures)


# Dense rate x bits, as the vendors print the rates: V100 125 TF at 16 bits, A100 312 TF at 16, H100 1979 TF at 8 ...
PUBLISHED = {
    "V100 SXM2": ("2000", ("fp16",)),
    "A100": ("4992", ("fp16", "bf16", "int8", "int4")),
    "A800": ("4992", ("fp16", "bf16", "int8", "int4")),
    "H100": ("15832", ("fp16", "bf16", "fp8", "int8")),
    "H800": ("15832", ("fp16", "bf16", "fp8", "int8")),
    "H20": ("2368", ("fp16", "bf16", "fp8", "int8")),
    "L20": ("1912", ("fp16", "bf16", "fp8", "int8")),
    "L2": ("1544", ("fp16", "bf16", "fp8", "int8")),
    "RTX 4090": ("5284.8", ("fp8", "int8")),
    "RTX 4090 D": ("4707.2", ("fp16", "fp8", "int8")),
    "MI300X": ("20919.2", ("int8",)),
    "B200": ("36000", ("fp16", "bf16", "fp8", "fp4", "int8")),
}


@pytest.mark.parametrize(("chip", "tpp", "highest"), [(chip, *told) for chip, told in PUBLISHED.items()])
def test_the_tpp_of_published_chips(chip: str, tpp: str, highest: tuple[str, ...]) -> None:
    work = worksheet_of(bundled().get(chip))
    assert work.tpps[0][0].tpp == exact(tpp)
    assert set(highest) <= set(work.highest)


def test_every_product_is_bits_times_rate_and_the_highest_is_the_tpp() -> None:
    for one in bundled():
        work = worksheet_of(one)
        products = [found.tpp for line in work.lines for found in line.products]
        for line in work.lines:
            assert [found.tpp for found in line.products] == [BITS[line.form] * rate for rate in line.rate.readings]
        if work.tpps:
            assert max(found.tpp for found, _form in work.tpps) == max(
                [*products, *(line.stored.tpp for line in work.lines if line.stored)]
            )


def test_600_tops_at_8_bits_and_300_tflops_at_16_bits_are_4800() -> None:
    assert worksheet_of(sheet(int8="600")).tpps[0][0].tpp == 4800
    assert worksheet_of(sheet(fp16="300")).tpps[0][0].tpp == 4800


@pytest.mark.parametrize(
    "chip", ["B100", "B200", "B300", "GB200", "GB300", "MI210", "MI250", "MI250X", "MI300X", "MI325X"]
)
def test_a_disputed_area_gives_a_density_for_each_reading(chip: str) -> None:
    work = worksheet_of(bundled().get(chip))
    assert work.area is not None
    assert work.area.kind is Kind.DISPUTED
    assert {area for _tpp, area, _density in work.densities()} == set(work.area.readings)
    assert all(density == Fraction(tpp) / area for tpp, area, density in work.densities())
    assert len({density for _tpp, _area, density in work.densities()}) > 1


def test_tf32_counts_19_bits_and_the_32_that_store_it_stand_beside_where_they_matter() -> None:
    trainium2 = worksheet_of(bundled().get("Trainium2"))
    assert [found.steps for found, _form in trainium2.tpps] == ["667 x 19 bits", "667 x 32 bits"]
    h100 = worksheet_of(bundled().get("H100"))
    assert all(line.stored is None for line in h100.lines)


def test_the_stored_bits_are_passed_over_where_the_printed_digits_cannot_tell() -> None:
    """59.8 at 32 bits is 1913.6, above the 1912 of the other formats only because 59.75 was printed as 59.8."""
    assert [found.tpp for found, _form in worksheet_of(bundled().get("L20")).tpps] == [1912]


def test_wide_formats_alone_prove_a_floor_and_no_tpp() -> None:
    work = worksheet_of(sheet(fp64="22.2", fp32="22.2"))
    assert work.tpps == ()
    assert work.at_least == exact("1420.8")


def test_without_rates_nothing_is_known() -> None:
    work = worksheet_of(Datasheet("test", "Test"))
    assert (work.lines, work.tpps, work.at_least, work.highest, list(work.densities())) == ((), (), None, (), [])


def test_a_disputed_rate_gives_a_tpp_for_each_reading() -> None:
    disputed = Figure(exact("300"), Kind.DISPUTED, "two pages", (exact("300"), exact("200")))
    work = worksheet_of(Datasheet("test", "Test", {"dense_fp16_tops": disputed}))
    assert [found.tpp for found, _form in work.tpps] == [4800, 3200]
