"""Order books as a browser brings them, without a browser."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from types import MappingProxyType

import httpx

PAGE = {"accept": "text/html"}


def token_of(client: httpx.Client) -> str:
    """The token that forms of this browser carry."""
    found = re.search(r'name="csrf_token" value="(\w+)"', client.get("/book", headers=PAGE).text)
    assert found is not None
    return found[1]


def post(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    """The answer to an upload."""
    return client.post("/book", data={"csrf_token": token_of(client)}, files={"orders": (name, content)}, headers=PAGE)


def bring(client: httpx.Client, name: str, content: bytes) -> str:
    """The address of a book that was uploaded."""
    answer = post(client, name, content)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def book_of(address: str) -> str:
    """The id of the book at ADDRESS."""
    return address.removeprefix("/book/").partition("/")[0].partition("?")[0]


def finished(
    client: httpx.Client, address: str, headers: Mapping[str, str] = MappingProxyType({}), seconds: float = 30
) -> httpx.Response:
    """The page at ADDRESS once the run that it waits for is over."""
    until = time.monotonic() + seconds
    while True:
        answer = client.get(address, headers={**PAGE, **headers})
        if "<progress" not in answer.text:
            return answer
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)
