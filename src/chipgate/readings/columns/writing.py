"""Terms in the words of an engine: what every engine must be able to say, and what is worked out once and bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from chipgate.readings.columns.terms import Op, Plain, Sign, Term, Terms, Type

E = TypeVar("E")


class Writer(Protocol[E]):
    """An engine's way to say each thing; E is an expression of it."""

    def column(self, name: str) -> E:
        """A column of the table, or of an earlier layer."""

    def constant(self, value: Plain, kind: Type) -> E:
        """The same value in every row; None is null."""

    def all_of(self, parts: Sequence[E]) -> E:
        """Kleene's and: false where any part is, else null where any part is."""

    def any_of(self, parts: Sequence[E]) -> E:
        """Kleene's or: true where any part is, else null where any part is."""

    def is_not(self, part: E) -> E:
        """Not; null stays null."""

    def is_known(self, part: E) -> E:
        """Whether a part is not null."""

    def or_else(self, part: E, value: bool) -> E:
        """A flag, with VALUE in the place of null."""

    def among(self, part: E, values: Sequence[str]) -> E:
        """Whether a text is one of VALUES; null where the text is."""

    def head(self, part: E, length: int) -> E:
        """The first LENGTH letters of a text; null where the text is."""

    def compared(self, one: E, sign: Sign, other: E) -> E:
        """Two numbers compared; null where either is."""

    def plus(self, one: E, other: E) -> E:
        """The sum; null where either is."""

    def times(self, one: E, other: E) -> E:
        """The product; null where either is."""

    def widened(self, part: E) -> E:
        """A whole number in 128 bits."""

    def choose(self, cases: Sequence[tuple[E, E]], otherwise: E) -> E:
        """The value beside the first condition that is true."""

    def choose_text(self, cases: Sequence[tuple[E, str]], otherwise: str) -> E:
        """The text beside the first condition that is true."""


@dataclass(frozen=True)
class Layers:
    """Terms bound to names, layer after layer, each made of the layers before it; then what is wanted."""

    terms: Terms
    bound: Sequence[Mapping[str, Term]]
    wanted: Mapping[str, Term]
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What engines keep of them: a plan is run over many frames, and takes long to write."""

    def written(self, writer: Writer[E]) -> tuple[list[dict[str, E]], dict[str, E]]:
        """Every layer in the words of an engine."""
        names = {term: name for layer in self.bound for name, term in layer.items()}
        found = [{name: _written(self.terms, t, names, writer) for name, t in layer.items()} for layer in self.bound]
        wanted = {name: _named(self.terms, term, names, writer) for name, term in self.wanted.items()}
        return found, wanted

    def columns(self) -> frozenset[str]:
        """The columns of the table that are read."""
        reached = _uses(self.terms, [*self.wanted.values()])
        return frozenset(str(self.terms.extras[t]) for t in reached if self.terms.ops[t] is Op.COLUMN)


_CHEAP: Final = frozenset((Op.COLUMN, Op.CONSTANT))


def layers(terms: Terms, wanted: Mapping[str, Term], prefix: str = "cg") -> Layers:
    """WANTED with every term that several others use bound once, as early as what it is made of allows."""
    uses = _uses(terms, list(wanted.values()))
    bound: list[dict[str, Term]] = []
    depth: dict[Term, int] = {}
    for term in sorted(uses):  # parts have smaller numbers than what is made of them
        below = max((depth[part] for part in terms.parts[term]), default=0)
        shared = uses[term] > 1 and terms.ops[term] not in _CHEAP and not _is_short(terms, term)
        depth[term] = below + shared
        if shared:
            bound.extend({} for _ in range(below + 1 - len(bound)))
            bound[below][f"{prefix}_{term}"] = term
    return Layers(terms, bound, wanted)


def _uses(terms: Terms, roots: Iterable[Term]) -> Counter[Term]:
    """How often each term is used below ROOTS, each use by the same term once."""
    uses, waiting, seen = Counter(roots), list(roots), set(roots)
    while waiting:
        for part in set(terms.parts[waiting.pop()]):
            uses[part] += 1
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    return uses


def _is_short(terms: Terms, term: Term) -> bool:
    """Whether a term costs no more than to look it up: one step from a column."""
    parts = terms.parts[term]
    return terms.ops[term] in (Op.IS_KNOWN, Op.IS_MET, Op.NOT_FAILED) and terms.ops[parts[0]] is Op.COLUMN


def _named(terms: Terms, term: Term, names: Mapping[Term, str], writer: Writer[E]) -> E:
    return writer.column(names[term]) if term in names else _written(terms, term, names, writer)


def _written(terms: Terms, term: Term, names: Mapping[Term, str], writer: Writer[E]) -> E:
    def part(number: Term) -> E:
        return _named(terms, number, names, writer)

    return _WRITTEN[terms.ops[term]](writer, terms, term, part)  # type: ignore[no-any-return]  # an expression


def _column(writer: Writer[E], terms: Terms, term: Term, _part: Callable[[Term], E]) -> E:
    return writer.column(str(terms.extras[term]))


def _constant(writer: Writer[E], terms: Terms, term: Term, _part: Callable[[Term], E]) -> E:
    return writer.constant(terms.extras[term], terms.types[term])  # type: ignore[arg-type]


def _choice(writer: Writer[E], terms: Terms, term: Term, part: Callable[[Term], E]) -> E:
    cases, otherwise = terms.cases_of(term)
    texts = [_text(terms, value) for _, value in cases]
    last = _text(terms, otherwise)
    if last is not None and None not in texts:
        told = [(part(condition), text) for (condition, _), text in zip(cases, texts, strict=True) if text is not None]
        return writer.choose_text(told, last)
    return writer.choose([(part(condition), part(value)) for condition, value in cases], part(otherwise))


def _text(terms: Terms, term: Term) -> str | None:
    """The text that a term is in every row, if it is one."""
    value = terms.extras[term] if terms.ops[term] is Op.CONSTANT else None
    return value if isinstance(value, str) else None


_WRITTEN: Final[Mapping[Op, Callable[..., Any]]] = {
    Op.COLUMN: _column,
    Op.CONSTANT: _constant,
    Op.CHOOSE: _choice,
    Op.ALL_OF: lambda w, terms, t, part: w.all_of([*map(part, terms.parts[t])]),
    Op.ANY_OF: lambda w, terms, t, part: w.any_of([*map(part, terms.parts[t])]),
    Op.IS_NOT: lambda w, terms, t, part: w.is_not(part(terms.parts[t][0])),
    Op.IS_KNOWN: lambda w, terms, t, part: w.is_known(part(terms.parts[t][0])),
    Op.IS_MET: lambda w, terms, t, part: w.or_else(part(terms.parts[t][0]), False),
    Op.NOT_FAILED: lambda w, terms, t, part: w.or_else(part(terms.parts[t][0]), True),
    Op.AMONG: lambda w, terms, t, part: w.among(part(terms.parts[t][0]), terms.extras[t]),
    Op.HEAD: lambda w, terms, t, part: w.head(part(terms.parts[t][0]), terms.extras[t]),
    Op.COMPARED: lambda w, terms, t, part: w.compared(
        part(terms.parts[t][0]), terms.extras[t], part(terms.parts[t][1])
    ),
    Op.PLUS: lambda w, terms, t, part: w.plus(*map(part, terms.parts[t])),
    Op.TIMES: lambda w, terms, t, part: w.times(*map(part, terms.parts[t])),
    Op.WIDENED: lambda w, terms, t, part: w.widened(part(terms.parts[t][0])),
}
