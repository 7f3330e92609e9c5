"""The console: bytes of the first page, time of a determination, determinations a second from one process.

Run alone with `python -m bench.web`. The server is a process of its own, started with `chipgate serve`; 16 clients
keep their connections open and ask again as soon as they are answered. On a machine that others use as well, look at
the answers in a second of the server's own processor time, which is told beside those in a second of the clock.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench.shipments import Cells, worked_cases

CLIENTS = 16
SECONDS = 5.0
ORDERS_IN_A_LIST = 100
FIRST_LOAD_GOAL_KIB = 60
DETERMINATION_GOAL_MS = 10
DETERMINATIONS_GOAL = 1_500
PATH = "/api/check?assume=ordinary"


def main() -> None:
    """Measure, print a line each, and assert nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description="Measure the console.")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each load lasts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE as well")
    asked = parser.parse_args()
    with served() as (address, pid):
        found = {**first_load(address), **one_after_another(address), **many_at_once(address, pid, asked.seconds)}
    if asked.json is not None:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """A server in a process of its own; gives host:port and the number of the process."""
    command = [sys.executable, "-m", "chipgate", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split()[-1]).netloc
        _wait(address)
        try:
            yield address, process.pid
        finally:
            process.terminate()


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            if _get(address, "/healthz"):
                return
        except OSError:
            time.sleep(0.05)


def _get(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    return connection.getresponse().read()


def first_load(address: str) -> dict[str, float]:
    """KiB that a browser loads for Judge with nothing in its memory: the page and all that it names."""
    page = _get(address, "/")
    html = gzip.decompress(page).decode()
    names = dict.fromkeys(re.findall(r'"(/static/[^"#]+)', html))
    sizes = {"/": len(page), **{name.partition("?")[0]: len(_get(address, name)) for name in names}}
    total = sum(sizes.values()) / 1024
    _say("first load of Judge, compressed", f"{total:.1f} KiB", total <= FIRST_LOAD_GOAL_KIB, FIRST_LOAD_GOAL_KIB)
    for name, size in sizes.items():
        print(f"    {size / 1024:6.1f} KiB  {name}")
    return {"first_load_kib": total}


def one_after_another(address: str) -> dict[str, float]:
    """Milliseconds from asking to the answer, the way there included: one client, every worked case with reasons."""
    bodies = [json.dumps(cells).encode() for cells in worked_cases()]
    connection = http.client.HTTPConnection(address, timeout=30)
    for body in bodies * 40:  # judges and laws are compiled once they have been asked often enough
        _post(connection, body)
    times = sorted(_timed(connection, body) * 1000 for _ in range(3) for body in bodies)
    middle, slowest = median(times), times[int(len(times) * 0.99)]
    words = f"median {middle:.2f} ms, 99th of 100 {slowest:.2f} ms"
    _say("a determination with reasons, one client", words, slowest <= DETERMINATION_GOAL_MS, DETERMINATION_GOAL_MS)
    return {"determination_median_ms": middle, "determination_p99_ms": slowest}


def _timed(connection: http.client.HTTPConnection, body: bytes) -> float:
    start = time.perf_counter()
    _post(connection, body)
    return time.perf_counter() - start


def _post(connection: http.client.HTTPConnection, body: bytes, path: str = PATH) -> bytes:
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    return connection.getresponse().read()


def many_at_once(address: str, pid: int, seconds: float) -> dict[str, float]:
    """Determinations a second with 16 clients: one order a request with and without its reasons, and lists."""
    cases = worked_cases()
    single = [json.dumps(cells).encode() for cells in cases]
    lists = [json.dumps(_turned(cases, start, ORDERS_IN_A_LIST)).encode() for start in range(CLIENTS)]
    found: dict[str, float] = {}
    for name, path, bodies, orders in (
        ("one order a request, with reasons", PATH, single, 1),
        ("one order a request, columns", f"{PATH}&detail=columns", single, 1),
        (f"{ORDERS_IN_A_LIST} orders a request, columns", PATH, lists, ORDERS_IN_A_LIST),
    ):
        before = _processor_seconds(pid)
        answered, taken = _load(address, path, bodies, seconds)
        judged, own = answered * orders, _processor_seconds(pid) - before
        words = f"{judged / taken:,.0f} a second" + (f", {judged / own:,.0f} in one of its own" if own else "")
        _say(f"{CLIENTS} clients, {name}", words, judged / taken >= DETERMINATIONS_GOAL)
        found[f"{name}: a second"] = judged / taken
        found[f"{name}: a second of processor time"] = judged / own if own else 0.0
    return found


def _processor_seconds(pid: int) -> float:
    """Seconds of processor time that process PID has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _turned(cases: Sequence[Cells], start: int, count: int) -> list[Cells]:
    """COUNT of CASES from another START, so that no two clients send the same list."""
    return [cases[(start * 7 + place) % len(cases)] for place in range(count)]


def _load(address: str, path: str, bodies: Sequence[bytes], seconds: float) -> tuple[int, float]:
    """Requests that were answered, and the seconds that took."""
    until = time.perf_counter() + seconds
    counts = [0] * CLIENTS

    def client(number: int) -> None:
        connection = http.client.HTTPConnection(address, timeout=60)
        turn = number * 10
        while time.perf_counter() < until:
            _post(connection, bodies[turn % len(bodies)], path)
            turn += 1
            counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.perf_counter() - start


def _say(name: str, words: str, met: bool, goal: float = DETERMINATIONS_GOAL) -> None:
    print(f"{name:<50} {words:<46} goal {goal:>7,} {'met' if met else 'not met'}", flush=True)


if __name__ == "__main__":
    main()
