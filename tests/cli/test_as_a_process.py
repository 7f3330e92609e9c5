"""The installed command as a process of its own: pipes, interruptions, memory, languages of the terminal."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .big_books import write_csv

COMMAND = (sys.executable, "-c", "from chipgate.cli.main import main; main()")


def start(folder: Path, *arguments: str, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """The end of a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize("arguments", [("law", "--format", "json"), ("coverage",), ("facts",), ("chips", "H20")])
def test_a_reader_that_goes_away(tmp_path: Path, closed_pipe: int, arguments: tuple[str, ...]) -> None:
    """`chipgate law | head -1` ends as other programs do at a closed pipe: quietly, and not with a code of ours."""
    with start(tmp_path, *arguments, stdout=closed_pipe) as process:
        _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (128 + signal.SIGPIPE, b"")


def test_a_reader_that_went_away_keeps_the_results(tmp_path: Path, closed_pipe: int) -> None:
    write_csv(tmp_path / "orders.csv", rows=100)
    with start(tmp_path, "check", "orders.csv", "--assume", "ordinary", stdout=closed_pipe) as process:
        process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGPIPE
    assert len((tmp_path / "orders.results.csv").read_text().splitlines()) == 101


def peak_mib(folder: Path, *arguments: str) -> float:
    """The memory that one run took at its highest."""
    code = """
import resource, sys
from chipgate.cli.main import main
try:
    main(sys.argv[1:])
finally:
    sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, check=True)
    return int(done.stderr) / 1024


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, suffix: str) -> None:
    """Ten times the orders, and not half of them in memory: a row is read, judged, written and forgotten."""
    write_csv(tmp_path / "few.csv", rows=100, note_length=15_000)
    many = write_csv(tmp_path / "many.csv", rows=1_000, note_length=15_000)
    many_bytes = many.stat().st_size
    assert many_bytes > 15_000_000
    few_mib, many_mib = (
        peak_mib(tmp_path, "check", f"{name}.csv", "--assume", "ordinary", "-o", f"{name}.out{suffix}")
        for name in ("few", "many")
    )
    assert many_mib - few_mib < many_bytes / 2**20 / 2


def test_a_run_stays_within_a_limit_of_memory(tmp_path: Path) -> None:
    """A cell, a line or a bomb cannot take the machine down: a limit that the program never nears."""
    (tmp_path / "orders.csv").write_bytes(b"chip,to\n" + b"x" * 30_000_000 + b"\nH20,CN\n")
    limit = 1 << 30
    done = subprocess.run(
        [*COMMAND, "check", "orders.csv"],
        cwd=tmp_path,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert done.returncode == 3
    assert b"the line is 30,000,001 bytes long" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "latin-1"])
def test_a_terminal_that_cannot_show_chinese_does_not_stop_the_answer(tmp_path: Path, encoding: str) -> None:
    with start(tmp_path, "check", "--to", "CN", "--on", "2024-06-01", "--lang", "zh", PYTHONIOENCODING=encoding) as run:
        out, told = run.communicate(timeout=30)
    assert run.returncode == 0, told
    assert b"CN" in out
    assert b"Traceback" not in told


def test_the_language_may_stand_in_the_environment(tmp_path: Path) -> None:
    shown = []
    for language in ("en", "zh"):
        with start(tmp_path, "coverage", CHIPGATE_LANG=language, PYTHONIOENCODING="utf-8") as run:
            shown.append(run.communicate(timeout=30)[0].decode())
    assert shown[0].isascii() or "未" not in shown[0]
    assert shown[0] != shown[1]
