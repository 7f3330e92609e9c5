"""`chipgate rescreen`: what changed since the last run and why, what comes, and which order is which."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import chipgate as cg
from chipgate.cases.check import Checker
from chipgate.cases.days_to_come import days_to_come
from chipgate.cases.judged_often import Asker, Askers
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.compare import Vantage

from .conftest import Chipgate, Ran
from .tables import read, write

# G42 may be supplied from 2026-07-10 to 2027-04-06 (91 FR 43034). SO-3 ships after that.
ROWS = (
    {"order": "SO-1", "chip": "H100", "to": "AE", "units": "8", "date": "2026-07-05", "end_user": "G42", "hq": "AE"},
    {"order": "SO-2", "chip": "H20", "to": "CN", "units": "10", "date": "2026-08-01", "end_user": "", "hq": "CN"},
    {"order": "SO-3", "chip": "H100", "to": "AE", "units": "1", "date": "2027-06-01", "end_user": "G42", "hq": "AE"},
)
UAE = "us/ear/742.6(a)(6)(iii)/UAE entities"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return written(tmp_path / "orders.csv", *ROWS)


def written(path: Path, *rows: dict[str, str]) -> Path:
    return write(path, [{**one, "transaction": "export", "end_user_parent_hq": one["hq"]} for one in rows])


def run(chipgate: Chipgate, orders: Path, *more: object, on: str = "2026-08-01") -> Ran:
    return chipgate("rescreen", orders, "--on", on, "--assume", "ordinary", *more)


def said(chipgate: Chipgate, orders: Path, *more: object, on: str = "2026-08-01") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(chipgate, orders, *more, "--format", "json", on=on).out)
    return found


def moves(found: dict[str, Any], of: str = "changed") -> list[tuple[str, str, str, int]]:
    tables = (found[of][name] for name in ("moved", "opened", "reviewed"))
    return [(one["moved_by"], one["before"], one["after"], one["orders"]) for table in tables for one in table]


def test_the_first_run_compares_with_the_law_of_that_day(chipgate: Chipgate, orders: Path) -> None:
    found = said(chipgate, orders, "--since", "2026-07-01")
    assert (found["first_run"], found["before"], found["on"]) == (True, "2026-07-01", "2026-08-01")
    assert moves(found) == [(UAE, "licence_required", "no_licence_required", 1)]
    kept = read(orders.with_name("orders.verdicts.csv"))
    assert [(one["order"].split()[0], one["outcome"]) for one in kept] == [
        ("SO-1", "no_licence_required"),
        ("SO-2", "no_licence_required"),
        ("SO-3", "undetermined"),
    ]


def test_twice_in_a_row_says_nothing_new(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-07-01")
    kept = orders.with_name("orders.verdicts.csv").read_bytes()
    again = run(chipgate, orders)
    assert (
        "compared with the verdicts as of 2026-08-01 in orders.verdicts.csv\n\nNothing changed: 3 orders.\n"
        in again.out
    )
    assert orders.with_name("orders.verdicts.csv").read_bytes() == kept
    assert moves(said(chipgate, orders)) == []


def test_what_changed_between_two_runs_and_why(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-07-01", on="2026-07-09")
    ran = run(chipgate, orders, "-o", "changed.csv", on="2026-07-10")
    assert "Orders that move: 1 of 3; 0 rows rejected\n  742.6(a)(6)(iii)/UAE entities" in ran.out
    assert "        row 2  SO-1 H100 -> AE 2026-07-05\n" in ran.out
    (row,) = read(orders.with_name("changed.csv"))
    assert (row["order"], row["before_outcome"], row["after_outcome"]) == (
        "SO-1",
        "licence_required",
        "no_licence_required",
    )
    assert (row["before_day"], row["after_day"], row["moved_by"]) == ("2026-07-09", "2026-07-10", UAE)


def test_what_comes_by_day(chipgate: Chipgate, orders: Path) -> None:
    """SO-1 is late, and moves when the entities of Supp. 8 go; SO-3 ships after that day and was judged by it."""
    found = said(chipgate, orders, "--since", "2026-07-01")
    days = {one["day"]: moves(one, "orders") for one in found["coming"]}
    assert [*days] == ["2026-10-01", "2026-11-10", "2026-12-31", "2027-04-07"]
    assert days["2027-04-07"] == [(UAE, "no_licence_required", "undetermined", 1)]
    assert [day for day, kinds in days.items() if kinds] == ["2027-04-07"]
    assert found["past_their_day"] == 1
    text = run(chipgate, orders).out
    assert "  2026-11-10\n    744.11(a)/Affiliates Rule" in text
    assert "1 orders have a ship day before 2026-08-01 and are taken as late" in text


def test_the_stay_that_lapses_moves_the_orders_it_covers(chipgate: Chipgate, tmp_path: Path) -> None:
    """744.11(a), half owned by a listed party: stayed until 2026-11-09."""
    row = {**ROWS[1], "facts": "listed_owner_share=0.6;buyer_itself_listed=no"}
    found = said(chipgate, written(tmp_path / "o.csv", row), "--since", "2026-08-01")
    days = {one["day"]: moves(one, "orders") for one in found["coming"]}
    # A licence is required then, unless an exception is open whose facts nobody gave.
    assert days["2026-11-10"] == [("us/ear/744.11(a)/Affiliates Rule", "no_licence_required", "undetermined", 1)]


def test_a_change_that_an_assumption_keeps_from_moving_any_order_is_told_with_it(
    chipgate: Chipgate, orders: Path
) -> None:
    """The stay of the Affiliates Rule ends on 2026-11-09 (90 FR 50857); that nobody listed owns a share is assumed."""
    run(chipgate, orders, "--since", "2026-11-08", on="2026-11-09")
    ran = run(chipgate, orders, on="2026-11-10")
    assert "Nothing changed: 3 orders." in ran.out
    lines = ran.out.splitlines()
    changed = lines[lines.index("What changed in the law since 2026-11-09") + 1 :]
    assert changed[0].startswith("  744.11(a)/Affiliates Rule  ")
    assert changed[1] == "    where an order does not say, it is assumed: No listed party owns a share of a party."
    assumed = lines[lines.index("Assumed, because nobody said otherwise") + 1 :]
    assert "  No listed party owns a share of a party." in assumed


def test_the_law_that_changed_since_as_json(chipgate: Chipgate, orders: Path) -> None:
    found = said(chipgate, orders, "--since", "2026-11-09", on="2026-11-10")
    assert [one["id"] for one in found["law"]["provisions"]] == ["us/ear/744.11(a)/Affiliates Rule"]
    assert said(chipgate, orders, on="2026-11-10")["law"] is None  # as of the same day no time went by
    silent = chipgate("rescreen", orders, "--on", "2026-11-11", "--since", "2026-11-09", "--verdicts", "strict.csv")
    assert "it is assumed" not in silent.out  # nothing was assumed


def test_no_law_that_bears_changed_since(chipgate: Chipgate, orders: Path) -> None:
    ran = run(chipgate, orders, "--since", "2026-08-01", on="2026-08-02")
    assert "What changed in the law since 2026-08-01\n  Nothing that an answer can hang on.\n" in ran.out


def test_a_changed_order_is_told_as_such(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-08-01")
    written(orders, {**ROWS[0], "units": "9"}, {**ROWS[1], "chip": "A800"}, ROWS[2])
    found = said(chipgate, orders)
    assert found["orders_changed_in_the_book"] == 2
    assert moves(found) == [("the order", "no_licence_required", "licence_required", 1)]
    assert found["changed"]["moved"][0]["kind"] == "order"


def test_new_orders_and_those_that_are_gone(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-08-01")
    written(orders, {**ROWS[1], "order": "SO-9", "chip": "A800"}, ROWS[2], ROWS[0])
    found = said(chipgate, orders)
    assert (found["new"]["outcomes"], found["gone"], moves(found)) == ({"licence_required": 1}, 1, [])
    assert found["new"]["rows"][0]["order"].startswith("SO-9 A800")
    again = said(chipgate, orders)
    assert (again["new"]["outcomes"], again["gone"]) == ({}, 0)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_orders_in_another_order_are_the_same(chipgate: Chipgate, tmp_path: Path, suffix: str) -> None:
    orders = written(tmp_path / f"orders{suffix}", *ROWS)
    run(chipgate, orders, "--since", "2026-08-01")
    written(orders, *reversed(ROWS))
    found = said(chipgate, orders)
    assert (moves(found), found["new"]["outcomes"], found["gone"]) == ([], {}, 0)


def test_without_unique_numbers_an_order_is_what_its_row_says(chipgate: Chipgate, tmp_path: Path) -> None:
    """Two lines of one order that say the same are told apart by how often they occur."""
    lines = [{**one, "order": "SO-1"} for one in (ROWS[1], ROWS[1], ROWS[0])]
    orders = written(tmp_path / "orders.csv", *lines)
    run(chipgate, orders, "--since", "2026-08-01")
    assert len({one["key"] for one in read(tmp_path / "orders.verdicts.csv")}) == 3
    written(orders, lines[2], lines[0])
    found = said(chipgate, orders)
    assert (found["gone"], found["new"]["outcomes"], moves(found)) == (1, {}, [])


def test_a_column_that_is_only_carried_through_changes_no_order(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-08-01")
    written(orders, *({**one, "status": "confirmed"} for one in ROWS))
    assert said(chipgate, orders)["orders_changed_in_the_book"] == 0


def test_a_row_that_cannot_be_read_keeps_its_last_verdict(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-08-01")
    written(orders, {**ROWS[0], "date": "2026-13-01"}, *ROWS[1:])
    broken = run(chipgate, orders)
    assert broken.code == 3
    assert "  row 2  date: " in broken.out
    written(orders, *ROWS)
    found = said(chipgate, orders)
    assert (moves(found), found["new"]["outcomes"], found["gone"]) == ([], {}, 0)


def test_a_row_that_was_not_read_for_a_while_is_compared_with_its_last_verdict(
    chipgate: Chipgate, orders: Path
) -> None:
    run(chipgate, orders, "--since", "2026-07-01", on="2026-07-01")
    written(orders, {**ROWS[0], "units": "many"}, *ROWS[1:])
    run(chipgate, orders, on="2026-07-20")
    written(orders, *ROWS)
    found = said(chipgate, orders)
    assert found["before"] == "2026-07-20"
    assert moves(found) == [(UAE, "licence_required", "no_licence_required", 1)]


def test_an_exit_code_for_a_pipeline(chipgate: Chipgate, orders: Path) -> None:
    assert run(chipgate, orders, "--since", "2026-07-01", "--fail-on-change").code == 1
    assert run(chipgate, orders, "--fail-on-change").code == 0


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((), "say with --since DAY what to compare with"),
        (("--since", "2026-09-01"), "--since 2026-09-01 lies after --on 2026-08-01"),
        (("--since", "soon"), "'soon' is not a day"),
        (("--since", "2026-07-01", "--verdicts", "orders.csv"), "is the file of orders itself"),
        (("--since", "2026-07-01", "--verdicts", "v.csv", "-o", "v.csv"), "is where the verdicts are kept"),
        (("--since", "2026-07-01", "--verdicts", "no/v.csv"), "there is no folder"),
        (("--since", "2026-07-01", "--verdicts", "v.xlsx"), "verdicts are kept as CSV"),
    ],
)
def test_what_is_refused(chipgate: Chipgate, orders: Path, words: tuple[str, ...], wrong: str) -> None:
    ran = run(chipgate, orders, *words)
    assert (ran.code, ran.out) == (2, "")
    assert wrong in ran.err
    assert sorted(one.name for one in orders.parent.iterdir()) == ["orders.csv"]


def test_verdicts_under_other_settings_are_not_compared(chipgate: Chipgate, orders: Path) -> None:
    run(chipgate, orders, "--since", "2026-07-01")
    other = chipgate("rescreen", orders, "--on", "2026-08-01")
    assert other.code == 2
    assert "was made with --clock as_enforced --assume ordinary" in other.err


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "key\n", "\xff\xfe", "", '"key","content'])
def test_a_file_that_is_no_file_of_verdicts(chipgate: Chipgate, orders: Path, content: str) -> None:
    kept = orders.with_name("orders.verdicts.csv")
    kept.write_text(content, encoding="latin-1")
    ran = run(chipgate, orders)
    assert (ran.code, kept.read_text(encoding="latin-1")) == (2, content)
    assert "is not a file of verdicts" in ran.err


def test_another_law_of_chipgate_is_told_as_such(chipgate: Chipgate, orders: Path) -> None:
    """The kept verdict is not what the law of that day says now: it was another chipgate that said it."""
    run(chipgate, orders, "--since", "2026-08-01")
    kept = orders.with_name("orders.verdicts.csv")
    kept.write_text(kept.read_text("utf-8").replace("no_licence_required", "exception", 1), encoding="utf-8")
    found = said(chipgate, orders)
    assert moves(found) == [("chipgate", "exception", "no_licence_required", 1)]


def test_in_chinese(chipgate: Chipgate, orders: Path) -> None:
    ran = run(chipgate, orders, "--since", "2026-07-01", "--lang", "zh")
    assert ran.out.startswith(
        "2026-08-01 的未发运订单；口径：按实际执行\n  首次运行：与 2026-07-01 的法规所得结论比较\n"
    )
    assert "    没有订单因此改变\n" in ran.out


def test_from_python(orders: Path) -> None:
    first = cg.rescreen(orders, "2026-07-01", on=date(2026, 8, 1), assume="ordinary")
    assert (first.moved, first.is_first, first.verdicts.name) == (1, True, "orders.verdicts.csv")
    again = cg.rescreen(orders, on="2026-08-01", assume="ordinary")
    assert (again.moved, again.is_first) == (0, False)
    assert str(again) == again.text()


def test_no_answer_moves_on_a_day_that_is_not_looked_at() -> None:
    """Days are left out on which only terms change to which nothing refers, red flags, and proposals."""
    first = date(2022, 10, 21)
    looked_at = {day for day, _ in days_to_come(Vantage(us_corpus(), first, Clock.AS_ENFORCED))}
    left_out = [day for day in us_corpus().change_days if day > first and day not in looked_at]
    assert len(looked_at) > 15
    assert len(left_out) > 5
    checker = Checker(assume="ordinary")
    askers = Askers(tuple(Asker(checker, day - timedelta(days=back)) for day in left_out for back in (1, 0)))
    for chip in ("H100", "H20", "A30", "RTX 4090"):
        for place in ("CN", "AE", "BR", "VN"):
            answers = askers.check_cells({"chip": chip, "destination_iso2": place})
            outcomes = [one.outcomes for one in answers]
            assert outcomes[::2] == outcomes[1::2]
