"""A form with a file, read as it comes: however it is cut into pieces, and whatever is wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.readings.phrase import phrase
from chipgate.web.order_book.refused import Refused
from chipgate.web.order_book.upload import Form, file_name, receive

BOUNDARY = "----boundary"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
    kind = "Content-Type: application/octet-stream\r\n" if filename is not None else ""
    return f"{head}{kind}\r\n".encode() + value + b"\r\n"


def form(*parts: bytes, end: bool = True) -> bytes:
    return b"".join(parts) + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def form_into(folder: Path, largest: int = 1000, kind: str = KIND) -> Form:
    return Form(kind, largest, lambda name, fields: folder / name, "orders")


def refused(folder: Path, body: bytes, largest: int = 1000) -> Refused:
    with pytest.raises(Refused) as found:
        read_whole(form_into(folder, largest), body)
    return found.value


def read_whole(reading: Form, body: bytes) -> Path:
    try:
        reading.feed(body)
        return reading.finish()
    finally:
        reading.close()


@settings(deadline=None)
@given(
    content=st.binary(min_size=1, max_size=300) | st.sampled_from([b"\r\n--", f"\r\n--{BOUNDARY}x".encode()]),
    value=st.text(max_size=20),
    cuts=st.lists(st.integers(0, 700), max_size=12),
)
def test_the_pieces_in_which_it_comes_make_no_difference(content: bytes, value: str, cuts: list[int]) -> None:
    body = form(part("csrf_token", value.encode("utf-8", "replace")), part("orders", content, "orders.csv"))
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    with TemporaryDirectory() as folder:
        reading = form_into(Path(folder))
        for start, end in pairwise(places):
            reading.feed(body[start:end])
        path = reading.finish()
        assert path.read_bytes() == content
        assert reading.fields.get("csrf_token", "") == value.encode("utf-8", "replace").decode()


def test_the_place_is_asked_for_with_the_fields_before_the_file(tmp_path: Path) -> None:
    asked = []

    def place(name: str, fields: dict[str, str]) -> Path:
        asked.append((name, fields))
        raise Refused(403, phrase("no"))

    reading = Form(KIND, 1000, place, "orders")
    with pytest.raises(Refused):
        reading.feed(form(part("csrf_token", b"abc"), part("orders", b"chip\n", "a.csv"), part("late", b"x")))
    assert asked == [("a.csv", {"csrf_token": "abc"})]
    assert list(tmp_path.iterdir()) == []


def test_a_file_over_the_limit_is_refused_before_it_has_all_come(tmp_path: Path) -> None:
    reading = form_into(tmp_path, largest=1000)
    reading.feed(form(part("orders", b"x" * 900, "orders.csv"), end=False)[:-2])
    with pytest.raises(Refused, match="larger than") as found:
        reading.feed(b"x" * 200)
    assert found.value.status == 413
    assert reading.path is not None
    reading.close()
    assert reading.path.stat().st_size <= 1000


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (form(part("orders", b"", "")), 400, "No file was chosen"),
        (form(part("orders", b"chip", None)), 400, "No file was chosen"),
        (form(part("other", b"chip", "a.csv")), 400, "No file was chosen"),
        (form(part("file", b"chip", "a.csv")), 400, "one came in the field 'file'. Send it in the field 'orders'."),
        (form(part("file", b"x" * 5000, "a.csv")), 400, "one came in the field 'file'. Send it in the field 'orders'."),
        (form(part("orders", b"", "orders.csv")), 422, "orders.csv is empty"),
        (form(part("orders", b"chip", "a.csv"), end=False), 400, "ends early"),
        (form(part("orders", b"a", "a.csv"), part("orders", b"b", "b.csv")), 400, "one file"),
        (form(part("note", b"x" * 5000)), 413, "longer than"),
        (form(*(part(f"n{number}", b"") for number in range(30))), 400, "cannot be read"),
        (b"chip,destination\n", 400, "cannot be read"),
        (b"", 400, "ends early"),
    ],
)
def test_what_is_no_such_form_is_refused_with_what_to_do(tmp_path: Path, body: bytes, status: int, words: str) -> None:
    found = refused(tmp_path, body)
    assert (found.status, words in str(found)) == (status, True), str(found)


@pytest.mark.parametrize(
    "kind", ["", "text/csv", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/mixed; boundary=x"]
)
def test_another_kind_of_content_is_415(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Refused) as found:
        form_into(tmp_path, kind=kind)
    assert found.value.status == 415


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("orders.csv", "orders.csv"),
        ("C:\\Users\\me\\订单 2026.xlsx", "订单 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..", "orders"),
        (".bashrc", "bashrc"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "orders"),
        ("/", "orders"),
        ("订" * 200 + ".csv", "订" * 38 + ".csv"),
        ("x" * 300, "x" * 120),
        ("a." + "y" * 300, "a." + "y" * 11),
    ],
)
def test_the_name_that_is_kept_is_a_plain_one(given_name: str, kept: str) -> None:
    assert file_name(given_name) == kept


@settings(deadline=None)
@given(st.text())
def test_no_name_leads_out_of_its_folder(text: str) -> None:
    kept = file_name(text)
    assert kept
    assert "/" not in kept
    assert kept not in (".", "..")
    assert not kept.startswith(".")
    assert len(kept.encode()) <= 132


def test_an_upload_that_does_not_end_in_time_is_408(tmp_path: Path) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield form(part("orders", b"chip\n", "orders.csv"), end=False)
        await asyncio.sleep(60)

    def receiving() -> object:
        return asyncio.run(receive(pieces(), form_into(tmp_path), most_seconds=0.05))

    # In a thread of its own: the browser of other tests keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as pool, pytest.raises(Refused) as found:
        pool.submit(receiving).result()
    assert found.value.status == 408
