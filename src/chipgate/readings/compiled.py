"""The law of one day as a Python function: the same verdicts as ``verdict.weigh``, in microseconds.

Every node becomes an expression. A node that occurs in several places is worked out once, up front; one that occurs
once stands inside its parent, so that an all-of stops at its first part that is NOT MET. Bitwise and/or on the verdict
numbers are Kleene's all-of and any-of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact, Value
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    Leaf,
    Measure,
    OneOf,
    Paragraph,
    Relation,
    Satisfies,
    SumOf,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Provision
from chipgate.law.tariff_codes import Scope
from chipgate.law.walking import facts_of, walk
from chipgate.readings.verdict import Facts, measured, sum_of, weigh_code

Judge = Callable[[Facts], tuple[int, ...]]
"""The verdict numbers of the provisions asked for, in their order."""

_SIGNS = {Relation.AT_LEAST: ">=", Relation.MORE_THAN: ">", Relation.AT_MOST: "<=", Relation.LESS_THAN: "<"}
_FLAGS = {True: 3, False: 0, None: 1}

Number = int
"""The number of a node; nodes that say the same have the same one."""

Places = Mapping[int, int]
"""Where the verdict number of a provision, or of a node inside one, stands, by its identity."""


def compile_provisions(wanted: Sequence[tuple[Provision, LawOnDay]]) -> Judge:
    """A function from facts to the verdict numbers of the WANTED provisions, each read in its own law."""
    nodes = _Nodes()
    numbers = [nodes.of_provision(provision, law) for provision, law in wanted]
    writer = _Writer(nodes, _occurrences(nodes, numbers))
    return writer.function(list(map(writer.node, numbers)))


def compile_laws(
    laws: Sequence[LawOnDay], wanted: Sequence[tuple[Provision, LawOnDay]] = ()
) -> tuple[Judge, Sequence[Places]]:
    """A function from facts to the verdict numbers of WANTED provisions, and then of every line of LAWS.

    Beside it, for each of LAWS, where each provision and each node stands, by identity, which holds as long as the law
    is kept. What laws say alike is worked out once.
    """
    nodes = _Nodes()
    first = [nodes.of_provision(provision, law) for provision, law in wanted]
    numbers = [dict(_every_line(law, nodes)) for law in laws]
    writer = _Writer(nodes, _Everything())
    distinct = {number: place for place, number in enumerate(sorted({*chain(*(one.values() for one in numbers))}))}
    results = list(map(writer.node, chain(first, distinct)))
    places = [{one: len(first) + distinct[number] for one, number in found.items()} for found in numbers]
    return writer.function(results), places


def _every_line(law: LawOnDay, nodes: _Nodes) -> Iterator[tuple[int, Number]]:
    """The identity of every provision of LAW, and of every node in them, with its number."""
    for provision in law.provisions.values():
        yield id(provision), nodes.of_provision(provision, law)
        for node in (node for condition in provision.conditions for node in walk(condition)):
            yield id(node), nodes.of(node, law)


class _Line(NamedTuple):
    """A line of the text without parts, and the law in which its country groups are read."""

    leaf: Leaf
    law: LawOnDay


class _Joined(NamedTuple):
    """All of the parts, any of them, or the opposite of the one part."""

    by: type[AllOf | AnyOf | IsNot]
    parts: tuple[Number, ...]


class _Nodes:
    """Numbered nodes. Paragraph labels and references are looked through: what stands behind them is what is said."""

    def __init__(self) -> None:
        self.found: list[_Line | _Joined] = []
        self._by_identity: dict[tuple[int, int], Number] = {}
        self._by_content: dict[Hashable, Number] = {}

    def of_provision(self, provision: Provision | None, law: LawOnDay) -> Number:
        """A whole provision, its subject included; a text that is not in force is never met."""
        if provision is None:
            return self._joined(AnyOf, ())
        if provision.subject is None:
            return self.of(provision.when, law)
        return self._joined(AllOf, (self.of(provision.subject, law), self.of(provision.when, law)))

    def of(self, condition: Condition, law: LawOnDay) -> Number:
        """The number of CONDITION under LAW; both must be kept as long as the numbers are."""
        key = (id(condition), id(law))
        if key not in self._by_identity:
            self._by_identity[key] = self._of(condition, law)
        return self._by_identity[key]

    def _of(self, condition: Condition, law: LawOnDay) -> Number:
        match condition:
            case AllOf(parts) | AnyOf(parts):
                return self._joined(type(condition), tuple(self.of(part, law) for part in parts))
            case IsNot(part):
                return self._joined(IsNot, (self.of(part, law),))
            case Unless(rule, exception):
                barred = self._joined(IsNot, (self.of(exception, law),))
                return self._joined(AllOf, (self.of(rule, law), barred))
            case Paragraph(_, part):
                return self.of(part, law)
            case Under(provision_id):
                return self.of_provision(law.get(provision_id), law)
            case Satisfies(provision_id):
                provision = law.get(provision_id)
                return self.of_provision(None, law) if provision is None else self.of(provision.when, law)
            case Within(fact, groups):
                return self._numbered((fact.name, *law.membership(groups)), _Line(condition, law))
            case Compared() | IsTrue() | OneOf() | Classified():
                return self._numbered(condition, _Line(condition, law))
            case _ as never:
                assert_never(never)

    def _joined(self, by: type[AllOf | AnyOf | IsNot], parts: tuple[Number, ...]) -> Number:
        joined = _Joined(by, parts)
        return self._numbered(joined, joined)

    def _numbered(self, content: Hashable, node: _Line | _Joined) -> Number:
        number = self._by_content.setdefault(content, len(self.found))
        if number == len(self.found):
            self.found.append(node)
        return number


Counted = Number | str
"""A node by its number, or a fact by its name."""


def _occurrences(nodes: _Nodes, wanted: Iterable[Number]) -> Counter[Counted]:
    """How many parents each node and fact has; what has several is worth a name."""
    counts: Counter[Counted] = Counter()
    waiting = list(wanted)
    while waiting:
        number = waiting.pop()
        counts[number] += 1
        if counts[number] == 1:
            node = nodes.found[number]
            if isinstance(node, _Joined):
                waiting += node.parts
            else:
                counts.update(fact.name for fact in facts_of(node.leaf))
    return counts


class _Everything(Counter[Counted]):
    """Counts by which every node and fact is needed again, and gets a name."""

    def __missing__(self, _key: Counted) -> int:
        return 2


@dataclass
class _Writer:
    """Collects the lines of the function, the constants that it needs, and the names of what was written."""

    nodes: _Nodes
    occurrences: Counter[Counted]
    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=lambda: {"flag": _FLAGS.get})
    named: dict[Counted, str] = field(default_factory=dict)
    tables: dict[Hashable, str] = field(default_factory=dict)
    temporaries: int = 0

    def function(self, results: Sequence[str]) -> Judge:
        """What was written as a function that returns RESULTS."""
        returned = f"return ({', '.join(results)}{',' if results else ''})"
        body = "\n ".join(["get = facts.get", *self.lines, returned])
        namespace: dict[str, Any] = dict(self.constants)
        exec(compile(f"def judge(facts):\n {body}\n", "<law>", "exec"), namespace)
        judge: Judge = namespace["judge"]
        return judge

    def node(self, number: Number) -> str:
        """The expression of a node, or the name that holds it."""
        if number not in self.named:
            self._name(number, self._expression(self.nodes.found[number]))
        return self.named[number]

    def _name(self, key: Counted, text: str) -> None:
        """Keep TEXT as it is, or under a name where it is needed again."""
        if self.occurrences[key] > 1 and not text.isalnum():
            name = f"v{len(self.lines)}"
            self.lines.append(f"{name} = {text}")
            text = name
        self.named[key] = text

    def _expression(self, node: _Line | _Joined) -> str:
        if isinstance(node, _Line):
            return self._leaf(node.leaf, node.law)
        parts = tuple(map(self.node, node.parts))
        if node.by is IsNot:
            return _negated(*parts)
        return self._all_of(parts) if node.by is AllOf else self._any_of(parts)

    def _leaf(self, leaf: Leaf, law: LawOnDay) -> str:
        match leaf:
            case Compared(measure, relation, bound):
                value = self._temporary()
                limit = str(bound.value) if isinstance(bound.value, int) else self._constant(bound.value)
                held = f"3 if {value} {_SIGNS[relation]} {limit} else 0"
                return f"(1 if ({value} := {self._measure(measure)}) is None else {held})"
            case IsTrue(fact):
                return f"flag({self._fact(fact)}, 0)"
            case OneOf(fact, values):
                table = self._table(("one of", values), dict.fromkeys(values, 3) | {None: 1})
                return f"{table}({self._fact(fact)}, 0)"
            case Within(fact, groups):
                return f"{self._membership(groups, law)}({self._fact(fact)}, 1)"
            case Classified(fact, scope):
                return f"{self._constant(partial(_weighed_code, scope))}({self._fact(fact)})"
            case _ as never:
                assert_never(never)

    def _fact(self, fact: Fact) -> str:
        if fact.name not in self.named:
            self._name(fact.name, f"get({fact.name!r})")
        return self.named[fact.name]

    def _measure(self, measure: Measure) -> str:
        if isinstance(measure, Fact):
            return self._fact(measure)
        if isinstance(measure, SumOf) and all(isinstance(part, Fact) for part in measure.parts):
            return self._sum(list(map(self._measure, measure.parts)))
        return f"{self._constant(measured)}({self._constant(measure)}, facts)"

    def _sum(self, parts: Sequence[str]) -> str:
        """The sum of PARTS; mostly one of them is unknown, which is told at once."""
        names = [self._temporary() for _ in parts]
        unknown = " or ".join(f"({name} := {part}) is None" for name, part in zip(names, parts, strict=True))
        return f"(None if {unknown} else {self._constant(sum_of)}(({', '.join(names)},)))"

    def _membership(self, groups: tuple[str, ...], law: LawOnDay) -> str:
        members, unsure, known = key = law.membership(groups)
        if key not in self.tables:
            table: dict[Any, int] = dict.fromkeys(known, 0) | dict.fromkeys(members, 3) | dict.fromkeys(unsure, 1)
            self._table(key, table | {NOT_APPLICABLE: 0})
        return self.tables[key]

    def _table(self, key: Hashable, table: dict[Any, int]) -> str:
        if key not in self.tables:
            self.tables[key] = self._constant(table.get)
        return self.tables[key]

    def _constant(self, value: object) -> str:
        name = f"C{len(self.constants)}"
        self.constants[name] = value
        return name

    def _temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def _all_of(self, parts: tuple[str, ...]) -> str:
        """The least of the parts; ends at the first that is NOT MET."""
        kept = tuple(dict.fromkeys(part for part in parts if part != "3"))
        if "0" in kept or not kept:
            return "0" if kept else "3"
        if len(kept) == 1:
            return kept[0]
        names = [part if part.isalnum() else self._temporary() for part in kept]
        steps = [n if n == part else f"({n} := {part})" for n, part in zip(names, kept, strict=True)]
        return f"({' and '.join(steps)} and {' & '.join(names)})"

    def _any_of(self, parts: tuple[str, ...]) -> str:
        """The greatest of the parts."""
        kept = tuple(dict.fromkeys(part for part in parts if part != "0"))
        return f"({' | '.join(kept)})" if len(kept) > 1 else (*kept, "0")[0]


def _weighed_code(scope: Scope, code: Value | None) -> int:
    return int(weigh_code(code, scope))


def _negated(part: str) -> str:
    return {"0": "3", "3": "0"}.get(part, f"(3, 1, 0, 0)[{part}]")
