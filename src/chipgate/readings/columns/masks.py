"""Sets of facts as bits in whole numbers: a column holds the sets of all rows, sixty-two facts to a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Final

from chipgate.readings.columns.terms import Term, Terms

BITS: Final = 62
"""Facts to a word: the sign stays free, and so does the bit beside it."""


def words(terms: Terms, flags: Mapping[str, Term], names: Sequence[str]) -> dict[str, Term]:
    """A word for each sixty-two of NAMES, with the bits of those whose two-valued flag is true."""
    found = {}
    for word in range(0, max(len(names), 1), BITS):
        bits = [
            terms.choose([(flags[name], terms.number(1 << place))], terms.number(0))
            for place, name in enumerate(names[word : word + BITS])
            if name in flags
        ]
        found[f"missing_{word // BITS + 1}"] = reduce(terms.plus, bits) if bits else terms.number(0)
    return found


def names_in(found: Sequence[int], names: Sequence[str]) -> tuple[str, ...]:
    """The names whose bits are set in the words of one row."""
    return tuple(name for place, name in enumerate(names) if found[place // BITS] >> place % BITS & 1)


def names_in_mask(mask: int, names: Sequence[str]) -> list[str]:
    """The NAMES whose bits are set in one whole number of any size."""
    found = []
    while mask:
        low = mask & -mask
        found.append(names[low.bit_length() - 1])
        mask ^= low
    return found
