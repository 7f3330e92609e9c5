"""`chipgate serve` as its users start and stop it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from chipgate.cli.main import main
from chipgate.web.render import STATIC
from tests.web import conftest


@contextmanager
def started(*words: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a process of its own, and the address that it prints."""
    command = [sys.executable, "-m", "chipgate", "serve", *words]
    told = {**os.environ, **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=told) as process:
        assert process.stdout is not None
        address = process.stdout.readline().partition(" ")[2].strip()
        for _ in range(200):
            if _answers(address):
                break
            time.sleep(0.05)
        try:
            yield process, address
        finally:
            process.kill()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code < 500
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_and_stops_cleanly(number: signal.Signals) -> None:
    with started("--port", "0") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(f"{address}healthz").json()["status"] == "ok"
        process.send_signal(number)
        _out, said = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "chipgate: stopped" in said
        assert "Traceback" not in said


def test_a_small_answer_is_not_held_back() -> None:
    """Without TCP_NODELAY an answer to a request in two parts waits 40 ms for the caller's acknowledgement."""
    with started("--port", "0") as (_process, address), httpx.Client(base_url=address) as asking:
        times = []
        for _ in range(12):
            start = time.perf_counter()
            asking.post("/api/check", json={"chip": "nothing"})
            times.append(time.perf_counter() - start)
        assert min(times[4:]) < 0.035


def test_on_another_address_than_loopback_a_token_is_made_and_asked_for() -> None:
    with started("--host", "0.0.0.0", "--port", "0") as (_process, address):
        bare, _, token = address.replace("0.0.0.0", "127.0.0.1").partition("?token=")
        assert len(token) >= 24
        assert httpx.get(bare).status_code == 401
        assert httpx.get(bare, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_token_can_come_from_the_environment() -> None:
    with started("--port", "0", CHIPGATE_TOKEN="sixteen characters") as (_process, address):
        bare = address.partition("?")[0]
        assert httpx.get(bare).status_code == 401
        assert httpx.get(bare, headers={"Authorization": "Bearer sixteen characters"}).status_code == 200


def refused(*words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "chipgate", "serve", *words], capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_what_cannot_be_listened_on_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused("--port", str(taken.getsockname()[1]))
    assert "Name another --port" in said
    assert "cannot be listened on" in refused("--host", "203.0.113.7", "--port", "0")


def test_a_token_that_could_be_guessed_is_refused() -> None:
    assert "at least 16 characters" in refused("--token", "short")


def test_everything_that_pages_load_is_part_of_the_package() -> None:
    names = {path.name for path in STATIC.iterdir()}
    assert {"console.css", "console.js", "charts.js", "icons.svg", "htmx.min.js", "vega.min.js"} <= names


def test_where_there_is_no_browser_the_tests_say_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium fonts-noto-cjk"):
        conftest.chromium()


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="2"):
        main(["serve"])
    assert "pip install 'chipgate[web]'" in capsys.readouterr().err
