"""The numbers around a chip: each says how well it is known, and an answer says which of them nobody printed."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

pytest.importorskip("scipy")

from chipgate.chips.catalogue import bundled
from chipgate.workloads.asked import of_device
from chipgate.workloads.device import SYSTEMS_FILE, UNKNOWN_SYSTEM, device_of

KINDS = {"official", "reported", "recalled", "assumed"}
PREFIXES = {"scale_up_domain": "domain", "scale_out_gb_s": "scale_out", "matmul_share": "share"}


def rows() -> Iterator[dict[str, str]]:
    with SYSTEMS_FILE.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row["chip_id"])
def test_each_value_says_how_it_is_known(row: dict[str, str]) -> None:
    bundled().get(row["chip_id"])
    for name, prefix in PREFIXES.items():
        assert float(row[name]) > 0
        kind, source = row[f"{prefix}_kind"], row[f"{prefix}_source"]
        assert kind in KINDS
        if kind in ("official", "reported"):
            assert source.startswith("https://"), (name, source)
        if kind == "assumed":
            assert not source
            assert row["note"] or row[name] == f"{UNKNOWN_SYSTEM[name]:.2f}", "what it is taken from"


def test_an_answer_names_what_was_not_printed() -> None:
    """The share of H20 is a guess; its links were printed."""
    said = {one.name: one.value for one in of_device(device_of("H20"))}
    assert said["matmul_share"] == 0.9
    assert "scale_out_gb_s" not in said
    assert str(said["system"]).startswith("scale_up_domain 8, scale_out_gb_s 25; https://")


def test_a_chip_of_which_all_is_printed_assumes_nothing() -> None:
    assert device_of("H100").assumed == ()
    assert [one.name for one in of_device(device_of("H100"))] == ["system"]


def test_a_chip_of_which_nothing_is_written_assumes_all() -> None:
    chip = device_of("A800")
    assert chip.assumed == tuple(UNKNOWN_SYSTEM)
    assert [one.name for one in of_device(chip)] == list(UNKNOWN_SYSTEM)
