"""`chipgate design`, `difference`, `lint` and `margins` as a user meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import Chipgate

pytest.importorskip("z3")

GH100 = ("design", "--from", "GH100", "--to", "CN", "--on", "2023-12-01")


# 2400 is the limit of b.1; 814 mm2 the area of the die; its six HBM3e stacks give 4800 GB/s, its links and PCIe 1028.
def test_a_design_as_json(chipgate: Chipgate) -> None:
    told = json.loads(chipgate(*GH100, "--aim", "tpp", "--format", "json").out)
    assert 2368 <= told["tpp"] < 2400
    assert told["performance_density"] == pytest.approx(told["tpp"] / 814)
    assert (told["die_area_mm2"], told["memory_bandwidth_gb_s"], told["io_gb_s"]) == (814, 4800, 1028)
    assert (told["bound"], told["bound_attained"], told["bound_proved"]) == (2400, False, True)
    assert [one["name"] for one in told["binding"]] == ["us/ear/3A090.b.1#tpp"]
    assert told["knobs"]["units"] <= 144
    assert told["outcome"] == "no_licence_required"
    assert {one["chip_id"] for one in told["sold"] if one["allowed"]} == {"h20-96", "h20-141"}


def test_a_design_in_words(chipgate: Chipgate) -> None:
    ran = chipgate(*GH100)
    assert (ran.code, ran.err) == (0, "")
    for piece in ("What binds", "3A090.b b.1", "Nearest limits", "H20 96GB", "Taken as given", "clock_step_mhz"):
        assert piece in ran.out


def test_a_design_above_the_limits_of_the_letters_is_flagged_as_the_chip_is(chipgate: Chipgate) -> None:
    """4800 GB/s of DRAM is above the 1400 of the letters of April 2025: `check` flags such a chip, and so must this."""
    asked = ("design", "--from", "GH100", "--to", "CN", "--on", "2026-09-01")
    lines = chipgate(*asked).out.splitlines()
    flags = lines[lines.index("Red flags to resolve") + 1 :]
    assert "letters of April 2025" in flags[0]
    assert any("ask again with --letters" in line for line in flags)
    (h20,) = (line for line in lines if line.startswith("  H20 96GB"))
    assert h20.endswith("no licence required (-1.33 %), red flag: letters/2025-04 disclosed")
    assert "us/letters/2025-04 disclosed" in json.loads(chipgate(*asked, "--format", "json").out)["red_flags"]


def test_a_design_for_a_seller_with_the_letters_has_none_of_their_flags(chipgate: Chipgate) -> None:
    told = json.loads(chipgate(*GH100[:-1], "2026-09-01", "--letters", "--format", "json").out)
    assert told["memory_bandwidth_gb_s"] < 1400
    assert not [flag for flag in told["red_flags"] if flag.startswith("us/letters/")]


def test_the_front_as_files(chipgate: Chipgate, tmp_path: Path) -> None:
    asked = ("design", "--from", "GA100", "--on", "2022-12-01", "--csv", "front.csv", "--chart", "front.svg")
    ran = chipgate(*asked)
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.DictReader((tmp_path / "front.csv").read_text("utf-8").splitlines()))
    assert [int(row["links"]) for row in rows] == [10, 12]
    assert float(rows[0]["tpp"]) > 4800 > float(rows[1]["tpp"])
    dots = ElementTree.parse(tmp_path / "front.svg").getroot().iter("{http://www.w3.org/2000/svg}circle")
    assert len(list(dots)) == 2


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--from", "GH10"), "Did you mean 'GH100'"),
        (("--aim", "decode:deepsek"), "Did you mean 'DeepSeek-V3'"),
        (("--aim", "rate:fp4"), "no rate at fp4"),
        (("--dies", "0"), "0 dies"),
        (("--at-least", "tpp=5000"), "742.6(a)(6)(iii)"),
        (("--at-least", "fp8=1"), "no number of a design"),
        (("--at-least", "tpp"), "'tpp' names no value; write it like memory=2000"),
        (("--at-least", "tpp=much"), "not a decimal number"),
        (("--margin", "2 per cent"), "no share"),
        (("--csv", "/proc/none/front.csv"), "front.csv"),
        (("--to", "Atlantis"), "no country"),
    ],
)
def test_what_cannot_be_designed(chipgate: Chipgate, more: tuple[str, ...], message: str) -> None:
    ran = chipgate(*GH100, *more)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_a_design_needs_a_die(chipgate: Chipgate) -> None:
    ran = chipgate("design")
    assert (ran.code, ran.out) == (2, "")
    assert "--from GH100" in ran.err


def test_a_difference_as_json(chipgate: Chipgate) -> None:
    told = json.loads(chipgate("difference", "2023-11-16", "2023-11-17", "--format", "json").out)
    assert (told["equal"], told["complete"]) == (False, True)
    assert {(one["before"], one["after"]) for one in told["regions"]} == {("", "3A090.a"), ("", "3A090.b")}
    assert [one for one in told["regions"] if "A800 SXM4 80GB" in one["chips"]]


def test_two_texts_that_are_the_same(chipgate: Chipgate) -> None:
    told = json.loads(chipgate("difference", "2023-12-01", "2024-03-01", "--format", "json").out)
    assert told == {"schema": "chipgate/difference/1", "equal": True, "complete": True, "regions": []}


def test_lint_of_a_reform_with_a_slip(chipgate: Chipgate, tmp_path: Path) -> None:
    slip = 'name = "slip"\n\n[limits]\n"us/ear/3A090.b.1#tpp" = 5000\n'
    (tmp_path / "slip.toml").write_text(slip, encoding="utf-8")
    ran = chipgate("lint", "slip.toml", "--on", "2024-06-01", "--format", "json")
    assert ran.code == 1
    assert "never_binds: us/ear/3A090.b: us/ear/3A090.b.1#tpp" in {one["name"] for one in json.loads(ran.out)["new"]}


def test_lint_of_the_law_of_a_day(chipgate: Chipgate) -> None:
    ran = chipgate("lint", "--on", "2024-06-01", "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["new"], told["gone"]) == (0, [], [])
    assert all(one["review"] for one in told["reviewed"])


def test_margins(chipgate: Chipgate) -> None:
    told = json.loads(chipgate("margins", "--on", "2024-06-01", "--within", "2%", "--format", "json").out)
    rows = {(one["chip_id"], one["limit"]): one for one in told["rows"]}
    assert rows["h20-96", "us/ear/3A090.b.1#tpp"]["gap"] == -32
    assert rows["a30", "us/ear/3A090.b.2#density"]["could_cross"]
    assert all(abs(one["gap_share"]) <= 0.02 for one in told["rows"])
