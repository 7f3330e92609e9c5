"""The table of optimum against product, as a reader sees it: Markdown, so that it stands in the documents as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chipgate.studies.design.sold import Row
from chipgate.studies.design.words import NUMBER_WORDS
from chipgate.translation.language import Language, marked, translator
from chipgate.units import decimal_text

_HEADINGS = (
    *(marked("product"), marked("die"), marked("text of"), marked("aim"), marked("optimum")),
    *(marked("sold"), marked("gap"), marked("what explains it")),
)


def table_lines(rows: Sequence[Row], language: Language) -> Iterator[str]:
    """A heading and a line for each of ROWS."""
    translate = translator(language)
    yield _line(translate(one) for one in _HEADINGS)
    yield _line("---" for _ in _HEADINGS)
    for row in rows:
        yield _line(_cells(row, language))


def _cells(row: Row, language: Language) -> Iterator[str]:
    translate = translator(language)
    brief = row.part.brief
    yield row.product.sheet.name if row.product else translate("none")
    yield f"{brief.package.dies} x {brief.package.die.name}"
    yield brief.day.isoformat()
    yield translate(NUMBER_WORDS[brief.aim.fact])
    yield decimal_text(row.part.value, 2)
    yield "" if row.value is None else decimal_text(row.value)
    yield "" if row.gap_share is None else f"{decimal_text(row.gap_share * 100, 2)} %"
    yield translate(row.why)


def _line(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
