"""What chips deliver: table, chart and API say what the command line says; what keeps curves away is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import altair as alt
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

pytest.importorskip("numpy")

from chipgate.chips.catalogue import bundled
from chipgate.cli.main import cli
from chipgate.forms.answers import FORMS
from chipgate.translation.language import LANGUAGES, Language
from chipgate.units import figure
from chipgate.web.app import make_app
from chipgate.web.chips import performance
from chipgate.web.chips.curves_asked import BATCHES, CONTEXTS, PHASES, CurvesAsked, curves_asked, models
from chipgate.web.chips.performance import Performance, chart_of, found_for, performance_of, pieces
from chipgate.web.problems import Problem
from chipgate.workloads.faults import MissingExtra, UnknownModel

THREE = ("h100-sxm", "h20-96", "ascend-910c")
LOADS = (
    CurvesAsked(THREE),
    CurvesAsked(THREE, "DeepSeek-V3", "prefill", (1, 8), 1024),
    CurvesAsked(THREE, "DeepSeek-V3", "decode", (1, 7, 128), 32768),
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app(), base_url="http://127.0.0.1") as asked:
        yield asked


def printed(asked: CurvesAsked, language: Language = "en") -> dict[str, Any]:
    """What `chipgate compare` prints, with the command that the page shows."""
    words = asked.command.replace("'", "").split()[1:]
    ran = CliRunner().invoke(cli, [*words, "--format", "json", "--lang", language])
    assert ran.exit_code == 0, ran.output
    found: dict[str, Any] = json.loads(ran.output)
    return found


def shown(asked: CurvesAsked, language: Language = "en") -> Performance:
    return performance_of([bundled().get(one) for one in asked.chips], asked, language)


@pytest.mark.parametrize("asked", LOADS)
def test_the_table_says_what_the_command_prints(asked: CurvesAsked) -> None:
    curves = shown(asked).curves
    assert curves is not None
    expected = printed(asked)["curves"]
    cells = [(batch, cell) for batch, row in curves.rows for cell in row]
    assert len(cells) == len(expected) == 3 * len(asked.batches)
    for (batch, cell), row in zip(cells, expected, strict=True):
        assert (batch, cell.rate, cell.fits) == (
            f"{row['batch']:,g}",
            figure(row["tokens_per_s_chip"]),
            row["fits"],
        )
        assert cell.interval == f"{figure(row['low80'])} – {figure(row['high80'])}"
        ratio = f"{row['ratio']:.2f}" if row["over"] else ""
        assert cell.ratio == ratio
    assert {name for name, _precision in curves.chips} == {row["chip"] for row in expected}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", LOADS)
def test_the_api_answers_what_the_command_prints(client: TestClient, asked: CurvesAsked, language: Language) -> None:
    told = client.get(asked.link("/api/chips/curves", lang=language)).json()
    assert told == printed(asked, language)
    assert set(told) == set(FORMS["curves"]["required"])


@pytest.mark.parametrize("asked", LOADS)
def test_the_chart_draws_the_rows_of_the_table(client: TestClient, asked: CurvesAsked) -> None:
    made = client.get(asked.link("/chips/curves.json", title="no", width="700")).json()
    rates, ratios = (panel["data"]["values"] for panel in made["vconcat"])
    expected = printed(asked)["curves"]
    assert [(row["chip"], row["x"], row["y"], row["low"], row["high"], row["fits"]) for row in rates] == [
        (row["chip"], row["batch"], *(row[name] for name in ("tokens_per_s_chip", "low80", "high80", "fits")))
        for row in expected
    ]
    assert [(row["y"], row["low"], row["high"]) for row in ratios] == [
        (row["ratio"], row["ratio_low80"], row["ratio_high80"]) for row in expected if row["over"]
    ]
    curves = shown(asked).curves
    assert curves is not None
    cells = [cell for _batch, row in curves.rows for cell in row]
    assert [(row["value"], row["binds"]) for row in rates] == [(cell.rate, cell.binding) for cell in cells]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [0, 240, 700, 1600])
def test_a_chart_is_what_the_schema_of_vega_lite_has_and_as_wide_as_asked(language: Language, width: int) -> None:
    made = chart_of(found_for(LOADS[1]), language, width, has_title=not width)
    alt.VConcatChart.from_dict({name: part for name, part in made.items() if name != "$schema"})
    names = any("text" in layer["encoding"] for layer in made["vconcat"][0]["spec"]["layer"])
    assert names == (width in (0, 700, 1600))
    if width:
        assert "title" not in made
        assert made["vconcat"][0]["spec"]["width"] <= width - (195 if names else 70)


def test_pictures_are_drawn_in_both_languages(client: TestClient) -> None:
    pytest.importorskip("vl_convert")
    for language, words in (("en", "memory bandwidth"), ("zh", "显存带宽")):
        drawn = client.get(LOADS[0].link("/chips/curves.svg"), headers={"accept-language": language})
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert "h100-sxm-h20-96-ascend-910c.svg" in drawn.headers["content-disposition"]
        assert words in drawn.text
    assert client.get(LOADS[0].link("/chips/curves.png")).content.startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_and_every_nearest_row_is_shown_with_its_source(language: Language) -> None:
    curves = shown(LOADS[0], language).curves
    assert curves is not None
    told = printed(LOADS[0], language)
    said = "\n".join("".join(text for text, _ in line) for line in curves.assumed)
    assert told["assumed"]
    for one in told["assumed"]:
        assert one["sentence"].replace(" ", "") in said.replace(" ", "")
    addresses = {text for line in curves.anchors for text, is_address in line if is_address}
    assert addresses == {one["source"] for one in told["anchors"]}


def test_a_chip_that_prints_too_little_is_named_with_what_it_lacks(client: TestClient) -> None:
    found = performance_of([bundled().get("ascend-920"), bundled().get("h20-96")], CurvesAsked(()), "en")
    assert found.lacking == ("Ascend 920 is left out; not known: memory, usable",)
    assert found.curves is not None
    assert [name for name, _precision in found.curves.chips] == ["H20 96GB"]
    alone = performance_of([bundled().get("ascend-920")], CurvesAsked(()), "en")
    assert (alone.curves, len(alone.lacking)) == (None, 1)
    assert client.get("/chips/curves.json?chip=ascend-920").status_code == 422
    assert client.get("/chips/ascend-920").status_code == 200


def test_what_keeps_curves_away_is_said(client: TestClient) -> None:
    long = shown(CurvesAsked(THREE, context=500_000))
    assert long.curves is None
    assert long.fault == "A context of 500,000 tokens is longer than Llama-3.1-8B takes: 131,072. Choose a shorter one."
    large = shown(CurvesAsked(("rtx-4090", "h20-96"), "Megatron-1T", context=2048))
    assert large.curves is None
    assert large.fault.startswith("No layout was found that holds Megatron-1T")
    assert "512" in large.detail
    for fault in (long, large):
        assert client.get(fault.asked.link("/chips/compare")).status_code == 200
        assert client.get(fault.asked.link("/chips/curves.json")).status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_extra_the_page_says_which_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    def lacking(_asked: CurvesAsked) -> None:
        raise MissingExtra("numpy", "workloads")

    monkeypatch.setattr(performance, "found_for", lacking)
    found = shown(LOADS[0], language)
    assert found.curves is None
    assert "chipgate[workloads]" in found.fault
    html = client.get(LOADS[0].link("/chips/compare"), headers={"accept-language": language}).text
    assert "pip install &#39;chipgate[workloads]&#39;" in html
    assert "vega.min.js" not in html


CHOSEN = st.builds(
    CurvesAsked,
    st.just(THREE),
    st.sampled_from(models()),
    st.sampled_from(PHASES),
    st.lists(st.integers(1, 1_000_000), min_size=1, max_size=12, unique=True).map(lambda some: tuple(sorted(some))),
    st.integers(1, 1_000_000),
)


@given(CHOSEN)
def test_the_question_survives_the_address(asked: CurvesAsked) -> None:
    query = QueryParams(urlsplit(asked.link("/chips/curves.json")).query)
    assert curves_asked(query, query.getlist("chip")) == asked
    assert dict(asked.said).items() <= dict(asked.query).items()


def test_what_is_left_out_is_as_it_stands_at_first() -> None:
    asked = curves_asked(QueryParams(""), ("h20-96",))
    assert (asked.phase, asked.batches, asked.context in CONTEXTS) == ("decode", BATCHES, True)
    assert asked.said == ()


@pytest.mark.parametrize(
    "query",
    [
        *("phase=training", "batch=many", "batch=0", "batch=1.5", "batch=2000000", "context=0", "context=1,2"),
        *("batch=1,2,3,4,5,6,7,8,9,10,11,12,13", "model=/etc/passwd", "model=x/config.json", "context=²"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, query: str) -> None:
    with pytest.raises(Problem):
        curves_asked(QueryParams(query), THREE)
    for path in ("/chips/compare?chip=h20&chip=h100&", "/chips/curves.json?chip=h20&", "/api/chips/curves?chip=h20&"):
        assert client.get(path + query).status_code == 422


def test_an_unknown_model_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownModel, match="DeepSeek-V3"):
        curves_asked(QueryParams("model=deepseek-v4"), THREE)
    assert curves_asked(QueryParams("model=deepseek v3"), THREE).model == "DeepSeek-V3"


@pytest.mark.parametrize("query", ["", "chip=", "&".join(f"chip={one.chip_id}" for one in list(bundled())[:5])])
def test_none_or_more_than_four_chips_have_no_chart(client: TestClient, query: str) -> None:
    assert client.get(f"/chips/curves.json?{query}").status_code == 422


def test_addresses_of_a_line_stand_apart() -> None:
    line = "as printed: 8; https://a.example/b; https://c.example"
    assert "".join(text for text, _ in pieces(line)) == line
    assert [text for text, is_address in pieces(line) if is_address] == ["https://a.example/b", "https://c.example"]
