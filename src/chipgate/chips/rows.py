"""Chips as rows of a CSV file: one row a chip, one column a field, and columns that mark the kind of the others."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Final

from chipgate.chips.datasheet import Datasheet, Kind, claim_text
from chipgate.chips.raw import CLAIMS, NAME_LISTS, RECALLABLE_TEXTS, TEXTS, RawClaim, RawSheet, common_kind
from chipgate.chips.validation import sheet_of
from chipgate.errors import BadDatasheet, did_you_mean, near_names

MARKS: Final = ("official", "reported", "recalled", "derived")
"""Columns that list, with semicolons, the fields of their kind; all others have the kind of the column ``kind``."""

COLUMNS: Final = (*TEXTS[:4], *NAME_LISTS, *TEXTS[4:8], *CLAIMS, *TEXTS[8:10])
COLUMNS_ABOUT: Final = ("kind", *MARKS, "disputed", "source", "source_note", "sources", "notes")
ALL_COLUMNS: Final = (*COLUMNS, *COLUMNS_ABOUT)

_PAIR: Final = re.compile(r"(?:^|;)\s*(?P<name>[a-z0-9_]+)=")


def sheet_of_row(row: Mapping[str, str]) -> Datasheet:
    """The datasheet of one row of the bundled file.

    Raises:
        BadDatasheet: the row has faults.
    """
    faults: list[str] = []
    sheet = sheet_of(raw_of_row(row, row["chip_id"], "", faults), faults)
    if sheet is None or faults:
        raise BadDatasheet(row["chip_id"], faults)
    return sheet


def raw_of_row(row: Mapping[str, str], where: str, default_source: str, faults: list[str]) -> RawSheet:
    """What ROW says. A figure has the source named for it in ``sources``, else that of the row, else DEFAULT_SOURCE."""
    texts = {name: row.get(name, "").strip() for name in TEXTS}
    sources = _sources(row.get("sources", ""), where, faults)
    disputed = _disputed(row.get("disputed", ""), where, faults)
    marks, recalled_texts = _marks(row, where, faults)
    kind = common_kind(row.get("kind", ""), where, faults)
    source = texts["source"] or default_source
    claims = {}
    for name in CLAIMS:
        text = row.get(name, "").strip()
        if text:
            readings = disputed.get(name, ())
            marked = "disputed" if name in disputed else marks.get(name, kind)
            claims[name] = RawClaim(text, marked, sources.get(name, source), readings)
    empty = dict.fromkeys(name for name in (*marks, *disputed, *sources) if name not in claims)
    faults += [f"{where}: {name} is marked or sourced but has no value; fill it or drop the mark" for name in empty]
    lists = {name: _split(row.get(name, ""), ";") for name in NAME_LISTS}
    return RawSheet(where, texts, lists, claims, recalled_texts)


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(separator))))


def _sources(text: str, where: str, faults: list[str]) -> dict[str, str]:
    """``field=source;field=source``; a source may hold semicolons, because only ``;field=`` ends it."""
    found = [match for match in _PAIR.finditer(text) if match["name"] in CLAIMS]
    if text.strip() and (not found or found[0].start()):
        faults.append(_no_field("sources", text, where))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return {match["name"]: text[match.end() : end].strip() for match, end in zip(found, ends, strict=False)}


def _disputed(text: str, where: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """``field=reading|reading;field=reading|reading``."""
    found = {}
    for pair in _split(text, ";"):
        name, _equals, readings = pair.partition("=")
        if name.strip() in CLAIMS:
            found[name.strip()] = _split(readings, "|")
        else:
            faults.append(_no_field("disputed", pair, where))
    return found


def _no_field(column: str, text: str, where: str) -> str:
    name = text.partition("=")[0].strip()[:40]
    near = did_you_mean(near_names(name, CLAIMS))
    return f"{where}: {column} names {name!r}, which is not a field with a figure.{near} Write field=value;field=value"


def _marks(row: Mapping[str, str], where: str, faults: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    """The kind of each figure that has a mark, and the text fields that are recalled."""
    marks: dict[str, str] = {}
    texts = set()
    for kind in MARKS:
        for name in _split(row.get(kind, ""), ";"):
            if name in RECALLABLE_TEXTS and kind == "recalled":
                texts.add(name)
            elif name not in CLAIMS:
                near = did_you_mean(near_names(name, CLAIMS))
                faults.append(f"{where}: {kind} names {name!r}, which is not a field with a figure.{near}")
            elif marks.setdefault(name, kind) != kind:
                faults.append(f"{where}: {name} is marked {marks[name]} and {kind}; keep one")
    return marks, frozenset(texts)


def csv_text(sheets: Iterable[Datasheet]) -> str:
    """SHEETS as a CSV file that reads back equal.

    Raises:
        BadDatasheet: a figure has no exact decimal text.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, ALL_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row_of_sheet(sheet) for sheet in sheets)
    return out.getvalue()


def row_of_sheet(sheet: Datasheet) -> dict[str, str]:
    """One row; the kind of each figure is in a list of its kind, and a source that is not the row's is named."""
    row = {name: getattr(sheet, name) for name in TEXTS}
    row |= {name: ";".join(getattr(sheet, name)) for name in NAME_LISTS}
    row |= {name: claim_text(claim.value) for name, claim in sheet.claims()}
    marked = {kind: [name for name, claim in sheet.claims() if claim.kind is Kind(kind)] for kind in MARKS}
    marked["recalled"] += sorted(sheet.recalled_texts)
    row |= {kind: ";".join(names) for kind, names in marked.items()}
    disputed = ((name, claim) for name, claim in sheet.claims() if claim.kind is Kind.DISPUTED)
    row["disputed"] = ";".join(f"{name}={'|'.join(map(claim_text, claim.readings))}" for name, claim in disputed)
    named = ((name, claim.source) for name, claim in sheet.claims() if claim.source != sheet.source)
    row["sources"] = ";".join(f"{name}={source}" for name, source in named)
    return row
