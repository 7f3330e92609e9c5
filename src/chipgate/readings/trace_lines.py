"""The lines of a trace: each with its sentence, the numbers put in, its verdict and the distance to the limit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, assert_never

from chipgate.law.facts import Fact, FactKind, NotApplicable, Value
from chipgate.law.language import (
    Classified,
    Compared,
    IsTrue,
    Leaf,
    OneOf,
    Relation,
    Within,
)
from chipgate.law.provision import Provision
from chipgate.law.tariff_codes import written_code
from chipgate.law.walking import facts_of_measure
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.sentence import (
    name_of,
    scope_words,
    value_word,
    value_words,
    with_unit,
)
from chipgate.readings.verdict import Facts, Verdict, measured
from chipgate.units import Exact, decimal_text

_RELATIONS = {
    Relation.AT_LEAST: "{measure} {value} is {limit} or more",
    Relation.MORE_THAN: "{measure} {value} is above {limit}",
    Relation.AT_MOST: "{measure} {value} is {limit} or less",
    Relation.LESS_THAN: "{measure} {value} is below {limit}",
}
_SMALLEST_GAP = Fraction(1, 10**6)

DENIED = "not: {words}"


class TraceLine(NamedTuple):
    """One line of a trace.

    ``distance`` is how far the value lies from the limit, in the unit of the limit, and ``facts`` are the names of the
    facts put in. ``cite`` stands on the line of a provision, ``leaf`` on one that states or denies a line of the text.
    """

    words: Phrase
    verdict: Verdict
    label: str = ""
    distance: Phrase | None = None
    cite: str = ""
    provision: Provision | None = None
    facts: tuple[str, ...] = ()
    parts: tuple[TraceLine, ...] = ()
    leaf: Leaf | None = None

    def walk(self, depth: int = 0) -> Iterator[tuple[int, TraceLine]]:
        """This line and all below it, with their depth."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)

    def leaves(self) -> list[Leaf]:
        """The lines of the text that are stated or denied here, from above."""
        found = [] if self.leaf is None else [self.leaf]
        for part in self.parts:
            found += part.leaves()
        return found


def leaf_line(leaf: Leaf, facts: Facts, verdict: Verdict) -> TraceLine:
    """The line that states LEAF, of that VERDICT on FACTS."""
    return _stated(leaf, facts, verdict)._replace(leaf=leaf)


def value_shown(leaf: Leaf, facts: Facts) -> Exact | Value | None:
    """The value that the line of LEAF shows, or that is behind what it says."""
    return measured(leaf.measure, facts) if isinstance(leaf, Compared) else facts.get(leaf.fact.name)


def _stated(leaf: Leaf, facts: Facts, verdict: Verdict) -> TraceLine:
    match leaf:
        case OneOf(fact, values):
            words = phrase(
                "{fact} ({value}) is {values}",
                fact=Word(fact.label),
                value=_shown(fact, facts),
                values=value_words(fact, values),
            )
            return TraceLine(words, verdict, facts=(fact.name,))
        case IsTrue(fact):
            return TraceLine(phrase(fact.label), verdict, facts=(fact.name,))
        case Compared():
            return _comparison(leaf, facts, verdict)
        case Within(fact, groups):
            words = phrase(
                "{fact} ({value}) is in {groups}", fact=Word(fact.label), value=_shown(fact, facts), groups=groups
            )
            return TraceLine(words, verdict, facts=(fact.name,))
        case Classified(fact, scope):
            shown = _shown(fact, facts)
            words = phrase(
                "{fact} ({value}) is in {scope}", fact=Word(fact.label), value=shown, scope=scope_words(scope)
            )
            return TraceLine(words, verdict, facts=(fact.name,))
        case _ as never:
            assert_never(never)


def _comparison(leaf: Compared, facts: Facts, verdict: Verdict) -> TraceLine:
    value = measured(leaf.measure, facts)
    shown: object = Word("(unknown)") if value is None else value
    if isinstance(value, NotApplicable):
        shown = Word("(not applicable)")
    words = phrase(
        _RELATIONS[leaf.relation],
        measure=name_of(leaf.measure),
        value=shown,
        limit=with_unit(leaf.limit.value, leaf.measure),
    )
    names = tuple(fact.name for fact in facts_of_measure(leaf.measure))
    return TraceLine(words, verdict, distance=_distance(value, leaf, verdict), facts=names)


def _distance(value: Exact | NotApplicable | None, leaf: Compared, verdict: Verdict) -> Phrase | None:
    if not isinstance(value, int | Fraction):
        return None
    above = value > leaf.limit.value
    gap = value - leaf.limit.value if above else leaf.limit.value - value
    if gap == 0:
        return phrase("exactly at the limit")
    shown = decimal_text(gap) if gap >= _SMALLEST_GAP else "< 0.000001"
    return phrase("{gap} above" if above else "{gap} below", gap=shown)


def _shown(fact: Fact, facts: Facts) -> object:
    value: Value | None = facts.get(fact.name)
    if value is None:
        return Word("unknown")
    if fact.kind is FactKind.CODE and isinstance(value, str):
        return written_code(value)
    if isinstance(value, str):
        return value_word(fact, value) if fact.kind is FactKind.CHOICE else value
    return Word("not applicable") if isinstance(value, NotApplicable) else str(value)


def negation(line: TraceLine) -> TraceLine:
    """The opposite of a line: a single sentence is denied in place, a group stands below the word not."""
    verdict = line.verdict.negated
    if line.parts:
        return TraceLine(phrase("not"), verdict, parts=(line,))
    return line._replace(words=phrase(DENIED, words=line.words), verdict=verdict)


def line_of(leaf: Leaf, facts: Facts, verdict: Verdict, denials: int) -> TraceLine:
    """The line that states LEAF, of that VERDICT on FACTS, denied so many times over."""
    line = leaf_line(leaf, facts, verdict)
    for _ in range(denials):
        line = negation(line)
    return line


def denials_of(line: TraceLine) -> int:
    """How many times over a line denies what it says."""
    words: object = line.words
    count = 0
    while isinstance(words, Phrase) and words.template == DENIED:
        words, count = words.gaps["words"], count + 1
    return count
