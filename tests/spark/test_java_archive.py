"""The archive of classes: written by one Java, mapped by the next, and never one that somebody else could write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chipgate.cli.java_archive import archive_options

_WRITTEN_WITHIN_S = 120
_START = """
import os, sys
from chipgate.cli.spark_session import spark_context
with spark_context("local[1]") as context:
    print(sorted(context.parallelize([1, 2], 1).map(str).collect()))
    with open(f"/proc/{context._gateway.proc.pid}/maps") as maps:
        print("mapped" if os.environ["CHIPGATE_CACHE"] in maps.read() else "not mapped")
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def file_in(cache: Path) -> Path:
    (file,) = cache.glob("*.jsa")
    return file


def test_one_run_writes_it_and_others_meanwhile_go_without(cache: Path) -> None:
    assert "-XX:ArchiveClassesAtExit=" in archive_options()
    assert archive_options() == ""


def test_what_is_whole_is_read(cache: Path) -> None:
    archive_options()
    file = file_in(cache)
    file.write_bytes(b"\0" * 4096)  # Java writes the heading last
    assert archive_options() == ""
    file.write_bytes(b"\xa8\xab\x0b\xf0")
    assert f"-XX:SharedArchiveFile={file}" in archive_options()


def test_what_was_not_written_in_a_day_is_tried_again(cache: Path) -> None:
    archive_options()
    os.utime(file_in(cache), (0, 0))
    assert "-XX:ArchiveClassesAtExit=" in archive_options()


def test_what_others_may_write_is_not_read(cache: Path) -> None:
    archive_options()
    file = file_in(cache)
    file.write_bytes(b"\xa8\xab\x0b\xf0")
    file.chmod(0o666)
    assert archive_options() == ""


def test_another_java_has_another(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive_options()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    archive_options()
    assert len(list(cache.glob("*.jsa"))) == 2


@pytest.mark.parametrize("place", ["off", "with a space"])
def test_none_where_none_can_be(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHIPGATE_CACHE", place)
    assert archive_options() == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("java") is None or not Path("/proc/self/maps").exists(), reason="needs Java and Linux")
def test_java_writes_it_and_the_next_one_maps_it(cache: Path) -> None:
    assert started() == ["['1', '2']", "not mapped"]
    until = time.monotonic() + _WRITTEN_WITHIN_S
    while not any(file.read_bytes()[:4].strip(b"\0") for file in cache.glob("*.jsa")):  # Java takes the empty one away
        assert time.monotonic() < until
        time.sleep(0.5)
    assert started() == ["['1', '2']", "mapped"]


def started() -> list[str]:
    words = [sys.executable, "-W", "ignore", "-c", _START]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
