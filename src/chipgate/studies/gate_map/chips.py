"""Real chips on the map: each judged with its own figures, as the same shipment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from chipgate.cases.check import Checker
from chipgate.cases.columns import CHIP, DAY
from chipgate.cases.determination import Determination
from chipgate.cases.transaction import transaction_of
from chipgate.chips.datasheet import Datasheet
from chipgate.studies.gate_map.plane import PLANES, Plane
from chipgate.units import Exact

NUMBERS: Final = tuple(dict.fromkeys(fact for plane in PLANES.values() for fact in (plane.x.fact, plane.y.fact)))
"""The numbers of a chip that any map draws."""

SHIPMENT: Final[Mapping[str, str]] = MappingProxyType({"transaction": "export"})


@dataclass(frozen=True)
class Placed:
    """A chip with the answer about it, and every value that is in print for its numbers."""

    sheet: Datasheet
    answer: Determination
    numbers: Mapping[str, tuple[Exact, ...]]

    def place(self, plane: Plane) -> tuple[Exact, Exact] | None:
        """Where it lies on PLANE, by the first reading; None where a number is unknown or off the map."""
        found = self.numbers.get(plane.x.fact), self.numbers.get(plane.y.fact)
        if not found[0] or not found[1]:
            return None
        x, y = found[0][0], found[1][0]
        return (x, y) if x in plane.x and y in plane.y else None

    @property
    def is_disputed(self) -> bool:
        """Whether a number that a map draws has more than one value in print."""
        return any(len(found) > 1 for found in self.numbers.values())


def placed(
    sheets: Iterable[Datasheet], checker: Checker, day: date, to: str, given: Mapping[str, str]
) -> Iterator[Placed]:
    """Each of SHEETS as an export on DAY to a buyer at home in TO; GIVEN are further cells of the shipment."""
    for sheet in sheets:
        cells = {CHIP: sheet.chip_id, DAY: day.isoformat(), **at_home_in(to), **given}
        answer = checker.check(transaction_of(cells))
        yield Placed(sheet, answer, _numbers(answer))


def at_home_in(to: str) -> dict[str, str]:
    """The cells of an export to a buyer whose headquarters and ultimate parent are in the country TO."""
    return {**SHIPMENT, "destination_iso2": to, "end_user_hq": to, "end_user_parent_hq": to}


def _numbers(answer: Determination) -> Mapping[str, tuple[Exact, ...]]:
    found = {name: dict.fromkeys(reading.get(name) for reading in answer.case.readings) for name in NUMBERS}
    return {
        name: tuple(one for one in values if isinstance(one, int | Fraction) and not isinstance(one, bool))
        for name, values in found.items()
    }
