"""`--chips FILE` brings chips of the user's own into every command that knows chips; faults come in one report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Chipgate, Ran
from .tables import read, write

# 700 dense FP8 TOPS x 8 bits = 5600 TPP, above 4800; on 800 mm2 the density is 7.
TOML = """
[dream-1]
name = "Dream 1"
vendor = "We"
vendor_hq_iso2 = "DE"
aliases = ["梦一"]
marketed_for_datacenter = true
die_area_mm2 = 800
dense_fp8_tops = 700
"""
CSV = (
    "chip_id,name,vendor,vendor_hq_iso2,aliases,marketed_for_datacenter,die_area_mm2,dense_fp8_tops\n"
    "dream-1,Dream 1,We,DE,梦一,yes,800,700\n"
)


@pytest.fixture(params=[("mine.toml", TOML), ("mine.csv", CSV)], ids=["TOML", "CSV"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    name, content = request.param
    (tmp_path / name).write_text(content, encoding="utf-8")
    return str(name)


def told(ran: Ran) -> dict[str, object]:
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, object] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("name", ["Dream 1", "dream-1", "梦一", "DREAM1"])
def test_one_shipment(chipgate: Chipgate, own: str, name: str) -> None:
    options = ("--chip", name, "--to", "CN", "--on", "2024-06-01", "--assume", "ordinary", "--format", "json")
    answer = told(chipgate("check", *options, "--chips", own))
    assert (answer["chip"], answer["tpp"], answer["performance_density"]) == ("dream-1", "5600", "7")
    assert answer["outcome"] == "licence_required"
    without = chipgate("check", *options)
    assert without.code == 2
    assert f"no chip named {name!r} in the catalogue" in without.err


def test_a_book_of_orders(chipgate: Chipgate, tmp_path: Path, own: str) -> None:
    chips = ("Dream 1", "梦一", "H20")
    write(tmp_path / "orders.csv", [{"chip": chip, "to": "CN", "on": "2024-06-01"} for chip in chips])
    assert chipgate("check", "orders.csv", "--assume", "ordinary", "--chips", own, "-o", "out.csv").code == 0
    assert [row["tpp"] for row in read(tmp_path / "out.csv")] == ["5600", "5600", "2368"]
    assert chipgate("check", "orders.csv", "-o", "out.csv").code == 3


def test_the_worksheet(chipgate: Chipgate, own: str) -> None:
    work = told(chipgate("worksheet", "Dream 1", "--chips", own, "--format", "json"))
    assert work["tpp"] == ["5600"]
    assert work["die_area_source"] == own
    assert "700 x 8" in chipgate("worksheet", "Dream 1", "--chips", own).out


def test_the_catalogue(chipgate: Chipgate, own: str) -> None:
    bundled = told(chipgate("chips", "--format", "json"))["chips"]
    both = told(chipgate("chips", "--chips", own, "--format", "json"))["chips"]
    assert isinstance(bundled, list)
    assert isinstance(both, list)
    assert len(both) == len(bundled) + 1
    assert told(chipgate("chips", "Dream 1", "--chips", own, "--format", "json"))["chip_id"] == "dream-1"
    ours = told(chipgate("chips", "--vendor", "we", "--chips", own, "--format", "json"))["chips"]
    assert isinstance(ours, list)
    assert [one["chip_id"] for one in ours] == ["dream-1"]


def test_several_files(chipgate: Chipgate, tmp_path: Path, own: str) -> None:
    (tmp_path / "more.toml").write_text(
        TOML.replace("dream-1", "dream-2").replace("Dream 1", "Dream 2").replace("梦一", "梦二")
    )
    ran = chipgate("chips", "--vendor", "We", "--chips", own, "--chips", "more.toml")
    assert "dream-1" in ran.out
    assert "dream-2" in ran.out


FAULTY = """
stray = 1
[one]
die_area = 800
power_w = 0.7
dense_fp8_tops = "inf"
[Two]
name = "Two"
marketed_for_datacenter = "perhaps"
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--chip", "H20", "--to", "CN", "--on", "2024-06-01"),
        ("check", "orders.csv"),
        ("chips",),
        ("chips", "H20"),
        ("worksheet", "H20"),
    ],
)
def test_every_fault_of_a_file_in_one_report(chipgate: Chipgate, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path / "orders.csv", [{"chip": "H20", "to": "CN", "on": "2024-06-01"}])
    (tmp_path / "mine.toml").write_text(FAULTY)
    ran = chipgate(*arguments, "--chips", "mine.toml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("chipgate: mine.toml: ")
    for fault in (
        "stray stands outside a chip",
        "[one]: name is missing",
        "[one]: unknown field 'die_area'. Did you mean 'die_area_mm2'",
        "[one]: power_w 0.7 is too small for W and looks like kW",
        "[one]: dense_fp8_tops 'inf' is not a number",
        "[Two]: marketed_for_datacenter 'perhaps' is neither yes nor no",
    ):
        assert fault in ran.err
    assert not (tmp_path / "orders.results.csv").exists()


def test_a_name_that_the_catalogue_has_already(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(TOML.replace("Dream 1", "H20 96GB"))
    ran = chipgate("chips", "--chips", "mine.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "'H20 96GB'" in ran.err
