"""An item that is described as another chip than its own is refused: nobody can tell which of the two is right."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate import check
from chipgate.cases.described_chips import chips_described
from chipgate.cases.transaction import BadOrder
from chipgate.chips.catalogue import bundled

ORDER = {"to": "MY", "on": "2026-06-15", "end_user_hq": "MY", "end_user_parent_hq": "MY"}


@pytest.mark.parametrize(
    ("chip", "description"),
    [
        ("L4", "NVIDIA H100 80GB PCIe"),
        ("L4", "8x H200 SXM"),
        ("RTX 6000 Ada", "GeForce RTX 4090"),
        ("L4", "华为 Ascend 910B"),
    ],
)
def test_a_chip_described_as_another_is_refused(chip: str, description: str) -> None:
    """Without that, an H100 entered as an L4 would be cleared."""
    with pytest.raises(BadOrder, match="the item is described as") as raised:
        check({**ORDER, "chip": chip, "item": description})
    assert "correct one of them, or leave the description out" in str(raised.value)


@pytest.mark.parametrize(
    ("chip", "description"),
    [
        *(("H100 PCIe", "NVIDIA H100 80GB"), ("H100", "DGX H100"), ("H200", "takes the place of an H100: H200")),
        *(
            ("H100", "PO 4090, rack A2, slot L4"),
            ("L4", "box 17"),
            ("RTX 5090 D", "GeForce RTX 5090 D 32GB"),
            ("RTX 4090", "GeForce RTX 4090 24GB"),
            ("H20", "H20 141 GB"),
        ),
    ],
)
def test_a_description_that_fits_or_names_no_chip_is_a_label(chip: str, description: str) -> None:
    told, alone = (check({**ORDER, "chip": chip, **more}) for more in ({"item": description}, {}))
    assert told.outcome == alone.outcome


def test_every_chip_may_be_described_by_its_own_names() -> None:
    for sheet in bundled():
        for name in (sheet.name, *sheet.aliases, *sheet.family_names):
            assert check({**ORDER, "chip": sheet.chip_id, "item": name}).case.sheet == sheet


def test_a_table_refuses_the_same_rows() -> None:
    given = [("L4", "NVIDIA H100 80GB"), ("L4", "NVIDIA L4 24GB"), ("H100 PCIe", "H100"), ("L4", None)]
    rows = [{**ORDER, "chip": chip, "item": item} for chip, item in given for _ in range(100)]
    judged = check(pl.DataFrame(rows), assume="ordinary")
    refused = judged.filter(pl.col("outcome").is_null())
    assert set(refused["item"]) == {"NVIDIA H100 80GB"}
    assert len(refused) == 100
    assert refused["faults"].str.contains("which names H100").all()


def test_the_longest_name_comes_first() -> None:
    assert chips_described("one nvidia h100-pcie board", bundled())[0] == "H100 PCIe"
