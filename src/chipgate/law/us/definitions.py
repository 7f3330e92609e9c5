"""Measures that the rules define: TPP, performance density, memory bandwidth density (notes to ECCN 3A090).

A datasheet prints dense rates per number format; the rule multiplies each by the bit length of the widest input of
the multiplication and takes the highest product (Technical Notes 1 to 3), counting one multiply-accumulate as two
operations, as datasheets do.
"""

from __future__ import annotations

from types import MappingProxyType

from chipgate.law.facts import Fact, number
from chipgate.law.language import HighestOf, Quotient, Stated, Times, limit
from chipgate.law.us.facts import DIE_AREA_MM2, PERFORMANCE_DENSITY, TPP

BITS = MappingProxyType(
    {
        "fp64": 64,
        "fp32": 32,
        "tf32": 19,
        "fp16": 16,
        "bf16": 16,
        "fp8": 8,
        "fp6": 6,
        "fp4": 4,
        "int8": 8,
        "int4": 4,
    }
)
"""Bit length of the inputs of each format. TF32 is stored in 32 bits and multiplies 19 of them."""

STORED_BITS = MappingProxyType({"tf32": 32})
"""Bits that a format is stored in where they are more than it multiplies: whether they count is not stated."""


def dense_rate(form: str) -> Fact:
    """The peak dense rate at one number format, in TOPS (or TFLOPS)."""
    return number(
        f"dense_{form}_tops", f"dense rate at {form.upper()}", f"What is the peak dense rate at {form.upper()}?", "TOPS"
    )


DENSE_RATES = MappingProxyType({form: dense_rate(form) for form in BITS})

TPP_BY_FORMAT = MappingProxyType(
    {form: Times(DENSE_RATES[form], limit(f"us/ear/3A090#bits_{form}", bits)) for form, bits in BITS.items()}
)
"""Rate x bit length, a format at a time: what the worksheet prints."""

TOTAL_PROCESSING_PERFORMANCE = Stated(TPP, HighestOf(tuple(TPP_BY_FORMAT.values())))
"""TPP: the highest product of dense rate and bit length (3A090 Technical Notes 1 to 3)."""

DENSITY = Stated(PERFORMANCE_DENSITY, Quotient(TOTAL_PROCESSING_PERFORMANCE, DIE_AREA_MM2))
"""Performance density: TPP over the applicable die area, all non-planar logic dies (Technical Note 4)."""

HBM_BANDWIDTH_GB_S = number(
    "hbm_bandwidth_gb_s", "bandwidth of the HBM stack", "What is the bandwidth of the HBM stack, in GB/s?", "GB/s"
)
HBM_AREA_MM2 = number(
    "hbm_area_mm2",
    "area of the HBM package or stack",
    "What is the area of the package, or of the stack where it is not packaged, in mm2?",
    "mm2",
)
MEMORY_BANDWIDTH_DENSITY = Quotient(HBM_BANDWIDTH_GB_S, HBM_AREA_MM2)
"""Memory bandwidth density: bandwidth over the area of the package or of the stack (note to 3A090.c)."""
