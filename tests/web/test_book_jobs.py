"""Work behind the pages: a few jobs at once, each with its progress, each ended when asked to or taking too much."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import pytest
from starlette.datastructures import QueryParams

from chipgate.cases.order_files import open_orders
from chipgate.errors import ChipgateError, UnreadableFile
from chipgate.law.provision import Clock
from chipgate.web.order_book.books import MOST_REFORMS, MOST_RUNS, Books
from chipgate.web.order_book.jobs import Job, Jobs, Limits, Progress, State
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.refused import Refused
from chipgate.web.order_book.runs import Run
from chipgate.web.order_book.second_law import SecondLaw
from chipgate.web.order_book.size_text import size_text

PLENTY = Limits(rows=10**9, seconds=60)


def over(job: Job[object], seconds: float = 10) -> Job[object]:
    assert job.wait(seconds)
    return job


def test_a_job_says_how_far_it_is_and_what_it_came_to() -> None:
    half, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> object:
        progress(7, 50)
        half.set()
        go_on.wait(10)
        return "done"

    job = Jobs().start(Job(work, 100, PLENTY))
    assert half.wait(10)
    assert (job.standing.state, job.standing.rows, job.standing.share) == (State.RUNNING, 7, 0.5)
    go_on.set()
    assert over(job).result == "done"
    assert (job.standing.state, job.standing.share, job.standing.is_over) == (State.DONE, 1.0, True)


def test_only_so_many_run_at_once_and_the_others_wait() -> None:
    jobs, running, go_on = Jobs(at_once=2), [], threading.Event()

    def work(progress: Progress) -> object:
        running.append(1)
        go_on.wait(10)
        return None

    begun = [jobs.start(Job(work, 1, PLENTY)) for _ in range(4)]
    time.sleep(0.3)
    assert len(running) == 2
    assert sorted(job.standing.state for job in begun) == [State.RUNNING, State.RUNNING, State.WAITING, State.WAITING]
    go_on.set()
    assert all(over(job).standing.state is State.DONE for job in begun)


def test_jobs_that_are_ended_end_between_two_rows_and_those_that_wait_at_once() -> None:
    jobs = Jobs(at_once=1)

    def work(progress: Progress) -> object:
        for row in range(10**9):
            progress(row, row)
            time.sleep(0.001)
        return "whole"

    begun = [jobs.start(Job(work, 1, PLENTY)) for _ in range(2)]
    time.sleep(0.1)
    assert jobs.end_all(5)
    assert [job.result for job in begun] == [None, None]


@pytest.mark.parametrize(
    ("limits", "words"),
    [(Limits(10, 60), "more than 10 rows"), (Limits(10**9, 0.1), "After 0 seconds")],
)
def test_what_takes_too_much_is_ended_and_says_so(limits: Limits, words: str) -> None:
    def work(progress: Progress) -> object:
        for row in range(10**9):
            progress(row, row)
            time.sleep(0.001)
        return None

    job = over(Jobs().start(Job(work, 1, limits)))
    assert job.standing.state is State.FAILED
    assert job.standing.problem is not None
    assert words in job.standing.problem.text()
    assert "chipgate check FILE" in job.standing.problem.text("zh")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnreadableFile("orders.csv: the end is missing {here}."), "the end is missing {here}"),
        (MemoryError(), "too little memory"),
        (ZeroDivisionError("secret"), "The program failed"),
    ],
)
def test_whatever_goes_wrong_is_told_and_never_raised(
    error: Exception, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    def work(progress: Progress) -> object:
        raise error

    with caplog.at_level(logging.CRITICAL):
        job = over(Jobs().start(Job(work, 1, PLENTY)))
    assert job.standing.problem is not None
    assert words in job.standing.problem.text()
    assert "secret" not in job.standing.problem.text()


def test_reading_ends_within_a_block_though_no_row_comes(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"chip,destination\n" + b"\n" * 20_000_000)

    def work(progress: Progress) -> object:
        with open_orders(path) as file:
            return list(file.rows())

    job = Jobs().start(Job(work, 1, PLENTY))
    time.sleep(0.2)
    job.end()
    begun = time.monotonic()
    assert over(job).result is None
    assert time.monotonic() - begun < 5


def _book(books: Books, session: str = "me") -> Path:
    path = books.new_folder(session) / "orders.csv"
    path.write_bytes(b"chip\n")
    return path


def test_the_results_of_the_last_runs_are_kept_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    books = Books()
    book = books.put("me", _book(books))
    runs = [
        books.run(book, number, lambda folder: Run(Job(lambda progress: None, 1, PLENTY), folder, ()))
        for number in range(MOST_RUNS + 2)
    ]
    assert [run.folder.exists() for run in runs] == [False, False, *[True] * MOST_RUNS]
    for number in range(MOST_REFORMS + 1):
        reform = book.folder / f"reform {number}" / "lower.toml"
        reform.parent.mkdir()
        reform.touch()
        books.keep_reform(book, str(number), reform)
    assert not (book.folder / "reform 0").exists()
    assert len(book.reforms) == MOST_REFORMS
    books.close()
    assert list(tmp_path.iterdir()) == []


def test_a_server_takes_only_so_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("chipgate.web.order_book.books.MOST_BYTES_OF_ALL", 10)
    books = Books()
    books.put("me", _book(books))
    second = books.put("you", _book(books, "you"))
    with pytest.raises(Refused, match="Come back later"):
        books.new_folder("somebody else")
    books.forget(second)
    assert books.new_folder("somebody else").is_dir()
    books.close()


def test_an_address_says_all_options_and_gives_them_back() -> None:
    query = QueryParams("on=2024-3-1&clock=on_the_books&assume=ordinary&sheet=A%26B&column=x%3Dy=chip&column=Wo=to")
    options = Options.of(query)
    assert options == Options(
        "2024-03-01", Clock.ON_THE_BOOKS, "ordinary", "A&B", (("x=y", "chip"), ("Wo", "destination_iso2"))
    )
    assert Options.of(QueryParams(list(options.pairs()))) == options
    assert list(Options().pairs()) == []


def test_the_last_word_on_a_heading_holds() -> None:
    assert Options.of(QueryParams("column=A=chip&means.A=units")).columns == (("A", "units"),)
    assert Options.of(QueryParams("column=A=chip&means.A=")).columns == ()


@pytest.mark.parametrize(
    "law", [SecondLaw(("2023-11-16", "2023-11-17")), SecondLaw(None, True), SecondLaw(reform="a1")]
)
def test_an_address_says_the_second_law_and_gives_it_back(law: SecondLaw) -> None:
    assert SecondLaw.of(QueryParams(list(law.pairs()))) == law
    assert law
    assert not SecondLaw.of(QueryParams(""))


@pytest.mark.parametrize("query", ["means.A=nothing", "&".join(f"column=a{n}=chip" for n in range(300)), "on=1.2.2024"])
def test_options_that_cannot_be_are_refused(query: str) -> None:
    with pytest.raises(ChipgateError):
        Options.of(QueryParams(query))


def test_sizes_are_told_as_people_read_them() -> None:
    assert [size_text(size) for size in (0, 1023, 2048, 2**20, 64 << 20, 3_500_000)] == [
        *("0 B", "1023 B", "2 KiB", "1 MiB", "64 MiB", "3.3 MiB"),
    ]
