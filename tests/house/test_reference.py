"""The reference says what the program does; `make reference` mends what fails here."""

from __future__ import annotations

import make_reference as reference


def test_what_is_committed_is_what_is_made() -> None:
    made, there = reference.pages(), reference.stored()
    assert sorted(made.keys() ^ there.keys()) == []
    assert [name for name in made if made[name] != there[name]] == []


def test_the_same_is_made_twice() -> None:
    assert reference.pages() == reference.pages()


def test_every_command_has_its_section() -> None:
    text = reference.pages()["commands.md"]
    assert [name for name in reference.COMMANDS if f"## chipgate {name}\n" not in text] == []
