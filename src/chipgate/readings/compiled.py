"""The law of one day as a Python function: the same verdicts as ``verdict.weigh``, in microseconds.

Every node becomes one expression; a node that occurs twice is worked out once. Bitwise and/or on the verdict
numbers are Kleene's all-of and any-of, and a part that is NOT MET (zero) ends an all-of early.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    Measure,
    OneOf,
    Paragraph,
    Relation,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Clock, Provision
from chipgate.readings.verdict import Facts, measured

Judge = Callable[[Facts], tuple[int, ...]]
"""The verdict numbers of the provisions asked for, in their order."""

_SIGNS = {Relation.AT_LEAST: ">=", Relation.MORE_THAN: ">", Relation.AT_MOST: "<=", Relation.LESS_THAN: "<"}


@dataclass
class _Writer:
    """Collects the lines of the function, the constants it needs, and the name of each expression already written."""

    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    named: dict[object, str] = field(default_factory=dict)
    provisions: dict[tuple[str, Clock], str] = field(default_factory=dict)

    def line(self, key: object, expression: str) -> str:
        """The name that holds EXPRESSION, written once per KEY."""
        if key not in self.named:
            self.named[key] = f"v{len(self.named)}"
            self.lines.append(f"{self.named[key]} = {expression}")
        return self.named[key]

    def constant(self, value: object) -> str:
        """The name under which the function finds VALUE."""
        name = f"C{len(self.constants)}"
        self.constants[name] = value
        return name

    def fact(self, fact: Fact) -> str:
        """The name that holds the value of FACT."""
        return self.line(("fact", fact.name), f"get({fact.name!r})")


def compile_provisions(wanted: Iterable[tuple[Provision, LawOnDay]]) -> Judge:
    """A function from facts to the verdict numbers of the WANTED provisions, each read in its own law."""
    writer = _Writer()
    results = [_provision(provision, law, writer) for provision, law in wanted]
    body = "\n ".join(["get = facts.get", *writer.lines, f"return ({', '.join(results)}{',' if results else ''})"])
    namespace: dict[str, Any] = dict(writer.constants)
    exec(compile(f"def judge(facts):\n {body}\n", "<law>", "exec"), namespace)
    judge: Judge = namespace["judge"]
    return judge


def _provision(provision: Provision, law: LawOnDay, writer: _Writer) -> str:
    key = (provision.key, law.clock)
    if key not in writer.provisions:
        when = _condition(provision.when, law, writer)
        subject = None if provision.subject is None else _condition(provision.subject, law, writer)
        writer.provisions[key] = when if subject is None else _all_of((subject, when), writer)
    return writer.provisions[key]


def _condition(condition: Condition, law: LawOnDay, writer: _Writer) -> str:
    def again(part: Condition) -> str:
        return _condition(part, law, writer)

    match condition:
        case AllOf(parts):
            return _all_of(tuple(map(again, parts)), writer)
        case AnyOf(parts):
            return _any_of(tuple(map(again, parts)), writer)
        case IsNot(part):
            return _negated(again(part), writer)
        case Unless(rule, exception):
            return _all_of((again(rule), _negated(again(exception), writer)), writer)
        case Paragraph(_, part):
            return again(part)
        case Under(provision_id):
            found = law.get(provision_id)
            return "0" if found is None else _provision(found, law, writer)
        case Satisfies(provision_id):
            found = law.get(provision_id)
            return "0" if found is None else again(found.when)
        case Compared() | IsTrue() | OneOf() | Within():
            return _leaf(condition, law, writer)
        case _ as never:
            assert_never(never)


def _leaf(leaf: Compared | IsTrue | OneOf | Within, law: LawOnDay, writer: _Writer) -> str:
    match leaf:
        case Compared(measure, relation, bound):
            value = _measure(measure, writer)
            limit = str(bound.value) if isinstance(bound.value, int) else writer.constant(bound.value)
            return writer.line(leaf, f"1 if {value} is None else 3 if {value} {_SIGNS[relation]} {limit} else 0")
        case IsTrue(fact):
            value = writer.fact(fact)
            return writer.line(leaf, f"3 if {value} is True else 1 if {value} is None else 0")
        case OneOf(fact, values):
            table = {value: 3 for value in values} | {None: 1}
            return writer.line(leaf, f"{_table(table, writer)}({writer.fact(fact)}, 0)")
        case Within(fact, groups):
            key = ("within", fact.name, law.membership(groups))
            if key in writer.named:
                return writer.named[key]
            return writer.line(key, f"{_membership(groups, law, writer)}({writer.fact(fact)}, 1)")
        case _ as never:
            assert_never(never)


def _table(table: dict[Any, int], writer: _Writer) -> str:
    return writer.constant(table.get)


def _membership(groups: tuple[str, ...], law: LawOnDay, writer: _Writer) -> str:
    members, unsure, known = law.membership(groups)
    table: dict[Any, int] = dict.fromkeys(known, 0) | dict.fromkeys(members, 3) | dict.fromkeys(unsure, 1)
    return _table(table | {NOT_APPLICABLE: 0}, writer)


def _measure(measure: Measure, writer: _Writer) -> str:
    if isinstance(measure, Fact):
        return writer.fact(measure)
    return writer.line(measure, f"{writer.constant(measured)}({writer.constant(measure)}, facts)")


def _all_of(parts: tuple[str, ...], writer: _Writer) -> str:
    if "0" in parts:
        return "0"
    if not parts:
        return "3"
    first, *rest = dict.fromkeys(parts)
    return writer.line(("all", parts), f"{first} and {' & '.join([first, *rest])}") if rest else first


def _any_of(parts: tuple[str, ...], writer: _Writer) -> str:
    kept = tuple(dict.fromkeys(part for part in parts if part != "0"))
    return writer.line(("any", kept), " | ".join(kept)) if len(kept) > 1 else (*kept, "0")[0]


def _negated(part: str, writer: _Writer) -> str:
    return "3" if part == "0" else "0" if part == "3" else writer.line(("not", part), f"(3, 1, 0, 0)[{part}]")
