"""The last verdict on each order of a book, in a file beside it: read as it is needed, written whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from chipgate.cases.determination import Determination
from chipgate.cases.order_identity import Identity
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault


class Verdict(NamedTuple):
    """What was said of an order. The fields are the columns of the file."""

    key: str
    content: str
    order: str
    outcome: str
    eccn: str
    review_policy: str
    deciding_provision: str
    judged_on: str
    as_of: str
    clock: str
    assume: str
    law: str


COLUMNS: Final = Verdict._fields


@dataclass(frozen=True)
class Settings:
    """Under what verdicts were given: two that differ in any of it but the day and the law cannot be compared."""

    as_of: date
    clock: str
    assume: str
    law: str

    def verdict(self, identity: Identity, order: str, answer: Determination) -> Verdict:
        """ANSWER, as it is kept."""
        judged = "" if answer.case.day is None else answer.case.day.isoformat()
        says = (answer.outcome, answer.eccn, answer.review_policy, answer.deciding_provision)
        about = (judged, self.as_of.isoformat(), self.clock, self.assume, self.law)
        return Verdict(identity.key, identity.content, order, *says, *about)


def beside(book: Path) -> Path:
    """Where the verdicts on BOOK are kept: orders.xlsx has orders.verdicts.csv."""
    return book.with_name(f"{book.stem}.verdicts.csv")


class Remembered:
    """The verdicts of a file, found by key.

    The file is read as far as it must be: a book in the order of the last run needs one verdict at a time. Those that
    were read over are kept until they are asked for.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._passed: dict[str, Verdict] = {}
        self._rows = self._read()
        self.first = next(self._rows, None)
        if self.first is not None:
            self._passed[self.first.key] = self.first

    def take(self, key: str) -> Verdict | None:
        """The verdict on KEY, which is then forgotten; None where there is none."""
        if key in self._passed:
            return self._passed.pop(key)
        for verdict in self._rows:
            if verdict.key == key:
                return verdict
            self._passed[verdict.key] = verdict
        return None

    def left(self) -> Iterator[Verdict]:
        """The verdicts that nobody took: on orders that are no longer in the book."""
        yield from self._passed.values()
        yield from self._rows

    def _read(self) -> Iterator[Verdict]:
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.reader(file, strict=True)
                if tuple(next(rows, ())) != COLUMNS:
                    raise self._strange()
                for row in rows:
                    if len(row) != len(COLUMNS):
                        raise self._strange()
                    yield Verdict(*row)
        except (csv.Error, UnicodeDecodeError) as broken:
            raise self._strange() from broken
        except OSError as broken:
            raise UnreadableFile(
                fault("{file} cannot be read: {reason}.", file=self.path, reason=broken.strerror or broken)
            ) from broken

    def _strange(self) -> UnreadableFile:
        return UnreadableFile(
            fault(
                "{file} is not a file of verdicts as `chipgate rescreen` writes it. Move it away to begin anew "
                "with --since DAY, or name another file with --verdicts FILE.",
                file=self.path,
            )
        )


def settings_of(first: Verdict, path: Path) -> Settings:
    """Under what the verdicts of a file were given.

    Raises:
        UnreadableFile: the day in it is none.
    """
    try:
        return Settings(date.fromisoformat(first.as_of), first.clock, first.assume, first.law)
    except ValueError as wrong:
        raise UnreadableFile(
            fault("{file}: {given} under as_of is not a day; move the file away.", file=path, given=repr(first.as_of))
        ) from wrong
