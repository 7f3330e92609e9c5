"""What a chip file says about a chip, as text and before anything is checked: the same for CSV and TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from chipgate.chips.datasheet import FIGURE_UNITS, Kind
from chipgate.errors import did_you_mean, near_names

TEXTS: Final = (
    "chip_id",
    "name",
    "vendor",
    "vendor_hq_iso2",
    "design_family",
    "parent_die",
    "launch",
    "state",
    "memory_type",
    "interconnect_name",
    "source",
    "source_note",
    "notes",
)
NAME_LISTS: Final = ("aliases", "family_names")
CLAIMS: Final = ("marketed_for_datacenter", *FIGURE_UNITS)
"""The fields that somebody claims with a source: the figures, and whether the part is sold for datacenters."""
RECALLABLE_TEXTS: Final = tuple(name for name in TEXTS if name not in ("chip_id", "source", "source_note", "notes"))
KINDS: Final = tuple(kind.value for kind in Kind)
_COMMON_KINDS: Final = tuple(kind for kind in KINDS if kind != "disputed")


class RawClaim(NamedTuple):
    """A figure or flag as written. An empty text stands for the first reading; an empty kind is to be found."""

    text: str
    kind: str = ""
    source: str = ""
    readings: tuple[str, ...] = ()


class RawSheet(NamedTuple):
    """A chip as written; ``where`` is its place in the file ("row 3 (my-chip)"), to begin a fault with."""

    where: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, RawClaim]
    recalled_texts: frozenset[str] = frozenset()


def common_kind(text: str, where: str, faults: list[str]) -> str:
    """The kind that a whole chip is given for its figures; a single figure can differ."""
    kind = text.strip().lower()
    if not kind or kind in _COMMON_KINDS:
        return kind
    near = did_you_mean(near_names(kind, _COMMON_KINDS))
    faults.append(f"{where}: the kind {kind!r} cannot be that of a chip.{near} It is one of {', '.join(_COMMON_KINDS)}")
    return ""
