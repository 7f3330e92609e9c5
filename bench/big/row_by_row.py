"""A Parquet file for rivals that judge one row at a time: read and written in pieces, so that memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Answer = tuple[str, str]
Judge = Callable[[Iterable[dict[str, Any]]], Iterable[Answer]]

PIECE = 50_000


def run_by_rows(judge: Judge, path: Path, out: Path | None) -> object:
    """Judge the shipments in PATH with JUDGE: a histogram, or a Parquet file at OUT."""
    if out is None:
        counted: Counter[Answer] = Counter()
        for _, answers in _judged(judge, path):
            counted.update(answers)
        return [(*answer, count) for answer, count in counted.items()]
    with pq.ParquetWriter(out, _with(pq.read_schema(path).empty_table(), []).schema) as writer:
        for piece, answers in _judged(judge, path):
            writer.write_table(_with(piece, list(answers)))
    return None


def _judged(judge: Judge, path: Path) -> Iterator[tuple[Any, Iterable[Answer]]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(PIECE):
            yield pa.Table.from_batches([batch]), judge(batch.to_pylist())


def _with(piece: Any, answers: list[Answer]) -> Any:
    for position, name in enumerate(("outcome", "provision")):
        piece = piece.append_column(name, pa.array([answer[position] for answer in answers], pa.string()))
    return piece
