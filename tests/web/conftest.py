"""A server on a free port in a thread, a browser that forgives nothing, and the rules of accessibility."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from chipgate.web.app import make_app
from chipgate.web.settings import Settings

expect.set_options(timeout=15_000)  # a slow machine is no fault of a page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MISSING_BROWSER = (
    "No browser for the tests of the console. On Debian or Ubuntu: apt-get install chromium fonts-noto-cjk. "
    "To leave them out: make test ARGS=\"-m 'not slow and not browser'\""
)
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb"),
)
WIDTHS = (360, 1440)
"""Pixels: a small telephone, and a desk."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def serving(settings: Settings | None = None) -> Iterator[str]:
    """A server of its own in a thread; gives its address, like http://127.0.0.1:41233."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    options: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
    server = uvicorn.Server(uvicorn.Config(make_app(settings), timeout_graceful_shutdown=2, **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that every test of this run may read from."""
    with serving() as address:
        yield address


def chromium() -> str:
    """The path of the browser."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(MISSING_BROWSER, pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where there is none, the tests fail and say how to install it."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield launched
        launched.close()


@dataclass
class Watch:
    """What a page did that no page may: errors in its console, and requests to other hosts.

    ``expected_statuses`` are answers that a test provokes; the browser reports them in its console.
    """

    address: str
    faults: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)

    def console(self, message: ConsoleMessage) -> None:
        """Keep an error or a warning of the console."""
        if any(f"status of {status}" in message.text for status in self.expected_statuses):
            return
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def request(self, request: Request) -> None:
        """Keep a request to another host."""
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob", "about") and asked.netloc != urlsplit(self.address).netloc:
            self.faults.append(f"request to another host: {request.url}")

    def attach(self, context: BrowserContext) -> None:
        """Watch every page of CONTEXT."""
        context.on("console", self.console)
        context.on("request", self.request)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))


@pytest.fixture
def watch(server: str) -> Iterator[Watch]:
    """What the pages of this test did wrong; the test fails where that is anything."""
    watching = Watch(server)
    yield watching
    assert watching.faults == []


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: str, watch: Watch) -> Iterator[OpenPage]:
    """Open a path of the server: ``open_page("/", language="zh", width=360, javascript=False)``."""
    contexts = []

    def opened(path: str = "/", language: str = "en", width: int = 1440, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=server,
            locale="zh-CN" if language == "zh" else "en-GB",
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
        )
        contexts.append(context)
        watch.attach(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on PAGE, one line a fault with the element."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def widest(page: Page) -> int:
    """Pixels that PAGE is wide; more than its window means that it scrolls sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width
