"""What is said of an uploaded book names it as its owner does, and never the folder in which it lies here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chipgate.errors import ChipgateError
from chipgate.translation.fault_text import FaultText


@contextmanager
def without_folder(folder: Path) -> Iterator[None]:
    """Within, errors of ours lose the name of FOLDER from their message."""
    try:
        yield
    except ChipgateError as wrong:
        if str(folder) not in str(wrong):
            raise
        raise Named(without(wrong.said, folder)) from wrong


class Named(ChipgateError):
    """An error about a book, in the words of who brought it."""


def without(text: str, folder: Path) -> str:
    """TEXT without the name of FOLDER."""

    def taken_out(text: str) -> str:
        return text.replace(f"{folder}/", "")

    return text.with_gaps(taken_out) if isinstance(text, FaultText) else taken_out(text)
