"""A datasheet that is written as CSV or TOML is read back equal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import FIGURE_UNITS, Datasheet, Figure, Flag, Kind
from chipgate.chips.names import fold
from chipgate.chips.numbers import PLAUSIBLE
from chipgate.chips.own_chips import read_chips
from chipgate.chips.raw import RECALLABLE_TEXTS
from chipgate.chips.rows import csv_text
from chipgate.chips.toml_form import toml_text
from chipgate.units import Exact, exact

SURE = [kind for kind in Kind if kind is not Kind.DISPUTED]
LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
TEXT = st.text(LETTERS, max_size=30).map(str.strip)
SOURCE = TEXT.map(lambda text: text or "a source")
NAME = (
    st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(lambda name: bool(fold(name)) and ";" not in name)
)


def numbers(field: str) -> st.SearchStrategy[Exact]:
    least, most = 25, 20_000  # where figures fit together: no area in cm2, no bandwidth in TB/s
    if field in PLAUSIBLE:
        least, most = max(least, int(PLAUSIBLE[field].least) + 1), min(most, PLAUSIBLE[field].most)
    if field in ("logic_dies", "compute_units"):
        return st.integers(least, most)
    return st.decimals(least, most, places=4).map(lambda number: exact(str(number)))


@st.composite
def figures(draw: st.DrawFn, field: str) -> Figure:
    readings = tuple(draw(st.lists(numbers(field), min_size=1, max_size=3, unique=True)))
    kind = Kind.DISPUTED if len(readings) > 1 else draw(st.sampled_from(SURE))
    return Figure(readings[0], kind, draw(SOURCE), readings)


FLAGS = st.one_of(
    st.none(),
    st.builds(Flag, st.booleans(), st.sampled_from(SURE), SOURCE),
    st.builds(lambda yes, source: Flag(yes, Kind.DISPUTED, source, (yes, not yes)), st.booleans(), SOURCE),
)
NAMES = st.lists(NAME, max_size=3, unique=True).map(tuple)
DATASHEETS = st.builds(
    Datasheet,
    chip_id=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True),
    name=NAME,
    figures=st.fixed_dictionaries({}, optional={field: figures(field) for field in FIGURE_UNITS}),
    marketed_for_datacenter=FLAGS,
    vendor=TEXT,
    vendor_hq_iso2=st.sampled_from(("", "CN", "US")),
    aliases=NAMES,
    family_names=NAMES,
    parent_die=TEXT,
    launch=st.sampled_from(("", "2024", "2024-02", "2024-02-29")),
    memory_type=TEXT,
    recalled_texts=st.frozensets(st.sampled_from(RECALLABLE_TEXTS)),
    source=TEXT,
    notes=st.text(st.one_of(LETTERS, st.sampled_from("\n\t\r\x7f\x1b")), max_size=40).map(str.strip),
)


@pytest.mark.parametrize(("suffix", "written"), [(".csv", csv_text), (".toml", toml_text)])
@given(sheet=DATASHEETS)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, written: Callable[..., str], sheet: Datasheet
) -> None:
    path = tmp_path_factory.getbasetemp() / f"written{suffix}"
    path.write_bytes(written([sheet]).encode())
    assert read_chips(path) == (sheet,)


@pytest.mark.parametrize(("suffix", "written"), [(".csv", csv_text), (".toml", toml_text)])
def test_the_bundled_chips_survive(tmp_path: Path, suffix: str, written: Callable[..., str]) -> None:
    path = tmp_path / f"written{suffix}"
    path.write_bytes(written(bundled()).encode())
    assert read_chips(path) == tuple(bundled())


def test_every_digit_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "written.toml"
    area = Fraction(8140000000001, 10_000_000_000)
    path.write_text(toml_text([Datasheet("x", "X", {"die_area_mm2": Figure(area, Kind.DERIVED, "us")})]))
    assert read_chips(path)[0].figures["die_area_mm2"].value == area
