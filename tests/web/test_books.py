"""Order books over HTTP: the answers are those of the command line, row for row, and nobody sees another's."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from chipgate.cli.main import main
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.width import is_chinese
from chipgate.web.order_book.books import MOST_BOOKS
from chipgate.web.order_book.private_folder import PREFIX
from chipgate.web.settings import Settings
from tests.house.test_chinese_output import as_it_stands, english
from tests.web.books import PAGE, book_of, bring, finished, post, token_of
from tests.web.conftest import serving
from tests.web.test_languages import words

DEMO = (files("chipgate.cases") / "data" / "demo_orders.csv").read_bytes()
TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "data" / "orders.xlsx"
ONE = b"chip,destination,date\nH100,CN,2024-06-01\n"


@contextmanager
def browsing(address: str) -> Iterator[httpx.Client]:
    """A browser with cookies of its own."""
    with httpx.Client(base_url=address, timeout=60) as client:
        client.get("/book", headers=PAGE)
        yield client


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with browsing(server) as found:
        yield found


@contextmanager
def served_with(settings: Settings) -> Iterator[httpx.Client]:
    with serving(settings) as address, browsing(address) as client:
        yield client


def command(*arguments: str | Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(list(map(str, arguments)))
    assert left.value.code in (0, 3)


# The same answers.


@pytest.mark.parametrize("options", [{"assume": "ordinary"}, {"assume": "nothing", "clock": "on_the_books"}])
@pytest.mark.parametrize(("name", "content"), [("demo_orders.csv", DEMO), ("orders.xlsx", TUTORIAL.read_bytes())])
def test_the_results_are_those_of_the_command_line(
    client: httpx.Client, tmp_path: Path, name: str, content: bytes, options: dict[str, str]
) -> None:
    (tmp_path / name).write_bytes(content)
    stem = Path(name).stem
    outputs = [f"{stem}.results{suffix}" for suffix in (".csv", ".html")]
    command(
        "check",
        tmp_path / name,
        *(word for key, value in options.items() for word in (f"--{key}", value)),
        *(word for output in outputs for word in ("-o", tmp_path / output)),
    )
    page = bring(client, name, content)
    page_of_results = finished(client, f"{page}/results?{httpx.QueryParams(options)}")
    assert page_of_results.status_code == 200
    written = sorted(path.name for path in tmp_path.iterdir() if path.name != name)
    for output in written:
        got = client.get(f"{page}/results/{output}", params=options)
        assert got.content == (tmp_path / output).read_bytes(), output
        assert got.headers["content-disposition"] == f'attachment; filename="{output}"'
    assert f"{stem}.results.xlsx" in page_of_results.text


def test_what_a_heading_means_can_be_said(client: httpx.Client, tmp_path: Path) -> None:
    content = b"Model,Client nation,date,Note\nH100,CN,2024-06-01,x\n"
    (tmp_path / "orders.csv").write_bytes(content)
    means = "Client nation=destination_iso2"
    command("check", tmp_path / "orders.csv", "--column", "Model=chip", "--column", means, "--assume", "ordinary")
    page = bring(client, "orders.csv", content)
    assert "not read: does it matter?" in client.get(page, headers=PAGE).text
    form = {"means.Model": "chip", "means.Client nation": "destination", "means.date": "", "assume": "ordinary"}
    sent = client.get(page, params=form, headers=PAGE)
    assert sent.status_code == 303, "the address of a form is made the shortest one that says the same"
    query = dict(httpx.URL(sent.headers["location"]).params.multi_items())
    assert httpx.URL(sent.headers["location"]).params.get_list("column") == ["Model=chip", means], query
    finished(client, sent.headers["location"].replace("?", "/results?"))
    got = client.get(sent.headers["location"].replace("?", "/results/orders.results.csv?"))
    assert got.content == (tmp_path / "orders.results.csv").read_bytes()


def test_the_orders_that_move_are_those_of_the_command_line(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "demo_orders.csv").write_bytes(DEMO)
    moved = tmp_path / "demo_orders.changes.csv"
    command("compare", "2023-11-16", "2023-11-17", tmp_path / "demo_orders.csv", "-o", moved)
    page = bring(client, "demo_orders.csv", DEMO)
    query = {"from": "2023-11-16", "until": "2023-11-17"}
    shown = finished(client, f"{page}/changes?{httpx.QueryParams(query)}")
    assert "742.6(a)(6)(iii)" in shown.text
    got = client.get(f"{page}/changes/demo_orders.changes.csv", params=query)
    assert got.content == moved.read_bytes()


def test_a_reform_shows_what_it_moves(client: httpx.Client, tmp_path: Path) -> None:
    reform = TUTORIAL.with_name("lower-limits.toml")
    moved = tmp_path / "orders.changes.csv"
    command("compare", "law", reform, TUTORIAL, "--assume", "ordinary", "-o", moved)
    page = bring(client, "orders.xlsx", TUTORIAL.read_bytes())
    sent = client.post(
        f"{page}/reform",
        params={"assume": "ordinary"},
        data={"csrf_token": token_of(client)},
        files={"reform": (reform.name, reform.read_bytes())},
    )
    assert sent.status_code == 303
    shown = finished(client, sent.headers["location"])
    assert "the law with the reform" in shown.text
    got = client.get(sent.headers["location"].replace("?", "/orders.changes.csv?"))
    assert got.content == moved.read_bytes()


def test_a_reform_with_faults_is_said_and_not_kept(client: httpx.Client) -> None:
    page = bring(client, "orders.csv", ONE)
    sent = client.post(
        f"{page}/reform",
        data={"csrf_token": token_of(client)},
        files={"reform": ("bad.toml", b'[limits]\n"no such" = 1\n')},
        headers=PAGE,
    )
    assert sent.status_code == 422
    assert "no limit has that name" in sent.text
    assert "bad.toml" not in client.get(f"{page}/changes", headers=PAGE).text


def test_the_api_says_what_the_command_prints(client: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:
    brought = client.post("/api/book", files={"orders": ("orders.xlsx", TUTORIAL.read_bytes())})
    assert brought.status_code == 201
    address = brought.headers["location"]
    assert client.get("/api/book").json()["books"][0] == brought.json()
    command("check", TUTORIAL, "--dry-run", "--format", "json")
    printed = json.loads(capsys.readouterr().out)
    look = client.get(address).json()
    assert look["columns"] == printed | {"file": "orders.xlsx"}
    until = time.monotonic() + 30
    while (told := client.get(f"{address}/results", params={"assume": "ordinary"}).json())["state"] != "done":
        assert time.monotonic() < until
    assert told["summary"]["outcomes"] == {"no_licence_required": 5, "licence_required": 2, "undetermined": 3}
    for file in told["files"]:
        assert len(client.get(file["address"]).content) == file["bytes"]
    while (told := client.get(f"{address}/changes?against=other_clock").json())["state"] != "done":
        assert time.monotonic() < until
    assert told["orders"]["judged"] == 10
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


# Whose a book is.


def test_the_book_of_another_session_is_404(server: str, client: httpx.Client) -> None:
    page = bring(client, "orders.csv", ONE)
    with browsing(server) as other:
        for path in ("", "/results", "/results/orders.results.csv", "/changes?against=other_clock"):
            assert other.get(page + path, headers=PAGE).status_code == 404
        assert other.get(f"/api{page}").status_code == 404
        assert other.delete(f"/api{page}").status_code == 404
        forgotten = other.post(f"{page}/forget", data={"csrf_token": token_of(other)}, headers=PAGE)
        assert forgotten.status_code == 404
        assert "orders.csv" not in other.get("/book", headers=PAGE).text
    assert client.get(page, headers=PAGE).status_code == 200


def test_two_uploads_at_once_do_not_see_each_other(server: str) -> None:
    chips = {"first": "H100", "second": "H20"}
    pages: dict[str, str] = {}

    def upload(who: str) -> None:
        rows = "".join(f"{who}-{row},{chips[who]},CN,2024-06-01\n" for row in range(3000))
        with browsing(server) as client:
            page = bring(client, "orders.csv", f"order,chip,destination,date\n{rows}".encode())
            finished(client, f"{page}/results?assume=ordinary")
            pages[who] = client.get(f"{page}/results/orders.results.csv?assume=ordinary").text

    threads = [threading.Thread(target=upload, args=(who,)) for who in chips]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for who, outcome in (("first", "licence_required"), ("second", "no_licence_required")):
        lines = pages[who].splitlines()[1:]
        assert len(lines) == 3000
        assert all(line.startswith(f'"{who}-') and f',"{outcome}",' in line for line in lines)


def test_an_upload_without_the_token_of_our_pages_is_403_and_leaves_nothing(client: httpx.Client) -> None:
    answer = client.post("/book", data={"csrf_token": "x"}, files={"orders": ("orders.csv", ONE)}, headers=PAGE)
    assert answer.status_code == 403
    late = {"orders": ("orders.csv", ONE), "csrf_token": (None, token_of(client))}
    assert client.post("/book", files=late, headers=PAGE).status_code == 403, "the token stands before the file"
    assert "orders.csv" not in client.get("/book", headers=PAGE).text


def test_a_book_that_is_forgotten_is_gone(client: httpx.Client) -> None:
    page = bring(client, "orders.csv", ONE)
    finished(client, f"{page}/results")
    assert client.post(f"{page}/forget", data={"csrf_token": token_of(client)}).status_code == 303
    for path in ("", "/results", "/results/orders.results.csv"):
        assert client.get(page + path, headers=PAGE).status_code == 404


def test_a_book_that_nobody_asks_for_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("chipgate.web.order_book.desk._SWEEP_SECONDS", 0.05)
    with served_with(Settings(book_idle_seconds=0.5)) as client:
        page = bring(client, "orders.csv", ONE)
        assert client.get(page, headers=PAGE).status_code == 200
        (folder,) = tmp_path.glob(f"{PREFIX}*/{book_of(page)}")
        until = time.monotonic() + 10
        while folder.exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        assert client.get(page, headers=PAGE).status_code == 404
    assert list(tmp_path.iterdir()) == []


def test_what_is_learned_of_a_book_is_not_kept_for_other_runs(
    client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))
    head, *rows = DEMO.splitlines(keepends=True)
    content = head + b"".join(rows * 40)
    page = bring(client, "orders.csv", content)
    assert "2,680 orders judged" in finished(client, f"{page}/results?assume=ordinary").text
    assert not (tmp_path / "cache").exists()
    (tmp_path / "orders.csv").write_bytes(content)
    command("check", tmp_path / "orders.csv", "--assume", "ordinary")
    assert list((tmp_path / "cache").iterdir()), "the command line keeps its table"


def test_there_are_only_so_many_books(client: httpx.Client) -> None:
    for _ in range(MOST_BOOKS):
        bring(client, "orders.csv", ONE)
    answer = post(client, "orders.csv", ONE)
    assert answer.status_code == 413
    assert "Forget one of them" in answer.text


# Limits.


def test_a_file_over_the_limit_is_refused_before_it_has_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with served_with(Settings(upload_limit_bytes=100_000)) as client:
        said = post(client, "orders.csv", b"x" * 200_000)
        assert said.status_code == 413, "its length is announced"
        token = token_of(client)
        sent = 0

        def pieces() -> Iterator[bytes]:
            nonlocal sent
            yield b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode() + b"\r\n"
            yield b'--x\r\nContent-Disposition: form-data; name="orders"; filename="orders.csv"\r\n\r\n'
            for _ in range(2000):
                sent += 10_000
                yield b"x" * 10_000
                time.sleep(0.001)

        kind = {"content-type": "multipart/form-data; boundary=x", **PAGE}
        try:
            answer = client.post("/book", content=pieces(), headers=kind)
            assert answer.status_code == 413, "it comes without a length"
        except httpx.TransportError:
            assert sent < 20_000_000, "the server ends the connection"
        assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_an_upload_that_is_too_slow_is_408(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with served_with(Settings(upload_seconds=0.3)) as client:
        token = token_of(client)

        def pieces() -> Iterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode() + b"\r\n"
            yield b'--x\r\nContent-Disposition: form-data; name="orders"; filename="orders.csv"\r\n\r\nchip\n'
            time.sleep(1.5)
            yield b"--x--\r\n"

        kind = {"content-type": "multipart/form-data; boundary=x", **PAGE}
        answer = client.post("/book", content=pieces(), headers=kind)
        assert answer.status_code == 408
        assert "nothing of it was kept" in answer.text
        assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_book_with_too_many_rows_is_said_to_be_one(client: httpx.Client) -> None:
    with served_with(Settings(book_rows=1000)) as client:
        page = bring(client, "orders.csv", b"chip,destination,date\n" + b"H100,CN,2024-06-01\n" * 1001)
        shown = finished(client, f"{page}/results")
        assert shown.status_code == 422
        assert "more than 1,000 rows" in shown.text
        assert client.get(f"/api{page}/results").json()["detail"].startswith("The book has more than 1,000 rows")


def test_a_book_that_takes_too_long_is_ended() -> None:
    with served_with(Settings(book_seconds=0.0)) as client:
        page = bring(client, "orders.csv", ONE * 2)
        shown = finished(client, f"{page}/results")
        assert shown.status_code == 422
        assert "After 0 seconds" in shown.text


def test_blank_rows_without_end_hold_nobody_up() -> None:
    with served_with(Settings(most_seconds=0.2)) as client:
        page = bring(client, "orders.csv", b"chip,destination,date\n" + b"\n" * 10_000_000)
        begun = time.monotonic()
        shown = client.get(page, headers=PAGE)
        assert shown.status_code == 422
        assert "Take blank rows out" in shown.text
        assert time.monotonic() - begun < 5


# Files that cannot be read.


def _bomb() -> bytes:
    """A workbook whose sheet unpacks to half a gigabyte."""
    sheet = b"<worksheet><sheetData>" + b" " * (600 << 20)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return packed.getvalue()


WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)


def _parquet(cut: int) -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"chip": ["H100"] * 100, "destination": ["CN"] * 100}).write_parquet(written)
    return written.getvalue()[:-cut]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truncated.xlsx", TUTORIAL.read_bytes()[:3000]),
        ("bomb.xlsx", _bomb),
        ("truncated.parquet", lambda: _parquet(40)),
        ("broken.jsonl", b'{"chip": "H100", \n'),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("nothing_known.csv", b"a,b\n1,2\n"),
        ("zeros.csv", bytes(5000)),
        ("one_line.csv", b"\n\n\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_one_and_never_a_failure(
    client: httpx.Client, name: str, content: object
) -> None:
    made = content() if callable(content) else content
    assert isinstance(made, bytes)
    page = bring(client, name, made)
    look = client.get(page, headers=PAGE)
    assert look.status_code in (200, 422)
    if look.status_code == 200:
        assert 'role="alert"' in look.text or "rejected" in look.text
    results = finished(client, f"{page}/results")
    assert results.status_code in (200, 422)
    assert results.status_code == 422 or "rejected" in results.text
    assert PREFIX not in look.text + results.text, "the folder is no business of the reader"
    assert client.get(f"/api{page}").status_code in (200, 422)


def test_damage_below_the_first_rows_is_said_once_it_is_met(client: httpx.Client) -> None:
    rows = b'{"chip": "H100", "destination": "CN", "date": "2024-06-01"}\n' * 50
    page = bring(client, "orders.jsonl", rows + b"\xff\xfe not JSON\n" + rows)
    assert client.get(page, headers=PAGE).status_code == 200
    shown = finished(client, f"{page}/results")
    assert shown.status_code in (200, 422)
    assert "row" in shown.text


def test_formulas_do_not_come_back_as_formulas(client: httpx.Client) -> None:
    content = b"order,chip,destination,date\n\"=cmd|'/C calc'!A1\",H100,CN,2024-06-01\n+1+1,H100,CN,2024-06-01\n"
    page = bring(client, "orders.csv", content)
    finished(client, f"{page}/results")
    lines = client.get(f"{page}/results/orders.results.csv").text.splitlines()
    assert lines[1].startswith("\"'=cmd")
    assert lines[2].startswith("\"'+1+1")
    taken = load_workbook(io.BytesIO(client.get(f"{page}/results/orders.results.xlsx").content))
    assert [cell.data_type for cell in next(taken.active.iter_rows(min_row=2, max_row=2, max_col=1))] == ["s"]


def test_a_formula_in_a_workbook_is_a_fault_of_its_row(client: httpx.Client) -> None:
    book = Workbook()
    for row in (["chip", "destination", "date"], ["H100", "CN", "=TODAY()"], ["H100", "CN", "2024-06-01"]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    page = bring(client, "orders.xlsx", written.getvalue())
    assert "formula" in client.get(page, headers=PAGE).text
    assert "1 orders judged, 1 rows rejected" in finished(client, f"{page}/results").text


def test_what_stands_in_a_file_never_becomes_markup(client: httpx.Client) -> None:
    evil = "<script>alert(1)</script>"
    page = bring(
        client, f"{evil}.csv", f'order,chip,destination,date,"{evil}"\n"{evil}",X9,CN,2024-06-01,"{evil}"\n'.encode()
    )
    for path in ("", "/results", "/changes"):
        assert "<script>alert" not in finished(client, page + path).text


@pytest.mark.parametrize(
    "query",
    [
        "on=tomorrow",
        "on=1999-01-01",
        "clock=slow",
        "assume=luck",
        "column=x=chip",
        "column==chip",
        "column=chip=nothing",
        "sheet=a",
    ],
)
def test_an_address_that_says_what_cannot_be_is_422(client: httpx.Client, query: str) -> None:
    page = bring(client, "orders.csv", ONE)
    for path in ("", "/results", "/changes"):
        shown = client.get(f"{page}{path}?{query}", headers=PAGE)
        assert shown.status_code == 422
        assert "This book cannot be read so" in shown.text
    assert client.get(f"/api{page}?{query}").status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "from=2024-01-01",
        "from=x&until=y",
        "against=nothing",
        "reform=7",
        "from=2024-01-01&until=2024-02-01&against=other_clock",
    ],
)
def test_a_second_law_that_is_none_is_422(client: httpx.Client, query: str) -> None:
    page = bring(client, "orders.csv", ONE)
    assert client.get(f"{page}/changes?{query}", headers=PAGE).status_code == 422


@pytest.mark.parametrize("query", ["", "?assume=ordinary", "?from=2023-11-16&until=2023-11-17", "?against=other_clock"])
def test_a_page_of_a_book_speaks_one_language(client: httpx.Client, query: str) -> None:
    page = bring(client, "demo_orders.csv", DEMO)
    kept = as_it_stands()
    for path in ("", "/results", "/changes"):
        english_lines = words(finished(client, f"{page}{path}{query}").text)
        assert [line for line in english_lines if any(map(is_chinese, line)) and line != "中文"] == []
        chinese_lines = words(finished(client, f"{page}{path}{query}", {"Accept-Language": "zh-CN"}).text)
        assert {line: found for line in chinese_lines if (found := english(line, kept))} == {}


def test_the_page_says_by_which_law(client: httpx.Client) -> None:
    page = bring(client, "orders.csv", ONE)
    assert CHECKED_UNTIL.isoformat() in client.get(page, headers=PAGE).text


def test_pages_of_a_book_are_not_kept_by_the_browser(client: httpx.Client) -> None:
    page = bring(client, "orders.csv", ONE)
    finished(client, f"{page}/results")
    for path in ("", "/results", "/results/orders.results.csv"):
        assert "no-store" in client.get(page + path, headers=PAGE).headers["cache-control"]


def test_the_cookie_is_for_this_site_and_not_for_scripts(server: str) -> None:
    with httpx.Client(base_url=server) as fresh:
        (cookie,) = [one for one in fresh.get("/book", headers=PAGE).headers.get_list("set-cookie") if "session" in one]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert urlsplit(server).hostname == "127.0.0.1"
