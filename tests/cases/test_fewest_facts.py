"""The fewest facts that settle an answer: few enough to ask for, and enough whatever they turn out to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from chipgate import check
from chipgate.cases.check import Checker
from chipgate.cases.columns import understand
from chipgate.cases.determination import Determination
from chipgate.cases.questions import OPEN, possible_outcomes
from chipgate.cases.settled_by import asked_together
from chipgate.cases.transaction import Transaction
from chipgate.countries.codes import CODES
from chipgate.law.facts import Fact, Value
from chipgate.law.provision import OpensException
from chipgate.readings.fewest import OpenCase, TellingValues, fewest
from chipgate.readings.leaves import leaves_of
from chipgate.readings.verdict import MET, Verdict, Weighing

from .random_transactions import masked_cases
from .worked_cases import cells_of, rows


def asked(**given: str) -> tuple[str, ...]:
    return check(assume="ordinary", **given).settled_by


def test_the_parent_alone_settles_a_sale_to_singapore() -> None:
    """742.6(a)(6)(iii)(A), 740.2(a)(9)(ii): a parent in D:5 bars LPP; with any other no licence is needed."""
    given = {"chip": "H200", "to": "SG", "on": "2026-03-01", "end_user_hq": "SG"}
    assert len(check(assume="ordinary", **given).missing_names) > 1
    assert asked(**given) == ("end_user_parent_hq",)


def test_both_headquarters_are_asked_as_one() -> None:
    assert asked(chip="H200", to="SG", on="2026-03-01") == ("end_user_hq_iso2",)


@pytest.mark.parametrize("place", sorted(CODES))
def test_it_settles_whatever_the_answer_is(place: str) -> None:
    """Of every country, only those whose group the text leaves open stay open."""
    given = {"chip": "H200", "to": "SG", "on": "2026-03-01", "end_user_hq_iso2": place}
    answer = check(assume="ordinary", **given)
    if answer.outcome == "undetermined":
        assert place in UNSETTLED, answer.missing_names


# No row in 740 Supp. 1 and no country they belong to; a listing that ended on an unknown day; and "NA", which more
# people write for a blank than for Namibia ("NAM" and "Namibia" are read).
UNSETTLED = frozenset({"AQ", "CK", "NU", "PS", "CY", "ET", "NA"})


def test_nothing_is_asked_where_all_is_settled() -> None:
    assert asked(chip="H20", to="CN", on="2024-06-01") == ()


def test_where_no_few_facts_are_enough_all_are_asked() -> None:
    """740.8: NAC has conditions that must all hold."""
    answer = check(chip="RTX 4090", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.settled_by == answer.missing_names
    assert len(answer.missing_names) > 3


@pytest.mark.proves("BIS guidance of 2026-05-31: all destinations outside the United States")
@pytest.mark.parametrize("day", ["2024-06-01", "2026-06-01"])
def test_the_headquarters_rule_asks_nothing_inside_the_united_states(day: str) -> None:
    assert check(chip="H100", to="US", on=day, assume="ordinary").outcome == "no_licence_required"


def test_a_stated_density_that_contradicts_the_datasheet_is_no_obstacle() -> None:
    """The readings of one figure miss different facts: those of all of them are asked for."""
    given = {"chip": "TPU v4i", "on": "2024-04-22", "to": "KH", "performance_density": "2400", "units": "1000"}
    answer = check(given)
    assert answer.outcome == "undetermined"
    assert set(answer.settled_by) <= set(answer.missing_names)


@given(cases=masked_cases())
@settings(max_examples=150, deadline=None)
def test_searching_what_is_left_finds_what_weighing_every_completion_finds(
    cases: tuple[Transaction, Transaction],
) -> None:
    answer = CHECKER.check(cases[1])
    assert answer.settled_by == _by_weighing(answer)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case_id"])
def test_a_worked_case_is_settled_by_what_weighing_every_completion_finds(row: Mapping[str, str]) -> None:
    cells = {one.name: text for one in understand(cells_of(row)) if one.name and (text := cells_of(row)[one.header])}
    answer = CHECKER.check_cells(cells)
    assert answer.settled_by == _by_weighing(answer)


CHECKER = Checker()


class _Told(NamedTuple):
    """How many facts are going to be told, and those that were."""

    asked: int
    told: tuple[tuple[str, Value], ...] = ()

    def and_of(self, fact: Fact, value: Value) -> _Told:
        return self._replace(told=(*self.told, (fact.name, value)))


def _by_weighing(answer: Determination) -> tuple[str, ...]:
    """``settled_by`` without anything that is kept: every completion weighed anew, in every reading."""
    names = answer.missing_names
    if answer.outcome != OPEN or answer.questions is None or len(names) < 2 or set(names) & set(answer.case.disputed):
        return names
    facts = {
        name: fact
        for p in answer.open_provisions
        for weighing in answer.weighings
        for name, fact in weighing.missing_of_provision(p).items()
    }
    missing = [facts[question.fact] for question in answer.missing]
    law = answer.weighings[0].law

    def is_settled(known: _Told) -> bool:
        if len(known.told) < known.asked:
            return False
        new = {name: value for name, value in known.told if name not in answer.case.facts}
        left = {_outcomes(answer, Weighing({**facts, **new}, law)) for facts in answer.case.readings}
        return len(left) == 1 and len(left.pop()) == 1

    telling = TellingValues(leaves_of(answer.open_provisions, law), law)
    case = OpenCase(lambda chosen: _Told(len(chosen)), _Told.and_of, is_settled, begins_alike=False)
    found = fewest(missing, telling, case)
    return names if len(found) == len(missing) else asked_together(fact.name for fact in found)


def _outcomes(answer: Determination, weighing: Weighing) -> frozenset[str]:
    assert answer.decision is not None
    licence, exception = answer.decision.licence(answer.clock), answer.decision.exception
    are_exceptions = {p: isinstance(p.gives, OpensException) for p in answer.open_provisions}
    for_licence = [weighing.weigh_provision(p) for p, is_exception in are_exceptions.items() if not is_exception]
    for_exception = [weighing.weigh_provision(p) for p, is_exception in are_exceptions.items() if is_exception]
    licence = Verdict(max(for_licence)) if licence is not MET and for_licence else licence
    exception = Verdict(max(for_exception)) if exception is not MET and for_exception else exception
    return possible_outcomes(licence, exception)
