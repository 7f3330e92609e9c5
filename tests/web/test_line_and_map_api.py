"""The JSON of the date line and of the gate map: as described, and the answers of the functions behind the pages."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from chipgate.cases.check import Checker
from chipgate.forms.maps import DATES, GATE_MAP
from chipgate.forms.schema import Schema
from chipgate.web.charts import specification
from chipgate.web.notebook import date_line, gate_map
from chipgate.web.problems import MEDIA_TYPE, Problem
from tests.house.test_json_forms import faults

H20 = {"chip": "H20", "to": "CN", "end_user_hq": "CN", "end_user_parent_hq": "CN", "letter_recipient": "yes"}
DRAFT = {"tpp": "3600", "performance_density": "4.4", "dram_bandwidth_gb_s": "4000", "datacenter": "yes", "to": "CN"}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as asking:
        yield asking


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/api/dates", DATES),
        ("/api/dates?chip=H200&to=SG&vs=2023-01-01&on=2026-02-01", DATES),
        ("/api/dates?chip=A800&to=CN&limit.us/ear/3A090.a.1%23tpp=6000&lang=zh", DATES),
        ("/api/map", GATE_MAP),
        ("/api/map?chip=H20&on=2024-06-01&met=1&lang=zh", GATE_MAP),
        ("/api/map?tpp=1000&to=GB&on=2022-12-01&clock=on_the_books", GATE_MAP),
    ],
)
def test_an_answer_has_its_form(client: httpx.Client, path: str, form: Schema) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert list(faults(answer.json(), form, form)) == []


def test_bands_say_what_the_command_line_says_of_their_first_day(client: httpx.Client) -> None:
    told = client.get("/api/dates", params={**H20, "assume": "ordinary"}).json()
    cells = {"destination_iso2": "CN"} | {name: text for name, text in H20.items() if name != "to"}
    for lane in told["lanes"][:2]:
        checker = Checker(assume="ordinary", clock=lane["lane"])
        outcomes = [checker.check_cells({**cells, "as_of": band["first"]}).outcome for band in lane["bands"]]
        assert outcomes == [band["outcome"] for band in lane["bands"]]
    assert told["clocks_differ"] == [{"first": "2025-04-09", "last": told["last"]}]


def test_changed_limits_have_a_lane_of_their_own(client: httpx.Client) -> None:
    """A800: TPP 4992, density 6.04. With .a.1 from 6000 and .a.2 from 8 it is not .a; .b ends at 5.92."""
    asked = {"chip": "A800", "to": "CN", "end_user_hq": "CN", "end_user_parent_hq": "CN", "assume": "ordinary"}
    limits = {"limit.us/ear/3A090.a.1#tpp": "6000", "limit.us/ear/3A090.a.2#density": "8"}
    told = client.get("/api/dates", params={**asked, **limits}).json()
    as_it_is, lane = told["lanes"][0], next(one for one in told["lanes"] if one["lane"] == "reform")
    assert lane["note"] == "us/ear/3A090.a.1#tpp: 4800 → 6000; us/ear/3A090.a.2#density: 5.92 → 8"
    paragraphs = [
        band["paragraph"]
        for told_lane in (as_it_is, lane)
        for band in told_lane["bands"]
        if band["first"] <= "2024-01-10" <= band["last"]
    ]
    assert paragraphs == ["3A090.a", "none"]


def test_the_draft_is_judged_as_the_command_line_judges_it(client: httpx.Client) -> None:
    told = client.get("/api/map", params={**DRAFT, "on": "2026-06-01"}).json()
    cells = {name: text for name, text in DRAFT.items() if name != "to"}
    home = dict.fromkeys(("destination_iso2", "end_user_hq", "end_user_parent_hq"), "CN")
    answer = Checker(assume="ordinary").check_cells(
        {"item_kind": "ic", "transaction": "export", "as_of": "2026-06-01", **cells, **home}
    )
    assert (told["verdict"]["outcome"], told["verdict"]["eccn"]) == (answer.outcome, answer.eccn)


@pytest.mark.parametrize(
    "path",
    [
        "/api/dates?chip=H2O0&to=CN",
        "/api/dates?chip=H20&to=Atlantis",
        "/api/dates?chip=H20&on=1999-01-01",
        "/api/dates?chip=H20&clock=sundial",
        "/api/dates?chip=H20&limit.nothing=5",
        "/api/dates?chip=H20&limit.us/ear/3A090.a.1%23tpp=many",
        "/api/map?tpp=many",
        "/api/map?to=Atlantis",
        "/api/map?chip=H2O0",
        "/api/map?limit.us/ear/3A090.a.1%23tpp=-5",
        "/map/nowhere.json",
        "/map/density.pdf",
        "/dates/chart.pdf",
    ],
)
def test_what_cannot_be_read_is_a_problem_that_says_what_to_do(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["what_to_do"]


# The H20 has 4000 GB/s of DRAM, above the 1400 of the letters that were disclosed on 2025-04-15.
@pytest.mark.parametrize(("day", "flagged"), [("2025-04-14", False), ("2025-04-15", True)])
def test_a_draft_above_the_limits_of_the_letters_is_flagged(client: httpx.Client, day: str, flagged: bool) -> None:
    asked = {"chip": "H20", "to": "CN", "on": day, "assume": "ordinary"}
    verdict = client.get("/api/map", params=asked).json()["verdict"]
    assert verdict["outcome"] == "no_licence_required"
    assert any("letters of April 2025" in flag for flag in verdict["red_flags"]) is flagged
    assert ("letters of April 2025" in client.get("/map", params=asked).text) is flagged


@pytest.mark.parametrize(
    "numbers", [{"tpp": "0"}, {"tpp": "1e50"}, {"tpp": "3600", "die_area_mm2": "0.001"}, {"dram_bandwidth_gb_s": "0"}]
)
def test_a_draft_off_the_map_is_judged_and_not_drawn(client: httpx.Client, numbers: dict[str, str]) -> None:
    assert client.get("/api/map", params=numbers).status_code == 200
    for plane in ("density", "bandwidth"):
        drawn = client.get(f"/map/{plane}.json", params=numbers).json()
        draft = next(one["data"]["values"] for one in drawn["layer"] if one["data"]["name"] == "draft")
        assert draft == []


@pytest.mark.parametrize("path", ["/dates/chart", "/map/density", "/map/bandwidth"])
def test_pictures_are_files_of_their_kind(client: httpx.Client, path: str) -> None:
    svg, png = client.get(f"{path}.svg"), client.get(f"{path}.png?lang=zh")
    assert svg.text.startswith("<svg")
    assert png.content.startswith(b"\x89PNG")
    assert "attachment" in svg.headers["content-disposition"]


def test_a_day_far_ahead_is_answered_and_not_moved(client: httpx.Client) -> None:
    told = client.get("/api/dates", params={**H20, "on": "2031-05-05", "vs": "2040-01-01"}).json()
    assert told["last"] == "2040-01-01"
    assert told["compared"]["days"] == ["2031-05-05", "2040-01-01"]
    assert all(lane["bands"][-1]["last"] == "2040-01-01" for lane in told["lanes"])


def test_a_notebook_shows_what_the_page_draws(client: httpx.Client) -> None:
    query = "chip=H20&to=CN&on=2024-06-01&width=700"
    for plane in ("density", "bandwidth"):
        assert client.get(f"/map/{plane}.json?{query}").json() == specification(gate_map(plane, query, width=700))
    assert client.get(f"/dates/chart.json?{query}").json() == specification(date_line(query, width=700))
    with pytest.raises(Problem, match="density"):
        gate_map("price")
