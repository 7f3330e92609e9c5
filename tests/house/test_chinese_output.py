"""What chipgate says in Chinese is Chinese: every sentence comes from the catalogue, and no English is left between."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterator
from importlib.resources import as_file, files

import pytest
from click.testing import CliRunner

from chipgate.cases.check import Checker
from chipgate.cases.columns import fact_columns, understand
from chipgate.cases.determination import Determination
from chipgate.cases.order_book import OrderBook, judge_rows
from chipgate.cases.order_files import open_orders
from chipgate.cases.reasons import reason
from chipgate.chips.catalogue import bundled
from chipgate.chips.dies import bundled_dies
from chipgate.cli.main import cli
from chipgate.law.trade.base_rates import base_rates
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.trade.events import swaps, trade_events
from chipgate.readings.sentence import short_id
from chipgate.translation.language import translator
from tests.cases.worked_cases import cells_of, rows

CHIPS = ("B200", "H20", "MI300X", "TPU v4", "Ascend 910B")
"""Datasheets with a disputed area, a family of names, words for the state, and missing rates."""

DUTY = ("--from", "CN", "--to", "US", "--on", "2026-02-01", "--hts", "8473.30", "--chip", "H200")
COMMANDS = (
    ("law",),
    ("law", "--format", "json"),
    ("law", "742.6(a)(6)(iii)(A)", "--on", "2026-01-01"),
    ("law", "3A090.c", "--on", "2023-01-01"),
    ("coverage",),
    ("coverage", "--format", "json"),
    ("facts",),
    ("chips",),
    *(("chips", name) for name in CHIPS),
    *(("worksheet", name) for name in CHIPS),
    ("timeline", "--to", "2026-11-23"),
    ("timeline", "--to", "2026-11-23", "--format", "json"),
    *(("duty", *DUTY, *told) for told in (("--value", "30000"), ("--format", "json"), ("--since", "2018-07-06"))),
    ("duty", "--to", "CN", "--on", "2026-11-20", "--from", "US", "--value", "1000", "--hts", "8542.31"),
    ("design", "--from", "GH100", "--on", "2023-12-01", "--front", "--versions"),
    ("design", "--from", "GB100", "--dies", "2", "--goal", "case-by-case", "--on", "2026-06-01", "--aim", "rate:fp8"),
    ("design", "--sold"),
    ("design", "--from", "GH100", "--on", "2023-12-01", "--aim", "decode:deepseek-v3", "--front"),
    (
        *("perf", "--chip", "H20", "--model", "deepseek-v3", "--parallel", "ep16", "--years", "4"),
        *("--mtp", "1", "--accepted", "0.85"),
    ),
    ("compare", "H100", "H20", "910C", "--batch", "1,256"),
    ("compare", "H100", "H20", "--model", "llama-3.1-70b", "--phase", "prefill", "--parallel", "tp8"),
    (
        *("perf", "--chip", "H100", "--model", "llama-3.1-70b", "--parallel", "tp2", "--batch", "512"),
        *("--phase", "serving", "--output-tokens", "512"),
    ),
    (
        *("perf", "--chip", "L20", "--model", "qwen3.5-397b-a17b", "--parallel", "best", "--count", "32"),
        *("--max-wait-ms", "400"),
    ),
    ("perf", "--chip", "H100", "--chip", "H20", "--model", "llama-3.1-70b"),
    ("perf", "--chip", "B200", "--model", "deepseek-v3.2", "--phase", "prefill", "--parallel", "best", "--count", "16"),
    ("train", "--chip", "H800", "--count", "2048", "--model", "deepseek-v3", "--tokens", "14.8e12"),
    ("difference", "2023-11-16", "2023-11-17"),
    ("difference", "as_enforced", "on_the_books", "--on", "2025-06-01", "--about", "licence", "--to", "SG"),
    ("difference", "2026-01-14", "2026-01-15", "--about", "review"),
    ("difference", "law", "law"),
    ("margins", "--on", "2026-06-01"),
    ("lint", "--on", "2026-06-01", "--all"),
    *(("law", provision.key) for provision in trade_corpus().provisions),
)


@pytest.fixture(scope="module")
def unknown_keys() -> Iterator[set[str]]:
    """Every key that was looked up and that no catalogue holds, from the first output of this file on."""
    asked: set[str] = set()

    class Recorder(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            asked.add(message)
            return message

    class Recorded(gettext.GNUTranslations):
        def _parse(self, fp: object) -> None:
            super()._parse(fp)  # type: ignore[misc]
            self.add_fallback(Recorder())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gettext, "GNUTranslations", Recorded)
        translator.cache_clear()
        yield asked
    translator.cache_clear()


@pytest.fixture(scope="module")
def outputs(unknown_keys: set[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every output in Chinese, by what was asked."""
    assert unknown_keys == set()
    folder = tmp_path_factory.mktemp("zh")
    said = {f"{name}, {form}": text for name, answer in answers() for form, text in forms(answer)}
    said |= {" ".join(words): printed(*words) for words in COMMANDS}
    with as_file(files("chipgate.cases") / "data" / "demo_orders.csv") as orders:
        said["columns"] = printed("check", str(orders), "--dry-run")
        said |= {f"compare {' '.join(sides)}": compared(str(orders), *sides) for sides in SIDES}
        kept = str(folder / "kept.verdicts.csv")
        for day in ("2024-03-14", "2026-08-01", "2026-11-10"):
            said[f"rescreen {day}"] = printed(
                "rescreen", str(orders), "--since", "2022-10-21", "--on", day, "--verdicts", kept
            )
    said["demo"] = printed("demo", "--into", str(folder))
    said["report"] = re.sub(
        r"<(style|script)>.*?</\1>|<[^>]+>", " ", (folder / "orders.results.html").read_text(), flags=re.DOTALL
    )
    return said


SIDES = (
    ("2024-03-14", "2025-01-16"),
    ("2025-05-12", "2026-11-10"),
    ("2026-09-30", "2026-10-01"),
    ("as_enforced", "on_the_books", "--on", "2025-06-01"),
    ("on_the_books", "as_enforced", "--on", "2025-06-01", "--to", "BR", "--to", "SG"),
    ("law", "law"),
)


def compared(orders: str, a: str, b: str, *more: str) -> str:
    """A comparison of the demonstration with assumptions as text, without them as JSON."""
    asked = ("compare", a, b, orders, *more)
    return printed(*asked, "--assume", "ordinary") + printed(*asked, "--format", "json")


def answers() -> Iterator[tuple[str, Determination]]:
    """The worked cases with and without assumptions, and the orders of the demonstration."""
    for assume in ("ordinary", None):
        checker = Checker(assume=assume)
        for row in rows():
            yield f"{row['case_id']} {assume}", checker.check_cells(canonical(cells_of(row)))
    with as_file(files("chipgate.cases") / "data" / "demo_orders.csv") as path, open_orders(path) as orders:
        for order, answer in judge_rows(OrderBook.of(orders), Checker()):
            assert isinstance(answer, Determination)
            yield f"order {order.number}", answer


def canonical(cells: dict[str, str]) -> dict[str, str]:
    return {one.name: cells[one.header] for one in understand(cells) if one.name}


def forms(answer: Determination) -> Iterator[tuple[str, str]]:
    """An answer in every form."""
    yield "text", answer.text("zh")
    yield "text in full", answer.text("zh", full=True)
    yield "json", json.dumps(answer.json("zh"), ensure_ascii=False, indent=1)
    yield "reason", reason(answer, "zh")


def printed(*words: str) -> str:
    """What the command line prints in Chinese."""
    ran = CliRunner().invoke(cli, [*words, "--lang", "zh"])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_every_sentence_is_in_the_catalogue(outputs: dict[str, str], unknown_keys: set[str]) -> None:
    """Data (names, codes, numbers) does not go through the translator, so there is nothing to leave out."""
    assert outputs
    assert sorted(unknown_keys) == []


def test_no_english_sentence_is_left(outputs: dict[str, str]) -> None:
    told = as_it_stands()
    lines = {line.strip(): name for name, text in outputs.items() for line in text.splitlines()}
    left = {line: f"{words!r} in {name}" for line, name in lines.items() for words in english(line, told)}
    assert left == {}


ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,})+\b")
"""Two lower-case words in a row; names begin with capitals, ids and names of facts have underscores."""


def english(text: str, told: re.Pattern[str]) -> list[str]:
    return ENGLISH.findall(told.sub(" ", text)) if ENGLISH.search(text) else []


def as_it_stands() -> re.Pattern[str]:
    """What stands in English in every language: citations and ids of the law, what users and datasheets say."""
    kept = {text for law in trade_corpus().provisions for text in (law.cite, law.id, short_id(law.id))}
    kept |= (
        {row["item"] for row in rows()} | set(trade_corpus().limits) | {one.cite for one in (*trade_events(), *swaps())}
    )
    kept |= {one.source for importer in ("US", "CN") for one in base_rates(importer).values()}
    for sheet in bundled():
        texts = (sheet.name, sheet.launch, sheet.state, sheet.interconnect_name, sheet.notes, sheet.source_note)
        kept |= {*texts, *(claim.source for _name, claim in sheet.claims())}
    kept |= {die.source for die in bundled_dies().values()}
    longest_first = sorted(kept - {""}, key=len, reverse=True)
    return re.compile("|".join((COMMAND, QUOTATION, VALUE, *map(re.escape, longest_first))))


COMMAND, QUOTATION = "`[^`]*`", "“[^”]*”"
VALUE = r'"(item|value|origin|instrument|authority)": ".*"'
"""Members of a JSON form that another program reads: they are the same in every language."""


def test_english_is_found_where_it_is_left() -> None:
    told = as_it_stands()
    assert english("许可证要求：the item is listed，744.11(a)", told) == ["the item is listed"]
    assert english("理由  BIS guidance on diversion, 2025-05-13; end_user_hq", told) == []
    assert not {name for name in fact_columns() if english(name, told)}
