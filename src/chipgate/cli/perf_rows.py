"""`chipgate perf --rows`: every row of a file foreseen, with what it could not be foreseen for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from chipgate.cases.order_files import OrderRow, open_orders, open_results
from chipgate.chips.catalogue import Catalogue
from chipgate.errors import ChipgateError, UnreadableFile
from chipgate.readings.phrase import phrase
from chipgate.translation.fault_text import fault, said_in
from chipgate.translation.language import Language, marked
from chipgate.workloads.faults import MissingExtra
from chipgate.workloads.measured import COLUMNS, measured_of

ADDED: Final = ("predicted", "low80", "high80", "binding", "why")
NEEDED: Final = ("kind", "model", "chip", "unit")
"""Columns without which no row can be foreseen."""

ALL_FORESEEN = marked("{done} of {all} rows foreseen")
SOME_FORESEEN = marked("{done} of {all} rows foreseen; the others say in the column why what they lack")


def foresee_file(rows: Path, output: Path, catalogue: Catalogue, language: Language) -> None:
    """Foresee the rows of the file ROWS, write them with figures to OUTPUT, and say how many have one."""
    if output.resolve() == rows.resolve():
        raise ChipgateError(f"{output}: is the file that is read; give another name")
    with open_orders(rows, lambda heading: _column_of(heading) in COLUMNS) as file:
        headings, found = file.header, list(file.rows())
    lacking = [name for name in NEEDED if name not in map(_column_of, headings)]
    if lacking:
        raise UnreadableFile(f"{rows}: has no column {', '.join(lacking)}; give the columns {', '.join(COLUMNS)}")
    answers = _answers(found, catalogue, language)
    kept = [name for name in headings if name not in ADDED]
    with open_results(output, (*kept, *ADDED)) as writer:
        for row, added in zip(found, answers, strict=True):
            writer.write({**{name: row.cells.get(name, "") for name in kept}, **added})
    done = sum(bool(one["predicted"]) for one in answers)
    told = ALL_FORESEEN if done == len(answers) else SOME_FORESEEN
    click.echo(phrase(told, done=done, all=len(answers)).text(language))
    click.echo(phrase("written: {path}", path=output).text(language))


def _column_of(heading: str) -> str:
    """The column that HEADING means: letter case does not count, nor what stands between words."""
    return "_".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def _answers(rows: Sequence[OrderRow], catalogue: Catalogue, language: Language) -> list[dict[str, str]]:
    """What is added to each of ROWS."""
    try:
        from chipgate.workloads.own_rows import foreseen_with
    except ModuleNotFoundError as missing:
        raise MissingExtra(str(missing.name), "workloads") from missing
    found = foreseen_with([measured_of(_cells(row.cells)) for row in rows], catalogue)
    return [
        _unread(row, language) if row.fault else _added(one, language) for row, one in zip(rows, found, strict=True)
    ]


def _cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row by the columns that they belong to; of two headings of one column the first counts."""
    found: dict[str, str] = {}
    for heading, text in cells.items():
        found.setdefault(_column_of(heading), text)
    return found


def _added(one: Any, language: Language) -> dict[str, str]:
    figures = {name: f"{getattr(one, name):.6g}" if one.treated else "" for name in ADDED[:3]}
    return {**figures, "binding": one.binding, "why": said_in(language, one.why)}


UNREAD: Final = marked("the row cannot be read: {wrong}")


def _unread(row: OrderRow, language: Language) -> dict[str, str]:
    return {**dict.fromkeys(ADDED, ""), "why": fault(UNREAD, wrong=str(row.fault)).text(language)}
