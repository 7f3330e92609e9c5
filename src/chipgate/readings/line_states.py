"""What the lines say that provisions come down to: orders of which they say the same share questions and reasons.

The laws of other days share them too, wherever provisions refer to the same there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from chipgate.kept_lately import KeptLately
from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact
from chipgate.law.language import Compared, Condition
from chipgate.law.provision import Provision
from chipgate.readings.asked_for import OPEN
from chipgate.readings.leaves import leaves_of, reached_from
from chipgate.readings.looked_at import LookedAt

MOST_KEPT: Final = 5_000
"""So many states of one corpus are kept at least: a hundred provisions come in some dozens each."""


class Reached:
    """PROVISIONS with all that they refer to under some laws: their lines without parts, each once."""

    def __init__(self, provisions: Sequence[Provision], law: LawOnDay) -> None:
        self.provisions = tuple(reached_from(provisions, law))
        self.leaves: tuple[Condition, ...] = tuple({id(one): one for one in leaves_of(provisions, law)}.values())
        measures = ((place, one.measure) for place, one in enumerate(self.leaves) if isinstance(one, Compared))
        self.several = tuple((place, measure) for place, measure in measures if not isinstance(measure, Fact))
        """Lines that measure several facts, by their place among the leaves: which of them are wanting is open."""
        self.looked_at: dict[str, LookedAt] = {}
        """What readings found of it, by what they looked for."""


class State:
    """The verdict numbers on the lines of what was reached; equal only to itself.

    ``open_measures`` are those of open lines that measure several facts: which of them are wanting is not told here.
    ``missing`` has the facts that are missing, by what these want.
    """

    __slots__ = ("missing", "open_measures")

    def __init__(self, reached: Reached, verdicts: tuple[int, ...]) -> None:
        self.open_measures = tuple([measure for place, measure in reached.several if verdicts[place] in OPEN])
        self.missing: dict[tuple[tuple[str, ...], ...], Mapping[str, Fact]] = {}


def reached_by(provisions: Sequence[Provision], law: LawOnDay) -> Reached:
    """What PROVISIONS reach under LAW; the same for laws of one corpus under which that is the same."""
    kept: dict[tuple[int, ...], Reached] = law.shared.setdefault("reached", {})
    key = (*map(id, provisions), 0, *map(id, reached_from(provisions, law)))
    found = kept.get(key)
    if found is None:
        found = kept[key] = Reached(provisions, law)  # which has the provisions, so that no others take their identity
    return found


def state_of(reached: Reached, verdicts: tuple[int, ...], law: LawOnDay) -> State:
    """The state in which the lines of REACHED, which LAW holds, have these VERDICTS."""
    kept: KeptLately[tuple[Reached, tuple[int, ...]], State] | None = law.shared.get("states")
    if kept is None:
        kept = law.shared["states"] = KeptLately(MOST_KEPT)
    key = (reached, verdicts)
    return kept.get(key) or kept.keep(key, State(reached, verdicts))
