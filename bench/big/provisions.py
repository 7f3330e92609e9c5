"""The provisions that can decide the export of a catalogue chip under ordinary assumptions, as ``Checker`` has it."""

from __future__ import annotations

DECIDING = (
    "us/ear/742.6(a)(6)",
    "us/ear/742.6(a)(6)(iii)",
    "us/ear/744.23(a)(3)(i)",
    "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5",
    "us/ear/742.6(a)(6)(iii)(A)/headquarters",
    "us/ear/742.6(a)(6)(iii)(B)",
    "us/ear/744.23(a)(3)(i)(A)",
    "us/ear/744.23(a)(1)",
    "us/ear/744.23(a)(2)",
    "us/ear/744.23(a)(4)",
    "us/ear/744.23(a)(4)(ii)",
    "us/ear/744.21",
    "us/ear/744.17",
    "us/ear/744.22",
    "us/ear/744.6, 744.22, 744.23/training",
    "us/ear/744.2-4",
    "us/ear/746",
    "us/ear/746.3",
    "us/ear/746.6",
    "us/ear/740.8 NAC",
    "us/ear/740.8 ACA",
    "us/ear/740.28 ACM",
    "us/ear/3A090 Note 2",
    "us/ear/3A090.a",
)
