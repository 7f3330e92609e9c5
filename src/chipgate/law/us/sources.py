"""Where the provisions were read: the sources that a provision names by their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "S1": "15 CFR parts 730-774 as of 2026-09-24 (eCFR)",
        "S2": "Commerce Control List and country groups as of 2026-07-23 and 2026-09-24 (eCFR)",
        "S3": "Federal Register texts of the rules of 2022, 2023, 2024 and 2026, by their citations",
        "S4": "guidance of BIS, and alerts of law firms about it",
        "S5": "filings of Nvidia, AMD and Intel (8-K, 10-Q)",
        "S6": "GAO decision B-337935",
    }
)
"""What each number stands for."""
