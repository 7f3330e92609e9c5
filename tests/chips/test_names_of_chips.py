"""Every way in which people write a chip leads to one datasheet, or to a refusal that says what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.chips.catalogue import Catalogue, bundled
from chipgate.chips.datasheet import Datasheet, Figure, Kind
from chipgate.chips.names import AmbiguousChip, fold
from chipgate.errors import BadDatasheet, UnknownChip

OWN_NAMES = [(name, sheet.chip_id) for sheet in bundled() for name in sheet.names()]


def own(chip_id: str, **more: object) -> Datasheet:
    return Datasheet(chip_id, chip_id.upper(), {"power_w": Figure(300, Kind.REPORTED, "x")}, **more)  # type: ignore[arg-type]


def test_no_name_means_two_chips() -> None:
    owners: dict[str, set[str]] = {}
    for name, chip_id in OWN_NAMES:
        owners.setdefault(fold(name), set()).add(chip_id)
    assert not {name: ids for name, ids in owners.items() if len(ids) > 1}


def test_no_family_name_is_the_own_name_of_a_chip() -> None:
    own_names = {fold(name) for name, _chip_id in OWN_NAMES}
    assert not own_names & {fold(name) for sheet in bundled() for name in sheet.family_names}


@pytest.mark.parametrize(("name", "chip_id"), OWN_NAMES)
def test_every_name_is_found(name: str, chip_id: str) -> None:
    found = bundled().find(name)
    assert found.sheet.chip_id == chip_id
    assert found.read_as == ""


@given(st.sampled_from(OWN_NAMES), st.sampled_from((str.upper, str.lower, str.swapcase)), st.sampled_from(" -_"))
def test_case_spaces_and_hyphens_do_not_count(pair: tuple[str, str], change: object, between: str) -> None:
    name, chip_id = pair
    assert bundled().get(change(name).replace(" ", between)).chip_id == chip_id  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "chip_id"),
    [
        ("H20 96GB", "h20-96"),
        ("A800 80GB PCIe", "a800-pcie-80"),
        ("A100 80GB SXM", "a100-sxm-80"),
        ("NVIDIA A100-SXM4-80GB", "a100-sxm-80"),
        ("NVIDIA H100 80GB HBM3", "h100-sxm"),
        ("Tesla V100-SXM2-32GB", "v100-sxm2-32"),
        ("NVIDIA GeForce RTX 4090", "rtx-4090"),
        ("RTX 4090D", "rtx-4090d"),
        ("RTX 4090 D", "rtx-4090d"),
        ("4090D", "rtx-4090d"),
        ("L20", "l20"),
        ("L2", "l2"),
        ("B200", "b200"),
        ("AMD MI325X", "mi325x"),
        ("RTX PRO 6000D", "rtx-pro-6000d"),
        ("B40", "rtx-pro-6000d"),
        ("Ascend 910B3", "ascend-910b3"),
        ("昇腾910B1", "ascend-910b1"),
        ("华为昇腾 910C", "ascend-910c"),
        ("寒武纪思元590", "mlu590"),
        ("摩尔线程 MTT S4000", "mtt-s4000"),
        ("昆仑芯P800", "kunlun-p800"),
        ("H200 SXM GPU", "h200-sxm"),
        ("Tesla D1", "tesla-d1"),
        ("Ｌ２０", "l20"),
    ],
)
def test_what_people_type(name: str, chip_id: str) -> None:
    assert bundled().get(name).chip_id == chip_id


@pytest.mark.parametrize(
    ("name", "chip_id", "read_as"),
    [
        ("H100", "h100-sxm", "H100 read as H100 SXM5 80GB"),
        ("A100", "a100-sxm-80", "A100 read as A100 SXM4 80GB"),
        ("A800", "a800-sxm-80", "A800 read as A800 SXM4 80GB"),
        ("H800", "h800-sxm", "H800 read as H800 SXM5 80GB"),
        ("H20", "h20-96", "H20 read as H20 96GB"),
        ("H200", "h200-sxm", "H200 read as H200 SXM5 141GB"),
        ("V100", "v100-sxm2-32", "V100 read as Tesla V100 SXM2 32GB"),
        ("910B", "ascend-910b1", "910B read as Ascend 910B1"),
        ("英伟达H20芯片", "h20-96", "英伟达H20芯片 read as H20 96GB"),
    ],
)
def test_a_family_name_is_read_as_its_default_and_says_so(name: str, chip_id: str, read_as: str) -> None:
    found = bundled().find(name)
    assert (found.sheet.chip_id, found.read_as) == (chip_id, read_as)


@pytest.mark.parametrize("name", ["RTX PRO 6000", "Ascend 910", "昇腾950", "MLU370", "TPU v5"])
def test_a_family_whose_packages_differ_is_not_guessed(name: str) -> None:
    with pytest.raises(AmbiguousChip, match="can mean") as caught:
        bundled().get(name)
    assert len(caught.value.near) >= 2
    assert all(bundled().get(near) for near in caught.value.near)


@pytest.mark.parametrize(
    ("name", "near"),
    [("H10", "H100"), ("A8000", "A800"), ("RTX 4900", "RTX 4090"), ("Instinct MI390X", "Instinct MI300X")],
)
def test_an_unknown_name_gets_the_nearest_ones(name: str, near: str) -> None:
    with pytest.raises(UnknownChip) as caught:
        bundled().get(name)
    assert near in caught.value.near
    assert name not in bundled()


@pytest.mark.parametrize("name", ["", " ", "--", "GPU", "nvidia", "x" * 100_000, "H100!", "\0"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(UnknownChip):
        bundled().get(name)


@given(st.text())
def test_any_text_is_found_or_refused(name: str) -> None:
    if name in bundled():
        assert bundled().find(name).sheet in bundled()
    else:
        with pytest.raises(UnknownChip):
            bundled().get(name)


def test_own_chips_stand_beside_the_bundled_ones() -> None:
    more = bundled().with_chips([own("my-chip", aliases=("X1",))])
    assert len(more) == 152
    assert more.get("x-1").chip_id == "my-chip"
    assert more.get("H20").chip_id == "h20-96"
    assert "X1" not in bundled()
    assert more.names()[-1] == "MY-CHIP"


@pytest.mark.parametrize("alias", ["H20 96GB", "h20-96", "H20"])
def test_a_name_that_is_taken_is_refused(alias: str) -> None:
    with pytest.raises(BadDatasheet) as caught:
        bundled().with_chips([own("my-chip", aliases=(alias,))])
    assert caught.value.faults == (
        f"my-chip: the name {alias!r} belongs to h20-96 (H20 96GB); give this chip another one",
    )


def test_every_clash_is_listed() -> None:
    with pytest.raises(BadDatasheet) as caught:
        Catalogue([own("a"), own("a", aliases=("B",)), own("b")])
    assert len(caught.value.faults) >= 2


def test_an_empty_catalogue_knows_nothing() -> None:
    assert len(Catalogue()) == 0
    with pytest.raises(UnknownChip):
        Catalogue().get("H100")


@pytest.mark.parametrize(
    "name",
    [
        *("NVIDIA R200", "Nvidia Z100", "NVIDIA K100", "Intel N100", "AMD T20", "Huawei H20", "AMD H20", "Meta L2"),
        *("NVIDIA 910B", "华为 H20", "Google T4", "NVIDIA MI308X"),
    ],
)
def test_a_chip_of_another_vendor_is_not_taken_for_the_one_that_is_named(name: str) -> None:
    """Intel sells an N100 and MetaX another; what is known of the one clears no order for the other."""
    with pytest.raises(UnknownChip):
        bundled().find(name)
    assert name not in bundled()


@pytest.mark.parametrize(
    ("name", "chip_id"),
    [
        ("Tesla A100", "a100-sxm-80"),
        ("NVIDIA Tesla T4", "t4"),
        ("Tesla D1", "tesla-d1"),
        ("Baidu Kunlun R200", "kunlun-r200"),
        ("Baidu R200", "kunlun-r200"),
        ("MetaX N100", "mxn100"),
        ("Hygon Z100", "hygon-z100"),
        ("华为昇腾910C", "ascend-910c"),
        ("Intel Habana Gaudi 2", "gaudi2"),
        ("AWS Trainium2", "trainium2"),
        ("T-Head PPU", "ppu-810e"),
    ],
)
def test_the_vendor_may_stand_before_the_name(name: str, chip_id: str) -> None:
    assert bundled().find(name).sheet.chip_id == chip_id


@pytest.mark.parametrize(
    "number",
    ["900-21001-0000-000", "699-21010-0200-000", "900-2G133-0080-000", "100-000000009", "P49788-B21", "1000234"],
)
def test_a_part_number_is_no_name_of_a_chip(number: str) -> None:
    with pytest.raises(UnknownChip, match=r"looks like a part number.*give the name of the chip, like H100 PCIe"):
        bundled().get(number)


@pytest.mark.parametrize("name", ["H9999", "DGX 900", "L40SX", "A100-PCIE-40GBX"])
def test_a_mistyped_name_is_no_part_number(name: str) -> None:
    with pytest.raises(UnknownChip) as caught:
        bundled().get(name)
    assert "part number" not in str(caught.value)
