"""English and Chinese are complete; `make catalogues` mends what fails here, but for the Chinese itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

import compile_catalogues as compiler
from chipgate.translation.language import LANGUAGES, Language, translator


@pytest.fixture(scope="module")
def wanted() -> compiler.Messages:
    return compiler.messages()


def entries(catalogue: Catalog) -> dict[str, str]:
    return {str(one.id): str(one.string) for one in catalogue if one.id}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_every_message_and_no_other(language: Language, wanted: compiler.Messages) -> None:
    held = entries(compiler.stored(language))
    assert sorted(wanted.keys() - held.keys()) == []
    assert sorted(held.keys() - wanted.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: Language) -> None:
    open_ones = [one.id for one in compiler.stored(language) if one.id and (one.fuzzy or not str(one.string).strip())]
    assert open_ones == []


def test_the_english_sentence_is_its_own_key() -> None:
    assert {key: said for key, said in entries(compiler.stored("en")).items() if key != said} == {}


def test_chinese_is_chinese() -> None:
    """A sentence of several words has a Chinese character in it; names and units may stay as they are."""
    left = [key for key, said in entries(compiler.stored("zh")).items() if is_a_sentence(key) and said.isascii()]
    assert left == []


def is_a_sentence(text: str) -> bool:
    literal = " ".join(piece for piece, _, _, _ in Formatter().parse(text))
    return sum(word.isalpha() and word.islower() for word in literal.split()) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_gaps(language: Language) -> None:
    held = entries(compiler.stored(language))
    assert {key: said for key, said in held.items() if gaps(key) != gaps(said)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: Language) -> None:
    path = compiler.po_file(language)
    assert path.with_suffix(".mo").read_bytes() == compiler.as_mo(compiler.stored(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_translator_says_every_message(language: Language) -> None:
    say = translator(language)
    assert {key: say(key) for key in entries(compiler.stored(language))} == entries(compiler.stored(language))
    assert say("") == ""
    assert say("no catalogue has this") == "no catalogue has this"


def test_a_message_that_went_is_kept_aside_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "LOCALE", tmp_path)
    for wanted in held_then_dropped_then_held():
        catalogue = compiler.brought_up_to_date("zh", wanted)
        if not (message := catalogue.get("yes")):
            assert [one.string for one in catalogue.obsolete.values()] == ["是"]
        elif not message.string:
            message.string = "是"
        compiler.po_file("zh").parent.mkdir(parents=True, exist_ok=True)
        compiler.po_file("zh").write_bytes(compiler.as_po(catalogue))
    assert entries(compiler.stored("zh")) == {"no": "", "yes": "是"}


def held_then_dropped_then_held() -> Iterator[compiler.Messages]:
    both = {"no": frozenset({"a.py"}), "yes": frozenset({"a.py"})}
    yield from (both, {"no": both["no"]}, both)
