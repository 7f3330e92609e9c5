"""The form of the JSON that `chipgate worksheet` prints, and `chipgate design` beside its part."""

from __future__ import annotations

from chipgate.chips.datasheet import Kind
from chipgate.forms.schema import count, flag, form, list_of, or_null, record, text

WORKSHEET = form(
    "worksheet",
    "TPP and performance density worked out",
    "`chipgate worksheet CHIP --format json`",
    {
        "chip": text("chip_id"),
        "name": text("name"),
        "formats": list_of(
            "one entry for each number format with a printed rate",
            record(
                {
                    "format": text("number format, such as fp16"),
                    "bits": count("bit length of the operation"),
                    "dense_tops": list_of("dense rate in TOPS as decimal text; one value for each reading"),
                    "products": list_of("rate times bits, for each reading"),
                    "stored_bits": or_null(count("bits in which the format is stored, where that is more")),
                    "stored_product": {
                        "type": ["string", "null"],
                        "description": "rate times stored bits; whether these count is not stated",
                    },
                    "highest": flag("whether this format gives the TPP"),
                    "kind": text("how sure the rate is", *Kind),
                    "source": text("where it is printed"),
                }
            ),
        ),
        "tpp": list_of("TPP as decimal text; one value for each reading"),
        "tpp_at_least": {
            "type": ["string", "null"],
            "description": "a floor of TPP, where no rate at 16 bits or fewer is printed",
        },
        "die_area_mm2": list_of("applicable die area in mm2; one value for each reading"),
        "die_area_kind": {"type": ["string", "null"], "description": "how sure the area is; null if not known"},
        "die_area_source": {"type": ["string", "null"], "description": "where it is printed; null if not known"},
        "performance_density": list_of(
            "TPP over area, for each pair of readings",
            record(
                {
                    "tpp": text("TPP"),
                    "die_area_mm2": text("area in mm2"),
                    "performance_density": text("TPP per mm2"),
                }
            ),
        ),
        "formats_without_rate": list_of("number formats for which no rate is printed"),
        "citations": list_of("the notes that define both measures"),
    },
)
