"""`import chipgate as cg`: values as Python has them, near names, notebooks, the same answer as the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import chipgate as cg

from .conftest import Chipgate

DAY = "2024-06-01"
# An item of 4992 TPP on 843.5 mm2: density 5.918, below 5.92.
ITEM = {"item_kind": "ic", "to": "CN", "on": DAY, "datacenter": "yes", "end_user_hq": "CN", "end_user_parent_hq": "CN"}
BASE = cg.check({**ITEM, "tpp": "4992", "die_area_mm2": "843.5", "io_gb_s": "600"}, assume="ordinary").json()


@pytest.mark.parametrize("day", [DAY, date(2024, 6, 1), datetime(2024, 6, 1, 13, 30), "2024/6/1"])
@pytest.mark.parametrize("tpp", ["4992", 4992, 4992.0, Decimal(4992), Decimal("4992.0"), Fraction(4992), "4,992"])
def test_values_as_python_has_them(day: str | date, tpp: str | float | Decimal | Fraction) -> None:
    answer = cg.check({**ITEM, "on": day, "tpp": tpp, "die_area_mm2": 843.5, "io_gb_s": 600}, assume="ordinary")
    assert answer.json() == BASE


@pytest.mark.parametrize("yes", [True, "yes", "Y", "true", "是", 1])
def test_yes_and_no(yes: bool | str | int) -> None:
    cells = {**ITEM, "datacenter": yes, "tpp": 4992, "die_area_mm2": Fraction(1687, 2), "io_gb_s": Decimal("6e2")}
    assert cg.check(cells, assume="ordinary").json() == BASE


def test_a_float_is_the_decimal_that_prints_it() -> None:
    """0.1 + 0.2 is another number than 0.3 and is not taken for it."""
    assert cg.check(tpp=592.3, on=DAY).tpp == "592.3"
    assert cg.check(tpp=1e22, on=DAY).tpp == "1" + "0" * 22
    assert cg.check(die_area_mm2=0.1 + 0.2, tpp=3, on=DAY).case.facts["die_area_mm2"] != Fraction(3, 10)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"chip": "HH20"}, "no chip named 'HH20' in the catalogue. Did you mean 'H20'"),
        ({"to": "Chnia"}, "no country 'Chnia'. Did you mean 'China'"),
        ({"exporterr": "osat"}, "no fact 'exporterr'; did you mean 'exporter'?"),
        ({"tpp": -1}, "tpp: '-1' is negative"),
        ({"tpp": float("nan")}, "tpp: 'nan' is not a number"),
        ({"tpp": float("-inf")}, "tpp: '-inf' is not a number"),
        ({"tpp": Decimal("NaN")}, "tpp: 'NaN' is not a number"),
        ({"die_area_mm2": Fraction(1, 3)}, "die_area_mm2: 1/3 has no exact decimal"),
        ({"on": date(2020, 1, 1)}, "2020-01-01 lies before 2022-10-21"),
        ({"units": 1.5}, "'1.5' is no quantity"),
        ({"chip": "H20", "gpu": "A100"}, "chip: given twice, as 'H20' and as gpu='A100'; keep one"),
        ({"item_kind": True}, "'yes' is no item_kind"),
        ({"facts": "a=1;b"}, "'b' is no fact with a value"),
    ],
    ids=str,
)
def test_a_fault_says_what_is_meant(facts: dict[str, object], message: str) -> None:
    with pytest.raises(cg.ChipgateError) as caught:
        cg.check({"on": DAY, **facts})  # type: ignore[dict-item]
    assert message in str(caught.value)


def test_every_fault_in_one_error() -> None:
    with pytest.raises(cg.BadOrder) as caught:
        cg.check(to="Atlantis", on="soon", tpp=-1, units=0, nonsense=1)
    assert {fault.column for fault in caught.value.faults} == {"destination_iso2", "as_of", "tpp", "units", "nonsense"}


@pytest.mark.parametrize("given", ["orders.xlsx", Path("orders.xlsx"), [{"chip": "H20", "to": "CN"}], 5])
def test_what_is_neither_a_shipment_nor_a_frame_is_told_what_is(given: Any) -> None:
    with pytest.raises(cg.BadOrder, match=r"given by names.*many as a frame.*chipgate check FILE"):
        cg.check(given, assume="ordinary")


def test_none_is_unknown_and_no_fault() -> None:
    known = cg.check(chip="H20", to="CN", on=DAY, assume="ordinary")
    assert cg.check(chip="H20", to="CN", on=DAY, end_user=None, gpu=None, assume="ordinary").json() == known.json()


def test_no_argument_is_changed() -> None:
    given = {"chip": "H20", "to": "CN", "on": date(2024, 6, 1)}
    before = dict(given)
    cg.check(given, units=5)
    assert given == before


SHIPMENTS = [
    ({"chip": "H20", "to": "CN", "on": DAY}, "nothing", "as_enforced"),
    ({"chip": "H100", "to": "中国", "on": DAY, "units": "8"}, "ordinary", "as_enforced"),
    ({"chip": "H100", "to": "PL", "on": "2025-08-01"}, "ordinary", "on_the_books"),
    ({"chip": "MI308X", "to": "CN", "on": "2025-05-01"}, "ordinary", "as_enforced"),
    ({"to": "CN"}, "nothing", "as_enforced"),
]
FLAGS = {"chip": "--chip", "to": "--to", "on": "--on", "units": "--units"}


@pytest.mark.parametrize(("facts", "assume", "clock"), SHIPMENTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_library_and_the_command_line_give_one_answer(
    chipgate: Chipgate, facts: dict[str, str], assume: str, clock: str, language: str
) -> None:
    options = [word for name, text in facts.items() for word in (FLAGS[name], text)]
    more = ("--assume", assume, "--clock", clock, "--lang", language)
    answer = cg.check(facts, assume=assume, clock=clock)
    assert json.loads(chipgate("check", *options, *more, "--format", "json").out) == answer.json(language)  # type: ignore[arg-type]
    assert chipgate("check", *options, *more).out == answer.text(language) + "\n"  # type: ignore[arg-type]
    assert chipgate("check", *options, *more, "--full").out == answer.text(language, full=True) + "\n"  # type: ignore[arg-type]


def test_json_is_plain() -> None:
    answer = cg.check(chip="H100", to="CN", on=DAY)
    assert json.loads(json.dumps(answer.json())) == answer.json()


ATTACK = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def test_a_notebook_shows_text_and_runs_nothing() -> None:
    for facts in ({"item": ATTACK}, {"item": ATTACK, "end_user": ATTACK}, {"item": ATTACK, "on": None}):
        html = cg.check({"to": "CN", "on": DAY, **facts})._repr_html_()
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_importing_chipgate_shows_nothing_and_reads_nothing_from_the_network() -> None:
    code = """
import socket
socket.socket.connect = socket.create_connection = None
import chipgate as cg
answer = cg.check(chip="H20", to="CN", on="2024-06-01", assume="ordinary")
print(answer.outcome)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("no_licence_required\n", "")
