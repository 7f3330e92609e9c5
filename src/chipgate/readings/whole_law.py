"""Laws weighed as a whole: one run of generated code gives the verdict on every line, for whoever asks about many."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact
from chipgate.law.language import Compared, Condition, Measure
from chipgate.law.provision import Provision
from chipgate.readings.asked_for import OPEN, AskedFor
from chipgate.readings.compiled import Places, compile_laws
from chipgate.readings.leaves import leaves_of
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing, unknown_operands

MOST_KEPT: Final = 1_000
"""More sets of missing facts of one law are forgotten together: there are some eighty laws, two to a period."""


class WholeLaw:
    """LAWS in generated code: dear to make, and then quicker than weighing a tenth of their lines one by one.

    ``judge`` gives the verdict numbers of WANTED provisions first, and then those of every line.
    """

    def __init__(self, *laws: LawOnDay, wanted: Sequence[tuple[Provision, LawOnDay]] = ()) -> None:
        self.judge, places = compile_laws(laws, wanted)
        self._lines = {law: _Lines(law, of) for law, of in zip(laws, places, strict=True)}

    def weighing(self, facts: Facts, law: LawOnDay) -> Weighing:
        """The verdicts on FACTS under LAW."""
        return self.weighings(facts, self.judge(facts))(law)

    def weighings(self, facts: Facts, numbers: tuple[int, ...]) -> Callable[[LawOnDay], Weighing]:
        """The verdicts on FACTS by law, from the NUMBERS that the judge gave; another law is weighed as ever."""

        def weighing(law: LawOnDay) -> Weighing:
            lines = self._lines.get(law)
            return Weighing(facts, law) if lines is None else _WeighedWhole(facts, law, numbers, lines)

        return weighing


class _WeighedWhole(Weighing):
    """The same verdicts as its base gives, looked up; a node that the law does not hold is weighed as ever."""

    def __init__(self, facts: Facts, law: LawOnDay, numbers: tuple[int, ...], lines: _Lines) -> None:
        super().__init__(facts, law)
        self._numbers = numbers
        self._places = lines.places
        self._lines = lines

    def weigh(self, condition: Condition) -> Verdict:
        place = self._places.get(id(condition))
        return super().weigh(condition) if place is None else _VERDICTS[self._numbers[place]]

    def weigh_provision(self, provision: Provision | None) -> Verdict:
        place = self._places.get(id(provision))
        return super().weigh_provision(provision) if place is None else _VERDICTS[self._numbers[place]]

    def lines_of(self, provision: Provision) -> Hashable:
        return None if id(provision) not in self._places else self._lines.verdicts_on(provision, self._numbers)

    def missing_of_provision(self, provision: Provision) -> Mapping[str, Fact]:
        if self.weigh_provision(provision) is not UNKNOWN or id(provision) not in self._places:
            return super().missing_of_provision(provision)
        key = self._lines.open_ones(provision, self._numbers, self.facts)
        kept = self._lines.missing
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[key] = self._lines.asked.missing(provision, self._numbers, self.facts)
        return found


class _OwnLines(NamedTuple):
    """The verdicts on the lines that a provision comes down to, out of all; lines of several facts with their measure.

    It has the provision, so that no other takes the identity of one.
    """

    provision: Provision
    verdicts: Callable[[tuple[int, ...]], Hashable]
    measures: tuple[tuple[int, Measure], ...]


class _Lines:
    """Where each line of LAW stands, and the facts that were found missing, by what is open.

    A line is open for want of its fact; where it measures several, which of them are wanting is looked up.
    """

    def __init__(self, law: LawOnDay, places: Places) -> None:
        self.places = places
        self.asked = AskedFor(law, places)
        self.missing: dict[Hashable, Mapping[str, Fact]] = {}
        self._law = law
        self._own: dict[int, _OwnLines] = {}

    def open_ones(self, provision: Provision, numbers: tuple[int, ...], facts: Facts) -> Hashable:
        """What PROVISION is missing hangs on nothing but this."""
        own = self._own_lines(provision)
        wanting = tuple([_names(measure, facts) for place, measure in own.measures if numbers[place] in OPEN])
        return id(provision), own.verdicts(numbers), wanting

    def verdicts_on(self, provision: Provision, numbers: tuple[int, ...]) -> Hashable:
        """The verdicts on the lines that PROVISION comes down to."""
        return id(provision), self._own_lines(provision).verdicts(numbers)

    def _own_lines(self, provision: Provision) -> _OwnLines:
        own = self._own.get(id(provision))
        if own is None:
            own = self._own[id(provision)] = self._of(provision)
        return own

    def _of(self, provision: Provision) -> _OwnLines:
        leaves = leaves_of((provision,), self._law)
        measures = ((self.places[id(one)], one.measure) for one in leaves if isinstance(one, Compared))
        several = tuple((place, measure) for place, measure in measures if not isinstance(measure, Fact))
        places = dict.fromkeys(self.places[id(one)] for one in leaves)
        return _OwnLines(provision, itemgetter(*places) if places else _nothing, several)


def _nothing(_numbers: tuple[int, ...]) -> None:
    """What is found where a provision has no lines."""


def _names(measure: Measure, facts: Facts) -> tuple[str, ...]:
    return tuple(fact.name for fact in unknown_operands(measure, facts))


_VERDICTS = (NOT_MET, UNKNOWN, UNKNOWN, MET)  # by verdict number; no verdict has the number 2
