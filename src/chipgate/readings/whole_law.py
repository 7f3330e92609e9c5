"""A law weighed as a whole: one run of generated code gives the verdict on every line, for whoever asks about many."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.readings.compiled import Judge, compile_law
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing


class WholeLaw:
    """One law in generated code: dear to make, and then quicker than weighing a tenth of its lines one by one."""

    def __init__(self, law: LawOnDay) -> None:
        self.law = law
        self.judge, self.places = compile_law(law)

    def weighing(self, facts: Facts) -> Weighing:
        """The verdicts on FACTS."""
        return _WeighedWhole(facts, self.law, self.judge, self.places)


class _WeighedWhole(Weighing):
    """The same verdicts as its base gives, looked up; a node that the law does not hold is weighed as ever."""

    def __init__(self, facts: Facts, law: LawOnDay, judge: Judge, places: Mapping[int, int]) -> None:
        super().__init__(facts, law)
        self._judge = judge
        self._places = places

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        return self._judge(self.facts)

    def weigh(self, condition: Condition) -> Verdict:
        place = self._places.get(id(condition))
        return super().weigh(condition) if place is None else _VERDICTS[self._numbers[place]]

    def weigh_provision(self, provision: Provision | None) -> Verdict:
        place = self._places.get(id(provision))
        return super().weigh_provision(provision) if place is None else _VERDICTS[self._numbers[place]]


_VERDICTS = (NOT_MET, UNKNOWN, UNKNOWN, MET)  # by verdict number; no verdict has the number 2
