"""The facts that are asked for: given, they settle the answer, and each of them can matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Compared,
    Condition,
    HighestOf,
    IsNot,
    Limit,
    Measure,
    OneOf,
    Quotient,
    Relation,
    Stated,
    SumOf,
    Times,
    Unless,
    classified,
    is_true,
    one_of,
    within,
)
from chipgate.law.provision import Clock
from chipgate.law.walking import facts_of, facts_of_measure, limits_of, operands, walk
from chipgate.readings.columns.compiling import Compiler, replacement
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.completions import Completions
from chipgate.readings.settle import values_to_try
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing, measured, weigh
from chipgate.units import whole
from tests.readings.random_rules import (
    CHOICES,
    COUNTRIES,
    DAY,
    FACTS,
    FLAGS,
    GROUPS,
    NUMBERS,
    SCOPES,
    SETTLED_CODES,
    SETTLED_PLACES,
    SmallWorld,
    all_facts,
    amounts,
    conditions,
    corpora,
    facts,
    facts_that_count,
    law_of,
    limits,
)

BY_NAME = {fact.name: fact for fact in FACTS}

# Measures whose value a further fact cannot change: no "highest of what is stated", nothing stated beside its formula.
plain_measures: st.SearchStrategy[Measure] = (
    facts_that_count
    | st.lists(facts_that_count, min_size=2, max_size=3).map(lambda parts: SumOf(tuple(parts)))
    | st.builds(Times, facts_that_count, limits)
)

Cases = tuple[Mapping[str, Value], frozenset[str]]


@st.composite
def masked(draw: st.DrawFn) -> Cases:
    """Every fact of a case, and the names of those that are kept back."""
    return draw(all_facts()), frozenset(draw(st.sets(st.sampled_from(sorted(BY_NAME)))))


@settings(max_examples=150, deadline=None)
@given(corpora(), masked())
def test_the_missing_facts_are_enough(corpus: Corpus, case: Cases) -> None:
    """Once all of them are given, whatever else is missing, the provision is decided."""
    whole_case, kept_back = case
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    known = {name: value for name, value in whole_case.items() if name not in kept_back}
    for provision in law.provisions.values():
        facts_now = dict(known)
        for _ in range(len(BY_NAME)):
            weighing = Weighing(facts_now, law)
            missing = weighing.missing_of_provision(provision)
            assert bool(missing) == (weighing.weigh_provision(provision) is UNKNOWN) or _divides_by_zero(corpus)
            assert not set(missing) & set(facts_now)
            if not missing:
                break
            facts_now |= {name: whole_case[name] for name in missing}
        else:
            raise AssertionError("the questions do not end")


def _divides_by_zero(corpus: Corpus) -> bool:
    """Whether a quotient stands in the corpus: an area of zero decides nothing, and is refused at the door."""
    return "Quotient(" in repr(corpus.provisions)


@settings(max_examples=150, deadline=None)
@given(corpora(plain_measures), masked())
def test_one_round_of_questions_is_enough(corpus: Corpus, case: Cases) -> None:
    """With plain measures, nothing is asked for twice: the first list settles it."""
    whole_case, kept_back = case
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    known = {name: value for name, value in whole_case.items() if name not in kept_back}
    for provision in law.provisions.values():
        missing = Weighing(known, law).missing_of_provision(provision)
        told = {**known, **{name: whole_case[name] for name in missing}}
        assert Weighing(told, law).weigh_provision(provision) is not UNKNOWN


@settings(max_examples=200, deadline=None)
@given(corpora(plain_measures), facts(SETTLED_PLACES), facts(SETTLED_PLACES))
def test_more_facts_never_flip_a_settled_verdict(
    corpus: Corpus, known: Mapping[str, Value], more: Mapping[str, Value]
) -> None:
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    for provision in law.provisions.values():
        first = Weighing(known, law).weigh_provision(provision)
        second = Weighing({**more, **known}, law).weigh_provision(provision)
        assert first is UNKNOWN or second is first


# A rule that names every fact once: there, a fact that is asked for can always turn the answer.


@st.composite
def read_once(draw: st.DrawFn) -> Condition:
    """A condition over some of the facts, each of them in one line only, each line able to go both ways."""
    chosen = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4, unique=True))
    waiting: list[Condition] = [draw(_line_about(fact)) for fact in chosen]
    while len(waiting) > 1:
        left, right = waiting.pop(0), waiting.pop(0)
        node = draw(st.sampled_from(("all", "any", "unless")))
        joined = Unless(left, right) if node == "unless" else (AllOf if node == "all" else AnyOf)((left, right))
        waiting.append(IsNot(joined) if draw(st.booleans()) else joined)
    return waiting[0]


def _line_about(fact: Fact) -> st.SearchStrategy[Condition]:
    match fact.kind:
        case FactKind.NUMBER:
            bounds = st.integers(1, 5).map(lambda value: Limit(f"limit {value}", value))
            return st.builds(Compared, st.just(fact), st.sampled_from(Relation), bounds)
        case FactKind.FLAG:
            return st.just(is_true(fact))
        case FactKind.CHOICE:
            return st.sampled_from(fact.choices).map(lambda value: one_of(fact, value))
        case FactKind.COUNTRY:
            return st.sampled_from(GROUPS).map(lambda group: within(fact, group))
        case FactKind.CODE:
            return st.sampled_from(SCOPES).map(lambda one: classified(fact, one))


@settings(max_examples=150, deadline=None)
@given(read_once(), facts(SETTLED_PLACES))
def test_every_missing_fact_can_turn_the_answer(condition: Condition, known: Mapping[str, Value]) -> None:
    law = law_of(condition)
    missing = Weighing(known, law).missing(condition)
    for name in missing:
        others = [fact for other, fact in missing.items() if other != name]
        assert any(
            len({weigh(condition, {**known, **rest, name: value}, law) for value in _ends(BY_NAME[name])}) > 1
            for rest in _completions(others, _ends)
        ), name


def _ends(fact: Fact) -> Sequence[Value]:
    """Two values or a few that no line can answer alike."""
    match fact.kind:
        case FactKind.NUMBER:
            return (0, 6)
        case FactKind.FLAG:
            return (False, True)
        case FactKind.CHOICE:
            return fact.choices
        case FactKind.COUNTRY:
            return ("CN", "JP", "SG")
        case FactKind.CODE:
            return SETTLED_CODES


def _completions(missing: Sequence[Fact], values: object) -> list[dict[str, Value]]:
    options = [values(fact) for fact in missing]  # type: ignore[operator]
    return [dict(zip((fact.name for fact in missing), chosen, strict=True)) for chosen in product(*options)]


# Completions: one value for each side of every limit, against every value of a small world.


@st.composite
def open_cases(draw: st.DrawFn) -> tuple[Condition, Mapping[str, Value]]:
    """A condition, and a case without up to three of the facts that it names."""
    condition = draw(conditions(of_measures=facts_that_count, most=6))
    named = sorted({fact.name for fact in facts_of(condition)} or {FACTS[0].name})
    kept_back = draw(st.sets(st.sampled_from(named), min_size=1, max_size=3))
    return condition, {name: value for name, value in draw(all_facts()).items() if name not in kept_back}


@settings(max_examples=300, deadline=None)
@given(open_cases())
def test_completions_find_what_trying_every_value_finds(case: tuple[Condition, Mapping[str, Value]]) -> None:
    condition, known = case
    law = law_of(condition)
    missing = tuple(Weighing(known, law).missing(condition).values())
    if not missing:
        return

    tried = [
        weigh(condition, {**known, **one}, law) for one in _completions(missing, lambda f: _every_value(f, condition))
    ]
    found = _possible(condition, known, law)
    assert {str(one) for one in tried if one is not UNKNOWN} <= found
    assert found <= frozenset[str]().union(*(_told([one]) for one in tried))


def _told(verdicts: Sequence[Verdict]) -> frozenset[str]:
    """A verdict by its name; both where it is unknown."""
    (verdict,) = verdicts
    return frozenset(str(one) for one in (MET, NOT_MET) if verdict in (one, UNKNOWN))


def _possible(condition: Condition, known: Facts, law: LawOnDay) -> frozenset[str]:
    compiler = Compiler(Arena(), lambda _name: 0)
    arena, formula = compiler.arena, compiler.condition(condition, law)
    leaves = {one: replacement(arena, one, leaf, known) for one, leaf in compiler.leaves.items()}
    left = Replaced.by(arena, leaves).left_of(formula)
    return Completions(compiler, _told).possible((left,))


@settings(max_examples=300, deadline=None)
@given(conditions(), facts(), all_facts())
def test_no_completion_is_lost(condition: Condition, known: Mapping[str, Value], rest: Mapping[str, Value]) -> None:
    """Whatever the missing facts turn out to be, sums and ratios among them, the answer is one of those found."""
    law = law_of(condition)
    missing = {name: value for name, value in rest.items() if name not in _worked_out(condition, known)}
    verdict = weigh(condition, {**missing, **known}, law)
    assert verdict is UNKNOWN or str(verdict) in _possible(condition, known, law)


def _worked_out(condition: Condition, known: Facts) -> set[str]:
    """The facts that are not missing on what is KNOWN: one that a formula gives, and those beside a highest value that
    is stated (a format that nobody claims does not count)."""
    measures = [part for node in walk(condition) if isinstance(node, Compared) for part in _parts(node.measure)]
    stated = {one.fact.name for one in measures if isinstance(one, Stated) and measured(one.formula, known) is not None}
    highest = [one for one in measures if isinstance(one, HighestOf) and measured(one, known) is not None]
    return stated.union(fact.name for one in highest for fact in facts_of_measure(one))


def _parts(measure: Measure) -> Iterator[Measure]:
    yield measure
    for part in operands(measure):
        yield from _parts(part)


def _every_value(fact: Fact, condition: Condition) -> Sequence[Value]:
    match fact.kind:
        case FactKind.NUMBER:
            bounds = {Fraction(one.value) for one in limits_of(condition)}
            steps = {bound + Fraction(step, 100) for bound in bounds for step in (-1, 0, 1)} | {
                Fraction(0),
                Fraction(100),
            }
            return (*(whole(value) for value in sorted(steps) if value >= 0), NOT_APPLICABLE)
        case FactKind.FLAG:
            return (False, True)
        case FactKind.CHOICE:
            return fact.choices
        case FactKind.COUNTRY:
            lines = [node for node in walk(condition) if isinstance(node, OneOf) and node.fact == fact]
            named = {value for line in lines for value in line.values}
            return (*sorted({*SmallWorld().known(), *named, "XX"}), NOT_APPLICABLE)  # no table speaks of XX
        case FactKind.CODE:
            return (*SETTLED_CODES, NOT_APPLICABLE)


def test_a_country_that_a_rule_names_does_not_stand_for_its_neighbours() -> None:
    """Belarus and China are in the same groups; a rule that names Belarus says nothing of China."""
    place = COUNTRIES[0]
    condition = AllOf((within(place, "D:5"), IsNot(one_of(place, "BY"))))
    law = law_of(condition)
    found = {weigh(condition, {"place": value}, law) for value in values_to_try(place, law) or ()}
    assert found == {weigh(condition, {"place": value}, law) for value in _every_value(place, condition)}


def test_a_number_that_is_added_to_another_is_not_tried() -> None:
    condition = Compared(SumOf(NUMBERS[:2]), Relation.AT_LEAST, Limit("limit 1", 1))
    law = law_of(condition)
    assert values_to_try(NUMBERS[0], law) is None
    assert _possible(condition, {}, law) == {str(MET), str(NOT_MET)}


def test_a_figure_that_is_stated_is_not_asked_for_again() -> None:
    """Density is TPP over area: with the TPP stated, or worked out, only the area is missing."""
    tpp, area, rate = NUMBERS[0], NUMBERS[1], NUMBERS[2]
    condition = Compared(Quotient(Stated(tpp, rate), area), Relation.AT_LEAST, Limit("limit 1", 1))
    for known in ({"tpp": 4800}, {"rate": 4800}):
        assert set(Weighing(known, law_of(condition)).missing(condition)) == {area.name}
    assert set(Weighing({area.name: 1}, law_of(condition)).missing(condition)) == {tpp.name}


def test_what_is_asked_for_is_named_in_the_rule() -> None:
    condition = AllOf((is_true(FLAGS[0]), one_of(CHOICES[0], "ic")))
    assert set(Weighing({}, law_of(condition)).missing(condition)) == {fact.name for fact in facts_of(condition)}
    assert Weighing({"datacenter": False}, law_of(condition)).missing(condition) == {}


@given(amounts)
def test_a_random_amount_is_exact_and_not_negative(value: int | Fraction) -> None:
    assert not isinstance(value, float)
    assert value >= 0


def test_a_country_that_no_table_speaks_of_is_not_passed_over() -> None:
    """No country of the tables is both in A:5 and in D:5; one of which they say nothing may be."""
    place = COUNTRIES[0]
    condition = AllOf((within(place, "A:5"), within(place, "D:5")))
    law = law_of(condition)
    assert weigh(condition, {"place": "XX"}, law) is UNKNOWN
    assert _possible(condition, {}, law) == {str(MET), str(NOT_MET)}
