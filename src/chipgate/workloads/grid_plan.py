"""A time function worked out over a whole grid: once as terms, then block by block in the cache of a core.

What does not vary along every axis is worked out once for all cells; only the rest is done cell by cell, in blocks that
stay in the cache of a core, each step into an array that is used again. More cores are more threads.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chipgate.workloads.numbers import NAMES, Numbers
from chipgate.workloads.term_rules import Orderer
from chipgate.workloads.term_sums import gathered
from chipgate.workloads.terms import CHOICE, Term, called, computed, term_of
from chipgate.workloads.training import Constants, Parts

BLOCK: Final = 32_768
"""Cells of a block: its arrays stay near a core, and a step takes much longer than to call it and to hand over to
another thread. From 16,000 to 64,000 make no difference that was seen."""

WORTH_A_THREAD: Final = 5_000_000
"""Steps times cells from which on another thread is worth its start."""

_SMALL: Final = 16
"""A term with fewer cells than one in so many of the grid's is worked out once, before the blocks."""

Time = Callable[[Numbers, Constants], Parts]
Block = tuple[slice, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One function in a block: which places it reads and which it writes; places below ``held`` are given arrays."""

    name: str
    reads: tuple[int, ...]
    writes: int
    truth: bool  # whether it says yes or no of each cell


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fill a grid of ``shape``: ``held`` arrays broadcast to it, ``steps`` for each block, then ``results``."""

    shape: tuple[int, ...]
    held: tuple[NDArray[Any], ...]
    steps: tuple[Step, ...]
    results: tuple[int, ...]

    def run(self, cores: int = 1) -> list[NDArray[np.float64]]:
        """The results, each an array of float64 of the grid's shape; large grids in as many threads as CORES.

        NumPy lets the others go on while it works through a block, and a block is long enough to be worth it.
        """
        blocks = deque(_blocks(self.shape, BLOCK))
        made = [np.empty(self.shape) for _ in self.results]
        threads = min(cores, len(blocks)) if self._is_worth_a_thread() else 1
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                for one in [pool.submit(self._fill, made, blocks) for _ in range(threads)]:
                    one.result()
        else:
            self._fill(made, blocks)
        return made

    def _is_worth_a_thread(self) -> bool:
        return (len(self.steps) + 1) * math.prod(self.shape) >= WORTH_A_THREAD

    def _fill(self, made: Sequence[NDArray[np.float64]], blocks: deque[Block]) -> None:
        """Work into MADE what is left of BLOCKS, from which other threads take too."""
        room = _Room(self.steps, len(self.held), self.results)
        with np.errstate(all="ignore"):  # what is not chosen may divide by zero
            while (block := _next(blocks)) is not None:
                places: list[Any] = [_part(array, block) for array in self.held]
                target = [one[block] for one in made]
                places.extend([None] * len(self.steps))
                for step, out in room.laid_out(target):
                    _do(step, places, out)
                for one, place in zip(target, self.results, strict=True):
                    if places[place] is not one:
                        one[...] = places[place]


def _next(blocks: deque[Block]) -> Block | None:
    try:
        return blocks.popleft()
    except IndexError:
        return None


def _do(step: Step, places: list[Any], out: NDArray[Any]) -> None:
    inputs = [places[one] for one in step.reads]
    if step.name == CHOICE:
        _choose(inputs[0], inputs[1], inputs[2], out)
    else:
        getattr(np, step.name)(*inputs, out=out)
    places[step.writes] = out


def _choose(which: Any, chosen: Any, other: Any, out: NDArray[Any]) -> None:
    """As ``np.where``; what is 1 or 0 by turns needs no branch in each cell, which costs more than a product."""
    if np.ndim(chosen) == np.ndim(other) == 0 and {float(chosen), float(other)} == {0.0, 1.0}:
        np.copyto(out, which)
        if chosen < other:
            np.subtract(1.0, out, out=out)
        return
    out[...] = np.where(which, chosen, other)


class _Room:
    """Arrays for the steps of a block, as few as can be: one is free again for the step that reads it last.

    The results need none: they are written where they belong.
    """

    def __init__(self, steps: Sequence[Step], held: int, results: Sequence[int]) -> None:
        last = {place: at for at, step in enumerate(steps) for place in step.reads}
        own = {place: -1 - at for at, place in enumerate(results)}
        free: dict[bool, list[int]] = {True: [], False: []}
        slots: dict[int, int] = {}
        self._kinds: list[bool] = []
        self._steps: list[tuple[Step, int]] = []
        for at, step in enumerate(steps):
            for place in set(step.reads):
                if place in slots and last[place] == at:
                    free[self._kinds[slots[place]]].append(slots[place])
            if step.writes in own and not step.truth:
                self._steps.append((step, own[step.writes]))
                continue
            if not free[step.truth]:
                free[step.truth].append(len(self._kinds))
                self._kinds.append(step.truth)
            slots[step.writes] = free[step.truth].pop()
            if step.writes in own:  # read when all steps are done
                last[step.writes] = len(steps)
            self._steps.append((step, slots[step.writes]))
        self._arrays: list[NDArray[Any]] = []

    def laid_out(self, target: Sequence[NDArray[np.float64]]) -> Iterator[tuple[Step, NDArray[Any]]]:
        """Each step with the array that it writes; TARGET are the results of this block."""
        shape = target[0].shape if target else ()
        if not self._arrays or self._arrays[0].shape != shape:
            self._arrays = [np.empty(shape, dtype=bool if kind else float) for kind in self._kinds]
        for step, slot in self._steps:
            yield step, self._arrays[slot] if slot >= 0 else target[-1 - slot]


def _part(array: NDArray[Any], block: Block) -> NDArray[Any]:
    """The part of ARRAY that meets BLOCK; an axis of one cell meets every block."""
    own = block[len(block) - array.ndim :]
    return array[tuple(one if size > 1 else slice(None) for one, size in zip(own, array.shape, strict=True))]


def _blocks(shape: tuple[int, ...], most: int) -> Iterator[Block]:
    """The grid cut along its first axes into blocks of MOST cells or fewer."""
    inner = len(shape)
    cells = 1
    while inner and cells * shape[inner - 1] <= most:
        inner -= 1
        cells *= shape[inner]
    whole = tuple(slice(0, size) for size in shape[inner:])
    if not inner:
        yield whole
        return
    step = max(most // cells, 1)
    for outer in np.ndindex(*shape[: inner - 1]):
        for start in range(0, shape[inner - 1], step):
            yield (*(slice(at, at + 1) for at in outer), slice(start, min(start + step, shape[inner - 1])), *whole)


def written(time: Time, numbers: Numbers, constants: Constants) -> dict[str, Term]:
    """The parts that TIME would compute of NUMBERS, as terms."""
    known: dict[int, Term] = {}
    leaves = {}
    for name in NAMES:
        value = getattr(numbers, name)
        leaves[name] = known.setdefault(id(value), term_of(value))
    return {name: term_of(part) for name, part in time(Numbers(**leaves), constants).items()}


def total(parts: Mapping[str, Term]) -> Term:
    """The time: all parts together."""
    first, *others = parts.values()
    for one in others:
        first = called("add", first, one)
    return first


def largest(parts: Mapping[str, Term]) -> Term:
    """The place of the largest part, the first where several are: the resource that binds."""
    first, *others = parts.values()
    place, most = term_of(0.0), first
    for at, one in enumerate(others, start=1):
        place = called(CHOICE, called("greater", one, most), term_of(float(at)), place)
        most = called("maximum", most, one)
    return place


def planned(terms: Sequence[Term], shape: tuple[int, ...]) -> Plan:
    """The plan that fills a grid of SHAPE with each of TERMS."""
    roots = Orderer(shape).all_ordered(gathered(terms))
    before = _Before(shape)
    wide: dict[int, tuple[Term, int]] = {}
    for root in roots:
        _collect(root, before, wide)
    held: list[NDArray[Any]] = []
    places: dict[int, int] = {}
    for term, _ in wide.values():
        for one in term.inputs or (term,):
            if id(one) not in wide and id(one) not in places:
                places[id(one)] = len(held)
                held.append(before.value_of(one))
    for root in roots:
        if id(root) not in wide and id(root) not in places:
            places[id(root)] = len(held)
            held.append(before.value_of(root))
    steps = []
    for at, (term, _) in enumerate(wide.values()):
        places[id(term)] = len(held) + at
        reads = tuple(places[id(one)] for one in term.inputs)
        steps.append(Step(term.name, reads, places[id(term)], _says_yes_or_no(term)))
    return Plan(shape, tuple(held), tuple(steps), tuple(places[id(one)] for one in roots))


_TRUTHS: Final = frozenset(("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"))


def _says_yes_or_no(term: Term) -> bool:
    if term.name in ("bitwise_and", "bitwise_or", "invert", "logical_and", "logical_or", "logical_not"):
        return True
    return term.name in _TRUTHS


def _collect(term: Term, before: _Before, wide: dict[int, tuple[Term, int]]) -> None:
    """Every term that needs all cells, inputs first."""
    if id(term) in wide or before.is_small(term):
        return
    for one in term.inputs:
        _collect(one, before, wide)
    wide[id(term)] = (term, len(wide))


class _Before:
    """What is worked out once for all cells."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._sizes = dict(enumerate(reversed(shape)))
        self._cells = max(int(np.prod(shape)), 1)
        self._values: dict[int, Any] = {}

    def is_small(self, term: Term) -> bool:
        """Whether TERM has so few cells of its own that it is worked out at once; leaves are there already."""
        own = int(np.prod([self._sizes[axis] for axis in term.axes]))
        return not term.inputs or own * _SMALL <= self._cells

    def value_of(self, term: Term) -> Any:
        """TERM as an array that broadcasts to the grid."""
        if term.value is not None:
            return term.value
        if id(term) not in self._values:
            self._values[id(term)] = computed(term.name, *map(self.value_of, term.inputs))
        return self._values[id(term)]
