"""The law of one day as a Python function: the same verdicts as ``verdict.weigh``, in microseconds.

Every node becomes an expression. A node that occurs in several places is worked out once, up front; one that occurs
once stands inside its parent, so that an all-of stops at its first part that is NOT MET. Bitwise and/or on the verdict
numbers are Kleene's all-of and any-of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, assert_never

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
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Provision
from chipgate.law.tariff_codes import Scope
from chipgate.law.walking import children, facts_of, walk
from chipgate.readings.verdict import Facts, measured, weigh_code

Judge = Callable[[Facts], tuple[int, ...]]
"""The verdict numbers of the provisions asked for, in their order."""

_SIGNS = {Relation.AT_LEAST: ">=", Relation.MORE_THAN: ">", Relation.AT_MOST: "<=", Relation.LESS_THAN: "<"}
_FLAGS = {True: 3, False: 0, None: 1}

Key = tuple[object, ...]


def compile_provisions(wanted: Sequence[tuple[Provision, LawOnDay]]) -> Judge:
    """A function from facts to the verdict numbers of the WANTED provisions, each read in its own law."""
    numbers = _Numbers()
    writer = _Writer(_occurrences(wanted, numbers), numbers)
    return writer.function([writer.provision(provision, law, whole=True) for provision, law in wanted])


def compile_law(law: LawOnDay) -> tuple[Judge, Mapping[int, int]]:
    """A function from facts to the verdict numbers of every line of LAW, and where each stands.

    The place of a provision, and of a node inside one, is found by its identity, which holds as long as LAW is kept.
    """
    writer = _Writer(_Everything(), _Numbers())
    names = {id(one): writer.provision(one, law, whole=True) for one in law.provisions.values()}
    for provision in law.provisions.values():
        for node in (node for condition in provision.conditions for node in walk(condition)):
            names[id(node)] = writer.condition(node, law)
    distinct = {name: place for place, name in enumerate(dict.fromkeys(names.values()))}
    return writer.function(list(distinct)), {identity: distinct[name] for identity, name in names.items()}


class _Everything(Counter[Key]):
    """Counts by which every node, provision and fact is needed again, and gets a name."""

    def __missing__(self, _key: Key) -> int:
        return 2


class _Numbers:
    """One number for each node, the same for equal ones; a node is compared by the numbers of its parts, once."""

    def __init__(self) -> None:
        self._by_identity: dict[int, int] = {}
        self._by_content: dict[object, int] = {}

    def of(self, condition: Condition) -> int:
        """The number of CONDITION, which must be kept as long as the numbers are."""
        known = self._by_identity.get(id(condition))
        if known is None:
            parts = children(condition)
            content = (type(condition), *map(self.of, parts)) if parts else condition
            known = self._by_identity[id(condition)] = self._by_content.setdefault(content, len(self._by_content))
        return known


def _occurrences(wanted: Iterable[tuple[Provision, LawOnDay]], numbers: _Numbers) -> Counter[Key]:
    """How many parents each node, provision and fact has; what has several is worth a name."""
    counts: Counter[Key] = Counter()

    def visit(condition: Condition, law: LawOnDay) -> None:
        key = _key(numbers.of(condition), law)
        counts[key] += 1
        if counts[key] > 1:
            return
        match condition:
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    visit(part, law)
            case IsNot(part) | Paragraph(_, part):
                visit(part, law)
            case Unless(rule, exception):
                visit(rule, law)
                visit(exception, law)
            case Under(provision_id) | Satisfies(provision_id):
                visit_provision(law.get(provision_id), law, isinstance(condition, Under))
            case Compared() | IsTrue() | OneOf() | Within() | Classified():
                counts.update(("fact", fact.name) for fact in facts_of(condition))
            case _ as never:
                assert_never(never)

    def visit_provision(provision: Provision | None, law: LawOnDay, whole: bool) -> None:
        if provision is None:
            return
        key = _provision_key(provision, law, whole)
        counts[key] += 1
        if counts[key] > 1:
            return
        if whole and provision.subject is not None:
            visit(provision.subject, law)
            visit_provision(provision, law, whole=False)
        else:
            visit(provision.when, law)

    for provision, law in wanted:
        visit_provision(provision, law, whole=True)
    return counts


def _key(number: int, law: LawOnDay) -> Key:
    """What makes two nodes the same: the number of the node, in the same law."""
    return ("node", number, law.clock)


def _provision_key(provision: Provision, law: LawOnDay, whole: bool) -> Key:
    return ("provision", provision.key, law.clock, whole and provision.subject is not None)


@dataclass
class _Writer:
    """Collects the lines of the function, the constants that it needs, and the names of what was written."""

    occurrences: Counter[Key]
    numbers: _Numbers
    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=lambda: {"flag": _FLAGS.get})
    named: dict[Key, str] = field(default_factory=dict)
    tables: dict[Key, str] = field(default_factory=dict)
    temporaries: int = 0

    def function(self, results: Sequence[str]) -> Judge:
        """What was written as a function that returns RESULTS."""
        returned = f"return ({', '.join(results)}{',' if results else ''})"
        body = "\n ".join(["get = facts.get", *self.lines, returned])
        namespace: dict[str, Any] = dict(self.constants)
        exec(compile(f"def judge(facts):\n {body}\n", "<law>", "exec"), namespace)
        judge: Judge = namespace["judge"]
        return judge

    def provision(self, provision: Provision | None, law: LawOnDay, whole: bool) -> str:
        """A provision with its subject, or its condition alone; 0 where it is not in force."""
        if provision is None:
            return "0"
        key = _provision_key(provision, law, whole)
        if key not in self.named:
            if whole and provision.subject is not None:
                subject = self.condition(provision.subject, law)
                text = self._all_of((subject, self.provision(provision, law, whole=False)))
            else:
                text = self.condition(provision.when, law)
            self._name(key, text)
        return self.named[key]

    def condition(self, condition: Condition, law: LawOnDay) -> str:
        """The expression of a condition, or the name that holds it."""
        key = _key(self.numbers.of(condition), law)
        if key not in self.named:
            self._name(key, self._expression(condition, law))
        return self.named[key]

    def _name(self, key: Key, text: str) -> None:
        """Keep TEXT as it is, or under a name where it is needed again."""
        if self.occurrences[key] > 1 and not text.isalnum():
            name = f"v{len(self.lines)}"
            self.lines.append(f"{name} = {text}")
            text = name
        self.named[key] = text

    def _expression(self, condition: Condition, law: LawOnDay) -> str:
        def again(part: Condition) -> str:
            return self.condition(part, law)

        match condition:
            case AllOf(parts):
                return self._all_of(tuple(map(again, parts)))
            case AnyOf(parts):
                return self._any_of(tuple(map(again, parts)))
            case IsNot(part):
                return _negated(again(part))
            case Unless(rule, exception):
                return self._all_of((again(rule), _negated(again(exception))))
            case Paragraph(_, part):
                return again(part)
            case Under(provision_id):
                return self.provision(law.get(provision_id), law, whole=True)
            case Satisfies(provision_id):
                return self.provision(law.get(provision_id), law, whole=False)
            case Compared() | IsTrue() | OneOf() | Within() | Classified():
                return self._leaf(condition, law)
            case _ as never:
                assert_never(never)

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
        key: Key = ("fact", fact.name)
        if key not in self.named:
            self._name(key, f"get({fact.name!r})")
        return self.named[key]

    def _measure(self, measure: Measure) -> str:
        if isinstance(measure, Fact):
            return self._fact(measure)
        return f"{self._constant(measured)}({self._constant(measure)}, facts)"

    def _membership(self, groups: tuple[str, ...], law: LawOnDay) -> str:
        key: Key = ("within", groups, law.clock)
        if key not in self.tables:
            members, unsure, known = law.membership(groups)
            table: dict[Any, int] = dict.fromkeys(known, 0) | dict.fromkeys(members, 3) | dict.fromkeys(unsure, 1)
            self._table(key, table | {NOT_APPLICABLE: 0})
        return self.tables[key]

    def _table(self, key: Key, table: dict[Any, int]) -> str:
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
