"""A run that ends early: what was judged is kept under the name of a part, and said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from chipgate.cases.order_files import KeptPart, OrderFile, Together, partial_path, remove_part
from chipgate.readings.phrase import Phrase, phrase
from chipgate.translation.language import Language


@contextmanager
def parts_are_kept(file: OrderFile, together: Together, text_path: Path, language: Language) -> Iterator[None]:
    """Within, whatever ends the run early keeps the part of each result, and notes on its way what the parts hold.

    The same is written to TEXT_PATH, for whoever finds the parts later, or had no terminal to read it from.
    """
    try:
        yield
    except BaseException as ended:
        parts = together.keep_parts()
        lines = [one.text(language) for one in _said(file, parts)]
        if any(parts.values()):
            _write_if_there_is_room(text_path, lines)
        for line in lines:
            ended.add_note(line)
        raise


def _write_if_there_is_room(path: Path, lines: Sequence[str]) -> None:
    try:
        path.write_text("\n".join((*lines, "")), encoding="utf-8")
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def text_beside_parts(result: Path) -> Path:
    """Where it stands how far a run came that was to write RESULT: ``orders.results.partial.txt``."""
    return partial_path(result).with_suffix(".txt")


def names_of_parts(places: Sequence[Path]) -> tuple[Path, ...]:
    """Every name that a run with results at PLACES may give to what it leaves when it ends early."""
    return (*map(partial_path, places), text_beside_parts(places[0]))


def remove_earlier_parts(places: Sequence[Path]) -> tuple[Path, ...]:
    """Remove what a run that ended early left, now that the results at PLACES are whole; gives what was there."""
    return tuple(kept for kept in names_of_parts(places) if remove_part(kept))


def _said(file: OrderFile, parts: dict[Path, KeptPart | None]) -> Iterator[Phrase]:
    if not file.last_row:
        return
    yield phrase("{file} was judged up to row {row}.", file=file.path, row=file.last_row)
    for path, kept in parts.items():
        if kept is None:
            yield phrase("of {path} nothing was kept", path=path)
        else:
            yield phrase("kept: {part}, the first {count} rows of {path}", part=kept.path, count=kept.rows, path=path)
    if any(parts.values()):
        yield phrase("The next complete run removes the parts.")
