"""Plans work rows of one kind out once, in each reading of disputed figures; what they say of a row is the same."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest
from bench.differential.compared import explained
from bench.differential.shipments import batch

from chipgate.cases.case import case_of
from chipgate.cases.check import Checker
from chipgate.cases.tables import kinds_of_rows, plan_judge, planned_kinds
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS, PlanJudge
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.transaction import transaction_of
from chipgate.chips.catalogue import bundled
from chipgate.readings.columns.writing import Layers

PLACES = ("CN", "HK", "AE", "DE", "PR", None)


def judge_of(checker: Checker, frame: pl.DataFrame, **asked: object) -> PlanJudge:
    return PlanJudge(checker, frame.columns, lambda column: column.cast(pl.String), "polars", **asked)  # type: ignore[arg-type]


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("missing").str.split(";").list.sort().list.join(";"))


def disputed_chips() -> list[str]:
    found = [name for name in bundled().names() if case_of(transaction_of({"chip": name}), bundled(), {}).disputed]
    assert len(found) > 20
    return found


def orders(day: str, units: str) -> pl.DataFrame:
    """Every chip with disputed figures, to one place after another; some are orders of many."""
    rows = [
        {
            "as_of": day,
            "chip": chip,
            "units": units,
            "destination_iso2": PLACES[n % len(PLACES)],
            "transaction": "export",
        }
        for n, chip in enumerate(disputed_chips())
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


@pytest.mark.parametrize(("assume", "clock"), [("ordinary", "as_enforced"), (None, "on_the_books")])
def test_items_with_disputed_figures(assume: str | None, clock: str) -> None:
    checker = Checker(assume=assume, clock=clock)
    frames = [orders(day, units) for day in ("2023-06-01", "2024-06-01", "2026-03-26") for units in ("1", "1000000")]
    frame = pl.concat(frames)
    found = in_order(judge_of(checker, frame).judge(frame))
    expected = explained(checker, frame)
    assert found.equals(expected)
    assert expected["missing"].str.contains("tpp|datacenter|die_area").any()


def test_readings_of_another_item_are_no_readings_of_this() -> None:
    """An order that stands for those of its kind may be of an item with more readings, none of them told apart."""
    frame = pl.DataFrame(
        {
            "as_of": ["2026-03-31", "2026-03-26"],
            "chip": ["Blackhole p150", "RTX 6000 Ada"],
            "units": ["1000000"] * 2,
            "destination_iso2": ["CN", "PR"],
            "end_user_hq": ["KZ", "PR"],
        }
    )
    checker = Checker(assume="ordinary", clock="on_the_books")
    assert in_order(judge_of(checker, frame).judge(frame)).equals(explained(checker, frame))


def test_what_is_known_of_kinds_serves_later_batches() -> None:
    """A later batch has other days, and cells that did not come before."""
    checker, every = Checker(assume="ordinary"), batch(0, 400, seed=3)
    judge = judge_of(checker, every)
    parts = [judge.judge(part) for part in (every.head(100), every.slice(100, 150), every.slice(250), every.head(50))]
    expected = explained(checker, pl.concat((every, every.head(50))))
    assert in_order(pl.concat(parts)).equals(expected)


def test_rows_whose_chains_are_numbered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads number the same kinds as one: the answers are those of explain, batch after batch."""
    monkeypatch.setattr(kinds_of_rows, "_WORTH_A_THREAD", 1)
    checker = Checker(assume="ordinary")
    every = batch(0, 600, seed=11)
    frames = [every.slice(start, 200) for start in (0, 200, 400)]
    judge = judge_of(checker, frames[0])
    for frame in frames:
        assert in_order(judge.judge(frame)).equals(explained(checker, frame))


@pytest.mark.parametrize(("assume", "clock"), [("ordinary", "as_enforced"), (None, "on_the_books")])
def test_periods_of_which_the_law_asks_the_same_share_their_kinds(assume: str | None, clock: str) -> None:
    """A change that no line of the plan hangs on makes no kind of rows, and no other answer."""
    checker, rows = Checker(assume=assume, clock=clock), batch(0, 12, seed=9)
    days = [str(day) for day in checker.corpus.change_days]
    frame = pl.concat([rows.with_columns(as_of=pl.lit(day)) for day in days])
    judge = judge_of(checker, frame)
    assert in_order(judge.judge(frame)).equals(explained(checker, frame))
    stands_for = judge._law.stands_for
    assert set(stands_for.values()) == set(judge._law.periods)
    assert len(judge._law.periods) < len(stands_for)
    known = len(judge._kinds)
    alike = [day for day, period in zip(days, sorted(stands_for), strict=False) if stands_for[period] != period]
    judge.judge(rows.with_columns(as_of=pl.lit(alike[0])))
    assert len(judge._kinds) == known


def test_several_threads_count_what_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are read ahead, chains numbered and plans worked out beside each other, with switches at every turn."""
    monkeypatch.setattr(kinds_of_rows, "_WORTH_A_THREAD", 1)
    checker, every, wanted = Checker(assume="ordinary"), batch(0, 240, seed=12), ("outcome", "deciding_provision")
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        several = [judge_of(checker, every, wanted=wanted).tally(every.iter_slices(20)) for _ in range(5)]
    finally:
        sys.setswitchinterval(often)
    monkeypatch.setattr(plan_judge, "ahead", lambda items, _most: items)
    monkeypatch.setattr(planned_kinds, "each_beside", lambda work, items: [*map(work, items)])
    monkeypatch.setattr(kinds_of_rows, "both_at_once", lambda one, other: (one(), other()))
    alone = judge_of(checker, every, wanted=wanted).tally(every.iter_slices(20))
    assert several == [alone] * 5
    assert alone == Counter(explained(checker, every).drop_nulls().select(wanted).iter_rows())


@pytest.mark.parametrize("most", [0, 10**6])
def test_rows_are_counted_by_their_answers(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Whether all is begun anew after each table or not."""
    monkeypatch.setattr(plan_judge, "MOST_KINDS", most)
    checker, every = Checker(assume="ordinary"), batch(0, 300, seed=4)
    wanted = ("outcome", "deciding_provision")
    found = judge_of(checker, every, wanted=wanted).tally(every.iter_slices(100))
    expected = explained(checker, every).drop_nulls()
    assert found == Counter(expected.select(wanted).iter_rows())


def test_another_table_begins_all_anew() -> None:
    checker, every = Checker(assume="ordinary"), batch(0, 60, seed=5)

    def fresh() -> TableJudge:
        return TableJudge(checker, every.columns, lambda column: column.cast(pl.String))

    tables = [fresh(), fresh()]
    judge = judge_of(checker, every, tables=lambda: tables[0])
    first = judge.judge(every)
    tables.pop(0)
    assert judge.judge(every).equals(first)
    assert judge.judge_of_tables is tables[0]


def test_another_table_while_rows_are_counted() -> None:
    """Rows that were read for the table before are read anew."""
    checker, every = Checker(assume="ordinary"), batch(0, 300, seed=8)
    tables = [TableJudge(checker, every.columns, lambda column: column.cast(pl.String)) for _ in range(3)]

    def parts() -> Iterator[pl.DataFrame]:
        for part in every.iter_slices(100):
            yield part
            tables.pop(0)

    wanted = ("outcome", "deciding_provision")
    last = tables[-1]
    found = judge_of(checker, every, wanted=wanted, tables=lambda: tables[0] if tables else last).tally(parts())
    assert found == Counter(explained(checker, every).drop_nulls().select(wanted).iter_rows())


def test_only_what_is_wanted_is_worked_out() -> None:
    checker, every = Checker(assume="ordinary"), batch(0, 100, seed=6)
    whole = judge_of(checker, every).judge(every)
    for wanted in (("outcome",), ("missing", "eccn"), JUDGED_COLUMNS[::-1]):
        assert judge_of(checker, every, wanted=wanted).judge(every).equals(whole.select(wanted))


def test_lines_of_a_level_are_worked_out_on_the_same_facts_though_rows_are_read_meanwhile() -> None:
    """Another thread reads the next table: one line was worked out on 240 sets of facts, and the next on 244."""
    every = batch(0, 60, seed=4)
    judge = judge_of(Checker(assume="ordinary"), every, wanted=("outcome", "deciding_provision"))
    judge.judge(every)
    table = max(judge._lines.tables, key=lambda one: len(one._lines))
    engine, table._known = table._engine, np.zeros((0, 0), dtype=np.int8)

    def reads_meanwhile(frame: pl.DataFrame, plan: Layers) -> pl.DataFrame:
        table.group.facts.append(dict(table.group.facts[-1]))
        return engine(frame, plan)

    table._engine = reads_meanwhile
    found = table.columns({str(place): place for place in range(len(table._lines))})
    assert len(found) > 1
    assert len({len(one) for one in found.values()}) == 1
