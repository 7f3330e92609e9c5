"""A time function worked out over a whole grid: once as terms, then block by block in the cache of a core.

What does not vary along every axis is worked out once for all cells; only the rest is done cell by cell, in blocks that
stay in the cache of a core, each step into an array that is used again. More cores are more processes.
"""

from __future__ import annotations

import math
import mmap
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from chipgate.workloads.numbers import NAMES, Numbers
from chipgate.workloads.term_rules import Orderer
from chipgate.workloads.term_sums import gathered
from chipgate.workloads.terms import CHOICE, Term, called, computed, term_of
from chipgate.workloads.training import Constants, Parts

LARGEST, SMALLEST = 32768, 4_096
"""Cells of a block: a step takes longer than calling it does, and longer steps are not done sooner."""

CACHE: Final = 1_500_000
"""Bytes that the arrays of a block may take together: they stay in the second cache of a core."""

WORTH_A_PROCESS: Final = 50_000_000
"""Steps times cells from which on another process is worth its start and its slower memory ..."""

STEPS_WORTH_IT: Final = 20
"""... if there are so many steps: with fewer, most of the time goes into the memory of the result."""

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
        """The results, each an array of float64 of the grid's shape; with more CORES, large grids on so many processes.

        Threads would not do: a step takes microseconds, and they would wait for the interpreter as long.
        """
        places = _Room(self.steps, len(self.held), self.results).places
        cells = min(max(CACHE // (8 * max(places, 1)), SMALLEST), LARGEST)
        blocks = list(_blocks(self.shape, cells))
        shared = min(cores, len(blocks)) > 1 and self._is_worth_a_process() and _can_fork()
        made = [_shared(self.shape) if shared else np.empty(self.shape) for _ in self.results]
        if shared:
            self._fill_together(made, blocks, cores)
        else:
            self._fill(made, blocks)
        return made

    def _is_worth_a_process(self) -> bool:
        steps = len(self.steps)
        return steps >= STEPS_WORTH_IT and steps * math.prod(self.shape) >= WORTH_A_PROCESS

    def _fill_together(self, made: Sequence[NDArray[np.float64]], blocks: Sequence[Block], cores: int) -> None:
        """Fill MADE, which processes share; what a child did not finish is done here."""
        parts = [blocks[first::cores] for first in range(cores)]
        children = []
        for part in parts[1:]:
            child = os.fork()
            if not child:
                self._fill_and_leave(made, part)
            children.append((child, part))
        self._fill(made, parts[0])
        for child, part in children:
            if os.waitpid(child, 0)[1]:
                self._fill(made, part)

    def _fill_and_leave(self, made: Sequence[NDArray[np.float64]], part: Sequence[Block]) -> NoReturn:
        code = 1
        try:
            self._fill(made, part)
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's is flushed or closed here

    def _fill(self, made: Sequence[NDArray[np.float64]], blocks: Sequence[Block]) -> None:
        """Work through BLOCKS into MADE."""
        if not blocks:
            return
        room = _Room(self.steps, len(self.held), self.results)
        with np.errstate(all="ignore"):  # what is not chosen may divide by zero
            for block in blocks:
                places: list[Any] = [_part(array, block) for array in self.held]
                target = [one[block] for one in made]
                places.extend([None] * len(self.steps))
                for step, out in room.laid_out(target[0].shape if target else ()):
                    _do(step, places, out)
                for one, place in zip(target, self.results, strict=True):
                    one[...] = places[place]


def _can_fork() -> bool:
    """Whether another process can be had for the asking; not beside other threads, whose locks it would inherit."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _shared(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """An array that children fill as well as we."""
    room = mmap.mmap(-1, max(8 * math.prod(shape), 1))
    return np.frombuffer(room, dtype=float, count=math.prod(shape)).reshape(shape)


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
    np.copyto(out, other)
    np.copyto(out, chosen, where=which)


class _Room:
    """Arrays for the steps of a block, as few as can be: one is free again after its last reader."""

    def __init__(self, steps: Sequence[Step], held: int, results: Sequence[int]) -> None:
        last = {place: at for at, step in enumerate(steps) for place in step.reads}
        last |= dict.fromkeys(results, len(steps))  # read when all steps are done
        free: dict[bool, list[int]] = {True: [], False: []}
        slots: dict[int, int] = {}
        self._kinds: list[bool] = []
        self._steps: list[tuple[Step, int]] = []
        for at, step in enumerate(steps):
            if not free[step.truth]:
                free[step.truth].append(len(self._kinds))
                self._kinds.append(step.truth)
            slots[step.writes] = free[step.truth].pop()
            self._steps.append((step, slots[step.writes]))
            for place in set(step.reads):
                if place >= held and last[place] == at:
                    free[self._kinds[slots[place]]].append(slots[place])
        self.places = len(self._kinds)
        self._shape: tuple[int, ...] | None = None
        self._laid: list[tuple[Step, NDArray[Any]]] = []

    def laid_out(self, shape: tuple[int, ...]) -> list[tuple[Step, NDArray[Any]]]:
        """Each step with the array that it writes."""
        if shape != self._shape:
            arrays = [np.empty(shape, dtype=bool if kind else float) for kind in self._kinds]
            self._laid = [(step, arrays[slot]) for step, slot in self._steps]
            self._shape = shape
        return self._laid


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
