"""Which order of a book is which from one day to the next: by its number, or by what its row says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

from chipgate.cases.columns import ORDER_NAMES, fold
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import OrderRow


@dataclass(frozen=True, slots=True)
class Identity:
    """The key of an order, and a digest of all that is read of it: another digest is a changed order."""

    key: str
    content: str


def number_column(book: OrderBook) -> str:
    """The heading whose numbers tell the orders apart; empty where none does. Reads every row of BOOK."""
    seen: dict[str, set[int]] = {header: set() for header in book.file.header if fold(header) in ORDER_NAMES}
    for row in book.file.rows():
        for header in [*seen]:
            number = row.cells.get(header, "").strip()
            known = hash(number)  # a false double makes rows be told apart by what they say, which is safe
            if not number or known in seen[header]:
                del seen[header]
            else:
                seen[header].add(known)
        if not seen:
            return ""
    return next(iter(seen), "")


@dataclass
class Identities:
    """Gives each row of a book its identity: the number in NUMBERED, or the content with how often it occurred."""

    book: OrderBook
    numbered: str
    _occurred: Counter[str] = field(default_factory=Counter)

    def of(self, row: OrderRow) -> Identity:
        """The identity of ROW; to be asked once, in the order of the book."""
        content = self._content(row)
        if self.numbered:
            return Identity(_digest(["number", row.cells.get(self.numbered, "").strip()]), content)
        self._occurred[content] += 1
        return Identity(f"{content}.{self._occurred[content]}", content)

    def _content(self, row: OrderRow) -> str:
        """A digest of the cells that are read; a column that is only carried through does not count."""
        plan = (one for one in self.book.plan if one.name and one.header in row.cells)
        read = sorted((one.name or "", row.cells[one.header]) for one in plan)
        numbers = [row.cells.get(header, "") for header in self.book.file.header if fold(header) in ORDER_NAMES]
        return _digest([*numbers, *(f"{name}={text.strip()}" for name, text in read)])


def _digest(texts: list[str]) -> str:
    return blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
