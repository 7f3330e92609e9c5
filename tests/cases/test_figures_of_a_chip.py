"""What a datasheet says of the item of a case, and what happens where the user says something else."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate import BadOrder, check
from chipgate.cases.check import Checker
from chipgate.cases.printed_figures import printed_figures
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.chips.catalogue import bundled


def values(chip: str, fact: str) -> list[object]:
    return [figure.value for figure in printed_figures(bundled().get(chip)).get(fact, ())]


def test_links_and_pcie_are_added_for_the_transfer_rate_of_2022() -> None:
    assert values("A100", "io_gb_s") == [664]
    assert values("A800", "io_gb_s") == [464]
    assert values("H800", "io_gb_s") == [528]


def test_a_disputed_bandwidth_keeps_both_values() -> None:
    assert values("T4", "dram_bandwidth_gb_s") == [320, 300]


def test_a_misprint_is_no_second_reading() -> None:
    """One encyclopaedia prints the bandwidth of the H100 for the H200."""
    assert values("H200", "dram_bandwidth_gb_s") == [4800]


def test_memory_on_the_chip_is_no_dram() -> None:
    assert values("Groq LPU v1", "dram_bandwidth_gb_s") == []


@pytest.mark.parametrize("chip", ["MI308X", "Max 1100", "RTX PRO 6000D"])
def test_what_is_not_printed_is_not_given(chip: str) -> None:
    assert values(chip, "tpp") == []


def test_a_chip_without_a_printed_tpp_is_never_cleared() -> None:
    answer = check(chip="MI308X", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "undetermined"
    assert "tpp" in answer.missing_names


def test_a_family_name_says_what_it_was_read_as() -> None:
    answer = check(chip="H100", to="CN", on="2024-06-01", assume="ordinary")
    assert "H100 is a family of chips; it was read as H100 SXM5 80GB." in [str(w.text()) for w in answer.warnings]


def test_a_stated_figure_that_rounds_the_printed_one_gives_way_to_it() -> None:
    answer = check(chip="H100", tpp="15832", performance_density="19.45", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.performance_density == "19.4496"


def test_a_stated_figure_that_contradicts_the_printed_one_leaves_the_answer_open_where_it_matters() -> None:
    """3A090.a.1 is met by the datasheet (15832) and not by what the user states (1000)."""
    answer = check(chip="H100", tpp=1000, to="CN", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "undetermined"
    assert answer.tpp == "1000|15832"
    assert "tpp" in answer.missing_names


def test_a_computer_with_the_chip_inside_is_judged_as_a_computer() -> None:
    answer = check(chip="H100", item_kind="computer", to="CN", on="2024-06-01", assume="ordinary")
    assert (answer.eccn, answer.outcome) == ("4A090.a", "licence_required")


def test_a_dispute_that_changes_nothing_is_not_asked_about() -> None:
    """B200: 1600 or 1628 mm2, far above 5.92 either way."""
    answer = check(chip="B200", to="SG", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "undetermined"
    assert "die_area_mm2" not in answer.missing_names


def test_a_dispute_that_decides_is_asked_about() -> None:
    """L40: TPP 2896 or 5793.6, below or above 4800."""
    answer = check(chip="L40", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "undetermined"
    assert "tpp" in answer.missing_names


def test_the_letter_of_april_2025_is_a_red_flag_where_none_is_assumed() -> None:
    answer = check(chip="H20", to="CN", on="2025-06-01", assume="ordinary")
    assert answer.outcome == "no_licence_required"
    assert "us/letters/2025-04 disclosed" in [flag.id for flag in answer.red_flags]
    asked = check(chip="H20", to="CN", on="2025-06-01", assume="ordinary", letter_recipient="unknown")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("letter_recipient",))


@pytest.mark.parametrize("kind", ["hbm", "weights", "other"])
def test_a_chip_is_not_cleared_as_something_else(kind: str) -> None:
    with pytest.raises(BadOrder, match=f"'{kind}' does not go with a chip"):
        check(chip="H100", item_kind=kind, to="CN", on="2024-06-01", assume="ordinary")


@pytest.mark.proves("15 CFR 774 Supp. 1, 3D001, 4D001, 4D090")
def test_software_is_not_cleared_until_it_is_known_what_it_is_for() -> None:
    given = {"item_kind": "software", "transaction": "export", "to": "CN", "end_user_hq_iso2": "CN"}
    for day in ("2022-12-01", "2024-06-01", "2026-03-01"):
        answer = check(given, on=day, assume="ordinary")
        asked = ("software_for_3a090", "country_chart_requires_licence")
        assert (answer.outcome, answer.missing_names) == ("undetermined", asked)
        assert check(given, on=day, assume="ordinary", software_for_3a090="yes").outcome == "licence_required"
        for_others = {**given, "software_for_3a090": "no"}  # of which entry, nobody said (736.2(b)(1))
        assert check(for_others, on=day, assume="ordinary").missing_names == ("country_chart_requires_licence",)
        told = {**for_others, "country_chart_requires_licence": "no"}
        assert check(told, on=day, assume="ordinary").outcome == "no_licence_required"


def test_an_item_of_another_kind_says_that_its_entry_is_not_judged() -> None:
    answer = check(item_kind="other", to="CN", on="2024-06-01", assume="ordinary")
    assert any("not the entry it belongs to" in warning.text() for warning in answer.warnings)


def test_rates_of_wide_formats_alone_are_remarked_upon() -> None:
    given = {"item_kind": "ic", "to": "CN", "on": "2024-06-01"}
    remark = "Only rates above 16 bits were given"
    assert any(remark in warning.text() for warning in check(given, peak_rates_tops="fp64=20;fp32=30").warnings)
    assert not any(remark in warning.text() for warning in check(given, peak_rates_tops="fp64=20;fp16=60").warnings)


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090 Technical Note 2: the highest value that the maker claims")
@pytest.mark.parametrize("rates", ["fp64=34", "fp32=67", "vector_fp64=34;vector_fp32=2", "tf32=60"])
def test_rates_of_wide_formats_alone_never_clear(rates: str) -> None:
    """The vector units of an H100 come to 2176 at FP64 and 2144 at FP32; its TPP is 15832."""
    answer = check(
        peak_rates_tops=rates, item_kind="ic", die_area_mm2="814", to="CN", on="2026-09-01", assume="ordinary"
    )
    assert (answer.outcome, answer.tpp) == ("undetermined", "")
    assert "tpp" in answer.missing_names
    assert any("TPP is not known" in warning.text() for warning in answer.warnings)


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.a.1, 3A090.b.1, Note 2; 3A090.a of 2022")
@pytest.mark.parametrize(
    "cells",
    [
        {"peak_rates_tops": "fp64=40", "die_area_mm2": "1700", "datacenter": "yes"},  # 2560 / 1700 = 1.51
        {"peak_rates_tops": "fp64=74;fp32=149", "die_area_mm2": "3000"},
        {"peak_rates_tops": "fp64=40", "performance_density": "1.5"},
        {"peak_rates_tops": "fp32=82.6", "die_area_mm2": "609", "datacenter": "no"},  # an RTX 4090 has 5285
        {
            "peak_rates_tops": "fp64=67",
            "die_area_mm2": "814",
            "datacenter": "yes",
            "io_gb_s": "964",
            "on": "2023-01-01",
        },
    ],
)
def test_rates_of_wide_formats_clear_nothing_by_a_low_density(cells: dict[str, str]) -> None:
    """They are the least that TPP can be: narrower formats can bring it above what clears."""
    answer = check({"item_kind": "ic", "to": "CN", "on": "2026-09-01", **cells}, assume="ordinary")
    assert answer.outcome == "undetermined"
    assert "tpp" in answer.missing_names


def test_rates_of_wide_formats_that_are_caught_stay_caught() -> None:
    """By 2560 / 814 = 3.1 it is .b, and with more, as an H100 has it, .a; by 4800 it is .a, whatever it has more."""
    given = {"item_kind": "ic", "to": "CN", "on": "2026-09-01", "datacenter": "yes", "die_area_mm2": "814"}
    for rates, eccn in (("fp64=40", "undetermined"), ("fp64=75", "3A090.a")):
        answer = check(given, peak_rates_tops=rates, assume="ordinary")
        assert (answer.eccn, answer.licence_codified) == (eccn, "yes")


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.b.1; 3A090.a of 2022")
@pytest.mark.parametrize("rate", [None, "599.9", "600", "964"])
@pytest.mark.parametrize("day", ["2023-11-16", "2023-11-17", "2023-11-18"])
def test_rates_of_wide_formats_wait_for_the_text_of_2023_unless_that_of_2022_asks_for_nothing(
    day: str, rate: str | None
) -> None:
    """67 x 64 = 4288: less than 4800, which the text of 2022 asks for beside input and output of 600 GB/s."""
    given = {"item_kind": "ic", "peak_rates_tops": "fp64=67", "die_area_mm2": "814", "datacenter": "yes", "on": day}
    given |= {"to": "CN", "io_gb_s": "" if rate is None else rate}
    answer = check(given, assume="ordinary")
    if day >= "2023-11-17":
        assert (answer.tpp, answer.eccn, answer.licence_codified) == ("4288", "undetermined", "yes")  # .a, or .b
    else:
        assert answer.outcome == ("no_licence_required" if rate == "599.9" else "undetermined")
    frame = check_frame(
        pl.DataFrame([given] * 3), HowToJudge(Checker(assume="ordinary"), wanted=("outcome", "eccn"), always=True)
    )
    assert set(zip(frame["outcome"], frame["eccn"], strict=True)) == {(answer.outcome, answer.eccn)}


def test_a_stated_tpp_is_no_less_than_its_rates() -> None:
    given = {"item_kind": "ic", "to": "CN", "on": "2026-09-01", "die_area_mm2": "814", "peak_rates_tops": "fp64=34"}
    assert check(given, tpp="15832", assume="ordinary").tpp == "15832"
    with pytest.raises(BadOrder, match="1000 is less than the rates beside it come to"):
        check(given, tpp="1000", assume="ordinary")


def test_rates_of_wide_formats_that_reach_a_limit_count() -> None:
    """What is above a limit by them is above it by any narrower format (75 x 64 = 4800)."""
    answer = check(peak_rates_tops="fp64=75", item_kind="ic", to="CN", on="2026-09-01", assume="ordinary")
    assert (answer.tpp, answer.eccn) == ("4800", "3A090.a")


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090 Note 1; 772.1, applicable advanced logic integrated circuits")
def test_non_planar_transistors_make_advanced_logic_whatever_the_node_is_called() -> None:
    given = {
        "item_kind": "ic",
        "tpp": "100",
        "performance_density": "1",
        "datacenter": "no",
        "exporter": "front_end_fabricator",
        "process_node_nm": "22",
        "to": "CN",
        "on": "2025-06-01",
    }
    assert "nonplanar_transistors" in check(given, assume="ordinary").missing_names
    assert check(given, assume="ordinary", nonplanar_transistors="no").outcome == "no_licence_required"
    assert check(given, assume="ordinary", nonplanar_transistors="yes").outcome == "undetermined"


@pytest.mark.proves("15 CFR 740.29(h)(2)")
def test_an_order_counts_every_ic_of_a_unit() -> None:
    given = {"chip": "H100", "to": "BR", "on": "2025-08-01", "units": "10"}
    assert check(given).case.facts["order_tpp"] == 158_320
    assert check(given, ic_count=8).case.facts["order_tpp"] == 1_266_560
    assert check(given, item_kind="computer", ic_count=8).case.facts["order_tpp"] == 1_266_560
    assert "order_tpp" not in check(given, item_kind="computer").case.facts


IN_ITS_OWN_COLUMN = {"item_kind": "ic", "to": "CN", "on": "2026-09-01", "die_area_mm2": "814", "datacenter": "yes"}


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090 Technical Notes 1 to 3")
@pytest.mark.parametrize(
    ("cells", "tpp"),
    [
        ({"dense_fp16_tops": "989"}, "15824"),
        ({"dense_fp16_tops": "989", "dense_fp8_tops": "1979"}, "15832"),
        ({"dense_fp16_tops": "989", "dense_fp8_tops": "0"}, "15824"),
        ({"dense_fp16_tops": "989", "peak_rates_tops": "fp16=989.4"}, "15830.4"),
        ({"dense_fp16_tops": "989", "tpp": "500"}, "500|15824"),
        ({"dense_fp16_tops": "0.9890"}, "15.824"),
        ({"dense_fp64_tops": "34"}, ""),
        ({"dense_fp16_tops": "0"}, ""),
        ({"dense_fp16_tops": "60", "dense_fp8_tops": "unknown"}, ""),
    ],
)
def test_rates_in_columns_of_their_own_make_a_tpp(cells: dict[str, str], tpp: str) -> None:
    """They were read and decided nothing, so that a TPP of 500 beside 989 TFLOPS was believed."""
    answer = check({**IN_ITS_OWN_COLUMN, **cells}, assume="ordinary")
    assert answer.tpp == tpp
    assert answer.outcome != "no_licence_required" or cells["dense_fp16_tops"] == "0.9890"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (
            {"dense_fp16_tops": "0.989"},
            r"dense_fp16_tops: '0\.989' may be meant in thousands; write 989 then, or 0\.9890",
        ),
        ({"dense_fp16_tops": "989", "peak_rates_tops": "fp16=20"}, "differs from the columns of single formats"),
        ({"dense_fp16_tops": "989", "item_kind": "other"}, "does not go with a TPP"),
    ],
)
def test_rates_in_columns_of_their_own_are_read_as_carefully(cells: dict[str, str], wrong: str) -> None:
    with pytest.raises(BadOrder, match=wrong):
        check({**IN_ITS_OWN_COLUMN, **cells}, assume="ordinary")


def test_how_rates_are_given_matters_only_where_there_are_any() -> None:
    answer = check({**IN_ITS_OWN_COLUMN, "rates_are_sparse": "yes", "sparsity_gain": "0.5", "tpp": "4992"})
    assert answer.tpp == "4992"


def test_rates_are_read_alike_in_a_table() -> None:
    """Those of wide formats too, which count only where they are caught."""
    names = ("peak_rates_tops", "dense_fp64_tops", "datacenter", "as_of", "io_gb_s", "tpp")
    rows = [
        ("fp64=67", None, "yes", "2023-01-01", "964", None),
        ("fp64=67", None, "yes", "2024-06-01", "964", None),
        (None, "67", "yes", "2024-06-01", None, None),
        (None, "67", "no", "2024-06-01", None, None),
        (None, "40", "yes", "2023-11-16", "64", None),
        ("fp64=34", None, "yes", "2024-06-01", None, "15832"),
        ("fp16=989", "67", "yes", "2024-06-01", None, None),
    ]
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    given = [{"item_kind": "ic", "die_area_mm2": "814", "destination_iso2": "CN", **one} for one in cells]
    frame = pl.DataFrame(given, schema=dict.fromkeys(given[0], pl.String))
    told = check_frame(frame, HowToJudge(Checker(assume="ordinary"), always=True))
    alone = [check({name: text for name, text in one.items() if text}, assume="ordinary") for one in given[:-1]]
    assert told["tpp"].to_list()[:-1] == [one.tpp for one in alone]
    assert told["outcome"].to_list()[:-1] == [one.outcome for one in alone]
    assert told["faults"].to_list()[-1] is not None
