"""What somebody asks on the screen Judge, as it stands in the address."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from starlette.datastructures import QueryParams

from chipgate.cases.columns import CHIP, DAY, PACKED, QUANTITY, canonical, unpacked
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.web.problems import Problem
from chipgate.web.state import address

PATH = "/"
SHORT = {"destination_iso2": "to", DAY: "on"}
"""How an address names a column that has a shorter name."""

_FLAGS = {CHIP: "--chip", "destination_iso2": "--to", DAY: "--on", QUANTITY: "--units"}

EXAMPLE: Mapping[str, str] = MappingProxyType(
    {
        CHIP: "H200",
        "destination_iso2": "SG",
        DAY: CHECKED_UNTIL.isoformat(),
        QUANTITY: "1000",
        "end_user_hq": "SG",
    }
)
"""The case that stands there at first: everything is said but where the buyer's ultimate parent sits."""

ASSUMPTIONS = {
    "ordinary": marked("an ordinary shipment"),
    "nothing": marked("nothing"),
}
VIEW_NAMES = ("assume", "clock", "full")


@dataclass(frozen=True)
class Asked:
    """The cells of one shipment by canonical name, the assumptions, the clock, and whether every line is shown."""

    cells: Mapping[str, str]
    assume: str = "nothing"
    clock: Clock = Clock.AS_ENFORCED
    full: bool = False
    is_example: bool = False

    @cached_property
    def query(self) -> dict[str, str]:
        """The state as an address holds it; what is as at first is left out."""
        cells = {SHORT.get(name, name): text for name, text in self.cells.items()}
        view = {"assume": self.assume} if self.assume != "nothing" else {}
        view |= {"clock": str(self.clock)} if self.clock is not Clock.AS_ENFORCED else {}
        return {**cells, **view, **({"full": "1"} if self.full else {})}

    @property
    def command(self) -> str:
        """The command that gives the same answer."""
        words = ["chipgate", "check"]
        for name, text in self.cells.items():
            words += [_FLAGS[name], text] if name in _FLAGS else ["--fact", f"{name}={text}"]
        words += ["--assume", self.assume] if self.assume != "nothing" else []
        words += ["--clock", str(self.clock)] if self.clock is not Clock.AS_ENFORCED else []
        return shlex.join([*words, "--full"] if self.full else words)

    def link(self, **changes: str | None) -> str:
        """This question after CHANGES, which go by canonical names; None takes a value out."""
        return address(PATH, self.query, **{SHORT.get(name, name): text for name, text in changes.items()})


def asked_of(query: QueryParams) -> Asked:
    """What QUERY asks; the example where it says nothing.

    Raises:
        Problem: the assumptions or the clock are none that there are.
    """
    said = [(name, text) for name, text in query.multi_items() if name != "lang" and text.strip()]
    view = _told_once((name, text) for name, text in said if name in VIEW_NAMES)
    cells = _told_once((canonical(name) or name, text) for name, text in said if name not in VIEW_NAMES)
    is_example = not said
    cells = dict(EXAMPLE) if is_example else _unpacked(cells)
    assume = "ordinary" if is_example else _one_of("assume", view.get("assume", "nothing"), tuple(ASSUMPTIONS))
    clock = Clock(_one_of("clock", view.get("clock", str(Clock.AS_ENFORCED)), tuple(map(str, Clock))))
    return Asked(MappingProxyType(cells), assume, clock, "full" in view, is_example)


def _told_once(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What was SAID, by name.

    Raises:
        Problem: two values are given for one name.
    """
    found: dict[str, str] = {}
    for name, text in said:
        if found.setdefault(name, text.strip()) != text.strip():
            raise Problem(
                422,
                fault(
                    "{name}: given twice, as {one} and as {other}; keep one",
                    name=name,
                    one=repr(found[name][:40]),
                    other=repr(text.strip()[:40]),
                ),
            )
    return found


def _unpacked(cells: dict[str, str]) -> dict[str, str]:
    """CELLS with the packed facts under their own names; what cannot be unpacked stays, and is reported there."""
    pairs, strange = unpacked(cells.get(PACKED, ""))
    named = {canonical(name) or name: text for name, text in pairs.items()}
    clash = any(cells.get(name, text) != text for name, text in named.items())
    if strange or clash or len(named) < len(pairs):
        return cells
    return {**{name: text for name, text in cells.items() if name != PACKED}, **named}


def _one_of(name: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise Problem(
            422,
            fault(
                "{name}: {given} is none; write one of: {known}",
                name=name,
                given=repr(given[:40]),
                known=", ".join(known),
            ),
        )
    return given
