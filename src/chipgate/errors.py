"""The errors of chipgate: one small tree.

ChipgateError
├── BadNumber            a number that cannot be read exactly, or cannot be meant
├── BadDay               a day that does not exist, or lies before the law that is modelled
├── BadTransaction       facts that do not fit together
│   ├── BadOrder         a transaction with faults, all in one report (cases.transaction)
│   ├── UnknownChip      no datasheet of that name
│   │   └── AmbiguousChip       a family whose packages differ (chips.names)
│   ├── UnknownCountry   no country of that name
│   │   └── AmbiguousCountry    a name of several countries (countries.names)
│   └── UnknownFact      no fact of that name, or a value it cannot take
├── BadDatasheet         a chip of the user's own with faults, all in one report
├── BadCorpus            provisions that contradict each other or point nowhere
│   └── BadReform        a change that names a limit or provision which does not exist
├── UnknownProvision     no provision of that id
├── UnreadableFile       an order file that cannot be opened as what it claims to be
└── UnwritableFile       a result that cannot be written where it was asked for
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Final, Self

from chipgate.translation.fault_text import either, fault, lines, said_in
from chipgate.translation.language import Language, marked


class ChipgateError(Exception):
    """Something the user can mend; the message says what, where and how.

    It is English wherever it is printed. One that was made of a ``fault`` can be said in another language too.
    """

    @property
    def said(self) -> str:
        """The message as it was given: with its sentence and gaps, where it has them."""
        given = self.args[0] if self.args else ""
        return given if isinstance(given, str) else str(self)

    def text(self, language: Language = "en") -> str:
        """The message in LANGUAGE where a catalogue holds its sentence; else in English."""
        return said_in(language, self.said)


class BadNumber(ChipgateError):
    """A number that cannot be read exactly, or that cannot be meant (negative, not a number)."""


class BadDay(ChipgateError):
    """A day that does not exist, or that lies before the first text that is modelled."""


class BadTransaction(ChipgateError):
    """Facts of a transaction that do not fit together."""


_NO_CHIP: Final = marked(
    "no chip named {name} in the catalogue.{near} "
    "List them with `chipgate chips`, or bring a datasheet of your own with --chips FILE."
)
_NO_SYSTEM: Final = marked(
    "no chip named {name} in the catalogue.{near} A server, board or rack is judged by the chip in it: "
    "name that chip, and give item_kind computer. List them with `chipgate chips`."
)
_NO_PART: Final = marked(
    "no chip named {name} in the catalogue. It looks like a part number, by which no chip is known: give the name of "
    "the chip, like H100 PCIe, as the quotation has it. List them with `chipgate chips`, or bring a datasheet of your "
    "own with the number among its aliases (--chips FILE)."
)
_PART: Final = re.compile(
    r"\d{3}-[0-9a-z]{5}-\d{4}-[0-9a-z]{3}(-[0-9a-z]+)?|100-\d{9}[a-z]*|[a-z]\d{5}-[a-z0-9]{3}|4x67a\d{5}|\d{6,18}",
    re.IGNORECASE,
)
"""Part numbers of NVIDIA, AMD, HPE and Lenovo, and the bare numbers of materials."""

_SYSTEMS: Final = frozenset(
    ("dgx", "hgx", "mgx", "superpod", "nvl4", "nvl16", "nvl32", "nvl36", "nvl72", "nvl144", "rack")
)


class UnknownChip(BadTransaction):
    """No datasheet of that name; carries the nearest names."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        within = names_within(name, known)
        self.near = tuple(dict.fromkeys((*within, *near_names(name, known))))[:3] or next_in_series(name, known)
        super().__init__(fault(_told_of(name), name=repr(name), near=did_you_mean(self.near)))


def _told_of(name: str) -> str:
    """What is to be said of a NAME that no chip has."""
    if _PART.fullmatch(name.strip()):
        return _NO_PART
    return _NO_SYSTEM if _SYSTEMS.intersection(_words_of(name)) else _NO_CHIP


class UnknownCountry(BadTransaction):
    """No country of that name or code; carries the nearest names."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        self.near = near_names(name, known)
        super().__init__(
            fault(
                "no country {name}.{near} Give an ISO 3166 code (CN, CHN) or a name in English or Chinese.",
                name=repr(name),
                near=did_you_mean(self.near),
            )
        )


class UnknownFact(BadTransaction):
    """No fact of that name, or a value that the fact cannot take."""


class BadDatasheet(ChipgateError):
    """A chip file with faults; the message lists every one of them."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        self.file = file
        self.faults = tuple(faults)
        listed = "\n".join(f"  - {fault}" for fault in self.faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(f"{file}: {count}\n{listed}")


class BadCorpus(ChipgateError):
    """Provisions that contradict each other, or that point to something which is not there."""

    faults: tuple[str, ...] = ()
    """What is wrong, one by one, where the message lists it."""

    @classmethod
    def listing(cls, head: str, faults: Sequence[str]) -> Self:
        """The error that says HEAD, and each of FAULTS on a line of its own."""
        made = cls(lines((head, *(fault("  - {text}", text=one) for one in faults))))
        made.faults = tuple(faults)
        return made


class BadReform(BadCorpus):
    """A change to the law that names a limit or a provision which does not exist."""


class UnknownProvision(ChipgateError):
    """No provision of that id; carries the nearest ids."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        self.near = near_names(name, known)
        near = did_you_mean(self.near)
        super().__init__(fault("no provision {name}.{near} List them with `chipgate law`.", name=repr(name), near=near))


class UnreadableFile(ChipgateError):
    """An order file that is empty, damaged, too large to open safely, or not what its name says."""


class UnwritableFile(ChipgateError):
    """A result that cannot be written where it was asked for."""


def names_within(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The known names that stand in NAME word for word, the longest first: H100 stands in DGX H100."""
    words = f" {' '.join(_words_of(name))} "
    found = {spelled: one for one in known if (spelled := " ".join(_words_of(one))) and f" {spelled} " in words}
    return tuple(found[one] for one in sorted(found, key=len, reverse=True))


def _words_of(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())


def near_names(name: str, known: Collection[str], count: int = 3, alike: float = 0.5) -> tuple[str, ...]:
    """The known names most like NAME, the nearest first; letter case does not count. ALIKE is how near, up to 1."""
    if not name.strip():
        return ()
    folded = {candidate.casefold(): candidate for candidate in known}
    hits = get_close_matches(name.casefold(), folded, n=count, cutoff=alike)
    within = [key for key in folded if name.casefold() in key and key not in hits]
    return tuple(folded[key] for key in (*hits, *sorted(within, key=len))[:count])


_SERIES: Final = re.compile(r"([a-z]+)[\s-]*(\d+)")


def next_in_series(name: str, known: Collection[str], count: int = 3) -> tuple[str, ...]:
    """Known names of NAME's letters, the nearest number first: H99 is spelt like nothing, and H100 comes next to it."""
    asked = _SERIES.fullmatch(name.strip().casefold())
    if asked is None:
        return ()
    found = ((_SERIES.fullmatch(one.casefold()), one) for one in known)
    alike = {one: abs(int(part[2]) - int(asked[2])) for part, one in found if part and part[1] == asked[1]}
    return tuple(sorted(alike, key=lambda one: (alike[one], one))[:count])


def did_you_mean(near: Sequence[str]) -> str:
    """A hint sentence with a leading space, or nothing."""
    return fault(_MEANT, names=either([repr(name) for name in near])) if near else ""


_MEANT: Final = marked(" Did you mean {names}?")
