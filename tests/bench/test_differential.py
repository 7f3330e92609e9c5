"""The long comparison can be cut and goes on, and processes of their own find what one finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.differential.compared import Compared, Job, Progress, compared, one_batch
from bench.differential.random_law import random_corpus

JOB = Job(("polars", "table"), 7)


def counted(found: Compared) -> tuple[int, int, int, dict[tuple[str, str], int]]:
    return found.rows, found.unreadable, found.open_rows, dict(found.differing)


def test_processes_find_the_same() -> None:
    job = Job(("polars",), 9, on_limits=True)
    alone, together = dict(compared(job, 40)), dict(compared(job, 40, workers=1))
    assert {n: counted(one) for n, one in together.items()} == {n: counted(one) for n, one in alone.items()}


def test_a_run_that_was_cut_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "done.jsonl"
    progress = Progress(file, JOB)
    ((number, found),) = compared(JOB, 30, done=progress.done)
    found.differing["table", "eccn"] = 2
    progress.note(number, found)
    again = Progress(file, JOB)
    assert list(compared(JOB, 30, done=again.done)) == []
    assert counted(again.total) == counted(found)
    assert again.total.seconds.keys() == {"explain", "polars", "table"}


def test_a_run_of_other_rows_does_not_go_on(tmp_path: Path) -> None:
    file = tmp_path / "done.jsonl"
    Progress(file, JOB).note(0, Compared(rows=5))
    with pytest.raises(SystemExit, match="another run"):
        Progress(file, Job(("polars", "table"), 8))


def test_random_laws_are_answered_alike() -> None:
    """Each batch by a law of its own: trees over the facts of the real one, with disputes, stays and references."""
    job = Job(("table", "pandas", "polars", "duckdb"), 31, random_laws=True)
    found = Compared()
    for number, rows in ((0, 250), (1, 250), (2, 250), (5, 120)):
        found += one_batch(job, number, rows)
    assert found.rows == 870
    assert not found.differing, found.first
    assert 0 < found.open_rows < found.rows


def test_random_laws_differ_from_each_other() -> None:
    laws = [random_corpus(number, 31) for number in range(6)]
    assert len({tuple(one.when for one in law.provisions) for law in laws}) == len(laws)
    assert random_corpus(3, 31).provisions == laws[3].provisions


def test_rows_judged_side_by_side_are_answered_alike() -> None:
    """In a process of its own, in which every law counts as a large one."""
    ((_, found),) = compared(Job(("side-by-side",), 13), 300, workers=1)
    assert (found.rows, found.first, +found.differing) == (300, "", {})
    assert 0 < found.open_rows < found.rows
