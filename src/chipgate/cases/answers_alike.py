"""What hangs on verdicts alone, worked out once for all determinations that are alike in what it hangs on.

Most of it hangs on whole provisions: which of them decides, which keep the outcome open. What is missing, and how
the reasons are laid out, hangs on single lines too, but only on those of the provisions that bear on the answer.

The values that the facts have, and whatever shows them, are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from chipgate.cases.paragraphs import NOTE_2, hung_on_by_labels
from chipgate.kept_lately import KeptLately
from chipgate.kept_property import kept_property
from chipgate.law.corpus import LawOnDay
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts

if TYPE_CHECKING:
    from chipgate.cases.determination import Determination
    from chipgate.law.provision import Provision
    from chipgate.readings.whole_law import Picker, WholeLaw

T = TypeVar("T")

MOST_KEPT: Final = 4_000
"""So many kinds of determinations are kept at least, and twice as many at most, by provisions and by lines: together
some twenty megabytes."""


class Alike:
    """What is ``known`` of determinations that are alike, by the name of the property that found it; equal only to
    itself.

    ``telling`` takes the numbers of the lines that the rest hangs on out of all numbers, once it is known.
    """

    __slots__ = ("known", "telling")

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.telling: Picker | None = None


class Likeness:
    """What one determination shares with those that are like it; by itself it shares nothing."""

    __slots__ = ("_find", "_lines", "provisions")

    def __init__(self, provisions: Alike | None = None, find: Callable[[Determination], Alike] | None = None) -> None:
        self.provisions = Alike() if provisions is None else provisions
        """What hangs on the verdicts on whole provisions."""
        self._find, self._lines = find, None if find is not None else Alike()

    def lines(self, answer: Determination) -> Alike:
        """What hangs on lines of the provisions that bear on ANSWER, whose likeness this is."""
        if self._lines is None:
            assert self._find is not None
            self._lines = self._find(answer)
        return self._lines


class Judged(NamedTuple):
    """FACTS, and the verdict NUMBERS on all lines of a WHOLE law, of which BOOKS is the law on the books."""

    whole: WholeLaw
    books: LawOnDay
    facts: Facts
    numbers: tuple[int, ...]


class AnswersAlike:
    """What is known of each kind of determinations, for those of one checker. Threads may share it: what two of them
    work out at once is the same."""

    def __init__(self) -> None:
        self._by_provisions: KeptLately[Hashable, Alike] = KeptLately(MOST_KEPT)
        self._by_lines: KeptLately[Hashable, Alike] = KeptLately(MOST_KEPT)

    def of(self, judged: Judged, beside: Hashable, disputed: Sequence[str]) -> Likeness:
        """What a case that was JUDGED shares; BESIDE the verdicts, this must be the same for those that are alike.

        Figures that are DISPUTED have readings that are alike on every line.
        """
        key = (judged.whole, _provisions_of(judged), beside)
        found = self._by_provisions.get(key)
        if found is None:
            found = self._by_provisions.keep(key, Alike())
        return Likeness(found, partial(self._of_lines, judged, found, tuple(disputed)))

    def _of_lines(self, judged: Judged, alike: Alike, disputed: Hashable, answer: Determination) -> Alike:
        whole, _, facts, numbers = judged
        if alike.telling is None:
            alike.telling = whole.lines_of(_telling_provisions(answer), answer.weighings[0].law)
        key = (alike, bytes(alike.telling(numbers)), whole.known_together(facts), disputed)
        found = self._by_lines.get(key)
        return self._by_lines.keep(key, Alike()) if found is None else found


def _provisions_of(judged: Judged) -> Hashable:
    """The verdicts on whole provisions; where Note 2 holds, what it leaves out hangs on the lines of paragraphs too."""
    whole, books, _, numbers = judged
    found = bytes(whole.provisions(numbers))
    note_2 = books.get(NOTE_2)
    if note_2 is None or whole.number(note_2.when, books, numbers) == NOT_MET:
        return found
    return found, bytes(whole.lines_of(hung_on_by_labels(books), books)(numbers))


def _telling_provisions(answer: Determination) -> Sequence[Provision]:
    """The provisions on whose lines it hangs what is told of ANSWER."""
    assert answer.questions is not None
    needed = answer.licence_needed
    return (
        *answer.bearing,
        *answer.open_provisions,
        *(one for one, verdict in answer.exception_verdicts if verdict is UNKNOWN and needed is not NOT_MET),
        *(answer.of_verdict(UNKNOWN, answer.questions.policies) if needed is MET else ()),
    )


class kept_alike(kept_property[T]):  # noqa: N801  # it stands where a function of the standard library would
    """A property of a determination that hangs on the verdicts on whole provisions: what FUNCTION finds is kept for
    all that are alike in these."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        super().__init__(_kept_in(function, lambda owner: owner.alike.provisions))


class kept_by_lines(kept_property[T]):  # noqa: N801
    """A property of a determination that hangs on the lines of the provisions that bear on it too."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        super().__init__(_kept_in(function, lambda owner: owner.alike.lines(owner)))


def _kept_in(function: Callable[[Any], T], place: Callable[[Any], Alike]) -> Callable[[Any], T]:
    name = function.__name__

    @wraps(function)
    def found(owner: Any) -> T:
        known = place(owner).known
        if name not in known:
            known[name] = function(owner)
        kept: T = known[name]
        return kept

    return found
