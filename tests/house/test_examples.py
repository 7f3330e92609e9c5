"""Every command and snippet of the documents prints what they show; `make examples` renews what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

import examples


@pytest.mark.parametrize("document", examples.documents(), ids=lambda path: path.name)
def test_a_document_shows_what_is_printed(document: Path) -> None:
    wrong = [
        f"{document.name}:{example.line}: {example.source.strip()}\nprints\n" + "\n".join(printed)
        for example, printed in examples.differences(document)
    ]
    assert not wrong, "\n\n".join((*wrong, "`make examples` renews what is shown; read the difference."))


@pytest.mark.parametrize("document", examples.documents(), ids=lambda path: path.name)
def test_a_document_has_examples(document: Path) -> None:
    assert any(one.kind == "console" for one in examples.examples(document.read_text("utf-8").splitlines()))


@pytest.mark.parametrize("given", ["README.md", "./README.md", str(examples.ROOT / "README.md")])
def test_a_document_is_chosen_by_its_name_or_path(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples.ROOT)
    assert examples.chosen([given]) == [examples.ROOT / "README.md"]


def test_a_document_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(SystemExit, match=r"no document with examples: docs/x\.md; they are README\.md"):
        examples.chosen(["docs/x.md"])
    assert examples.chosen([]) == examples.documents()


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "..."], ["a", "b", "c"], True),
        (["a", "...", "c"], ["a", "c"], True),
        (["a", "...", "d"], ["a", "b", "c"], False),
        (["TPP 23... is"], ["TPP 2368 is"], True),
        (["a"], ["a", "b"], False),
        ([], [], True),
    ],
)
def test_a_cut_stands_for_what_was_cut(shown: list[str], printed: list[str], same: bool) -> None:
    assert examples.matches(shown, printed) is same


def test_renewing_keeps_the_cuts() -> None:
    shown = ["Head", "...", "  TPP 2000 is 4800 or more", "..."]
    printed = ["Head 2", "", "Why", "  TPP 2368 is 4800 or more", "  more"]
    assert examples.renewed(shown, printed) == ["Head 2", "...", "  TPP 2368 is 4800 or more", "..."]
