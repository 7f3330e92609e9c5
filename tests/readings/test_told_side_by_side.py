"""What many sets of facts make sure of is told for all of them at once, and is what each of them comes to alone."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from chipgate.readings.columns.formulas import MET, NOT_MET, Arena, Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.columns.side_by_side import SureSoFar
from chipgate.readings.columns.told_together import ToldTogether

LEAVES, PUT_IN, WAYS = 10, 6, 7
_SEEDS = st.integers(0, 10**6)


class RandomFormulas:
    """Formulas over a few leaves, of every kind that has a verdict, and ways to put the first of the leaves in."""

    def __init__(self, seed: int) -> None:
        self.dice, self.arena = Random(seed), Arena()
        self.leaves = [self.arena.leaf(number) for number in range(LEAVES)]
        self.formulas = [*self.leaves]
        for _ in range(25):
            self.formulas.append(self._formula())
        self.mask = sum(self.arena.support[leaf] for leaf in self.leaves[:PUT_IN])
        self.found = [{leaf: self._found(leaf) for leaf in self.leaves[:PUT_IN]} for _ in range(WAYS)]

    def _formula(self) -> Formula:
        arena, parts = self.arena, self.dice.sample(self.formulas, self.dice.randint(2, 4))
        kinds = (arena.all_of, arena.any_of, arena.agreed)
        alone = (arena.is_not, arena.is_met, arena.not_failed)
        return self.dice.choice(kinds)(parts) if self.dice.random() < 0.6 else self.dice.choice(alone)(parts[0])

    def _found(self, leaf: Formula) -> Formula:
        """Met, failed, not known yet, or open for good."""
        return self.dice.choice((MET, NOT_MET, leaf, self.arena.open(1)))

    def ways(self) -> list[Replaced]:
        return [Replaced.by(self.arena, found) for found in self.found]


@given(_SEEDS)
def test_what_is_sure_for_all_ways_at_once_is_what_each_way_leaves(seed: int) -> None:
    random = RandomFormulas(seed)
    sure = SureSoFar(random.arena, random.mask, random.ways())
    for formula in random.formulas:
        met, not_failed = sure.of(formula)
        for place, way in enumerate(random.ways()):
            left = way.left_of(formula)
            assert left == MET or not met >> place & 1
            assert left == NOT_MET or not_failed >> place & 1


@given(_SEEDS)
def test_ways_that_look_there_first_leave_the_same(seed: int) -> None:
    random = RandomFormulas(seed)
    told, alone = random.ways(), random.ways()
    SureSoFar(random.arena, random.mask, told).tell_each()
    arena, listed = random.arena, random.arena.listed(enumerate(random.formulas))
    lines = arena.lines((place, str(place), formula) for place, formula in enumerate(random.formulas))
    for one, other in zip(told, alone, strict=True):
        arena.restrictions.clear()
        found = [one.left_of(formula) for formula in (lines, listed, *random.formulas)]
        arena.restrictions.clear()
        assert found == [other.left_of(formula) for formula in (lines, listed, *random.formulas)]


@given(_SEEDS)
def test_what_leaves_come_to_is_told_alike_for_all_together_and_for_each(seed: int) -> None:
    random = RandomFormulas(seed)
    ways, together = random.ways(), ToldTogether()
    for count, bits in ((4, 0b101), (4, 0b1011), (WAYS, random.mask)):
        expected = [way.on(bits) for way in ways[:count]]
        assert together.on(ways[:count], bits) == expected
        assert list(map(together.on_each(ways[:count], bits), range(count))) == expected
