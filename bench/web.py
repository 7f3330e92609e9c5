"""The console: bytes of the first page, time of a determination, determinations a second from one process.

Run alone with `python -m bench.web`. The server is a process of its own, started with `chipgate serve`; 16 clients
keep their connections open and ask again as soon as they are answered, each time about orders that nobody asked about
before. A second server begins with what the first one learned. On a machine that others use as well, look at the
milliseconds of the server's own processor time that an order takes, which are told beside the answers in a second of
the clock, and at the yardstick: a bare server of FastAPI, asked in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench.orders import made_up_orders
from bench.shipments import Cells, worked_cases

CLIENTS = 16
SECONDS = 5.0
ORDERS_IN_A_LIST = 100
WARM_ORDERS = 30_000
"""So many orders show the law to the server before lists are measured once more, and a tenth before single ones."""
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
    orders = made_up_orders()
    with TemporaryDirectory() as cache:
        with served(cache) as (address, pid):
            found = {**first_load(address), **one_after_another(address)}
            found |= many_at_once(address, pid, asked.seconds, orders, FRESH)
        with served(cache) as (address, pid):
            found |= many_at_once(address, pid, asked.seconds, orders, STARTED_AGAIN)
        with served(cache, ("bench.bare_server",)) as (address, pid):
            found |= many_at_once(address, pid, asked.seconds, orders, YARDSTICK)
    if asked.json is not None:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


SERVE = ("chipgate", "serve", "--port", "0", "--keep-learned")


@contextmanager
def served(cache: str, command: Sequence[str] = SERVE) -> Iterator[tuple[str, int]]:
    """A server in a process of its own, which keeps what it learned in CACHE; gives host:port and its number."""
    run, kept = [sys.executable, "-m", *command], {"CHIPGATE_CACHE": cache}
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env={**os.environ, **kept}) as process:
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


Load = tuple[str, str, int, int]
"""Its name, what it asks, the orders of a request, and how many orders are asked before it is measured."""

COLUMNS = f"{PATH}&detail=columns"
FRESH: tuple[Load, ...] = (
    ("one order a request, columns, at first", COLUMNS, 1, WARM_ORDERS // 10),
    ("one order a request, with reasons", PATH, 1, WARM_ORDERS // 10),
    (f"{ORDERS_IN_A_LIST} orders a request, columns, at first", PATH, ORDERS_IN_A_LIST, 0),
    (f"{ORDERS_IN_A_LIST} orders a request, columns, later", PATH, ORDERS_IN_A_LIST, WARM_ORDERS),
    ("one order a request, columns, later", COLUMNS, 1, 0),
)
STARTED_AGAIN: tuple[Load, ...] = (
    ("one order a request, columns, started again", COLUMNS, 1, WARM_ORDERS // 10),
    (f"{ORDERS_IN_A_LIST} orders a request, started again", PATH, ORDERS_IN_A_LIST, 0),
)

YARDSTICK: tuple[Load, ...] = (("one order a request, FastAPI that judges nothing", PATH, 1, 1_000),)
"""What a server reaches here that reads an order and sends one answer of the usual size to all of them."""


def many_at_once(
    address: str, pid: int, seconds: float, orders: Iterator[Cells], loads: Sequence[Load]
) -> dict[str, float]:
    """Determinations a second with 16 clients: one order a request with and without its reasons, and lists.

    No order is asked twice: each load goes on in ORDERS where the one before it ended. The first thousands of orders
    show the law to the server, which is told beside.
    """
    found: dict[str, float] = {}
    for name, path, count, before in loads:
        bodies = _bodies(orders, count)
        _load(address, path, islice(bodies, before // count), 600)
        own = _processor_seconds(pid)
        answered, taken = _load(address, path, bodies, seconds)
        judged, own = answered * count, _processor_seconds(pid) - own
        words = f"{judged / taken:,.0f} a second" + (f", {own / judged * 1000:.3f} ms of its own each" if own else "")
        _say(f"{CLIENTS} clients, {name}", words, judged / taken >= DETERMINATIONS_GOAL)
        found[f"{name}: a second"] = judged / taken
        found[f"{name}: milliseconds of processor time"] = own / judged * 1000
    return found


def _bodies(orders: Iterator[Cells], count: int) -> Iterator[bytes]:
    """Bodies of requests: single ORDERS, or lists of COUNT of them."""
    while True:
        yield json.dumps(next(orders) if count == 1 else list(islice(orders, count))).encode()


def _processor_seconds(pid: int) -> float:
    """Seconds of processor time that process PID has used; 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _load(address: str, path: str, bodies: Iterator[bytes], seconds: float) -> tuple[int, float]:
    """How many BODIES were asked within so many SECONDS, and the seconds until the last of them was answered.

    One thread serves all the clients, and makes the next body only when one is answered, so that it leaves the
    processors to the server.
    """
    host, port = address.rsplit(":", 1)
    head = f"POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: "
    with selectors.DefaultSelector() as waiting, ExitStack() as stack:
        start, answered = time.perf_counter(), 0
        for _ in range(CLIENTS):
            client = stack.enter_context(socket.create_connection((host, int(port)), 60))
            _ask(waiting, client, head, bodies)
        while waiting.get_map():
            for key, _ in waiting.select(60):
                client = key.fileobj  # type: ignore[assignment]
                if not _is_whole(key.data, client.recv(1 << 20)):
                    continue
                answered += 1
                waiting.unregister(client)
                if time.perf_counter() < start + seconds:
                    _ask(waiting, client, head, bodies)
        return answered, time.perf_counter() - start


def _ask(waiting: selectors.BaseSelector, client: socket.socket, head: str, bodies: Iterator[bytes]) -> None:
    body = next(bodies, None)
    if body is not None:
        client.sendall(f"{head}{len(body)}\r\n\r\n".encode() + body)
        waiting.register(client, selectors.EVENT_READ, bytearray())


def _is_whole(answer: bytearray, more: bytes) -> bool:
    """Whether ANSWER is whole with MORE; it is emptied then."""
    assert more, "the server closed the connection"
    answer += more
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(answer[:end]).lower()
    assert head.startswith(b"http/1.1 200"), bytes(answer[:2000])
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    if len(answer) < end + 4 + length:
        return False
    answer.clear()
    return True


def _say(name: str, words: str, met: bool, goal: float = DETERMINATIONS_GOAL) -> None:
    print(f"{name:<62} {words:<46} goal {goal:>7,} {'met' if met else 'not met'}", flush=True)


if __name__ == "__main__":
    main()
