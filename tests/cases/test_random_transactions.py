"""Random shipments on random days by both clocks: what is not known never clears, and what is asked for settles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.cases.assumptions import ORDINARY
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.hints import doubted_by_hints
from chipgate.cases.party_names import doubted_by_the_use
from chipgate.cases.questions import OUTCOMES, Decision, compiled, interpreted, questions_on
from chipgate.cases.transaction import Transaction
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.compiled import Judge
from chipgate.readings.verdict import UNKNOWN, Verdict
from tests.cases.random_transactions import DAYS, masked_cases, whole_cases

CHECKERS = {clock: Checker(clock=clock) for clock in Clock}

# What stands for a fact that is asked for: both headquarters are asked as one, an area gives a density.
STANDS_FOR = {
    "end_user_hq_iso2": ("end_user_hq", "end_user_parent_hq"),
    "performance_density": ("performance_density", "die_area_mm2", "tpp"),
}

a_clock = st.sampled_from(Clock)


@settings(max_examples=250, deadline=None)
@given(whole_cases(), a_clock)
def test_with_every_fact_given_there_is_one_answer(case: Transaction, clock: Clock) -> None:
    answer = CHECKERS[clock].check(case)
    assert answer.outcome in OUTCOMES
    assert answer.outcomes == {answer.outcome}
    assert answer.missing == ()
    assert "undetermined" not in (answer.eccn, answer.licence_codified, answer.licence_enforced, answer.exception)


@settings(max_examples=300, deadline=None)
@given(masked_cases(), a_clock)
def test_masking_never_changes_an_answer_into_another(case: tuple[Transaction, Transaction], clock: Clock) -> None:
    """Every question is the same or open; what was possible with all the facts is possible without them."""
    complete, partly = (CHECKERS[clock].check(one) for one in case)
    assert partly.outcome in (complete.outcome, "undetermined")
    assert complete.outcomes <= partly.outcomes
    assert complete.decision is not None
    assert partly.decision is not None
    assert opens(complete.decision, partly.decision)


def opens(complete: Decision, partly: Decision) -> bool:
    """Whether PARTLY leaves possible what COMPLETE says, question by question."""
    verdicts = [
        (complete.on_the_books, partly.on_the_books),
        (complete.as_enforced, partly.as_enforced),
        *zip(complete.exceptions, partly.exceptions, strict=True),
    ]
    return (
        all(fewer in (more, UNKNOWN) for more, fewer in verdicts)
        and complete.eccns <= partly.eccns
        and complete.reviews <= partly.reviews
    )


@settings(max_examples=200, deadline=None)
@given(masked_cases(), a_clock)
def test_giving_everything_that_is_asked_for_settles_it(case: tuple[Transaction, Transaction], clock: Clock) -> None:
    whole_case, told = case
    wanted = CHECKERS[clock].check(whole_case).outcome
    for _ in range(4):  # a density may be asked for that an area answers once the TPP is known
        answer = CHECKERS[clock].check(told)
        if answer.outcome != "undetermined":
            break
        assert answer.missing
        told = told_more(told, (question.fact for question in answer.missing), whole_case)
    assert answer.outcome == wanted


@settings(max_examples=60, deadline=None)
@given(masked_cases(), a_clock)
def test_the_fewest_facts_settle_it(case: tuple[Transaction, Transaction], clock: Clock) -> None:
    """Whatever the values of those few turn out to be: here, those of the whole case."""
    whole_case, told = case
    answer = CHECKERS[clock].check(told)
    if answer.outcome != "undetermined":
        assert answer.settled_by == ()
        return
    few = answer.settled_by
    assert set(few) <= set(answer.missing_names)
    if len(few) < len(answer.missing_names):
        settled = CHECKERS[clock].check(told_more(told, few, whole_case))
        assert settled.outcome == CHECKERS[clock].check(whole_case).outcome


def told_more(told: Transaction, names: Iterable[str], whole_case: Transaction) -> Transaction:
    """TOLD with the facts that NAMES ask for, as WHOLE_CASE gives them."""
    asked = [same for name in names for same in STANDS_FOR.get(name, (name,))]
    return replace(told, facts={**told.facts, **{n: whole_case.facts[n] for n in asked if n in whole_case.facts}})


JUDGES: dict[int, Judge] = {}


def generated(day: date) -> Judge:
    """The judge of DAY in generated code; compiled once a period."""
    period = us_corpus().period(day)
    if period not in JUDGES:
        JUDGES[period] = compiled(questions_on(us_corpus(), day))
    return JUDGES[period]


@settings(max_examples=200, deadline=None)
@given(masked_cases())
def test_generated_code_judges_random_shipments_as_the_interpreter_does(pair: tuple[Transaction, Transaction]) -> None:
    day = pair[0].day
    assert day is not None
    slow = interpreted(questions_on(us_corpus(), day))
    for one in pair:
        for known in CHECKERS[Clock.AS_ENFORCED].check(one).case.readings:
            assert tuple(map(Verdict, generated(day)(known))) == tuple(map(Verdict, slow(known)))


@settings(max_examples=100, deadline=None)
@given(DAYS, a_clock, st.sampled_from((None, "ordinary")))
def test_a_shipment_of_which_nothing_is_known_is_open(day: date, clock: Clock, assume: str | None) -> None:
    """Not even the ordinary assumptions clear an item that nobody described."""
    answer = Checker(assume=assume, clock=clock).check(Transaction(day=day))
    assert answer.outcome == "undetermined"
    assert answer.missing


@settings(max_examples=100, deadline=None)
@given(masked_cases(), a_clock)
def test_an_assumption_does_no_more_than_its_fact(case: tuple[Transaction, Transaction], clock: Clock) -> None:
    """Assuming what is ordinary gives the answer that stating it would give, and says so line by line."""
    _, told = case
    assumed = Checker(assume="ordinary", clock=clock).check(told)
    doubted = {*doubted_by_the_use(told), *doubted_by_hints(told.facts)}
    gaps = {name: value for name, (value, _) in ORDINARY.items() if name not in told.facts and name not in doubted}
    stated = CHECKERS[clock].check(replace(told, facts={**told.facts, **gaps}))
    assert assumed.outcomes == stated.outcomes
    assert assumed.decision == stated.decision
    assert set(assumed.case.assumed) == set(gaps)


@settings(max_examples=100, deadline=None)
@given(whole_cases(), a_clock)
def test_what_was_called_unknown_is_not_assumed(case: Transaction, clock: Clock) -> None:
    doubted = replace(
        case, facts={n: v for n, v in case.facts.items() if n not in ORDINARY}, doubted=frozenset(ORDINARY)
    )
    checkers = (Checker(assume=assume, clock=clock) for assume in (None, "ordinary"))
    without, assuming = (one.check(doubted) for one in checkers)
    assert assuming.case.assumed == {}
    assert assuming.decision == without.decision


@pytest.mark.parametrize("clock", Clock)
def test_random_shipments_reach_every_outcome(clock: Clock) -> None:
    """A check of the shipments themselves: a set that is never cleared would prove nothing."""
    found: dict[str, Determination] = {}

    @settings(max_examples=500, deadline=None, derandomize=True, database=None)
    @given(whole_cases())
    def look(case: Transaction) -> None:
        answer = CHECKERS[clock].check(case)
        found[answer.outcome] = answer

    look()
    assert set(found) == set(OUTCOMES)
