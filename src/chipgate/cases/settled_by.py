"""Which of the missing facts settle an answer: what to ask a customer first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, ClassVar, Final

from chipgate.cases.columns import BOTH_HEADQUARTERS
from chipgate.cases.questions import OPEN, possible_outcomes
from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact, Value
from chipgate.law.provision import OpensException, Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import MET as ALWAYS
from chipgate.readings.columns.formulas import NOT_MET as NEVER
from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.fewest import OpenCase, TellingValues, fewest
from chipgate.readings.leaves import leaves_of
from chipgate.readings.remainders import Remainders, Vector
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict

if TYPE_CHECKING:
    from chipgate.cases.determination import Determination


def settled_by(answer: Determination) -> tuple[str, ...]:
    """The names of the fewest missing facts that settle the outcome of ANSWER; none where it is settled.

    Where the answer hangs on which reading of a disputed figure holds, the whole list is given.
    """
    names = answer.missing_names
    if answer.outcome != OPEN or answer.questions is None or len(names) < 2 or set(names) & set(answer.case.disputed):
        return names
    missing = [one.fact for one in answer.asked]
    if answer.left is not None:
        found = answer.left.searches.fewest(answer, missing, answer.left.vectors)
    else:
        found = _searches_under(_law_of(answer)).fewest(answer, missing)
    return names if len(found) == len(missing) else asked_together(fact.name for fact in found)


Vectors = frozenset[Vector]
"""What is left in the readings of a case."""


class Searches:
    """The searches for the fewest facts. Cases of which the same is left are settled by the same facts.

    What is left of the open provisions once the facts of a case are put in decides, with the facts that are asked for:
    values are tried of facts that stand alone in every line. REMAINDERS work in the arena of COMPILER; who else uses
    it holds LOCK meanwhile.
    """

    MOST_KEPT: ClassVar[int] = 20_000
    """Where there is more, it is forgotten, so that long order books do not fill the memory."""

    def __init__(self, compiler: Compiler, remainders: Remainders, lock: Lock) -> None:
        self._compiler, self._remainders, self._lock = compiler, remainders, lock
        self._found: dict[tuple[Hashable, ...], tuple[str, ...]] = {}
        self._telling: dict[tuple[LawOnDay, tuple[int, ...]], _Telling] = {}
        self._values: dict[tuple[Value, ...] | None, int] = {}
        self._put_in: dict[tuple[Vector, str, Value], Vector] = {}

    @property
    def nodes(self) -> int:
        """How many formulas there are in the arena."""
        return len(self._compiler.arena.nodes)

    @property
    def kept(self) -> int:
        """How much it keeps beside the formulas: what searches found, and what was left where a fact was told."""
        return len(self._found) + len(self._put_in)

    def fewest(
        self, answer: Determination, missing: Sequence[Fact], vectors: Sequence[Vector] | None = None
    ) -> Sequence[Fact]:
        """The fewest of the MISSING facts that settle ANSWER; all of them where no few do.

        VECTORS have what is left of the licence and of the exceptions in each reading, where that is known.
        """
        with self._lock:
            if max(len(self._found), len(self._put_in), len(self._telling)) > self.MOST_KEPT:
                self._found, self._put_in, self._telling, self._values = {}, {}, {}, {}
            left = self._left_of(answer, frozenset(fact.name for fact in missing), vectors)
            if left.known:
                return self._searched(answer, missing, left)
            telling = self._telling_of(answer)
            key = (left, *[(fact.name, telling.number_of(fact)) for fact in missing])
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = tuple(fact.name for fact in self._searched(answer, missing, left))
            return [fact for fact in missing if fact.name in found]

    def _distinct(self, vector: Vector, readings: Sequence[Facts]) -> tuple[Vector, ...]:
        """What is left of VECTOR in the READINGS, without doubles, of which a search says the same."""
        return tuple(sorted({self._remainders.left(vector, facts) for facts in readings}))

    def _searched(self, answer: Determination, missing: Sequence[Fact], left: _Left) -> Sequence[Fact]:
        case = OpenCase(partial(self._begun, left), partial(self._told, left), left.is_settled, not left.known)
        return fewest(missing, self._telling_of(answer).values, case)

    def _begun(self, left: _Left, chosen: Iterable[Fact]) -> Vectors:
        """What is left in each reading where the CHOSEN facts are going to be told, in the place of what it knows."""
        if not left.known:
            return frozenset(left.vectors)
        replaced = left.told.intersection(fact.name for fact in chosen)
        kept = ({name: value for name, value in known.items() if name not in replaced} for known in left.known)
        return frozenset(map(self._remainders.left, left.vectors, kept))

    def _told(self, left: _Left, vectors: Vectors, fact: Fact, value: Value) -> Vectors:
        """What is left once FACT is told, which stands alone in every line, so that it can be put in by itself."""
        if fact.name not in left.told:
            return vectors
        return frozenset(self._left_after(vector, fact.name, value) for vector in vectors)

    def _left_after(self, vector: Vector, name: str, value: Value) -> Vector:
        key = (vector, name, value)
        if key not in self._put_in:
            self._put_in[key] = self._remainders.left_after(vector, name, value)
        return self._put_in[key]

    def _telling_of(self, answer: Determination) -> _Telling:
        """The values that are tried of facts in the open provisions of ANSWER, as they read in its law."""
        law, provisions = _law_of(answer), answer.open_provisions
        key = (law, tuple(map(id, provisions)))
        found = self._telling.get(key)
        if found is None:
            values = TellingValues(leaves_of(provisions, law), law)
            found = self._telling[key] = _Telling(values, self._values, tuple(provisions))
        return found

    def _left_of(self, answer: Determination, missing: frozenset[str], vectors: Sequence[Vector] | None) -> _Left:
        """What is left of ANSWER. What was decided stays decided: only the open provisions are weighed."""
        assert answer.decision is not None
        licence, exception = answer.decision.licence(answer.clock), answer.decision.exception
        are_exceptions = [isinstance(p.gives, OpensException) for p in answer.open_provisions]
        decided = (
            None if licence is not MET and not all(are_exceptions) else licence,
            None if exception is not MET and any(are_exceptions) else exception,
        )
        told, readings = missing.difference(answer.case.facts), answer.case.readings
        if not all(facts.keys().isdisjoint(told) for facts in readings):
            # What is told takes the place of what is known.
            vector = self._vector(answer)
            return _Left(*decided, tuple(vector for _ in readings), readings, told)
        if vectors is None or (decided[1] is None and _is_any_exception_met(answer)):
            return _Left(*decided, self._distinct(self._vector(answer), readings), (), told)
        return _Left(*decided, tuple(sorted({_undecided(*decided, one) for one in vectors})), (), told)

    def _vector(self, answer: Determination) -> Vector:
        """The requirements among the open provisions of ANSWER, and the exceptions: whether any of them is met."""
        by_kind: tuple[list[Formula], list[Formula]] = ([], [])
        for one in answer.open_provisions:
            by_kind[isinstance(one.gives, OpensException)].append(self._compiler.provision(one, _law_of(answer)))
        return tuple(self._compiler.arena.any_of(kind) for kind in by_kind)


class _Telling:
    """The VALUES that are tried of facts; NUMBERS has one for each list of them, whatever provisions it comes from.

    It keeps the PROVISIONS, so that no others take their identity.
    """

    def __init__(
        self,
        values: TellingValues,
        numbers: dict[tuple[Value, ...] | None, int],
        provisions: tuple[Provision, ...],
    ) -> None:
        self.values, self.provisions = values, provisions
        self._numbers = numbers
        self._number_of: dict[str, int] = {}

    def number_of(self, fact: Fact) -> int:
        """The number of the values of FACT."""
        found = self._number_of.get(fact.name)
        if found is None:
            found = self._numbers.setdefault(self.values.of(fact), len(self._numbers))
            self._number_of[fact.name] = found
        return found


def _law_of(answer: Determination) -> LawOnDay:
    assert answer.questions is not None
    return answer.questions.law(answer.clock)


def _is_any_exception_met(answer: Determination) -> bool:
    """Whether the law of the clock has an exception met; the books, by which it counts, do not."""
    assert answer.questions is not None
    return any(answer.verdict_on(one) is MET for one in answer.questions.exceptions)


def _undecided(licence: Verdict | None, exception: Verdict | None, vector: Vector) -> Vector:
    """The formulas of VECTOR for what was not decided before; provisions that are not open left nothing in them."""
    of_licence, of_exception = vector
    return NEVER if licence is not None else of_licence, NEVER if exception is not None else of_exception


@dataclass(frozen=True)
class _Left:
    """What is left of an open answer: the verdicts that were decided, and in each reading formulas for the others.

    ``told`` are the facts that may be told; ``known`` has those that a reading knows where they are not put in yet.
    """

    licence: Verdict | None
    exception: Verdict | None
    vectors: tuple[Vector, ...]
    known: tuple[Facts, ...] = field(hash=False, compare=False)
    told: frozenset[str]

    def is_settled(self, vectors: Vectors) -> bool:
        """Whether one outcome is left, the same in every reading."""
        outcomes = set(map(self.outcomes, vectors))
        return len(outcomes) == 1 and len(outcomes.pop()) == 1

    def outcomes(self, vector: Vector) -> frozenset[str]:
        """The outcomes that are left where the formulas have come to VECTOR."""
        licence, exception = (_VERDICTS.get(formula, UNKNOWN) for formula in vector)
        return possible_outcomes(
            licence if self.licence is None else self.licence, exception if self.exception is None else self.exception
        )


_VERDICTS: Final = {NEVER: NOT_MET, ALWAYS: MET}


def _searches_under(law: LawOnDay) -> Searches:
    """Those of answers of which nobody has worked out before what is left."""
    found: Searches | None = law.worked_out.get(_SEARCHES)
    if found is None or found.nodes > MOST_NODES:
        compiler = Compiler(Arena(), lambda _name: 0)
        found = law.worked_out[_SEARCHES] = Searches(compiler, Remainders(compiler), Lock())
    return found


_SEARCHES: Final = "searches for the fewest facts"

MOST_NODES: Final = 200_000
"""An arena of more formulas is begun anew."""


def asked_together(names: Iterable[str]) -> tuple[str, ...]:
    """NAMES without doubles; both headquarters of the end user are asked as one."""
    found = list(dict.fromkeys(names))
    if {"end_user_hq", "end_user_parent_hq"} <= set(found):
        found[found.index("end_user_hq")] = BOTH_HEADQUARTERS
        found.remove("end_user_parent_hq")
    return tuple(found)


def asked_first(answer: Determination) -> frozenset[str]:
    """The facts of the questions that ``settled_by`` names; the two headquarters by their own names."""
    first = frozenset(answer.settled_by)
    return first | {"end_user_hq", "end_user_parent_hq"} if BOTH_HEADQUARTERS in first else first
