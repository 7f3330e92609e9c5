"""What the pages of the law and the chips show is what the law, the catalogue and the commands say."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

import chipgate
from chipgate.cases.compare import compare
from chipgate.cases.worksheet import worksheet_of
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Kind
from chipgate.cli.main import cli
from chipgate.errors import BadReform, UnknownProvision
from chipgate.law.provision import Clock
from chipgate.law.reform import Reform, SetLimit
from chipgate.law.reform_file import limits_as_toml, reform_of
from chipgate.law.trade.corpus import trade_corpus
from chipgate.units import decimal_text, exact_text
from chipgate.web.chips.catalogue_view import ORDERS, catalogue_view
from chipgate.web.chips.chip_view import chip_view, standing_of
from chipgate.web.chips.side_by_side import WrongCount, chosen, side_by_side
from chipgate.web.law.law_list import KINDS, law_list
from chipgate.web.law.law_state import law_state, with_picked
from chipgate.web.law.limits_shown import limits_shown
from chipgate.web.law.provision_view import provision_view
from chipgate.web.law.reform_drawer import Drawer, drawer_of
from chipgate.web.law.reform_drawer import reform_of as reform_of_changes

LAW = trade_corpus()
DAY = date(2026, 9, 24)
LOWER = (("us/ear/3A090.b.1#tpp", "1000"), ("us/ear/3A090.a.2#density", "4.5"))
SRC = str(Path(chipgate.__file__).parents[1])


def drawer(language: Any = "en", changes: Any = LOWER, day: date = DAY, places: tuple[str, ...] = ("CN",)) -> Drawer:
    return drawer_of(LAW, changes, day, Clock.AS_ENFORCED, places, language)


# The law.


def test_every_limit_of_every_provision_can_be_changed_by_its_name() -> None:
    for provision in LAW.provisions:
        shown = {one.path: one.value for one in limits_shown(provision, "en")}
        assert shown == {one.name: exact_text(one.value) for one in provision.limits}, provision.key


def test_the_list_holds_every_provision_in_force_on_the_day_once() -> None:
    for day in (date(2018, 7, 6), date(2023, 11, 16), date(2023, 11, 17), DAY):
        found = law_list(LAW, day, Clock.AS_ENFORCED, "en")
        listed = sorted(row.id for section in found.sections for row in section.rows)
        assert listed == sorted(one.id for one in LAW.provisions if day in one.binds.in_force)
        assert found.found == found.in_force == len(listed)


def test_words_are_found_in_both_languages_and_sections_narrow_the_list() -> None:
    english = law_list(LAW, DAY, Clock.AS_ENFORCED, "zh", "Brazil")
    chinese = law_list(LAW, DAY, Clock.AS_ENFORCED, "en", "巴西")
    assert english.found == chinese.found > 0
    assert law_list(LAW, DAY, Clock.AS_ENFORCED, "en", "no such words").sections == ()
    assert sum(law_list(LAW, DAY, Clock.AS_ENFORCED, "en", kind=kind).found for kind in KINDS) == english.in_force
    assert (
        sum(law_list(LAW, DAY, Clock.AS_ENFORCED, "en", land=land).found for land in ("us", "cn")) == english.in_force
    )


def test_a_text_that_is_not_enforced_is_said_to_be_so() -> None:
    """The AI Diffusion Rule was in force in mid-2025, and BIS did not enforce it."""
    rows = [
        row
        for section in law_list(LAW, date(2025, 6, 1), Clock.AS_ENFORCED, "en").sections
        for row in section.rows
        if row.state == "not_enforced"
    ]
    assert rows
    assert {row.state_words for row in rows} == {"in force, not enforced"}
    on_the_books = law_list(LAW, date(2025, 6, 1), Clock.ON_THE_BOOKS, "en")
    states = {row.id: row.state for section in on_the_books.sections for row in section.rows}
    assert {states[row.id] for row in rows} == {"binds"}


def test_a_provision_is_shown_as_it_stood_with_both_languages_and_its_whole_history() -> None:
    view = provision_view(LAW, "3A090.a", date(2024, 2, 2), "zh")
    assert view.shown is not None
    assert (view.id, view.shown.since, view.shown.until) == ("us/ear/3A090.a", "2023-11-17", "2025-01-15")
    assert [one.language for one in view.shown.sentences] == ["zh", "en"]
    assert [one.since for one in view.history] == ["2025-01-16", "2023-11-17", "2022-10-21"]
    assert "us/ear/3A090 Note 2" in view.shown.refers_to
    assert "us/ear/3A090.b" in view.shown.used_by


def test_a_key_shows_its_version_on_whatever_day() -> None:
    assert provision_view(LAW, "us/ear/3A090.a@2022-10-21", DAY, "en").day == "2022-10-21"
    with pytest.raises(UnknownProvision):
        provision_view(LAW, "us/ear/3A090.a@2022-10-22", DAY, "en")


def test_before_its_first_day_a_provision_has_only_a_history() -> None:
    view = provision_view(LAW, "3A090.a", date(2020, 1, 1), "en")
    assert view.shown is None
    assert len(view.history) == 3


# The reform.


def test_the_list_of_changes_has_path_old_and_new() -> None:
    assert [(one.limit.path, one.old, one.new) for one in drawer().changes] == [
        ("us/ear/3A090.b.1#tpp", "2400", "1000"),
        ("us/ear/3A090.a.2#density", "5.92", "4.5"),
    ]


def test_what_the_law_reads_anyway_is_no_change() -> None:
    found = drawer(changes=(("us/ear/3A090.a.2#density", "5.920"),))
    assert found.changes == found.given == ()
    assert found.moved is None


def test_every_fault_of_a_reform_is_told_at_once_and_nothing_is_worked_out() -> None:
    found = drawer(changes=(("us/ear/3A090.b.1#tp", "1000"), ("us/ear/3A090.a.2#density", "high")))
    assert "Did you mean 'us/ear/3A090.b.1#tpp'" in found.fault
    assert "must be a number" in found.fault
    assert (found.moved, found.python, found.toml) == (None, "", "")


def test_chips_move_as_compare_says() -> None:
    found = drawer(places=("CN", "SG"))
    assert found.moved is not None
    expected = compare("law", reform_of_changes(LAW, LOWER), on=DAY, to=("CN", "SG"))
    assert found.moved.moved == len(expected.chips) > 0
    shown = {chip_id for group in found.moved.chips for chip_id, _name in group.chips}
    assert shown == {one.chip_id for one in expected.chips}
    assert found.moved.text == expected.text()
    assert list(found.moved.assumed) == expected.json()["chips"]["assumptions"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_program_runs_as_printed_and_prints_what_the_page_shows(language: str, tmp_path: Path) -> None:
    found = drawer(language, places=("CN", "SG"))
    assert found.moved is not None
    (tmp_path / "reproduce.py").write_text(found.python, "utf-8")
    ran = subprocess.run(
        [sys.executable, "reproduce.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": SRC, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    assert ran.stdout == found.moved.text + "\n"
    assert ran.stderr == ""


def test_the_file_of_the_reform_gives_the_same_answer_on_the_command_line(tmp_path: Path) -> None:
    found = drawer()
    assert found.moved is not None
    path = tmp_path / "reform.toml"
    path.write_text(found.toml, "utf-8")
    ran = CliRunner().invoke(cli, ["compare", "law", str(path), "--on", DAY.isoformat(), "--format", "json"])
    assert ran.exit_code == 0, ran.output
    expected, printed = found.moved.found.json(), json.loads(ran.output)
    assert printed["chips"]["moved"] == expected["chips"]["moved"]
    assert printed["law"] == expected["law"]


NUMBERS = st.fractions(min_value=0, max_value=10**9, max_denominator=1000).map(lambda one: Fraction(round(one, 6)))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(LAW.limits)), NUMBERS, min_size=1, max_size=4), st.text(min_size=1))
def test_a_reform_that_is_written_as_toml_reads_back_as_it(limits: dict[str, Fraction], name: str) -> None:
    """The text of a file that reads back as the reform: whatever its name."""
    if not name.strip() or any("\ud800" <= letter <= "\udfff" for letter in name):
        return
    text = limits_as_toml(name, limits)
    assert tomllib.loads(text)["name"] == name
    assert reform_of(text, "reform.toml", LAW) == Reform(
        name.strip(), tuple(SetLimit(one, value) for one, value in limits.items())
    )


def test_before_the_export_rules_are_modelled_no_chip_is_compared() -> None:
    found = drawer(day=date(2020, 1, 1))
    assert found.is_before_chips
    assert (found.moved, len(found.changes)) == (None, 2)
    assert {one.is_in_force for one in found.changes} == {False}


# The address.


def test_the_whole_state_stands_in_the_address_and_reads_back() -> None:
    query = (
        "on=2025-06-01&clock=on_the_books&q=HBM+2&land=us&kind=duty&to=Singapore,DE&limit.us/ear/3A090.b.1%23tpp=1000"
    )
    state = law_state(QueryParams(query))
    path, _, written = state.address("/law").partition("?")
    assert path == "/law"
    assert law_state(QueryParams(written)) == state
    assert state.places == ("SG", "DE")
    assert state.changes == (("us/ear/3A090.b.1#tpp", "1000"),)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(st.dictionaries(NAMES, NAMES.filter(str.strip), max_size=5))
def test_any_change_survives_the_address(changes: dict[str, str]) -> None:
    stripped = {name: value.strip() for name, value in changes.items()}
    state = law_state(QueryParams({"on": "2026-09-24", **{f"limit.{name}": value for name, value in stripped.items()}}))
    assert dict(law_state(QueryParams(state.address().partition("?")[2])).changes) == stripped


def test_what_is_picked_joins_the_changes_and_half_a_pick_is_refused() -> None:
    picked = with_picked(law_state(QueryParams("limit.a=1&pick=b&value=2")))
    assert picked.changes == (("a", "1"), ("b", "2"))
    for half in ("pick=b", "value=2"):
        with pytest.raises(BadReform):
            with_picked(law_state(QueryParams(half)))


# The chips.


def texts_of(chip_id: str) -> Iterator[str]:
    for figure in chip_view(bundled().get(chip_id), "en").figures:
        yield from figure.readings


def test_a_datasheet_shows_every_reading_with_how_sure_it_is_and_its_source() -> None:
    for sheet in bundled():
        view = chip_view(sheet, "en")
        claims = dict(sheet.claims())
        assert [one.name for one in view.figures] == list(claims)
        for figure in view.figures:
            claim = claims[figure.name]
            assert figure.badge.kind == str(claim.kind)
            assert len(figure.readings) == len(claim.readings)
            assert view.sources[figure.source - 1].text == sheet.source_of(claim)


def test_the_worksheet_of_a_page_is_the_worksheet() -> None:
    for sheet in bundled():
        work, view = worksheet_of(sheet), chip_view(sheet, "en").work
        assert [line.form for line in view.lines if line.is_highest] == [
            one.form.upper()
            for one in sorted(work.lines, key=lambda one: -one.products[0].tpp)
            if one.form in work.highest
        ]
        assert [steps.rpartition("= ")[2] for steps in view.tpps] == [decimal_text(one.tpp) for one, _form in work.tpps]
        assert bool(view.no_tpp) == (not work.tpps)


def test_filters_and_orders_of_the_catalogue() -> None:
    disputed = catalogue_view(bundled(), "en", kind=str(Kind.DISPUTED))
    assert {row.chip_id for row in disputed.rows} == {sheet.chip_id for sheet in bundled() if sheet.disputed()}
    assert {row.vendor for row in catalogue_view(bundled(), "en", vendor="Huawei").rows} == {"Huawei"}
    assert [row.chip_id for row in catalogue_view(bundled(), "en", "h20 96").rows] == ["h20-96", "gh200-96"]
    for order in ORDERS:
        assert len(catalogue_view(bundled(), "en", order=order).rows) == len(bundled())
    tpps = [row.tpp for row in catalogue_view(bundled(), "en", order="tpp").rows]
    known = [one for one in tpps if one]
    assert tpps == known + [""] * (len(tpps) - len(known)), "what is not known stands last"


def test_a_disputed_figure_is_a_range_and_never_a_point() -> None:
    rows = {row.chip_id: row for row in catalogue_view(bundled(), "en").rows}
    assert rows["b200"].density == "22.113–22.5"


def test_the_law_says_of_a_chip_what_check_says() -> None:
    found = standing_of(bundled().get("H20"), date(2024, 6, 1), "CN", "en")
    assert (found.outcome, found.eccn) == ("no_licence_required", "none")
    found = standing_of(bundled().get("H100"), date(2024, 6, 1), "CN", "en")
    assert (found.outcome, found.eccn, found.decided_by) == (
        "licence_required",
        "3A090.a",
        "us/ear/742.6(a)(6)(iii)",
    )
    assert "No party is on the Entity List or the Denied Persons List, or designated (744.8)." in found.assumed


def test_two_to_four_different_chips_stand_side_by_side() -> None:
    view = side_by_side(chosen(bundled(), ["H100", "H20", "h20"]), "en")
    assert [name for _id, name, _vendor in view.chips] == ["H100 SXM5 80GB", "H20 96GB"]
    by_name = {one.name: one for one in (*view.worked_out, *view.printed)}
    assert [cell.readings for cell in by_name["tpp"].cells] == [("15832",), ("2368",)]
    assert by_name["tpp"].differs
    assert not by_name["die_area_mm2"].differs
    for names in (["H20"], ["H20", "h20"], ["H20", "H100", "A100", "B200", "T4"]):
        with pytest.raises(WrongCount):
            chosen(bundled(), names)


def test_what_one_chip_does_not_print_is_no_difference() -> None:
    view = side_by_side(chosen(bundled(), ["H100", "910B"]), "en")
    transistors = next(one for one in view.printed if one.name == "transistors_billion")
    assert [cell.readings for cell in transistors.cells] == [("80",), ()]
    assert not transistors.differs
