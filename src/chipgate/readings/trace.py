"""Why: a tree of lines, each with the sentence, the numbers put in, its verdict and the distance to the limit.

Built only when somebody asks. A brief trace keeps the parts that force the verdict; a full one keeps every part.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple, assert_never

from chipgate.kept_lately import KeptLately
from chipgate.kept_property import kept_property
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    Leaf,
    OneOf,
    Paragraph,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Defines, Provision
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.sentence import (
    ALL_OF_WORDS,
    short_id,
    words_of,
)
from chipgate.readings.trace_lines import (
    TraceLine,
    denials_of,
    leaf_line,
    line_of,
    negation,
    value_shown,
)
from chipgate.readings.verdict import MET, NOT_MET, Facts, Verdict, Weighing

MOST_LINES: Final = 5_000
MOST_TREES: Final = 2_000
"""So many lines, and trees of them, of the laws of one corpus are kept at least."""


def trace_provision(provision: Provision, facts: Facts, law: LawOnDay, full: bool = False) -> TraceLine:
    """Why PROVISION is met, not met or unknown on FACTS."""
    return Tracing(Weighing(facts, law), full).provision(provision)


def trace(condition: Condition, facts: Facts, law: LawOnDay, full: bool = False) -> TraceLine:
    """Why CONDITION is met, not met or unknown on FACTS."""
    return Tracing(Weighing(facts, law), full).condition(condition)


class _Slot(NamedTuple):
    """How a line of the text stands in a tree: its verdict, how many times over it is denied, and its label."""

    verdict: Verdict
    denials: int = 0
    label: str = ""


class _Shape:
    """A tree, whatever values its lines show, and the lines of the text in it, from above; equal only to itself."""

    def __init__(self, tree: TraceLine) -> None:
        self.tree = tree
        lines = [line for _, line in tree.walk() if line.leaf is not None]
        self.leaves = tuple([line.leaf for line in lines if line.leaf is not None])
        self.slots = tuple(map(_slot_of, lines))


class Tracing:
    """The lines over one weighing; what stands in several places is spelled out once.

    A brief one spells out only the parts that force a verdict. Weighings whose verdicts are all the same may share
    their SHAPES, trees by the identity of provisions of their law.
    """

    def __init__(self, weighing: Weighing, full: bool = False, shapes: dict[int, _Shape] | None = None) -> None:
        self.weighing = weighing
        self.full = full
        self._shapes = {} if shapes is None else shapes
        # By identity, as in the weighing; each value keeps its node, so that no other takes its place.
        self._nodes: dict[int, tuple[Condition, TraceLine]] = {}
        self._wholes: dict[int, tuple[Provision, TraceLine]] = {}

    def provision(self, provision: Provision) -> TraceLine:
        """Why PROVISION is met, not met or unknown."""
        known = self._wholes.get(id(provision))
        if known is None:
            known = self._wholes[id(provision)] = (provision, self._shared(provision))
        return known[1]

    def _shared(self, provision: Provision) -> TraceLine:
        """The lines of PROVISION; orders that show the same values in them share them."""
        if self.full or not self.weighing.is_looked_up:
            return self._provision(provision)
        shape = self._shapes.get(id(provision))
        if shape is None:
            shape = self.weighing.found((provision,), "shape of a trace", partial(_shape, provision))
            self._shapes[id(provision)] = shape
        kept = _kept_in(self.weighing.law, "trees of a trace", MOST_TREES)
        key = (shape, *[value_shown(leaf, self.weighing.facts) for leaf in shape.leaves])
        return kept.get(key) or kept.keep(key, self._filled(shape))

    def _filled(self, shape: _Shape) -> TraceLine:
        """The tree of SHAPE with the values of these facts in it."""
        return _with_leaves(shape.tree, map(self._finished, shape.leaves, shape.slots))

    def _finished(self, leaf: Leaf, slot: _Slot) -> TraceLine:
        """The line of LEAF as it stands in a tree; orders that say the same about it share it."""
        kept, key = self._kept, (id(leaf), slot, value_shown(leaf, self.weighing.facts))
        return kept.get(key) or kept.keep(key, self._made(leaf, slot))

    def _made(self, leaf: Leaf, slot: _Slot) -> TraceLine:
        line = line_of(leaf, self.weighing.facts, slot.verdict, slot.denials)
        return line._replace(label=slot.label) if slot.label else line

    def _provision(self, provision: Provision) -> TraceLine:
        verdict = self.weighing.weigh_provision(provision)
        lines = self._lines(self._telling(provision.conditions, verdict, needs_all=True))
        return _provision_line(provision, verdict, _flattened(ALL_OF_WORDS, lines))

    def condition(self, condition: Condition) -> TraceLine:
        """Why CONDITION is met, not met or unknown."""
        known = self._nodes.get(id(condition))
        if known is None:
            known = self._nodes[id(condition)] = (condition, self._condition(condition))
        return known[1]

    def _condition(self, condition: Condition) -> TraceLine:
        match condition:  # the kinds that occur most stand first
            case OneOf() | IsTrue() | Compared() | Within() | Classified():
                return self._leaf(condition)
            case Under() | Satisfies():
                return self._reference(condition)
            case AllOf(parts):
                return self._group(condition, parts, needs_all=True)
            case AnyOf(parts):
                return self._group(condition, parts, needs_all=False)
            case Unless(rule, exception):
                return self._group(condition, (rule, IsNot(exception)), needs_all=True)
            case IsNot(part):
                return negation(self.condition(part))
            case Paragraph(label, part):
                return self.condition(part)._replace(label=label)
            case _ as never:
                assert_never(never)

    def _leaf(self, leaf: Leaf) -> TraceLine:
        """The line of LEAF; orders that say the same about it share it."""
        verdict, value = self.weighing.weigh(leaf), value_shown(leaf, self.weighing.facts)
        kept, key = self._kept, (id(leaf), verdict, value)
        known = kept.get(key)
        if known is None:
            known = kept.keep(key, leaf_line(leaf, self.weighing.facts, verdict))  # which has its leaf, as above
        return known

    @kept_property
    def _kept(self) -> KeptLately[Hashable, TraceLine]:
        """Lines by what they state, with what they show."""
        return _kept_in(self.weighing.law, "lines of a trace", MOST_LINES)

    def _lines(self, conditions: Iterable[Condition]) -> tuple[TraceLine, ...]:
        return tuple(map(self.condition, conditions))

    def _telling(self, parts: Sequence[Condition], verdict: Verdict, needs_all: bool) -> Sequence[Condition]:
        """Every part; in a brief trace those that force VERDICT: one failure ends an all-of, one success an any-of."""
        if self.full:
            return parts
        alike = (part for part in parts if self.weighing.weigh(part) is verdict)
        return (next(alike),) if verdict is (NOT_MET if needs_all else MET) else tuple(alike)

    def _group(self, condition: AllOf | AnyOf | Unless, parts: Sequence[Condition], needs_all: bool) -> TraceLine:
        verdict = self.weighing.weigh(condition)
        lines = self._lines(self._telling(parts, verdict, needs_all))
        words = ALL_OF_WORDS if isinstance(condition, Unless) else words_of(condition)
        if self.full:
            return TraceLine(words, verdict, parts=lines)
        if len(lines) == 1:
            return lines[0]  # one part that forces the verdict speaks for the group
        return TraceLine(words, verdict, parts=_flattened(words, lines))

    def _reference(self, condition: Under | Satisfies) -> TraceLine:
        found = self.weighing.law.get(condition.provision)
        if self.full and found is not None and isinstance(condition, Under):
            return self.provision(found)
        verdict = self.weighing.weigh(condition)
        if found is None:
            words = phrase("{provision} (not in force on the day)", provision=short_id(condition.provision))
            return TraceLine(words, verdict)
        if not self.full and verdict is NOT_MET and isinstance(found.gives, Defines):
            return _provision_line(found, verdict)  # a term that does not fit is named, not spelled out
        if isinstance(condition, Under):
            return self.provision(found)
        return _provision_line(found, verdict, _flattened(ALL_OF_WORDS, (self.condition(found.when),)))


def _kept_in(law: LawOnDay, name: str, most: int) -> KeptLately[Hashable, TraceLine]:
    """What is kept under NAME for all laws of one corpus."""
    kept: KeptLately[Hashable, TraceLine] | None = law.shared.get(name)
    if kept is None:
        kept = law.shared[name] = KeptLately(most)
    return kept


def _provision_line(provision: Provision, verdict: Verdict, parts: tuple[TraceLine, ...] = ()) -> TraceLine:
    words = _provision_words(provision.id, provision.title)
    return TraceLine(words, verdict, cite=provision.cite, provision=provision, parts=parts)


@lru_cache(maxsize=1024)
def _provision_words(provision_id: str, title: str) -> Phrase:
    return phrase("{provision}: {title}", provision=short_id(provision_id), title=Word(title))


def _shape(provision: Provision, weighing: Weighing) -> _Shape:
    return _Shape(Tracing(weighing)._provision(provision))


def _slot_of(line: TraceLine) -> _Slot:
    denials = denials_of(line)
    return _Slot(line.verdict.negated if denials % 2 else line.verdict, denials, line.label)


def _with_leaves(line: TraceLine, fresh: Iterator[TraceLine]) -> TraceLine:
    """LINE with FRESH lines in the place of those of the text in it."""
    if line.leaf is not None:
        return next(fresh)
    if not line.parts:
        return line
    words, verdict, label, distance, cite, provision, facts, parts, leaf = line
    parts = tuple([_with_leaves(part, fresh) for part in parts])
    return TraceLine(words, verdict, label, distance, cite, provision, facts, parts, leaf)


def _flattened(words: Phrase, lines: tuple[TraceLine, ...]) -> tuple[TraceLine, ...]:
    """The lines, with the parts of a group of the same kind pulled up into this one."""
    found: list[TraceLine] = []
    for line in lines:
        if not line.label and (line.words is words or line.words == words):
            found += line.parts
        else:
            found.append(line)
    return tuple(found)
