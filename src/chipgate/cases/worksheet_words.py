"""A worksheet as JSON, and the sentences that stand beside it wherever it is shown."""

from __future__ import annotations

from typing import Any, Final

from chipgate.cases.worksheet import Line, Worksheet
from chipgate.chips.datasheet import claim_text
from chipgate.law.us.definitions import BITS
from chipgate.translation.language import marked
from chipgate.units import decimal_text

TPP_SOURCE: Final = "15 CFR 774 Supp. 1, 3A090 Technical Notes 1-3"
DENSITY_SOURCE: Final = "15 CFR 774 Supp. 1, 3A090 Technical Note 4"
AREA_RULE: Final = marked(
    "Every logic die on non-planar transistors counts, I/O dies too; memory and interposers do not."
)
UNPUBLISHED: Final = marked(
    "The highest printed rate counts; formats without one may be unsupported, or only not printed."
)
STORED: Final = marked("stored in {bits} bits: whether these count is not stated")
AT_LEAST: Final = marked("at least {tpp}: no rate at 16 bits or fewer is printed")
NO_RATE: Final = marked("not known: no rate is printed")
NO_AREA: Final = marked("not known: the die area is not printed")
DIES: Final = marked("{count} logic dies, area {kind}")


def worksheet_json(work: Worksheet) -> dict[str, Any]:
    """The worksheet as JSON, ``chipgate/worksheet/1``; numbers are decimal text so that none is rounded."""
    return {
        "schema": "chipgate/worksheet/1",
        "chip": work.sheet.chip_id,
        "name": work.sheet.name,
        "formats": [_line_json(work, line) for line in work.lines],
        "tpp": [decimal_text(found.tpp) for found, _form in work.tpps],
        "tpp_at_least": None if work.at_least is None else decimal_text(work.at_least),
        "die_area_mm2": [] if work.area is None else [claim_text(value) for value in work.area.readings],
        "die_area_kind": None if work.area is None else str(work.area.kind),
        "die_area_source": None if work.area is None else work.sheet.source_of(work.area),
        "performance_density": [
            {"tpp": decimal_text(tpp), "die_area_mm2": claim_text(area), "performance_density": decimal_text(density)}
            for tpp, area, density in work.densities()
        ],
        "formats_without_rate": list(work.unpublished),
        "citations": [TPP_SOURCE, DENSITY_SOURCE],
    }


def _line_json(work: Worksheet, line: Line) -> dict[str, Any]:
    return {
        "format": line.form,
        "bits": BITS[line.form],
        "dense_tops": [claim_text(value) for value in line.rate.readings],
        "products": [decimal_text(one.tpp) for one in line.products],
        "stored_bits": None if line.stored is None else line.stored.bits,
        "stored_product": None if line.stored is None else decimal_text(line.stored.tpp),
        "highest": line.form in work.highest,
        "kind": str(line.rate.kind),
        "source": work.sheet.source_of(line.rate),
    }
