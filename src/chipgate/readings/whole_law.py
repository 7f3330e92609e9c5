"""Laws weighed as a whole: one run of generated code gives the verdict on every line, for whoever asks about many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar, cast

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact
from chipgate.law.language import Compared, Condition, Measure
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of
from chipgate.readings.asked_for import AskedFor
from chipgate.readings.compiled import Places, compile_laws
from chipgate.readings.leaves import leaves_of
from chipgate.readings.line_states import Reached, State, reached_by, state_of
from chipgate.readings.looked_at import LookedAt
from chipgate.readings.same_sides import SameSides
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing, unknown_operands

T = TypeVar("T")


class WholeLaw:
    """LAWS in generated code: dear to make, and then quicker than weighing a tenth of their lines one by one.

    ``judge`` gives the verdict numbers of WANTED provisions first, and then those of every line; ``sides`` tells which
    facts need no judge of their own.
    """

    def __init__(self, *laws: LawOnDay, wanted: Sequence[tuple[Provision, LawOnDay]] = ()) -> None:
        self.judge, places = compile_laws(laws, wanted)
        self.sides = SameSides(laws)
        self._lines = {law: _Lines(law, of) for law, of in zip(laws, places, strict=True)}
        self._measured_together = _measured_together(laws)

    def known_together(self, facts: Facts) -> tuple[bool | None, ...]:
        """Of each of the FACTS that some line measures with others, whether it is known; None where it does not apply.

        Beside the numbers of a judge, this tells what is missing for whom.
        """
        values = [facts.get(name) for name in self._measured_together]
        return tuple([None if one is NOT_APPLICABLE else one is not None for one in values])

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

    is_looked_up = True

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

    def weigh_provisions(self, provisions: Sequence[Provision]) -> Sequence[Verdict]:
        picked = self._lines.picked(provisions)
        return (
            super().weigh_provisions(provisions)
            if picked is None
            else [_VERDICTS[one] for one in picked(self._numbers)]
        )

    def found(self, about: Sequence[Provision], what: str, look: Callable[[Weighing], T]) -> T:
        reached = self._lines.reached(about)
        if reached is None:
            return look(self)
        kept = reached.looked_at.get(what) or reached.looked_at.setdefault(what, LookedAt())
        found = kept.found(self._numbers, self._places)
        if found is None:
            looking = _Looking(self.facts, self.law, self._numbers, self._lines)
            found = (look(looking),)
            kept.keep(looking.looks.items(), found)
        return cast(T, found[0])

    def missing_of_provision(self, provision: Provision) -> Mapping[str, Fact]:
        key = (id(provision), True)
        if key not in self._missing:
            is_open = self.weigh_provision(provision) is UNKNOWN
            state = self._lines.state_of(provision, self._numbers) if is_open else None
            found = super().missing_of_provision(provision) if state is None else self._missing_by(state, provision)
            self._missing[key] = provision, found
        return self._missing[key][1]

    def _missing_by(self, state: State, provision: Provision) -> Mapping[str, Fact]:
        wanting = tuple([_names(measure, self.facts) for measure in state.open_measures])
        found = state.missing.get(wanting)
        if found is None:
            found = state.missing[wanting] = self._lines.asked.missing(provision, self._numbers, self.facts)
        return found


class _Looking(_WeighedWhole):
    """A weighing that remembers which verdicts were looked at."""

    is_looked_up = False

    def __init__(self, facts: Facts, law: LawOnDay, numbers: tuple[int, ...], lines: _Lines) -> None:
        super().__init__(facts, law, numbers, lines)
        self.looks: dict[int, int] = {}
        """The verdict numbers that were looked at, by the identity of the node, in this order."""

    def weigh(self, condition: Condition) -> Verdict:
        self._look_at(id(condition))
        return super().weigh(condition)

    def weigh_provision(self, provision: Provision | None) -> Verdict:
        self._look_at(id(provision))
        return super().weigh_provision(provision)

    def found(self, about: Sequence[Provision], what: str, look: Callable[[Weighing], T]) -> T:
        return look(self)  # what was looked at there is looked at here

    def _look_at(self, node: int) -> None:
        if node in self._places:  # another is made of such
            self.looks[node] = self._numbers[self._places[node]]


class _Lines:
    """Where each line of LAW stands, and where the lines stand that provisions come down to."""

    def __init__(self, law: LawOnDay, places: Places) -> None:
        self.places = places
        self.asked = AskedFor(law, places)
        self._law = law
        self._picked: dict[int, tuple[Sequence[Provision], Callable[[tuple[int, ...]], tuple[int, ...]]]] = {}
        self._reached: dict[tuple[int, ...], Reached] = {}
        self._own: dict[int, tuple[Reached, Callable[[tuple[int, ...]], tuple[int, ...]]]] = {}

    def reached(self, provisions: Sequence[Provision]) -> Reached | None:
        """What PROVISIONS come down to; None where the law does not hold one of them."""
        key = tuple(map(id, provisions))
        found = self._reached.get(key)
        if found is None and all(one in self.places for one in key):
            found = self._reached[key] = reached_by(provisions, self._law)
        return found

    def picked(self, provisions: Sequence[Provision]) -> Callable[[tuple[int, ...]], tuple[int, ...]] | None:
        """What takes the numbers of PROVISIONS out of all; None where the law does not hold one of them."""
        found = self._picked.get(id(provisions))
        if found is None:
            if any(id(one) not in self.places for one in provisions):
                return None
            # Kept with the provisions, so that no others take their identity: questions ask about few sets of them.
            found = self._picked[id(provisions)] = provisions, _picked([self.places[id(one)] for one in provisions])
        return found[1]

    def state_of(self, provision: Provision, numbers: tuple[int, ...]) -> State | None:
        """What the lines say that PROVISION comes down to, where the verdicts have these NUMBERS."""
        own = self._own.get(id(provision))
        if own is None:
            reached = self.reached((provision,))  # which keeps the provision, so that no other takes its identity
            if reached is None:
                return None
            own = self._own[id(provision)] = reached, _picked([self.places[id(one)] for one in reached.leaves])
        return state_of(own[0], own[1](numbers), self._law)


def _picked(places: Sequence[int]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """What takes the numbers at PLACES out of many."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda numbers: tuple([numbers[place] for place in places])


def _measured_together(laws: Sequence[LawOnDay]) -> tuple[str, ...]:
    """The names of the facts that some line of LAWS measures with others."""
    leaves = (leaf for law in laws for leaf in leaves_of(tuple(law.provisions.values()), law))
    several = (leaf for leaf in leaves if isinstance(leaf, Compared) and not isinstance(leaf.measure, Fact))
    return tuple(sorted({fact.name for leaf in several for fact in facts_of(leaf)}))


def _names(measure: Measure, facts: Facts) -> tuple[str, ...]:
    return tuple([fact.name for fact in unknown_operands(measure, facts)])


_VERDICTS = (NOT_MET, UNKNOWN, UNKNOWN, MET)  # by verdict number; no verdict has the number 2
