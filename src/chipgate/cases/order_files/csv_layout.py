"""How a CSV file is laid out: what stands between its cells, and the line of its headings."""

from __future__ import annotations

import contextlib
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chipgate.cases.order_files.heading_search import SEARCHED_ROWS, IsHeading, are_headings
from chipgate.cases.order_files.lines import BrokenLine, Lines
from chipgate.cases.order_files.rows import is_blank

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE_LINES = 50

_Records = Sequence[tuple[int, list[str]]]
"""Each record that is not blank, with the line on which it begins."""


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """The delimiter; how many lines are passed over; and where the headings were searched for and found.

    ``found_on`` is 0 where they were not: then they are the first line that is not blank.
    """

    delimiter: str
    passed_over: int
    found_on: int = 0
    anything_above: bool = False


def layout_of(lines: Lines, is_heading: IsHeading | None = None) -> CsvLayout:
    """The layout that a sample of LINES shows; a first line ``sep=;``, as Excel writes it, says the delimiter itself.

    The delimiter is the one that splits the headings in most cells and the rows below alike.
    """
    sample = list(_sample(lines))
    told = sample[0].strip("\r\n") if sample else ""
    says_itself = told[:4].lower() == "sep=" and told[4:] in DELIMITERS
    candidates = (told[4:],) if says_itself else tuple(DELIMITERS)
    if says_itself:
        sample[0] = ""
    records = {one: tuple(_records(sample, one)) for one in candidates}
    starts = {one: _first_headings(records[one], is_heading) for one in candidates}
    best = max(candidates, key=lambda one: (starts[one] > 0, _fitness(records[one], starts[one])))
    found = starts[best]
    above = any(line < found for line, _ in records[best])
    return CsvLayout(best, found - 1 if found else int(says_itself), found, above)


def _sample(lines: Lines) -> Iterator[str]:
    """The first lines, the one that cannot be read as blank, so that each keeps its place."""
    for _ in range(_SAMPLE_LINES):
        try:
            text = next(lines)
        except BrokenLine:
            text = ""
        except StopIteration:
            return
        lines.begin_row()
        yield text or "\n"


def _records(sample: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader, line = csv.reader(sample, delimiter=delimiter), 1
    with contextlib.suppress(csv.Error):
        for record in reader:
            if not all(is_blank(cell) for cell in record):
                yield line, record
            line = reader.line_num + 1


def _first_headings(records: _Records, is_heading: IsHeading | None) -> int:
    if is_heading is None:
        return 0
    near = ((line, record) for line, record in records if line <= SEARCHED_ROWS)
    return next((line for line, record in near if are_headings(record, is_heading)), 0)


def _fitness(records: _Records, start: int) -> tuple[int, int]:
    widths = [len(record) for line, record in records if line >= start]
    if not widths or widths[0] < 2:
        return (0, 0)
    return (1 + Counter(widths)[widths[0]] * 4 // len(widths), widths[0])
