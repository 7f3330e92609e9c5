"""How long a step takes until its frame is painted: the slider of the date line, and the draft of the gate map.

`python -m bench.web_steps` measures in a real browser (Debian's Chromium). A step waits for the next frame of the
screen, which comes every 16.7 ms; what a step takes beyond that is its own work.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.measured import MILLISECONDS, Measured

GOAL_MS = 30.0
STEPS = 120
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

H20 = "/dates?chip=H20&to=CN&end_user_hq=CN&end_user_parent_hq=CN&letter_recipient=yes&assume=ordinary&on=2024-01-01"
DRAFT = "/map?tpp=3600&performance_density=4.4&dram_bandwidth_gb_s=4000&datacenter=yes&met=1&to=CN&on=2026-06-01"

_STEP = """
async ([selector, steps, stride]) => {
  const slider = document.querySelector(selector);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const taken = [];
  await painted();
  for (let step = 0; step < steps; step += 1) {
    const started = performance.now();
    slider.value = String((Number(slider.value) + stride) % Number(slider.max));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await painted();
    taken.push((performance.now() - started) / 1000);
  }
  return taken;
}
"""
_FOLLOWED = """
async ([selector, steps]) => {
  const slider = document.querySelector(selector);
  const place = document.getElementById("map-verdict");
  const taken = [];
  for (let step = 0; step < steps; step += 1) {
    const started = performance.now();
    const told = new Promise((done) => new MutationObserver((_, watch) => {
      watch.disconnect();
      done();
    }).observe(place, { childList: true }));
    slider.value = String((Number(slider.value) + 13) % Number(slider.max));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await told;
    taken.push((performance.now() - started) / 1000);
  }
  return taken;
}
"""


def steps() -> Iterator[Measured]:
    """Every measurement; none where no browser is installed."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        print("no browser: steps of the console are not measured (apt-get install chromium)")
        return
    with _server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for width in (1440, 360):
            page: Any = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(address + H20)
            page.wait_for_selector(".line-chart svg")
            yield _step(page, f"date line, {width} px: a day, to its painted frame", "#day", 1)
            yield _step(page, f"date line, {width} px: 90 days, to its painted frame", "#day", 90)
            page.goto(address + DRAFT)
            page.wait_for_selector(".map-chart[data-draft] >> nth=1")
            yield _step(page, f"gate map, {width} px: the draft, to its painted frame", "[data-for=f-tpp]", 7)
            followed = page.evaluate(_FOLLOWED, ["[data-for=f-tpp]", STEPS // 2])
            yield Measured(f"gate map, {width} px: the draft, to the server's verdict", MILLISECONDS, followed)
            page.close()
        browser.close()


def _step(page: Any, name: str, selector: str, stride: int) -> Measured:
    return Measured(name, MILLISECONDS, page.evaluate(_STEP, [selector, STEPS, stride]), GOAL_MS)


@contextmanager
def _server() -> Iterator[str]:
    import uvicorn

    from chipgate.web.app import make_app

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    for one in steps():
        low, high = one.spread
        goal = "" if one.goal is None else f"  goal {one.goal:g} ms {'met' if one.median <= one.goal else 'not'}"
        print(f"{one.name:<58} {one.median:6.1f} ms  ({low:.1f} - {high:.1f}){goal}", flush=True)
