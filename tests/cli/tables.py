"""Order and result files of every format, written and read by other programs than chipgate's own readers."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl

SUFFIXES = (".csv", ".xlsx", ".parquet", ".jsonl")

Rows = Sequence[Mapping[str, str]]


def write(path: Path, rows: Rows) -> Path:
    """ROWS as the format that the suffix of PATH names; a blank cell is missing where the format can say so."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    match path.suffix:
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        case ".xlsx":
            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet("orders")
            sheet.append(columns)
            for row in rows:
                sheet.append([row.get(name) or None for name in columns])
            book.save(path)
        case ".parquet":
            texts = [[row.get(name) or None for name in columns] for row in rows]
            pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String), orient="row").write_parquet(path)
        case ".jsonl":
            lines = [json.dumps({n: t for n, t in row.items() if t}, ensure_ascii=False) + "\n" for row in rows]
            path.write_text("".join(lines), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of PATH, all as text; a missing cell is blank."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                found = list(csv.DictReader(file))
        case ".xlsx":
            head, *body = openpyxl.load_workbook(path).active.values
            found = [dict(zip(head, values, strict=True)) for values in body]
        case ".parquet":
            found = pl.read_parquet(path).to_dicts()
        case ".jsonl":
            lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            found = [{**dict.fromkeys(lines[0]), **line} for line in lines]
    return [{name: _text(value) for name, value in row.items()} for row in found]


def _text(value: object) -> str:
    """A value as a user would write it; XLSX results hold numbers and days as such."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
