"""A user's own chips: what is read, and that every fault of a file is in one report."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet, Kind
from chipgate.chips.own_chips import read_chips
from chipgate.errors import BadDatasheet


def read(folder: Path, name: str, content: str | bytes) -> tuple[Datasheet, ...]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_chips(path)


def faults(folder: Path, name: str, content: str | bytes) -> tuple[str, ...]:
    with pytest.raises(BadDatasheet) as caught:
        read(folder, name, content)
    assert caught.value.file == name
    return caught.value.faults


TOML = """
[my-chip]
name = "My chip 80GB"
vendor = "We"
vendor_hq_iso2 = "DE"
aliases = ["MC1", "MC1 80GB"]
launch = "2026-03"
marketed_for_datacenter = true
die_area_mm2 = { is = 814, kind = "derived", source = "die photograph" }
dense_fp16_tops = 151.2
dense_int8_tops = { is = "302.4", kind = "official", source = "https://example.com/mc1" }
memory_bandwidth_gb_s = { readings = [4_000.5, 4800] }
"""


def test_toml(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, "mine.toml", TOML)
    assert (sheet.chip_id, sheet.name, sheet.aliases) == ("my-chip", "My chip 80GB", ("MC1", "MC1 80GB"))
    assert sheet.figures["dense_fp16_tops"].value == Fraction(1512, 10)  # not the binary fraction next to it
    assert sheet.figures["dense_fp16_tops"].source == "mine.toml"
    assert sheet.figures["dense_int8_tops"].kind is Kind.OFFICIAL
    assert sheet.figures["die_area_mm2"].kind is Kind.DERIVED
    assert sheet.figures["memory_bandwidth_gb_s"].readings == (Fraction(8001, 2), 4800)
    assert sheet.figures["memory_bandwidth_gb_s"].kind is Kind.DISPUTED
    assert sheet.marketed_for_datacenter is not None
    assert sheet.marketed_for_datacenter.value is True
    assert bundled().with_chips([sheet]).get("mc 1") is sheet


CSV = (
    "chip_id,name,aliases,dense_fp16_tops,die_area_mm2,kind,recalled,disputed,source\n"
    'my-chip,"My chip, 80GB",MC1;MC2,"1,512.5",814,official,die_area_mm2,dense_fp16_tops=1512.5|1500,our sheet\n'
    "other,Other,,,600,,,,\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_excel(tmp_path: Path, encoding: str) -> None:
    content = CSV.replace("Other", "另一个")
    sheet, other = read(tmp_path, "mine.csv", content.encode(encoding))
    assert sheet.figures["dense_fp16_tops"].readings == (Fraction(3025, 2), 1500)
    assert sheet.figures["die_area_mm2"].kind is Kind.RECALLED
    assert sheet.figures["die_area_mm2"].source == "our sheet"
    assert other.figures["die_area_mm2"].source == "mine.csv"
    assert other.figures["die_area_mm2"].kind is Kind.REPORTED
    assert other.name == "另一个"
    assert "dense_fp16_tops" not in other.figures


def test_csv_with_semicolons_or_tabs_between_the_cells(tmp_path: Path) -> None:
    for delimiter in ";\t":
        content = f"chip_id{delimiter}name{delimiter}power_w\r\nx{delimiter}X{delimiter}300\r\n\r\n"
        assert read(tmp_path, "mine.csv", content)[0].figures["power_w"].value == 300


def test_all_faults_of_a_csv_file_are_in_one_report(tmp_path: Path) -> None:
    content = (
        "chip_id,name,die_area_mm2,dense_fp16_tops,memory_bandwidth_gb_s,launch,kind,fp16_tflops\n"
        "one,One,814 mm2,-5,nan,2026-13,guessed,\n"
        ",,0,1,4000,,,\n"
        "one,Eins,8.14,989,0.9,,,\n"
    )
    found = faults(tmp_path, "mine.csv", content)
    listed = "\n".join(found)
    for expected in (
        "unknown column 'fp16_tflops'. Did you mean 'dense_fp16_tops'",
        "line 2 (one): die_area_mm2 '814 mm2' carries a unit (mm2); write the number alone, in mm2",
        "line 2 (one): dense_fp16_tops -5 is negative",
        "line 2 (one): memory_bandwidth_gb_s 'nan' is not a number",
        "line 2 (one): launch '2026-13' cannot be read",
        "line 2 (one): the kind 'guessed' cannot be that of a chip.",
        "line 3: chip_id is missing",
        "line 3: name is missing",
        "line 3: die_area_mm2 is zero",
        "line 4 (one): memory_bandwidth_gb_s 0.9 is too small for GB/s and looks like TB/s",
        "line 4 (one): die_area_mm2 is too small for the peak rate and looks like cm2; give it in mm2",
        "line 4 (one): the name 'one' is also that of line 2 (one)",
    ):
        assert expected in listed
    assert len(found) == 12


def test_all_faults_of_a_toml_file_are_in_one_report(tmp_path: Path) -> None:
    content = """
    loose = 1
    [one]
    die_area = 814
    power_w = 0.7
    dense_fp8_tops = inf
    marketed_for_datacenter = "perhaps"
    vendor_hq_iso2 = "Germany"
    dense_fp16_tops = { is = 148, kind = "rumoured" }
    dense_int8_tops = { is = 296, kind = "disputed", readings = [296] }
    dense_fp4_tops = { is = 500, kind = "reported", readings = [600] }
    memory_gb = { is = 96, source = "" }
    boost_clock_mhz = {}
    process_node_nm = [4]
    logic_dies = 1.5
    compute_units = { is = 78, unit = "SM" }
    [Two]
    name = "Two"
    aliases = ["--", "a;b"]
    """
    found = faults(tmp_path, "mine.toml", content)
    listed = "\n".join(found)
    for expected in (
        "loose stands outside a chip",
        "[one]: name is missing",
        "[one]: unknown field 'die_area'. Did you mean 'die_area_mm2'",
        "[one]: power_w 0.7 is too small for W and looks like kW; give it in W",
        "[one]: dense_fp8_tops 'inf' is not a number",
        "[one]: marketed_for_datacenter 'perhaps' is neither yes nor no",
        "[one]: vendor_hq_iso2 'Germany' cannot be read; write the two capital letters",
        "[one]: dense_fp16_tops has the unknown kind 'rumoured'.",
        "[one]: dense_int8_tops is disputed with one reading",
        "[one]: dense_fp4_tops is reported with 2 readings",
        "[one]: memory_gb has no source",
        "[one]: boost_clock_mhz has no value",
        "[one]: process_node_nm is a list; give one value",
        "[one]: logic_dies 1.5 is not a whole number",
        "[one]: compute_units: unknown field 'unit'",
        "[Two]: chip_id 'Two' cannot be read",
        "[Two]: aliases '--' has no letter or digit",
        "[Two]: aliases 'a;b' has a semicolon",
    ):
        assert expected in listed.replace("compute_units unknown", "compute_units: unknown")


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("die_area_mm2", "0.814", "looks like cm2"),
        ("die_area_mm2", "814000000", "looks like um2"),
        ("memory_bandwidth_gb_s", "unknown", "leave it out"),
        ("dense_fp8_tops", "1979 TFLOPS", "carries a unit (TFLOPS)"),
        ("dense_fp8_tops", "1979000000000", "looks like GFLOPS"),
        ("memory_gb", "81920", "looks like MB"),
        ("interconnect_bidirectional_gb_s", "0.9", "looks like TB/s"),
        ("transistors_billion", "80000000000", "or a count"),
        ("boost_clock_mhz", "1.98", "looks like GHz"),
        ("power_w", "seven hundred", "not a decimal number"),
        ("power_w", "9" * 5000, "not a decimal number"),
        ("power_w", "1e999", "too large"),
    ],
)
def test_a_number_that_cannot_be_meant(tmp_path: Path, field: str, value: str, wrong: str) -> None:
    (fault,) = faults(tmp_path, "mine.csv", f"chip_id,name,{field}\nx,X,{value}\n")
    assert fault.startswith(f"line 2 (x): {field} ")
    assert wrong in fault


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("mine.csv", "", "no first line"),
        ("mine.csv", "chip_id,name\n", "holds no chip"),
        ("mine.toml", "", "holds no chip"),
        ("mine.toml", "[x\n", "not valid TOML"),
        ("mine.toml", "[x]\nname='X'\n[x]\nname='Y'\n", "not valid TOML"),
        ("mine.toml", b"[x]\nname = '\xff'\n", "line 2 is not utf-8-sig text"),
        ("mine.csv", "chip_id,name\n".encode("utf-16"), "not plain text"),
        ("mine.csv", b"PK\x03\x04rest", "not plain text"),
        ("mine.csv", b"chip_id,name\nx,\xff\xff\n", "line 2 is not"),
        ("mine.csv", "chip_id,name\nx\n", "1 cells under 2 columns"),
        ("mine.csv", "chip_id,name,power_w\nx,X,1,500\n", "4 cells under 3 columns"),
        ("mine.csv", "chip_id,name,name\nx,X,X\n", "column 'name' stands 2 times"),
        ("mine.csv", "chip_id,name,disputed\nx,X,area=1|2\n", "disputed names 'area', which is not a field"),
        ("mine.csv", "chip_id,name,sources\nx,X,area=us\n", "sources names 'area', which is not a field"),
        ("mine.csv", "chip_id,name,recalled\nx,X,area\n", "recalled names 'area', which is not a field"),
        ("mine.csv", "chip_id,name,power_w,recalled\nx,X,,power_w\n", "marked or sourced but has no value"),
        ("mine.csv", "chip_id,name,power_w,recalled,derived\nx,X,9,power_w,power_w\n", "marked recalled and derived"),
        ("mine.csv", "chip_id,name\nx,X\ny,x\n", "is also that of line 2"),
        ("mine.csv", f"chip_id,name\nx,{'X' * 99}\n", "longer than 80"),
        ("mine.json", "{}", "read from .toml or .csv"),
    ],
)
def test_a_file_with_one_fault(tmp_path: Path, name: str, content: str | bytes, wrong: str) -> None:
    assert wrong in "\n".join(faults(tmp_path, name, content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadDatasheet, match="cannot be read"):
        read_chips(tmp_path / "missing.csv")


def test_a_quote_that_never_ends_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    assert faults(tmp_path, "mine.csv", 'chip_id,name\nx,"' + "X" * 200_000)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    assert "larger than 8 MB" in faults(tmp_path, "mine.csv", b" " * (9 << 20))[0]
