"""A run that is interrupted or fails in the middle: what was judged is kept whole under another name, and said."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.order_files.parquet_results import ParquetParts
from chipgate.cli.interruption import Interrupted, ending_between_rows

from .big_books import write_csv
from .conftest import Chipgate
from .tables import SUFFIXES, read, write
from .test_as_a_process import COMMAND, start

ROW = {"order": "1", "chip": "H20", "to": "CN", "on": "2024-06-01", "end_user": "上海某某科技有限公司"}
BAD = {**ROW, "chip": "HH20"}


def fail_at_order(monkeypatch: pytest.MonkeyPatch, number: int, failure: BaseException | int) -> None:
    """From order NUMBER on, judging raises FAILURE or sends it as a signal."""
    orders, check_cells = count(1), Checker.check_cells

    def check(self: Checker, cells: dict[str, str]) -> Determination:
        if next(orders) == number:
            if isinstance(failure, BaseException):
                raise failure
            signal.raise_signal(failure)
        return check_cells(self, cells)

    monkeypatch.setattr(Checker, "check_cells", check)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_interrupted_run_keeps_what_was_judged(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """The row in hand when the signal comes is still judged and written; the results of an earlier run stay."""
    write(tmp_path / "orders.csv", [ROW, BAD, ROW, ROW, ROW])
    earlier = tmp_path / f"orders.results{suffix}"
    earlier.write_text("before")
    fail_at_order(monkeypatch, 3, signal.SIGTERM)
    ran = chipgate("check", "orders.csv", "-o", earlier.name)
    assert (ran.code, ran.out) == (143, "")
    said = [
        "orders.csv was judged up to row 4.",
        f"kept: orders.results.partial{suffix}, the first 2 rows of orders.results{suffix}",
        "kept: orders.rejects.partial.csv, the first 1 rows of orders.rejects.csv",
        "The next complete run removes the parts.",
    ]
    assert ran.err.splitlines() == ["interrupted", *said]
    assert (tmp_path / "orders.results.partial.txt").read_text("utf-8").splitlines() == said
    assert earlier.read_text() == "before"
    kept = [f"orders.results.partial{suffix}", "orders.rejects.partial.csv", "orders.results.partial.txt"]
    assert names(tmp_path) == sorted(["orders.csv", earlier.name, *kept])
    assert [row["end_user"] for row in read(tmp_path / kept[0])] == [ROW["end_user"]] * 2
    assert [row["row"] for row in read(tmp_path / kept[1])] == ["3"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_exit_code_names_the_signal(tmp_path: Path, number: signal.Signals) -> None:
    write_csv(tmp_path / "orders.csv", rows=60_000)
    with start(tmp_path, "check", "orders.csv") as process:
        until = time.monotonic() + 30
        while not any(path.name.startswith(".orders.results.csv") for path in tmp_path.iterdir()):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(number)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert b"Traceback" not in told
    assert names(tmp_path) == ["orders.csv", "orders.results.partial.csv", "orders.results.partial.txt"]
    rows = read(tmp_path / "orders.results.partial.csv")
    assert f"up to row {len(rows) + 1}.".encode() in told


def test_an_interruption_before_the_first_row_leaves_nothing(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "orders.csv", [ROW])
    monkeypatch.setattr("chipgate.cli.check_file.OrderBook.of", lambda *_: signal.raise_signal(signal.SIGTERM))
    ran = chipgate("check", "orders.csv")
    assert (ran.code, ran.err) == (143, "interrupted; nothing half-written was left\n")
    assert names(tmp_path) == ["orders.csv"]


def test_a_complete_run_removes_the_parts_of_the_one_before(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "orders.csv", [ROW, BAD, ROW])
    with monkeypatch.context() as patch:
        fail_at_order(patch, 3, signal.SIGINT)
        assert chipgate("check", "orders.csv").code == 130
    ran = chipgate("check", "orders.csv")
    assert names(tmp_path) == ["orders.csv", "orders.rejects.csv", "orders.results.csv"]
    assert "orders.results.partial.csv, of an earlier run, was removed." in ran.out


def test_a_second_interruption_keeps_the_later_part(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "orders.csv", [ROW] * 5)
    for number in (4, 2):
        with monkeypatch.context() as patch:
            fail_at_order(patch, number, signal.SIGTERM)
            assert chipgate("check", "orders.csv").code == 143
    assert len(read(tmp_path / "orders.results.partial.csv")) == 2


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_failure_nobody_foresaw_keeps_what_was_judged(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    write(tmp_path / "orders.csv", [ROW] * 3)
    fail_at_order(monkeypatch, 3, MemoryError())
    with pytest.raises(MemoryError) as failed:
        chipgate("check", "orders.csv", "-o", f"out{suffix}")
    assert f"kept: out.partial{suffix}, the first 2 rows of out{suffix}" in failed.value.__notes__
    assert len(read(tmp_path / f"out.partial{suffix}")) == 2
    assert names(tmp_path) == sorted(["orders.csv", f"out.partial{suffix}", "out.partial.txt"])


def test_signals_wait_for_the_row_and_the_second_does_not() -> None:
    with ending_between_rows() as end_if_asked:
        end_if_asked()
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(Interrupted, match="143"):
            end_if_asked()
        with pytest.raises(Interrupted, match="130"):
            signal.raise_signal(signal.SIGINT)


def test_a_signal_after_the_last_row_comes_too_late(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What took an hour is not thrown away in its last second."""
    write(tmp_path / "orders.csv", [ROW])
    monkeypatch.setattr("chipgate.cases.report.Report.html", lambda *_: signal.raise_signal(signal.SIGINT) or "page")
    ran = chipgate("check", "orders.csv", "-o", "out.csv", "-o", "page.html")
    assert ran.code == 0
    assert names(tmp_path) == ["orders.csv", "out.csv", "page.html"]


# A disk that is full.

LIMIT_BYTES = 2_000_000


def run_with_limit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """No file may grow beyond the limit, as with a quota."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES)),
    )


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_full_disk_keeps_the_rows_that_were_written_whole(tmp_path: Path, suffix: str) -> None:
    write_csv(tmp_path / "orders.csv", rows=1_500, note_length=2_000)
    done = run_with_limit(tmp_path, "check", "orders.csv", "-o", f"out{suffix}", "--assume", "ordinary")
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"chipgate: out{suffix} was not written: the disk is full, or a limit on file sizes was reached." in said
    assert names(tmp_path) == sorted(["orders.csv", f"out.partial{suffix}", "out.partial.txt"])
    rows = read(tmp_path / f"out.partial{suffix}")
    assert 100 < len(rows) < 1_500
    assert f"kept: out.partial{suffix}, the first {len(rows)} rows of out{suffix}" in said
    assert [row["order"] for row in rows] == [str(number) for number in range(len(rows))]
    assert all(row["outcome"] for row in rows)


def test_a_disk_that_is_full_at_the_last_moment_leaves_no_rejects_of_this_run(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results and rejects take their names together: rejects beside the results of another day would mislead."""
    write(tmp_path / "orders.csv", [ROW, BAD])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chipgate.cases.order_files.text_results.WholeRows.finish", full)
    ran = chipgate("check", "orders.csv")
    assert ran.code == 2
    assert "the disk is full" in ran.err
    assert names(tmp_path) == [
        "orders.csv",
        "orders.rejects.partial.csv",
        "orders.results.partial.csv",
        "orders.results.partial.txt",
    ]


def test_parquet_and_workbooks_on_a_full_disk_keep_what_has_room(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook is ended in the room kept back; Parquet without room to be joined stays a folder of whole files."""
    write(tmp_path / "orders.csv", [ROW] * 9)
    full = OSError(28, "No space left on device")

    def join(_: object) -> None:
        raise full

    def write_part(parts: ParquetParts, file: Path) -> None:
        if len(parts._rows) > 4:
            file.write_bytes(b"half")
            raise full
        whole(parts, file)

    whole = ParquetParts._write_part
    monkeypatch.setattr(ParquetParts, "_join", join)
    monkeypatch.setattr(ParquetParts, "_write_part", write_part)
    ran = chipgate("check", "orders.csv", "-o", "out.parquet", "-o", "out.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "out.parquet was not written: the disk is full" in ran.err
    assert "kept: out.partial.parquet, the first 9 rows of out.parquet" in ran.err
    assert len(list((tmp_path / "out.partial.parquet").iterdir())) == 3
    assert pl.read_parquet(tmp_path / "out.partial.parquet").height == len(read(tmp_path / "out.partial.xlsx")) == 9
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    chipgate("check", "orders.csv", "-o", "out.parquet", "-o", "out.xlsx")
    assert names(tmp_path) == ["orders.csv", "out.parquet", "out.xlsx"]


def test_a_printed_summary_that_has_no_room_is_said(tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    with Path("/dev/full").open("wb") as full, start(tmp_path, "check", "orders.csv", stdout=full.fileno()) as process:
        _, told = process.communicate(timeout=30)
    assert process.returncode == 2
    assert told.decode() == ("chipgate: the output cannot be printed: the disk is full. Files of results are whole.\n")
    assert len(read(tmp_path / "orders.results.csv")) == 1


@pytest.mark.parametrize(
    ("orders", "output", "message"),
    [
        ("out.partial.csv", "out.csv", "out.partial.csv is the file of orders itself"),
        ("out.partial.txt", "out.csv", "out.partial.txt is the file of orders itself"),
    ],
)
def test_the_orders_are_never_taken_for_a_part(
    chipgate: Chipgate, tmp_path: Path, orders: str, output: str, message: str
) -> None:
    write(tmp_path / "o.csv", [ROW]).rename(tmp_path / orders)
    ran = chipgate("check", orders, "-o", output)
    assert ran.code == 2
    assert message in ran.err
    assert names(tmp_path) == [orders]


def test_a_result_may_not_be_named_like_a_part(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    ran = chipgate("check", "orders.csv", "-o", "out.csv", "-o", "out.partial.csv")
    assert ran.code == 2
    assert "out.partial.csv is the name for the part of a run that ends early; choose another name." in ran.err


# A file that changes while it is judged.


def change_at_order(monkeypatch: pytest.MonkeyPatch, number: int, change: Callable[[], object]) -> None:
    """When order NUMBER is judged, CHANGE comes over the file."""
    orders, check_cells = count(1), Checker.check_cells

    def check(self: Checker, cells: dict[str, str]) -> Determination:
        if next(orders) == number:
            change()
        return check_cells(self, cells)

    monkeypatch.setattr(Checker, "check_cells", check)


def test_half_a_row_of_a_file_that_grows_is_rejected(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("chip,to,on,units\nH20,CN,2024-06-01,8\nH20,CN,2024-06-01,5")

    def append() -> None:
        with orders.open("a") as file:
            file.write("00\nA800,CN,2024-06-01,8\n")

    change_at_order(monkeypatch, 1, append)
    ran = chipgate("check", "orders.csv", "--assume", "ordinary")
    assert ran.code == 3
    assert len(read(tmp_path / "orders.results.csv")) == 1
    (reject,) = read(tmp_path / "orders.rejects.csv")
    assert (reject["row"], reject["wrong"]) == ("3", "the row was still being written when the file was opened")
    assert "orders.csv grew while it was read, from " in ran.out


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_cut_while_it_is_judged_keeps_what_was_judged(
    chipgate: Chipgate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    orders = write(tmp_path / f"orders{suffix}", [ROW] * 3)
    change_at_order(monkeypatch, 2, lambda: os.truncate(orders, 10))
    ran = chipgate("check", orders.name, "-o", "out.csv")
    assert (ran.code, ran.out) == (2, "")
    assert f"chipgate: orders{suffix} was written to while it was read" in ran.err
    assert len(read(tmp_path / "out.partial.csv")) == 3
    assert names(tmp_path) == sorted([orders.name, "out.partial.csv", "out.partial.txt"])
