"""`chipgate compare`: what it prints, the file of the orders that move, what it refuses, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Chipgate
from .tables import read, write

DAY = "2023-11-01"
ROWS = [
    {
        "order": "SO-1",
        "chip": "A800",
        "to": "CN",
        "units": "10",
        "date": "2023-11-01",
        "region": "北方",
        "amount": "5000",
    },
    {"order": "SO-2", "chip": "H20", "to": "CN", "units": "10", "date": DAY, "region": "", "amount": "7000"},
    {"order": "SO-3", "chip": "H100", "to": "SG", "units": "4", "date": DAY, "region": "南", "amount": ""},
    {"order": "SO-4", "chip": "H2O", "to": "CN", "units": "1", "date": DAY, "region": "", "amount": ""},
]
DAYS = ("2023-11-16", "2023-11-17")


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    write(path, ROWS)
    return path


def test_what_is_printed(chipgate: Chipgate, orders: Path) -> None:
    ran = chipgate("compare", *DAYS, orders, "--assume", "ordinary")
    assert ran.code == 3
    for line in (
        "From the law of 2023-11-16 to the law of 2023-11-17",
        "  Re-worded",
        "      limit us/ear/3A090@2022#io falls away: 600",
        "  Added",
        "Chips of the catalogue that move: 85 of 151",
        "Orders that move: 1 of 3; 1 rows rejected",
        "      orders: 1; units: 10; TPP: 49,920; value: 5,000 ?",
        "Orders that only become undetermined, or cease to be: 1",
        "      without a value that can be read, not in the value: 1",
        "        row 4  SO-3 H100 -> SG 2023-11-01",
        "rows rejected",
    ):
        assert f"{line}\n" in ran.out, line
    assert "  row 5  chip: no chip named 'H2O' in the catalogue" in ran.out


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_the_orders_that_move_with_both_answers(chipgate: Chipgate, orders: Path, tmp_path: Path, suffix: str) -> None:
    moved = tmp_path / f"moved{suffix}"
    ran = chipgate("compare", *DAYS, orders, "--assume", "ordinary", "-o", moved)
    assert f"written: {moved}\n" in ran.out
    first, second = read(moved)
    assert [one["order"] for one in (first, second)] == ["SO-1", "SO-3"]
    assert {name: first[name] for name in ROWS[0]} == ROWS[0]
    assert (first["before_outcome"], first["after_outcome"]) == ("no_licence_required", "licence_required")
    assert (first["before_day"], first["after_day"], first["moved_by"]) == (*DAYS, "us/ear/3A090.a")
    assert first["after_reason"].startswith("742.6(a)(6)(iii): ")
    assert second["to_be_found_out"] == "end_user_hq_iso2"


def test_columns_that_clash_are_kept(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "o.csv", [{"chip": "A800", "to": "CN", "moved_by": "Anna"}])
    chipgate("compare", *DAYS, "o.csv", "-o", "moved.csv")
    (row,) = read(tmp_path / "moved.csv")
    assert (row["given_moved_by"], row["moved_by"]) == ("Anna", "us/ear/3A090.a")


def test_a_reform_from_a_file(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('name = "Lower"\n[limits]\n"us/ear/3A090.b.1#tpp" = 2300\n', encoding="utf-8")
    ran = chipgate("compare", "law", "r.toml", "--on", "2026-09-01")
    assert ran.code == 0
    assert "From the law as it is to the law with the reform Lower\n" in ran.out
    assert "      limit us/ear/3A090.b.1#tpp: 2400 -> 2300\n" in ran.out
    assert "H20 96GB, H20 141GB" in ran.out


def test_a_bad_reform_says_all_that_is_wrong(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('[limits]\n"a" = 1\n[end]\n"b" = 2026-01-01\n', encoding="utf-8")
    ran = chipgate("compare", "law", "r.toml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("chipgate: r.toml: 2 faults\n  - end.'b': no provision has that id.")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("law",), "Missing argument 'B'"),
        (("law", "lwa"), "Did you mean 'law'?"),
        (("law", "law", "-o", "x.csv"), "--output: for a file of orders only"),
        (("law", "law", "--sheet", "x"), "--sheet: for a file of orders only"),
        (("law", "law", "no.csv"), "no.csv"),
        (("law", "law", "orders.csv", "-o", "x.csv", "-o", "x.csv"), "x.csv is named twice"),
        (("law", "law", "--to", "Atlantis"), "no country 'Atlantis'"),
        (("law", "law", "--on", "03/04/2026"), "can be read in two ways"),
        ((*DAYS, "--on", "2023-11-17"), "both sides name their day"),
    ],
)
def test_what_is_refused(chipgate: Chipgate, orders: Path, words: tuple[str, ...], wrong: str) -> None:
    assert orders.exists()
    ran = chipgate("compare", *words)
    assert (ran.code, ran.out) == (2, "")
    assert wrong in ran.err


def test_the_results_never_take_the_place_of_the_orders(chipgate: Chipgate, orders: Path) -> None:
    before = orders.read_bytes()
    ran = chipgate("compare", *DAYS, orders, "-o", orders)
    assert ran.code == 2
    assert orders.read_bytes() == before


def test_chips_of_your_own_move_too(chipgate: Chipgate, tmp_path: Path) -> None:
    """700 dense FP8 TOPS x 8 bits = 5600 TPP, and 400 GB/s: only the text of 2023 reaches it."""
    (tmp_path / "own.toml").write_text(
        '[dream-1]\nname = "Dream 1"\nvendor = "We"\nkind = "official"\ndense_fp8_tops = 700\ndie_area_mm2 = 800\n'
        "interconnect_bidirectional_gb_s = 300\npcie_bidirectional_gb_s = 100\nmarketed_for_datacenter = true\n",
        encoding="utf-8",
    )
    ran = chipgate("compare", *DAYS, "--chips", "own.toml", "--format", "json")
    found = json.loads(ran.out)["chips"]
    assert found["compared"] == 152
    assert "dream-1" in {one["chip_id"] for one in found["moved"]}


def test_in_chinese(chipgate: Chipgate, orders: Path) -> None:
    ran = chipgate("compare", *DAYS, orders, "--assume", "ordinary", "--lang", "zh")
    assert ran.out.startswith("从 2023-11-16 的法规到 2023-11-17 的法规\n  口径：按实际执行\n")
    assert "结论改变的订单：1 份，共 3 份；拒收 1 行\n" in ran.out
    assert "    无需许可证 -> 需要许可证\n" in ran.out


def test_json_and_text_say_the_same(chipgate: Chipgate, orders: Path) -> None:
    found = json.loads(chipgate("compare", *DAYS, orders, "--assume", "ordinary", "--format", "json").out)
    (kind,) = found["orders"]["moved"]
    assert (kind["moved_by"], kind["orders"], kind["tpp"], kind["value"]) == (
        "us/ear/3A090.a",
        1,
        "49920",
        {"": "5000"},
    )
    assert kind["rows"] == [{"row": 2, "order": "SO-1 A800 -> CN 2023-11-01"}]
