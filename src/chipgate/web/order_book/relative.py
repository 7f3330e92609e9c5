"""What is said of an uploaded book names it as its owner does, and never the folder in which it lies here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chipgate.errors import ChipgateError


@contextmanager
def without_folder(folder: Path) -> Iterator[None]:
    """Within, errors of ours lose the name of FOLDER from their message."""
    try:
        yield
    except ChipgateError as wrong:
        told = str(wrong)
        if str(folder) not in told:
            raise
        raise Named(without(told, folder)) from wrong


class Named(ChipgateError):
    """An error about a book, in the words of who brought it."""


def without(text: str, folder: Path) -> str:
    """TEXT without the name of FOLDER."""
    return text.replace(f"{folder}/", "")
