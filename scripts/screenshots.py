"""Pictures of every screen of the console in both languages, into docs/screenshots: `python scripts/screenshots.py`.

Needs Chromium (on Debian or Ubuntu: apt-get install chromium fonts-noto-cjk) and the extras web and dev.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from chipgate.translation.language import LANGUAGES
from chipgate.web.app import make_app
from chipgate.web.render import SCREENS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
WIDTH, HEIGHT = 1080, 720
TALL: dict[str, int] = {"map": 1100}
"""Screens whose picture must be higher to show what they are about."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STATES: dict[str, str] = {
    "dates": "/dates?chip=H20&to=CN&end_user_hq=CN&end_user_parent_hq=CN&letter_recipient=yes&assume=ordinary"
    "&on=2025-06-01",
    "map": "/map?tpp=3600&performance_density=4.4&dram_bandwidth_gb_s=4000&io_gb_s=900&datacenter=yes&met=1"
    "&on=2026-09-24",
    "law": "/law?on=2026-09-24&q=3A090&kind=controlled&limit.us/ear/3A090.a.1%23tpp=2400",
    "chips": "/chips/b200?on=2026-09-24",
}
"""The address of a screen whose first page says too little of it, by the name of the screen."""


def judge_the_example(page: Page) -> None:
    """The bundled order book, all of its rows judged."""
    page.locator("form[action='/book/example'] button").click()
    page.locator("a.primary").first.click()
    page.locator("#provisions").wait_for()


STEPS: dict[str, Callable[[Page], None]] = {"order_book": judge_the_example}
"""What is done on a screen before its picture is taken, where no address leads there."""


def main() -> None:
    """Take every picture anew, or those of the screens that are named."""
    parser = argparse.ArgumentParser(description="Take pictures of the screens of the console.")
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help=f"of {', '.join(one.name for one in SCREENS)}")
    asked = parser.parse_args()
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("No Chromium was found. On Debian or Ubuntu: apt-get install chromium fonts-noto-cjk")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for language in LANGUAGES:
            page = launched.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
            for screen in SCREENS:
                if not asked.screens or screen.name in asked.screens:
                    page.set_viewport_size({"width": WIDTH, "height": TALL.get(screen.name, HEIGHT)})
                    path = STATES.get(screen.name, screen.path)
                    take(page, f"{address}{path}{'&' if '?' in path else '?'}lang={language}", screen.name, language)
        launched.close()


def take(page: Page, url: str, name: str, language: str) -> None:
    """One picture; charts are waited for."""
    page.goto(url, wait_until="networkidle")
    if page.locator("[data-chart]").count():
        page.locator("[data-chart] svg, [data-chart] canvas").first.wait_for()
    if name in STEPS:
        STEPS[name](page)
    file = FOLDER / f"{name}.{language}.png"
    page.screenshot(path=file)
    print(f"{file.relative_to(FOLDER.parents[1])}  {file.stat().st_size // 1024} KiB")


@contextmanager
def served() -> Iterator[str]:
    """A server in a thread of this process; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(make_app(), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main()
