"""Conditions as tables of a TOML file: each node of the rule language by its own word, numbers as decimal text.

``{ fact = "tpp", at_least = 4800 }`` holds a fact against a limit; ``fact`` goes with at_least, more_than, at_most,
less_than, one_of, within and classified_in, ``sum_of`` and ``highest_of`` name several. ``{ is_true = "published" }``
asks a flag.
``all_of``, ``any_of``, ``not`` and ``rule`` with ``unless`` join conditions; ``under`` and ``satisfies`` refer to
provisions. ``para = "a.1"`` numbers any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chipgate.countries.names import iso2_of
from chipgate.errors import BadNumber, UnknownCountry, did_you_mean, near_names
from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    HighestOf,
    IsNot,
    IsTrue,
    Limit,
    Measure,
    OneOf,
    Paragraph,
    Relation,
    Satisfies,
    SumOf,
    Unless,
    Within,
    under,
)
from chipgate.law.printed_number import number_of, shown
from chipgate.law.tariff_codes import scope
from chipgate.translation.fault_text import every, fault
from chipgate.translation.language import marked
from chipgate.units import Exact

RELATIONS: Final = {relation.value.replace(" ", "_"): relation for relation in Relation}
MEASURES: Final = ("fact", "sum_of", "highest_of")
TESTS: Final = (*RELATIONS, "one_of", "within", "classified_in")
JOINTS: Final = ("all_of", "any_of", "not", "rule", "unless", "under", "satisfies", "is_true")
KEYS: Final = (*MEASURES, *TESTS, *JOINTS, "para", "limit")
"""Every word that a condition may hold."""


@dataclass(frozen=True)
class Terms:
    """What a condition may name: facts, provisions, country groups, and the names of limits that are taken."""

    facts: Mapping[str, Fact]
    provisions: frozenset[str]
    groups: frozenset[str]
    is_group: Callable[[str], bool]
    limits: frozenset[str]


@dataclass
class ConditionReader:
    """Reads the conditions of one provision; ``faults`` gets a line for each thing that is wrong."""

    terms: Terms
    owner: str
    faults: list[str]
    named: set[str] = field(default_factory=set)

    def read(self, value: Any, where: str) -> Condition | None:
        """The condition that VALUE says, or None where it is faulty."""
        if not isinstance(value, dict):
            self._fault(
                where,
                fault('must be a table like {{ fact = "tpp", at_least = 4800 }}, not {given}', given=shown(value)),
            )
            return None
        found = self._kind(value, where)
        label = value.get("para")
        if label is None or found is None:
            return found
        if not isinstance(label, str) or not label.strip():
            self._fault(f"{where}.para", fault('must be a label like "a.1"'))
            return None
        return Paragraph(label.strip(), found)

    def _fault(self, where: str, wrong: str) -> None:
        self.faults.append(fault("{where}: {wrong}", where=where, wrong=wrong))

    def _kind(self, table: Mapping[str, Any], where: str) -> Condition | None:
        strange = [name for name in table if name not in KEYS]
        for name in strange:
            self._fault(
                where, fault("unknown word {name}.{near}", name=repr(name), near=did_you_mean(near_names(name, KEYS)))
            )
        words = [name for name in table if name in (*MEASURES, *JOINTS)]
        kinds = {"rule" if name == "unless" else name for name in words}
        if len(kinds) != 1:
            if not strange or kinds:
                self._fault(where, fault(_AT_ONCE if words else _SAYS_NOTHING, words=every(words)))
            return None
        kind = kinds.pop()
        if kind in MEASURES and strange and not any(name in table for name in TESTS):
            return None  # the unknown word is the test that seems to be missing
        if kind in MEASURES:
            return self._tests(table, kind, where)
        for name in (*TESTS, "limit"):
            if name in table:
                self._fault(
                    f"{where}.{name}", fault('goes with fact, sum_of or highest_of, like {{ fact = "tpp", ... }}')
                )
        return self._joint(table, kind, where)

    # Conditions of conditions, references and flags.

    def _joint(self, table: Mapping[str, Any], kind: str, where: str) -> Condition | None:
        match kind:
            case "all_of" | "any_of":
                return self._several(table[kind], kind, f"{where}.{kind}")
            case "not":
                part = self.read(table["not"], f"{where}.not")
                return None if part is None else IsNot(part)
            case "rule":
                return self._unless(table, where)
            case "is_true":
                fact = self._fact(table["is_true"], f"{where}.is_true", FactKind.FLAG)
                return None if fact is None else IsTrue(fact)
        ids = self._references(table[kind], f"{where}.{kind}")
        if not ids:
            return None
        return under(*ids) if kind == "under" else AnyOf(tuple(map(Satisfies, ids))) if ids[1:] else Satisfies(ids[0])

    def _several(self, value: Any, kind: str, where: str) -> Condition | None:
        if not isinstance(value, list) or not value:
            self._fault(where, fault("must be a list with at least one condition, like [{{ ... }}, {{ ... }}]"))
            return None
        parts = [self.read(one, f"{where}[{number}]") for number, one in enumerate(value, 1)]
        good = tuple(part for part in parts if part is not None)
        if len(good) < len(parts):
            return None
        return AllOf(good) if kind == "all_of" else AnyOf(good)

    def _unless(self, table: Mapping[str, Any], where: str) -> Condition | None:
        absent = [name for name in ("rule", "unless") if name not in table]
        if absent:
            self._fault(where, fault("rule and unless go together; {absent} is missing", absent=absent[0]))
            return None
        rule, exception = (self.read(table[name], f"{where}.{name}") for name in ("rule", "unless"))
        return None if rule is None or exception is None else Unless(rule, exception)

    def _references(self, value: Any, where: str) -> list[str]:
        ids = self._texts(value, where)
        for one in ids:
            if one not in self.terms.provisions:
                near = did_you_mean(near_names(one, self.terms.provisions))
                self._fault(
                    where, fault("no provision {one}.{near} List them with `chipgate law`", one=repr(one), near=near)
                )
        return [one for one in ids if one in self.terms.provisions]

    # Facts held against something.

    def _tests(self, table: Mapping[str, Any], kind: str, where: str) -> Condition | None:
        facts = self._facts(table, kind, where)
        tests = [name for name in TESTS if name in table]
        if not tests:
            self._fault(
                where, fault("says nothing about {kind}; add one of {known}", kind=kind, known=", ".join(TESTS))
            )
            return None
        if "limit" in table and len(tests) > 1:
            self._fault(f"{where}.limit", fault("names the limit of one comparison, and here are several; use all_of"))
        if not facts:
            return None
        parts = [self._test(table, name, kind, facts, where) for name in tests]
        good = tuple(part for part in parts if part is not None)
        if len(good) < len(parts):
            return None
        return good[0] if len(good) == 1 else AllOf(good)

    def _facts(self, table: Mapping[str, Any], kind: str, where: str) -> list[Fact]:
        names = self._texts(table[kind], f"{where}.{kind}")
        if kind == "fact" and len(names) > 1:
            self._fault(f"{where}.fact", fault("names several facts; write sum_of or highest_of"))
            return []
        found = [self._fact(name, f"{where}.{kind}") for name in names]
        return [one for one in found if one is not None] if None not in found else []

    def _test(self, table: Mapping[str, Any], name: str, kind: str, facts: list[Fact], where: str) -> Condition | None:
        at = f"{where}.{name}"
        if name in RELATIONS:
            return self._compared(table, name, kind, facts, at)
        if kind != "fact":
            self._fault(at, fault("goes with one fact, not with {kind}", kind=kind))
            return None
        read = {"within": self._within, "classified_in": self._classified, "one_of": self._one_of}[name]
        return read(table[name], facts[0], at)

    def _compared(
        self, table: Mapping[str, Any], name: str, kind: str, facts: list[Fact], where: str
    ) -> Condition | None:
        strange = [one for one in facts if one.kind is not FactKind.NUMBER]
        for one in strange:
            self._fault(
                where, fault("{name} is a {kind}, and is not held against a number", name=one.name, kind=one.kind)
            )
        units = {one.unit for one in facts}
        if len(units) > 1:
            self._fault(where, fault("{known} have different units", known=every([one.name for one in facts])))
        if strange or len(units) > 1:
            return None
        value = self._number(table[name], units.pop(), where)
        if value is None:
            return None
        measure: Measure = facts[0] if kind == "fact" else _JOINED[kind](tuple(facts))
        return Compared(measure, RELATIONS[name], Limit(self._limit_name(table, facts, where), value))

    def _number(self, value: Any, unit: str, where: str) -> Exact | None:
        found, wrong = number_of(value, unit)
        if wrong:
            self._fault(where, wrong)
        return found

    def _limit_name(self, table: Mapping[str, Any], facts: Iterable[Fact], where: str) -> str:
        """The name that the file gives, or the id with the facts; a number follows where that is taken."""
        given = table.get("limit")
        if isinstance(given, str) and given.strip():
            return given.strip()
        if given is not None:
            self._fault(f"{where}.limit", fault("must be a name in quotation marks"))
        base = f"{self.owner}#{'+'.join(fact.name for fact in facts)}"
        names = (base if number == 1 else f"{base}.{number}" for number in range(1, 10_000))
        name = next(one for one in names if one not in self.named and one not in self.terms.limits)
        self.named.add(name)
        return name

    def _one_of(self, value: Any, fact: Fact, where: str) -> Condition | None:
        values = self._texts(value, where)
        if fact.kind is FactKind.COUNTRY:
            values = self._countries(values, where)
        elif fact.kind is FactKind.CHOICE:
            for one in (one for one in values if one not in fact.choices):
                near = did_you_mean(near_names(one, fact.choices))
                self._fault(
                    where,
                    fault(
                        "{name} has no value {one}.{near} It is one of {known}",
                        name=fact.name,
                        one=repr(one),
                        near=near,
                        known=", ".join(fact.choices),
                    ),
                )
            values = [one for one in values if one in fact.choices]
        else:
            self._fault(
                where,
                fault("{name} is a {kind}, and one_of goes with a choice or a country", name=fact.name, kind=fact.kind),
            )
            return None
        return OneOf(fact, tuple(values)) if values else None

    def _countries(self, names: list[str], where: str) -> list[str]:
        found = []
        for name in names:
            try:
                found.append(iso2_of(name))
            except UnknownCountry as unknown:
                self._fault(where, unknown.said)
        return found

    def _within(self, value: Any, fact: Fact, where: str) -> Condition | None:
        if fact.kind is not FactKind.COUNTRY:
            self._fault(
                where, fault("{name} is a {kind}, and within goes with a country", name=fact.name, kind=fact.kind)
            )
            return None
        groups = self._texts(value, where)
        for one in (one for one in groups if not self.terms.is_group(one)):
            near = did_you_mean(near_names(one, self.terms.groups))
            self._fault(
                where,
                fault(
                    "no country group {one}.{near} There are {known}",
                    one=repr(one),
                    near=near,
                    known=", ".join(sorted(self.terms.groups)),
                ),
            )
        return Within(fact, tuple(groups)) if groups else None

    def _classified(self, value: Any, fact: Fact, where: str) -> Condition | None:
        if fact.kind is not FactKind.CODE:
            self._fault(
                where,
                fault("{name} is a {kind}, and classified_in goes with a tariff code", name=fact.name, kind=fact.kind),
            )
            return None
        try:
            return Classified(fact, scope(*self._texts(value, where)))
        except BadNumber as refused:
            self._fault(where, refused.said)
            return None

    def _fact(self, value: Any, where: str, kind: FactKind | None = None) -> Fact | None:
        fact = self.terms.facts.get(value) if isinstance(value, str) else None
        if fact is None:
            near = did_you_mean(near_names(str(value), self.terms.facts))
            self._fault(
                where, fault("no fact {given}.{near} List them with `chipgate facts`", given=shown(value), near=near)
            )
            return None
        if kind is not None and fact.kind is not kind:
            self._fault(
                where,
                fault("{name} is a {kind}, and this needs a {wanted}", name=fact.name, kind=fact.kind, wanted=kind),
            )
            return None
        return fact

    def _texts(self, value: Any, where: str) -> list[str]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(one, str) for one in values):
            self._fault(where, fault("must be a text or a list of texts, not {given}", given=shown(value)))
            return []
        return [one.strip() for one in values]


_JOINED: Final[Mapping[str, Callable[[tuple[Measure, ...]], Measure]]] = {"sum_of": SumOf, "highest_of": HighestOf}
_AT_ONCE: Final = marked("says {words} at once; join them with all_of")
_SAYS_NOTHING: Final = marked(
    'says nothing; write {{ fact = "...", at_least = ... }}, {{ is_true = "..." }}, {{ under = "..." }}, or all_of, '
    "any_of, not, rule with unless"
)
