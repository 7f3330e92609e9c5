"""Laws weighed as a whole: one run of generated code gives the verdict on every line, for whoever asks about many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.readings.compiled import Places, compile_laws
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing


class WholeLaw:
    """LAWS in generated code: dear to make, and then quicker than weighing a tenth of their lines one by one.

    ``judge`` gives the verdict numbers of WANTED provisions first, and then those of every line.
    """

    def __init__(self, *laws: LawOnDay, wanted: Sequence[tuple[Provision, LawOnDay]] = ()) -> None:
        self.judge, places = compile_laws(laws, wanted)
        self._places = dict(zip(laws, places, strict=True))

    def weighing(self, facts: Facts, law: LawOnDay) -> Weighing:
        """The verdicts on FACTS under LAW."""
        return self.weighings(facts, self.judge(facts))(law)

    def weighings(self, facts: Facts, numbers: tuple[int, ...]) -> Callable[[LawOnDay], Weighing]:
        """The verdicts on FACTS by law, from the NUMBERS that the judge gave; another law is weighed as ever."""

        def weighing(law: LawOnDay) -> Weighing:
            places = self._places.get(law)
            return Weighing(facts, law) if places is None else _WeighedWhole(facts, law, numbers, places)

        return weighing


class _WeighedWhole(Weighing):
    """The same verdicts as its base gives, looked up; a node that the law does not hold is weighed as ever."""

    def __init__(self, facts: Facts, law: LawOnDay, numbers: tuple[int, ...], places: Places) -> None:
        super().__init__(facts, law)
        self._numbers = numbers
        self._places = places

    def weigh(self, condition: Condition) -> Verdict:
        place = self._places.get(id(condition))
        return super().weigh(condition) if place is None else _VERDICTS[self._numbers[place]]

    def weigh_provision(self, provision: Provision | None) -> Verdict:
        place = self._places.get(id(provision))
        return super().weigh_provision(provision) if place is None else _VERDICTS[self._numbers[place]]


_VERDICTS = (NOT_MET, UNKNOWN, UNKNOWN, MET)  # by verdict number; no verdict has the number 2
