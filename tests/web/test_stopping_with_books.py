"""A server that is stopped leaves nothing of any book behind, whatever it was doing; a real process each time."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from chipgate.web.order_book.private_folder import PREFIX, PrivateFolder, remove_left_behind
from tests.web.books import book_of, bring, token_of

BOUNDARY = "stopped-in-the-middle"


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`chipgate serve` as a process whose temporary files go below FOLDER; gives it and its address."""
    command = [sys.executable, "-m", "chipgate", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, env={**os.environ, "TMPDIR": str(folder)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1].rstrip("/")
        _wait_until(lambda: _answers(address))
        yield process, address
    finally:
        process.kill()
        process.communicate(timeout=10)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _wait_until(is_so: object, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.02)


def _begin_upload(address: str) -> socket.socket:
    """Half of a form, over a connection that stays open."""
    with httpx.Client(base_url=address) as client:
        token = token_of(client)
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    host = urlsplit(address)
    connection = socket.create_connection((host.hostname or "", host.port or 0))
    begun = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="orders"; filename="orders.csv"\r\n\r\n'
        "chip,destination,date\r\n" + "H100,CN,2024-06-01\r\n" * 5000
    )
    head = (
        f"POST /book HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {cookie}\r\nContent-Length: 4000000\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    )
    connection.sendall((head + begun).encode())
    return connection


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_in_the_middle_of_an_upload_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    with served(tmp_path) as (process, address), _begin_upload(address):
        _wait_until(lambda: any(path.stat().st_size > 50_000 for path in _files(tmp_path)))
        process.send_signal(number)
        assert process.wait(timeout=15) in (0, 128 + number, -number)
        assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_told_twice_leaves_nothing_either(tmp_path: Path) -> None:
    with served(tmp_path) as (process, address), _begin_upload(address):
        _wait_until(lambda: bool(_files(tmp_path)))
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=15)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_while_it_judges_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    rows = "chip,destination,date\n" + "".join(f"H100,CN,2024-06-{day % 28 + 1:02}\n" for day in range(60_000))
    with served(tmp_path) as (process, address), httpx.Client(base_url=address) as client:
        book = bring(client, "orders.csv", rows.encode())
        assert client.get(f"{book}/results", headers={"accept": "text/html"}).status_code == 200
        _wait_until(lambda: any(".part" in path.name for path in _files(tmp_path)))
        process.send_signal(number)
        process.wait(timeout=15)
        assert list(tmp_path.iterdir()) == []


def test_an_upload_that_its_sender_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with served(tmp_path) as (_process, address):
        connection = _begin_upload(address)
        _wait_until(lambda: bool(_files(tmp_path)))
        connection.close()
        _wait_until(lambda: not _files(tmp_path))
        assert [path.name for path in tmp_path.glob("*/*") if path.name != ".lock"] == []


def test_what_a_server_left_that_was_killed_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path) as (process, address), httpx.Client(base_url=address) as client:
        bring(client, "orders.csv", b"chip,destination,date\nH100,CN,2024-06-01\n")
        process.kill()
        process.wait(timeout=15)
    assert [path.name for path in _files(tmp_path)] == ["orders.csv"]
    left = next(tmp_path.glob(f"{PREFIX}*"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert remove_left_behind() == [], "one that was made just now may not be locked yet"
    os.utime(left, (time.time() - 600, time.time() - 600))
    living = PrivateFolder()
    os.utime(living.path(), (time.time() - 600, time.time() - 600))
    assert remove_left_behind() == [left]
    assert living.path().is_dir(), "a folder whose server lives is left alone"
    living.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_the_books_is_for_its_owner_alone(tmp_path: Path) -> None:
    with served(tmp_path) as (_process, address), httpx.Client(base_url=address) as client:
        book = bring(client, "orders.csv", b"chip,destination,date\nH100,CN,2024-06-01\n")
        (folder,) = tmp_path.glob(f"{PREFIX}*")
        assert re.fullmatch(rf"{PREFIX}\w+", folder.name)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / book_of(book)).stat().st_mode & 0o777 == 0o700
