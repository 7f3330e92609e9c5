"""Conditions of the law as formulas, with the lines without parts as leaves that facts decide."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final, assert_never

from chipgate.law import language
from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    OneOf,
    Paragraph,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of, walk
from chipgate.readings.columns.formulas import MET, NOT_MET, Arena, Formula
from chipgate.readings.verdict import UNKNOWN, Facts, unknown_operands, weigh

LeafCondition = language.Leaf


@dataclass(frozen=True, slots=True)
class Leaf:
    """A line of the text without parts, and the law in which its country groups are read."""

    condition: LeafCondition
    law: LawOnDay
    facts: tuple[Fact, ...] = field(init=False, repr=False, compare=False)
    """The facts that it names."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(facts_of(self.condition)))


class Compiler:
    """Writes provisions into an arena; what stands in several places, or in several versions of the law, is one node.

    GROUP_OF gives the number of the group that a fact belongs to; all facts of one measure must be of one group.
    ``masks`` has the leaves of each group.
    """

    def __init__(self, arena: Arena, group_of: Callable[[str], int]) -> None:
        self.arena = arena
        self.leaves: dict[Formula, Leaf] = {}
        self.masks: dict[int, int] = {}
        self.group_of = group_of
        self._forget()

    def __getstate__(self) -> dict[str, object]:
        """All but what is known by identity: another process has other identities."""
        return {name: value for name, value in self.__dict__.items() if name not in _BY_IDENTITY}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._forget()

    def _forget(self) -> None:
        """Begin without all that is known by identity."""
        self._known: dict[Hashable, Formula] = {}
        self._kept: list[object] = []  # so that no identity among the keys is used twice
        self._asks: dict[int, _Asks] = {}
        self._texts: dict[Hashable, int] = {}

    def provision(self, provision: Provision | None, law: LawOnDay) -> Formula:
        """A whole provision, its subject included; a text that is not in force is not met."""
        if provision is None:
            return NOT_MET
        key = (id(provision), id(law))
        if key not in self._known:
            alike = (_READ, id(provision), *self._read(provision, provision.conditions, law))
            if alike not in self._known:
                subject = MET if provision.subject is None else self._condition(provision.subject, law)
                self._known[alike] = self.arena.all_of((subject, self._condition(provision.when, law)))
            self._keep(key, self._known[alike], provision, law)
        return self._known[key]

    def condition(self, condition: Condition, law: LawOnDay) -> Formula:
        """One condition as it reads under LAW."""
        key = (id(condition), id(law))
        if key not in self._known:
            alike = (_READ, id(condition), *self._read(condition, (condition,), law))
            if alike not in self._known:
                self._known[alike] = self._condition(condition, law)
            self._keep(key, self._known[alike], condition, law)
        return self._known[key]

    def _condition(self, condition: Condition, law: LawOnDay) -> Formula:
        key = (id(condition), id(law))
        if key not in self._known:
            self._keep(key, self._written(condition, law), condition, law)
        return self._known[key]

    def _read(self, owner: object, conditions: Iterable[Condition], law: LawOnDay) -> tuple[Hashable, ...]:
        """What LAW makes of what CONDITIONS of OWNER ask of it: where that is the same, they are the same formula."""
        if id(owner) not in self._asks:
            self._asks[id(owner)] = _asks_of(conditions)
            self._kept.append(owner)
        references, groups = self._asks[id(owner)]
        return (*(self._text(law.get(one), law) for one in references), *map(law.membership, groups))

    def _text(self, provision: Provision | None, law: LawOnDay) -> int:
        """A number for a provision with all that it refers to: the same under laws that read it alike."""
        if provision is None:
            return 0
        key = (id(provision), id(law))
        if key not in self._texts:
            text = (id(provision), *self._read(provision, provision.conditions, law))
            self._texts[key] = self._texts.setdefault((text,), len(self._texts) + 1)
            self._kept.append((provision, law))
        return self._texts[key]

    def _keep(self, key: Hashable, formula: Formula, *owners: object) -> None:
        self._known[key] = formula
        self._kept.append(owners)

    def _written(self, condition: Condition, law: LawOnDay) -> Formula:
        match condition:
            case AllOf(parts):
                return self.arena.all_of(self._condition(part, law) for part in parts)
            case AnyOf(parts):
                return self.arena.any_of(self._condition(part, law) for part in parts)
            case IsNot(part):
                return self.arena.is_not(self._condition(part, law))
            case Unless(rule, exception):
                barred = self.arena.is_not(self._condition(exception, law))
                return self.arena.all_of((self._condition(rule, law), barred))
            case Paragraph(_, part):
                return self._condition(part, law)
            case Under(provision_id):
                return self.provision(law.get(provision_id), law)
            case Satisfies(provision_id):
                found = law.get(provision_id)
                return NOT_MET if found is None else self._condition(found.when, law)
            case Compared() | IsTrue() | OneOf() | Within() | Classified():
                return self.leaf(condition, law)
            case _ as never:
                assert_never(never)

    def leaf(self, condition: LeafCondition, law: LawOnDay) -> Formula:
        """A line without parts; one whose country groups have the same members is the same in every law."""
        formula = self.arena.leaf(_content(condition, law))
        if formula not in self.leaves:
            self.leaves[formula] = Leaf(condition, law)
            (group,) = {self.group_of(fact.name) for fact in facts_of(condition)}
            self.masks[group] = self.masks.get(group, 0) | self.arena.support[formula]
        return formula


_Asks = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""The provisions that a text refers to, and the country groups that it names."""

_READ: Final = "read"
"""What keys of texts begin with that laws may share."""

_BY_IDENTITY: Final = frozenset(("_known", "_kept", "_asks", "_texts"))


def _asks_of(conditions: Iterable[Condition]) -> _Asks:
    nodes = [node for condition in conditions for node in walk(condition)]
    references = (node.provision for node in nodes if isinstance(node, Under | Satisfies))
    groups = (node.groups for node in nodes if isinstance(node, Within))
    return tuple(dict.fromkeys(references)), tuple(dict.fromkeys(groups))


def _content(condition: LeafCondition, law: LawOnDay) -> Hashable:
    match condition:
        case Within(fact, groups):
            return ("within", fact.name, *law.membership(groups))
        case OneOf(fact, values):
            return ("one of", fact.name, frozenset(values))
        case IsTrue(fact):
            return ("is true", fact.name)
        case Classified(fact, scope):
            return ("classified", fact.name, scope.codes)
        case Compared(measure, relation, bound):
            return ("compared", measure, relation, bound.value)
        case _ as never:
            assert_never(never)


def replacement(arena: Arena, formula: Formula, leaf: Leaf, facts: Facts) -> Formula:
    """What the leaf FORMULA comes to on FACTS: a constant, itself where nothing is known of it, or a doubt.

    A doubt is a leaf of its own, which no fact settles: whether a country is in a group that the law leaves open, or
    what becomes of a sum of which a part is known.
    """
    verdict = weigh(leaf.condition, facts, leaf.law)
    if verdict is not UNKNOWN:
        return MET if verdict else NOT_MET
    is_known = any(fact.name in facts for fact in leaf.facts)
    return doubt(arena, formula) if is_known else formula


def doubt(arena: Arena, formula: Formula) -> Formula:
    """A leaf that stands for what no fact settles of the leaf FORMULA."""
    return arena.leaf(("doubt", formula))


def lacking_facts(leaf: Leaf, facts: Facts) -> tuple[str, ...]:
    """The facts for which a leaf that is unknown on FACTS asks."""
    if isinstance(leaf.condition, Compared):
        return tuple(dict.fromkeys(fact.name for fact in unknown_operands(leaf.condition.measure, facts)))
    return tuple(fact.name for fact in leaf.facts)
