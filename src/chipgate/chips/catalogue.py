"""The catalogue: datasheets by the names that people use for them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from chipgate.chips.datasheet import Datasheet
from chipgate.chips.names import LONGEST_NAME, AmbiguousChip, Lookup, fold, is_of, spellings_of_vendors
from chipgate.errors import BadDatasheet, UnknownChip

BUNDLED_FILE: Final = Path(__file__).parent / "data" / "chips.csv"


class _Entry:
    """A chip of the catalogue: its names at once, its datasheet when somebody asks (most runs need one of them)."""

    __slots__ = ("_row", "_sheet", "aliases", "chip_id", "families", "family_names", "keys", "name", "vendor")

    def __init__(self, row: Mapping[str, str] | None, sheet: Datasheet | None) -> None:
        self._row, self._sheet = row, sheet
        if row is not None:
            self.chip_id, self.name, self.vendor = row["chip_id"], row["name"], row["vendor"]
            self.aliases = tuple(filter(None, row["aliases"].split(";")))
            self.family_names = tuple(filter(None, row["family_names"].split(";")))
        elif sheet is not None:
            self.chip_id, self.name, self.vendor = sheet.chip_id, sheet.name, sheet.vendor
            self.aliases, self.family_names = sheet.aliases, sheet.family_names
        self.keys = {fold(name): name for name in (self.chip_id, self.name, *self.aliases)}
        self.families = {fold(name): name for name in self.family_names}

    @property
    def sheet(self) -> Datasheet:
        if self._sheet is None:
            from chipgate.chips.rows import sheet_of_row  # reading a row in full is needed for few of them

            assert self._row is not None
            self._sheet = sheet_of_row(self._row)
        return self._sheet


class _Index(NamedTuple):
    """Entries by folded name; a family name may have several."""

    exact: Mapping[str, _Entry]
    families: Mapping[str, tuple[_Entry, ...]]


class Catalogue:
    """Datasheets by name. Immutable: ``with_chips`` gives another one.

    A name is found whatever its case, spaces and hyphens, with or without the vendor before it.
    """

    __slots__ = ("_entries", "_index")

    def __init__(self, sheets: Iterable[Datasheet] = ()) -> None:
        self._fill(tuple(_Entry(None, sheet) for sheet in sheets))

    def _fill(self, entries: tuple[_Entry, ...]) -> None:
        faults: list[str] = []
        self._entries = entries
        self._index = _index_of(entries, faults)
        if faults:
            raise BadDatasheet("catalogue", faults)

    @classmethod
    def _of(cls, entries: tuple[_Entry, ...]) -> Catalogue:
        made = cls.__new__(cls)
        made._fill(entries)
        return made

    def get(self, name: str) -> Datasheet:
        """The datasheet that NAME means.

        Raises:
            UnknownChip: no chip has that name; the message gives the nearest names.
            AmbiguousChip: a family name ("RTX PRO 6000") whose packages differ in what decides an answer.
        """
        return self.find(name).sheet

    def find(self, name: str) -> Lookup:
        """As ``get``, with a remark where a family name was read as one of its packages ("H100" as the SXM part)."""
        exact, family = self._named(name)
        if exact is not None:
            return Lookup(exact.sheet)
        if family:
            return _of_family(name, family)
        raise UnknownChip(name[:LONGEST_NAME], tuple(self.every_name()) if len(name) <= LONGEST_NAME else ())

    def _named(self, name: str) -> tuple[_Entry | None, tuple[_Entry, ...]]:
        """The entry of that name, or those of the family: of the vendor that stands before it, if one does."""
        for key, vendor in spellings_of_vendors(name):
            exact = self._index.exact.get(key)
            if exact is not None and is_of(exact.vendor, vendor):
                return exact, ()
            family = tuple(entry for entry in self._index.families.get(key, ()) if is_of(entry.vendor, vendor))
            if family:
                return None, family
        return None, ()

    def names(self) -> tuple[str, ...]:
        """The name of every chip, in the order of the catalogue."""
        return tuple(entry.name for entry in self._entries)

    def with_chips(self, sheets: Iterable[Datasheet]) -> Catalogue:
        """This catalogue with SHEETS beside what it has.

        Raises:
            BadDatasheet: an id or a name of SHEETS is taken; lists every clash.
        """
        return Catalogue._of((*self._entries, *(_Entry(None, sheet) for sheet in sheets)))

    def every_name(self) -> Iterator[str]:
        """The names of every chip, its aliases, and the families it stands for."""
        for entry in self._entries:
            yield from (entry.name, *entry.aliases, *entry.family_names)

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        return any(self._named(name))

    def __iter__(self) -> Iterator[Datasheet]:
        return (entry.sheet for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Catalogue) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(entry.chip_id for entry in self._entries))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Catalogue, (tuple(self),))


@cache
def bundled() -> Catalogue:
    """The chips that come with chipgate."""
    with BUNDLED_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        return Catalogue._of(tuple(_Entry(dict(zip(header, row, strict=True)), None) for row in rows))


def _of_family(name: str, entries: tuple[_Entry, ...]) -> Lookup:
    if len(entries) > 1:
        raise AmbiguousChip(name, tuple(entry.name for entry in entries))
    return Lookup(entries[0].sheet, f"{name} read as {entries[0].name}")


def _index_of(entries: tuple[_Entry, ...], faults: list[str]) -> _Index:
    """Entries by name. Two may claim a family name, which is then ambiguous, but never the own name of another."""
    exact: dict[str, _Entry] = {}
    families: dict[str, tuple[_Entry, ...]] = {}
    for entry in entries:
        for key, name in entry.keys.items():
            owner = exact.setdefault(key, entry)
            if owner is not entry:
                faults.append(_taken(name, entry, owner, entries))
    for entry in entries:
        for key, name in entry.families.items():
            families[key] = (*families.get(key, ()), entry)
            if exact.get(key, entry) is not entry:
                faults.append(_taken(name, entry, exact[key], entries))
    return _Index(exact, families)


def _taken(name: str, one: _Entry, other: _Entry, entries: tuple[_Entry, ...]) -> str:
    """The fault of the chip that came later: what was there first keeps its name."""
    first, later = sorted((one, other), key=entries.index)
    return f"{later.chip_id}: the name {name!r} belongs to {first.chip_id} ({first.name}); give this chip another one"
