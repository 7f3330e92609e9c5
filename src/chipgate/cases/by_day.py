"""The verdict on one shipment by day: a band for each span of days with the same answer, and what moved it there.

Nothing is judged day by day. Between two changes of the law, of the year, and of who is listed, one answer stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from chipgate.cases.check import Checker
from chipgate.cases.compare_orders import moves
from chipgate.cases.determination import Determination
from chipgate.cases.moved_by import Mover, MoverKind, Movers
from chipgate.cases.party_names import names_given, parties_named
from chipgate.cases.questions import OPEN
from chipgate.cases.reasons import reason
from chipgate.cases.transaction import Transaction
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.language import AllOf, AnyOf
from chipgate.law.provision import OpensException, Provision, RequiresLicence, Standing
from chipgate.law.us.facts import DESTINATION
from chipgate.law.walking import facts_of
from chipgate.readings.compare import LawDifference, Vantage, difference
from chipgate.readings.phrase import phrase
from chipgate.readings.verdict import UNKNOWN, Facts, Verdict, Weighing

THE_DAY: Final = Mover(
    "the day",
    phrase("no text: the year in which the item is made, or a name that came onto a list"),
    kind=MoverKind.NOTHING,
)

NO_SINGLE_TEXT: Final = Mover(
    "several texts",
    phrase("no text that changed that day moves it on its own: several do together"),
    kind=MoverKind.NOTHING,
)


@dataclass(frozen=True)
class Band:
    """Days, both ends included, on which the answer and its reason stay the same.

    ``answer`` is that of the first day. ``mover`` is None in the first band, and where only the reason reads otherwise.
    """

    first: date
    last: date
    answer: Determination
    mover: Mover | None = None

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def bands(
    transaction: Transaction, checker: Checker, first: date, last: date, narrowed: Narrowed | None = None
) -> tuple[Band, ...]:
    """The bands of TRANSACTION as if shipped on each day from FIRST to LAST.

    NARROWED may be shared by lines of the same shipment under other laws.

    Raises:
        UnknownChip: the chip is not in the catalogue.
    """
    cuts = cut_days(transaction, checker.corpus, first, last)
    found: list[Band] = []
    movers, judged = Movers(), narrowed or Narrowed()
    before: Determination | None = None
    for day, until in pairwise((*cuts, last + timedelta(days=1))):
        answer, end = judged.answer(replace(transaction, day=day), checker), until - timedelta(days=1)
        if before is not None and _sign(before) == _sign(answer):
            found[-1] = replace(found[-1], last=end)
        else:
            mover = None if before is None else _mover(before, answer, checker, movers)
            found.append(Band(day, end, answer, mover))
        before = answer  # of the last change, and not of the whole band: all that differs then is what changed now
    return tuple(found)


class Narrowed:
    """What completions left of one shipment that is judged on many days, by several laws.

    What its missing facts can still change takes most of the time, and stays the same while the facts do, and every
    text that an outcome can hang on: one that the facts decide counts by its verdict alone, whatever it reads.
    """

    def __init__(self) -> None:
        self._found: dict[object, frozenset[str] | None] = {}

    def answer(self, transaction: Transaction, checker: Checker) -> Determination:
        """What CHECKER says of TRANSACTION on its day."""
        case = checker.case_of(transaction)
        answer = checker.determine(case, with_completions=False)
        if answer.outcome != OPEN or answer.questions is None:
            return answer
        laws = answer.questions.law(checker.clock), answer.questions.books
        key = tuple((frozenset(facts.items()), *(_left_open(law, facts) for law in laws)) for facts in case.readings)
        if key not in self._found:
            self._found[key] = checker.determine(case).narrowed
        return replace(answer, narrowed=self._found[key])


def _left_open(law: LawOnDay, facts: Facts) -> frozenset[object]:
    """The texts of LAW that an outcome can hang on: by verdict where FACTS decide them, else by what they are."""
    weighing, groups = Weighing(facts, law), bisect_right(law.groups.change_days, law.day)
    texts = ((one, law.get(one)) for one in _bearing_on_outcomes(law))
    return frozenset((one, _decided(text, weighing) or (id(text), groups)) for one, text in texts if text is not None)


def _decided(provision: Provision, weighing: Weighing) -> tuple[Verdict, Verdict] | None:
    """The verdicts on a provision as a whole, and on its test alone, for others refer to either; None while open."""
    verdicts = weighing.weigh_provision(provision), weighing.weigh(provision.when)
    return None if UNKNOWN in verdicts else verdicts


def _bearing_on_outcomes(law: LawOnDay) -> frozenset[str]:
    """The requirements and exceptions of LAW, and all that they refer to."""
    if _BEARING not in law.worked_out:
        waiting, seen = [one.id for kind in _DECIDING for one in law.giving(kind)], set[str]()
        while waiting:
            provision = law.get(one := waiting.pop())
            if one not in seen and provision is not None:
                waiting += provision.references
            seen.add(one)
        law.worked_out[_BEARING] = frozenset(seen)
    found: frozenset[str] = law.worked_out[_BEARING]
    return found


_DECIDING: Final = (RequiresLicence, OpensException)
_BEARING: Final = "texts that bear on outcomes"


def cut_days(transaction: Transaction, corpus: Corpus, first: date, last: date) -> tuple[date, ...]:
    """FIRST, and every later day up to LAST on which the answer can differ from the day before."""
    days = {first, *corpus.change_days}
    days |= {date(year, 1, 1) for year in range(first.year, last.year + 1)}
    if names_given(transaction):
        listed = parties_named(replace(transaction, day=last))
        days |= {party.added for alike in listed.values() for party in alike if party.added is not None}
    return tuple(sorted(day for day in days if first <= day <= last))


def _sign(answer: Determination) -> tuple[object, ...]:
    return answer.outcomes, answer.eccn, answer.exception, answer.review_policy, reason(answer)


def _mover(before: Determination, after: Determination, checker: Checker, movers: Movers) -> Mover | None:
    """What moved the answer; None where the outcome, the paragraph and the review stay."""
    if not moves(before, after) and before.eccn == after.eccn:
        return None
    law = law_between(before, after, checker)
    if not law.changes and not law.groups:
        return THE_DAY
    found = movers.of(before, after, law)
    # Where nothing is found, the deciding provision is named: that is no mover unless it changed.
    return NO_SINGLE_TEXT if found.kind is MoverKind.PROVISION and found.id not in law.by_id else found


def law_between(before: Determination, after: Determination, checker: Checker) -> LawDifference:
    """What differs in the law between the days of two answers, by the clock of CHECKER."""
    assert before.case.day is not None
    assert after.case.day is not None
    return difference(
        Vantage(checker.corpus, before.case.day, checker.clock), Vantage(checker.corpus, after.case.day, checker.clock)
    )


# Proposals, as if they were law.


def proposals(corpus: Corpus) -> Iterator[Provision]:
    """Proposals on record, in the order of the corpus."""
    yield from (one for one in corpus.provisions if one.standing is Standing.PROPOSAL)


def has_text(proposal: Provision) -> bool:
    """Whether a text of PROPOSAL is modelled that can be asked; of others only the course is on record."""
    return not (isinstance(proposal.when, AnyOf | AllOf) and not proposal.when.parts)


def names_no_destination(proposal: Provision) -> bool:
    """Whether the text of PROPOSAL, as it is modelled, holds for every country alike."""
    return all(fact.name != DESTINATION.name for one in proposal.conditions for fact in facts_of(one))


def adopted(corpus: Corpus, proposal: Provision) -> Corpus:
    """CORPUS as it would be had PROPOSAL become law on the first day that it was on record."""
    law = replace(proposal, standing=Standing.LAW)
    return Corpus(tuple(law if one is proposal else one for one in corpus.provisions), corpus.groups)
