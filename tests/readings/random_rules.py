"""Random rules over a small world: facts of every kind, groups with a doubtful member, provisions that refer on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value, choice, code, country, flag, number
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Compared,
    Condition,
    HighestOf,
    IsNot,
    Limit,
    Measure,
    Quotient,
    Relation,
    Satisfies,
    Stated,
    SumOf,
    Times,
    Under,
    Unless,
    classified,
    is_true,
    one_of,
    para,
    within,
)
from chipgate.law.provision import Clock, Provision, since
from chipgate.law.tariff_codes import OTHER_LINE, scope
from chipgate.units import exact_text, whole

DAY = date(2024, 6, 1)

# Labels that would trip a reader who looks for words instead of names.
NUMBERS = (
    number("tpp", "TPP", "?"),
    number("density", "performance density", "?", "per mm2"),
    number("rate", "bit length x TOPS of the units", "?"),
    number("year", "the year in which the shipment is completed", "?"),
    number("hbm", "bandwidth of the HBM stack", "?", "GB/s per mm2"),
)
FLAGS = (
    flag("datacenter", "the IC is designed or marketed for datacenters", "?"),
    flag("published", "the model weights are published", "?"),
    flag("listed", "a party to the transaction is listed", "?"),
)
CHOICES = (
    choice("kind", "the kind of item", "?", "ic", "low_end_ic", "computer", "other"),
    choice("deal", "the kind of transaction", "?", "export", "reexport", "transfer_in_country"),
)
COUNTRIES = (country("place", "the destination", "?"), country("home", "the headquarters of the end user", "?"))
CODES = (code("hts", "the tariff code", "?"),)
FACTS: tuple[Fact, ...] = (*NUMBERS, *FLAGS, *CHOICES, *COUNTRIES, *CODES)


@dataclass(frozen=True)
class SmallWorld:
    """Eight countries in three groups; of Cambodia it is not known whether it is in D:5."""

    change_days: tuple[date, ...] = ()

    def members(self, group: str, day: date) -> frozenset[str]:
        return {
            "A:5": frozenset({"JP", "DE"}),
            "D:1": frozenset({"CN", "VN", "KH", "BY"}),
            "D:5": frozenset({"CN", "KH", "BY", "VE"}),
        }[group]

    def uncertain(self, group: str, day: date) -> frozenset[str]:
        return frozenset({"KH"}) if group == "D:5" else frozenset()

    def known(self) -> frozenset[str]:
        return frozenset({"JP", "DE", "CN", "VN", "KH", "BY", "VE", "SG"})


GROUPS = ("A:5", "D:1", "D:5")
SETTLED_PLACES = ("BY", "CN", "DE", "JP", "SG", "VE", "VN")
PLACES = (*SETTLED_PLACES, "KH", "XX")  # XX: a country that the table does not speak of

SCOPES = (scope("8542"), scope("8471.50", "8473.30"), scope("8473.30.11", "8473.30.5100"), scope("8541-8543"))
SETTLED_CODES = (
    *("8473301180", "8473305100", "8471500150", "8542310045", "8543709960", "2804610000"),
    f"847330{OTHER_LINE}",
)
UNSETTLED_CODES = ("8473", "847330", "84733051", "85")  # digits are missing that a scope would tell by

# Measures and conditions.

limits = st.builds(
    lambda value: Limit(f"limit {exact_text(value)}", whole(value)),
    st.fractions(0, 5, max_denominator=4) | st.just(Fraction(1, 3)),
)
facts_that_count = st.sampled_from(NUMBERS)


def _measures_of(parts: st.SearchStrategy[Measure]) -> st.SearchStrategy[Measure]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        several.map(SumOf)
        | several.map(HighestOf)
        | st.builds(Times, parts, limits)
        | st.builds(Quotient, parts, parts)
        | st.builds(Stated, facts_that_count, parts)
    )


measures: st.SearchStrategy[Measure] = facts_that_count | st.recursive(facts_that_count, _measures_of, max_leaves=3)


def several_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


def leaves(of_measures: st.SearchStrategy[Measure] = measures) -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Compared, of_measures, st.sampled_from(Relation), limits),
        st.sampled_from(FLAGS).map(is_true),
        st.sampled_from(CHOICES).flatmap(lambda fact: several_of(fact.choices).map(lambda some: one_of(fact, *some))),
        st.builds(lambda fact, some: one_of(fact, *some), st.sampled_from(COUNTRIES), several_of(PLACES)),
        st.builds(lambda fact, some: within(fact, *some), st.sampled_from(COUNTRIES), several_of(GROUPS)),
        st.builds(classified, st.sampled_from(CODES), st.sampled_from(SCOPES)),
    )


@cache
def conditions(
    references: tuple[str, ...] = (), of_measures: st.SearchStrategy[Measure] = measures, most: int = 7
) -> st.SearchStrategy[Condition]:
    """Conditions that refer to REFERENCES, with about MOST leaves."""

    def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        some = st.lists(parts, max_size=4).map(tuple)
        return (
            some.map(AllOf)
            | some.map(AnyOf)
            | parts.map(IsNot)
            | st.builds(Unless, parts, parts)
            | st.builds(para, st.sampled_from(("a", "b.1", "c")), parts)
        )

    ends = leaves(of_measures)
    if references:
        ends |= st.sampled_from(references).map(Under) | st.sampled_from(references).map(Satisfies)
    return st.recursive(ends, grown, max_leaves=most)


# Provisions and laws.

_BINDINGS = (
    since(2024, 1, 1),
    since(2024, 1, 1),
    since(2024, 1, 1),
    since(2024, 1, 1, compliance_from=date(2025, 1, 1)),  # on the books only
    since(2025, 1, 1),  # not in force yet
)


@st.composite
def corpora(draw: st.DrawFn, of_measures: st.SearchStrategy[Measure] = measures) -> Corpus:
    """Up to five provisions, each of which may refer to those before it."""
    found: list[Provision] = []
    for index in range(draw(st.integers(1, 5))):
        refs = tuple(p.id for p in found)
        found.append(
            Provision(
                id=f"xx/law/{index}.{'abcde'[index]}",
                title=f"Provision {index}",
                cite=f"section {index}",
                binds=draw(st.sampled_from(_BINDINGS)),
                subject=draw(st.none() | conditions(refs, of_measures, most=2)),
                when=draw(conditions(refs, of_measures)),
            )
        )
    return Corpus(tuple(found), SmallWorld())


def law_of(condition: Condition) -> LawOnDay:
    """A law of one provision, ``xx/law/a``, with CONDITION as its test."""
    only = Provision(id="xx/law/a", title="a", cite="a", binds=since(2024, 1, 1), when=condition)
    return Corpus((only,), SmallWorld()).on(DAY, Clock.AS_ENFORCED)


# Facts.

amounts = st.fractions(0, 6, max_denominator=4).map(whole)


def value_of(fact: Fact, places: tuple[str, ...] = PLACES) -> st.SearchStrategy[Value]:
    match fact.kind:
        case FactKind.NUMBER:
            return amounts
        case FactKind.FLAG:
            return st.booleans()
        case FactKind.CHOICE:
            return st.sampled_from(fact.choices)
        case FactKind.COUNTRY:
            return st.sampled_from(places)
        case FactKind.CODE:
            settled = places == SETTLED_PLACES
            return st.sampled_from(SETTLED_CODES if settled else (*SETTLED_CODES, *UNSETTLED_CODES))


@cache
def facts(places: tuple[str, ...] = PLACES) -> st.SearchStrategy[Mapping[str, Value]]:
    """Some facts given, some known not to exist, some missing."""
    known = {fact.name: value_of(fact, places) | st.just(NOT_APPLICABLE) for fact in FACTS}
    return st.fixed_dictionaries({}, optional=known)


@cache
def all_facts(places: tuple[str, ...] = SETTLED_PLACES) -> st.SearchStrategy[Mapping[str, Value]]:
    """Every fact given."""
    return st.fixed_dictionaries({fact.name: value_of(fact, places) for fact in FACTS})
