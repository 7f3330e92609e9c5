"""Random shipments with every fact given: numbers on the limits of the law and a step beside, telling countries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from chipgate.cases.transaction import Transaction
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.language import Compared
from chipgate.law.us.corpus import us_corpus
from chipgate.law.walking import facts_of_measure, walk
from chipgate.units import Exact, exact, whole

FACTS = us_corpus().facts

# Named by a rule or a member of a telling group; none of them is unsettled on any of the days.
PLACES = (
    *("CN", "HK", "MO", "VE", "NI", "BY", "RU", "IR", "CU"),  # Macau, D:5, embargoes
    *("VN", "IQ", "AE", "SA", "KZ", "LY"),  # D:1 and D:4
    *("IL", "TW", "SG", "JP", "US", "DE", "IN", "BR"),
)
DAYS = st.dates(date(2022, 10, 21), date(2026, 12, 31))

# What a shipment usually is, so that not every second one goes to a listed party; each can be otherwise.
USUAL: Mapping[str, tuple[Value, ...]] = {
    "item_kind": ("ic", "ic", "computer"),
    "transaction": ("export",),
    "described_in": ("none",),
    "known_end_use": ("ordinary", "development_production_storage"),
    "buyer_itself_listed": (False,),
    "military_end_user": (False,),
    "on_meu_list": (False,),
    "on_unverified_list": (False,),
    "named_in_744_22": (False,),
    "letter_recipient": (False,),
    "country_chart_requires_licence": (False,),
    "listed_owner_share": (0,),
    "exporter": ("other", "distributor"),
    "consignee_hq": (NOT_APPLICABLE,),
    "consignee_parent_hq": (NOT_APPLICABLE,),
    "bis_objection": (False,),
    "purchase_order": (True,),
    "purchase_order_without_notice": (True,),
    "training_needs_licence": (False,),
}


def _limits_of(fact: Fact) -> list[Exact]:
    found: set[Exact] = {0}
    for provision in us_corpus().provisions:
        for condition in filter(None, (provision.subject, provision.when)):
            for node in walk(condition):
                if isinstance(node, Compared) and fact in facts_of_measure(node.measure):
                    found.add(node.limit.value)
    return sorted(found)


def _numbers(fact: Fact) -> st.SearchStrategy[Value]:
    steps = {whole(Fraction(one + exact(step))) for one in _limits_of(fact) for step in ("-0.01", "0", "0.01")}
    return st.sampled_from([value for value in sorted(steps) if value >= 0])


def _any_value(fact: Fact) -> st.SearchStrategy[Value]:
    match fact.kind:
        case FactKind.NUMBER:
            return _numbers(fact)
        case FactKind.FLAG:
            return st.booleans()
        case FactKind.CHOICE:
            return st.sampled_from(fact.choices)
        case FactKind.COUNTRY:
            return st.sampled_from(PLACES)


def _value(fact: Fact) -> st.SearchStrategy[Value]:
    usual = USUAL.get(fact.name)
    if usual is None:
        return _any_value(fact)
    return st.one_of(*(st.sampled_from(usual) for _ in range(5)), _any_value(fact))


_WHOLE_CASES = st.fixed_dictionaries({name: _value(fact) for name, fact in FACTS.items()})


@st.composite
def whole_cases(draw: st.DrawFn) -> Transaction:
    """A shipment of which everything is known, and whose figures do not contradict each other."""
    day = draw(DAYS)
    facts: dict[str, Value] = dict(draw(_WHOLE_CASES))
    facts["completion_year"] = day.year
    facts["digital_units_score"], facts["analog_units_score"] = facts["tpp"], 0  # the two add up to TPP
    if isinstance(order := facts["order_tpp"], int | Fraction) and isinstance(one := facts["tpp"], int | Fraction):
        facts["order_tpp"] = max(order, one)  # no order has less than one of its ICs
    how = draw(st.sampled_from(("stated", "by its area", "no such die")))
    tpp, density = facts["tpp"], facts["performance_density"]
    if how == "no such die":  # every die is planar: there is no performance density
        facts["performance_density"] = facts["die_area_mm2"] = NOT_APPLICABLE
    elif how == "by its area" and isinstance(tpp, int | Fraction) and isinstance(density, int | Fraction) and density:
        del facts["performance_density"]
        facts["die_area_mm2"] = whole(Fraction(tpp) / density)
        if facts["die_area_mm2"] == 0:
            facts["die_area_mm2"] = 1
    return Transaction(day=day, facts=facts)


def without(transaction: Transaction, names: frozenset[str]) -> Transaction:
    """TRANSACTION, of which NAMES are not known."""
    return Transaction(transaction.day, facts={k: v for k, v in transaction.facts.items() if k not in names})


@st.composite
def masked_cases(draw: st.DrawFn) -> tuple[Transaction, Transaction]:
    """A whole case, and the same with some facts kept back: few of them, or most."""
    case = draw(whole_cases())
    names = st.sets(st.sampled_from(sorted(case.facts)), max_size=draw(st.sampled_from((2, 6, 40))))
    return case, without(case, frozenset(draw(names)))
