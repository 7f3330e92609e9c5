"""Who may ask, from where, how much at once, and the headers of every answer."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Annotated
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI, Form, Request

from chipgate.web.app import make_app
from chipgate.web.render import STATIC
from chipgate.web.security import CONTENT_SECURITY_POLICY, CSRF_HEADER, FromOurPage
from chipgate.web.settings import Settings, is_loopback
from tests.web import conftest
from tests.web.conftest import serving

HTML = {"Accept": "text/html"}
TOKEN = "a token of the tests, long enough"


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as asking:
        yield asking


ADDRESSES = ("/", "/coverage", "/docs", "/healthz", "/openapi.json", "/static/console.css", "/nowhere", "/?on=never")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers(client: httpx.Client, address: str) -> None:
    headers = client.get(address, headers=HTML).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers or "uvicorn" not in headers["server"]


def test_the_policy_allows_no_inline_script_no_eval_and_no_other_host() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("address", ["/", "/coverage", "/docs"])
def test_no_page_holds_an_inline_script_style_or_handler(client: httpx.Client, address: str) -> None:
    html = client.get(address, headers=HTML).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []


def test_cookies_are_same_site_and_out_of_reach_of_scripts(client: httpx.Client) -> None:
    cookies = client.get("/?lang=zh", headers=HTML).headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all("httponly" in one.casefold() and "samesite=strict" in one.casefold() for one in cookies)


def test_what_is_given_stands_escaped_in_the_page(client: httpx.Client) -> None:
    for name in ("chip", "to", "on", "units", "end_user", "<b>x</b>"):
        html = client.get("/", params={name: "<img src=x onerror=alert(1)>'\""}, headers=HTML).text
        assert "<img src=x" not in html
        assert "<b>x</b>" not in html


# The token of a form.


@pytest.fixture
def forms() -> Iterator[httpx.Client]:
    """A server with one page that takes a form."""

    def app_with_a_form(settings: Settings | None = None) -> FastAPI:
        app = make_app(settings)

        @app.post("/kept", include_in_schema=False)
        def keep(request: Request, _checked: FromOurPage, text: Annotated[str, Form()]) -> dict[str, str]:
            return {"kept": text, "by": request.state.session}

        return app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conftest, "make_app", app_with_a_form)
        with serving() as address, httpx.Client(base_url=address) as asking:
            yield asking


def token_of(client: httpx.Client) -> str:
    found = re.search(r'name="csrf-token" content="([0-9a-f]{64})"', client.get("/", headers=HTML).text)
    assert found is not None
    return found[1]


def test_a_form_needs_the_token_of_its_browser(forms: httpx.Client) -> None:
    token = token_of(forms)
    assert forms.post("/kept", data={"text": "a"}).status_code == 403
    assert forms.post("/kept", data={"text": "a", "csrf_token": "0" * 64}).status_code == 403
    assert forms.post("/kept", data={"text": "a", "csrf_token": token}).json()["kept"] == "a"
    assert forms.post("/kept", data={"text": "b"}, headers={CSRF_HEADER: token}).json()["kept"] == "b"
    with httpx.Client(base_url=forms.base_url) as other:
        token_of(other)
        assert other.post("/kept", data={"text": "c", "csrf_token": token}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_form_of_another_site_is_refused(forms: httpx.Client, headers: dict[str, str]) -> None:
    told = forms.post("/kept", data={"text": "a", "csrf_token": token_of(forms)}, headers=headers)
    assert told.status_code == 403
    assert told.json()["what_to_do"]


# Who may come in.


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_a_loopback_server_answers_to_no_other_name(client: httpx.Client, host: str) -> None:
    told = client.get("/healthz", headers={"Host": host})
    assert told.status_code == 400
    assert "this machine only" in told.json()["detail"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:8000"])
def test_a_loopback_server_answers_to_its_own_names(client: httpx.Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(("hosts", "status"), [(("evil", "localhost"), 400), (("localhost", "evil"), 200)])
def test_of_two_hosts_the_first_counts_and_the_second_opens_nothing(
    server: str, hosts: tuple[str, ...], status: int
) -> None:
    asking = HTTPConnection(urlsplit(server).netloc, timeout=30)
    asking.putrequest("GET", "/healthz", skip_host=True)
    for host in hosts:
        asking.putheader("Host", host)
    asking.endheaders()
    assert asking.getresponse().status == status
    asking.close()


def test_of_two_origins_the_first_counts_and_the_second_opens_nothing(client: httpx.Client) -> None:
    ours, other = ("Origin", str(client.base_url).rstrip("/")), ("Origin", "http://evil.example")
    assert client.post("/api/check", headers=[other, ours], json={"chip": "H20"}).status_code == 403
    assert client.post("/api/check", headers=[ours, other], json={"chip": "H20"}).status_code == 200


def test_which_hosts_are_this_machine() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.1", "example.org", "")))


def test_without_the_token_nothing_is_answered() -> None:
    with serving(Settings(token=TOKEN)) as address, httpx.Client(base_url=address) as asking:
        for path in ("/", "/api/check", "/healthz", "/static/console.css", "/docs"):
            told = asking.get(path)
            assert told.status_code == 401
            assert "Bearer" in told.json()["what_to_do"]
        assert asking.get("/healthz", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert asking.get("/healthz", params={"token": "wrong"}).status_code == 401
        assert asking.get("/healthz", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_moves_from_the_address_into_a_cookie() -> None:
    with serving(Settings(token=TOKEN)) as address, httpx.Client(base_url=address) as asking:
        told = asking.get("/", params={"token": TOKEN, "chip": "H20"}, headers=HTML)
        assert told.status_code == 303
        assert told.headers["location"] == "/?chip=H20"
        assert asking.get(told.headers["location"], headers=HTML).status_code == 200
        away = asking.get(f"//evil.example/?token={TOKEN.replace(' ', '+')}", headers=HTML)
        assert not away.headers.get("location", "/").startswith("//")


# How much at once.


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    with serving(Settings(body_limit_bytes=1_000)) as address, httpx.Client(base_url=address) as asking:
        told = asking.post("/api/check", content=b"[" + b" " * 2_000 + b"]")
        assert told.status_code == 413
        assert told.headers["content-type"] == "application/problem+json"
        assert "1000 bytes" in told.json()["detail"]


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"["
        for _ in range(50):
            yield b" " * 100
        yield b"]"

    with serving(Settings(body_limit_bytes=1_000)) as address, httpx.Client(base_url=address) as asking:
        assert asking.post("/api/check", content=pieces()).status_code == 413


def test_a_body_in_pieces_is_answered_as_the_same_body_in_one(client: httpx.Client) -> None:
    body = b'{"chip": "H200", "to": "CN", "on": "2026-09-24"}'
    whole = client.post("/api/check?assume=ordinary", content=body)
    pieces = client.post("/api/check?assume=ordinary", content=(body[at : at + 7] for at in range(0, len(body), 7)))
    assert whole.status_code == pieces.status_code == 200
    assert whole.content == pieces.content


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=utf-8", "APPLICATION/JSON", ""])
def test_the_kind_of_a_body_is_read_as_headers_are(client: httpx.Client, kind: str) -> None:
    told = client.post("/api/check", content=b'{"chip": "H200"}', headers={"Content-Type": kind})
    assert told.status_code == (200 if kind.casefold().startswith("application/json") else 415)


def test_a_caller_that_stops_sending_is_given_up() -> None:
    def stalled() -> Iterator[bytes]:
        yield b"["
        time.sleep(2)
        yield b"]"

    with serving(Settings(patience_seconds=0.3)) as address, httpx.Client(base_url=address) as asking:
        assert asking.post("/api/check", content=stalled()).status_code == 408


def test_more_orders_than_are_taken_at_once_are_refused() -> None:
    with serving(Settings(most_rows=2)) as address, httpx.Client(base_url=address) as asking:
        told = asking.post("/api/check", json=[{}, {}, {}])
        assert told.status_code == 413
        assert "chipgate check FILE" in told.json()["what_to_do"]


def test_what_takes_too_long_is_given_up_and_says_how_far_it_came() -> None:
    with serving(Settings(most_seconds=0.0)) as address, httpx.Client(base_url=address) as asking:
        told = asking.post("/api/check", json=[{"chip": "H20"}] * 50)
        assert told.status_code == 413
        assert "of 50 orders" in told.json()["detail"]


def test_requests_at_once_get_their_own_answers(server: str) -> None:
    chips = ["H20", "H200", "A100", "A800", "L40S", "MI300X"] * 5
    with httpx.Client(base_url=server, timeout=60) as asking, ThreadPoolExecutor(12) as at_once:

        def asked(chip: str) -> str:
            body = {"chip": chip, "to": "CN", "on": "2026-09-24"}
            return str(asking.post("/api/check?assume=ordinary", json=body).json()["tpp"])

        together = list(at_once.map(asked, chips))
        assert together == [asked(chip) for chip in chips]


def test_a_failure_of_the_program_tells_nothing_and_keeps_the_headers(caplog: pytest.LogCaptureFixture) -> None:
    def app_that_fails(settings: Settings | None = None) -> FastAPI:
        app = make_app(settings)

        @app.get("/fails", include_in_schema=False)
        def fails() -> None:
            raise RuntimeError("the secret of the house")

        return app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conftest, "make_app", app_that_fails)
        with serving() as address:
            told = httpx.get(f"{address}/fails")
    assert told.status_code == 500
    assert "secret" not in told.text
    assert told.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "the secret of the house" in caplog.text


def test_what_is_vendored_is_what_is_written_down() -> None:

    listed = dict(
        re.findall(r"^\| `([\w.-]+)` \|.*`([0-9a-f]{64})` \|$", (STATIC / "README.md").read_text(), re.MULTILINE)
    )
    vendored = {path.name for path in STATIC.glob("*.min.js")}
    assert set(listed) == vendored
    assert {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in listed} == listed
    assert len(list((STATIC / "licences").glob("*.txt"))) == len(vendored)
