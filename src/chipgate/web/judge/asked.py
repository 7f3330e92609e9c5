"""What somebody asks on the screen Judge, as it stands in the address."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from starlette.datastructures import QueryParams

from chipgate.cases.columns import CHIP, DAY, PACKED, QUANTITY, canonical, unpacked
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.language import marked
from chipgate.web.state import address, given

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
    """What QUERY asks; the example where it says nothing."""
    said = given(query)
    view = {name: said.pop(name, "") for name in VIEW_NAMES}
    packed, _strange = unpacked(said.get(PACKED, ""))
    if packed and not _strange:
        del said[PACKED]
        said = {**packed, **said}
    is_example = not said and not any(view.values())
    cells = dict(EXAMPLE) if is_example else {canonical(name) or name: text for name, text in said.items()}
    assume = "ordinary" if is_example else view["assume"] or "nothing"
    return Asked(
        MappingProxyType(cells),
        assume if assume in ASSUMPTIONS else "nothing",
        Clock.ON_THE_BOOKS if view["clock"] == Clock.ON_THE_BOOKS else Clock.AS_ENFORCED,
        bool(view["full"]),
        is_example,
    )
