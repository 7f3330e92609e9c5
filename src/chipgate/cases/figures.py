"""TPP and performance density of the item of a case, with every reading where figures are disputed or disagree."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from chipgate.cases.figure import GIVEN, OR_MORE, Candidates, Figure
from chipgate.cases.rates import are_wide, totals_of
from chipgate.cases.transaction import Transaction
from chipgate.cases.wide_rates import Laws, wide_figures
from chipgate.law.facts import NotApplicable, Value
from chipgate.units import Exact, decimal_text

if TYPE_CHECKING:
    from chipgate.chips.datasheet import Datasheet

MOST_READINGS = 32
"""More combinations of disputed figures than this are cut to the lowest and highest of each figure."""


def candidates_of(transaction: Transaction, sheet: Datasheet | None, laws: Laws) -> Candidates:
    """Every reading of the figures of the item: what the user states, and what the datasheet prints.

    What LAWS tell apart counts where rates say of TPP how much it is at least.

    A stated figure that only rounds the printed one gives way to it (compare before rounding); one that contradicts it
    stands beside it, so that an answer which depends on the difference stays open.
    """
    stated = {name: _stated(value) for name, value in transaction.facts.items()}
    printed = {} if sheet is None else _of_datasheet(sheet)
    figures: Candidates = printed | {
        name: _both(told, printed[name]) if name in printed else told for name, told in stated.items()
    }
    if "item_kind" in stated:
        figures["item_kind"] = stated["item_kind"]  # a server with the chip inside is what is shipped
    if worked_out := _of_rates(transaction, printed.get("tpp", ()), laws):
        figures["tpp"] = _both(stated.get("tpp", ()), (*worked_out, *printed.get("tpp", ())))
    return figures


@lru_cache(maxsize=4096, typed=True)  # yes is no number 1
def _stated(value: Value) -> tuple[Figure, ...]:
    return (Figure(value, GIVEN),)


def _both(stated: tuple[Figure, ...], printed: Iterable[Figure]) -> tuple[Figure, ...]:
    kept = tuple(dict.fromkeys(printed))
    apart = tuple(one for one in stated if not any(rounds_to(other.value, one.value) for other in kept))
    return (*apart, *kept)


def rounds_to(value: Value, stated: Value) -> bool:
    """Whether STATED is VALUE, or VALUE rounded at the digits that were written."""
    if value == stated:
        return True
    if isinstance(value, str | bool | NotApplicable) or isinstance(stated, str | bool | NotApplicable):
        return False
    return abs(Fraction(value) - stated) * 2 <= Fraction(1, 10 ** _decimals(stated))


def _decimals(number: Exact) -> int:
    text = decimal_text(number, 12)
    return len(text.partition(".")[2])


def _of_rates(transaction: Transaction, printed: tuple[Figure, ...], laws: Laws) -> tuple[Figure, ...]:
    if are_wide(transaction.rates):
        return wide_figures(transaction, printed, laws)
    return tuple(Figure(total.tpp, total.steps) for total in totals_of(transaction.rates))


def _of_datasheet(sheet: Datasheet) -> Candidates:
    from chipgate.cases.printed_figures import printed_figures  # only where a chip is named

    known = _KNOWN.get(id(sheet))
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        figures = {name: _both((), found) for name, found in printed_figures(sheet).items()}
        known = _KNOWN[id(sheet)] = (sheet, figures)
    return known[1]


_KNOWN: Final[dict[int, tuple[Datasheet, Candidates]]] = {}
"""What datasheets print, by identity; each value keeps its datasheet, so that no other takes its place."""

_MOST_KNOWN: Final = 1024


def settled_readings(figures: Candidates) -> tuple[dict[str, Value], ...]:
    """One mapping of facts for every combination of readings, performance density worked out in each."""
    names = [name for name, found in figures.items() if len(found) > 1]
    if not names:
        return ({name: found[0].value for name, found in figures.items() if found},)
    options = [figures[name] for name in names]
    if _count(options) > MOST_READINGS:
        # Of what may be more, the ends do not tell what lies between them: it is not known then.
        names = [name for name in names if all(one.origin != OR_MORE for one in figures[name])]
        options = [_ends(figures[name]) for name in names]
    single = {name: found[0].value for name, found in figures.items() if len(found) == 1}
    return tuple(
        single | {name: one.value for name, one in zip(names, chosen, strict=True)} for chosen in product(*options)
    )


def _count(options: list[tuple[Figure, ...]]) -> int:
    count = 1
    for found in options:
        count *= len(found)
    return count


def _ends(found: tuple[Figure, ...]) -> tuple[Figure, ...]:
    numbers = [one for one in found if isinstance(one.value, int | Fraction)]
    if len(numbers) < len(found):
        return found
    ordered = sorted(numbers, key=lambda one: Fraction(one.value))  # type: ignore[arg-type]
    return (ordered[0], ordered[-1])
