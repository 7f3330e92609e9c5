"""The comparisons that an answer can hang on, each with the provision and paragraph in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    OneOf,
    Paragraph,
    Relation,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import OpensException, Provision, RequiresLicence, SetsReview
from chipgate.readings.solve.goals import Goal, NoLicence, OpenException, Reviewed


@dataclass(frozen=True, slots=True)
class Line:
    """A comparison of the text. ``controls`` says whether meeting it goes towards a licence: in an exception it does
    not, and behind a "not" it is the other way round."""

    provision: Provision
    label: str
    compared: Compared
    controls: bool = True

    @property
    def eases(self) -> int:
        """In which direction its limit controls less: 1 where a higher one does, -1 where a lower one does."""
        rises = self.compared.relation in (Relation.AT_LEAST, Relation.MORE_THAN)
        return 1 if rises == self.controls else -1


def lines_in_reach(law: LawOnDay, goal: Goal) -> Iterator[Line]:
    """Every comparison of the provisions that decide GOAL, and of those they refer to, those that control first."""
    walk = _Walk(law)
    yield from walk.provisions(law.giving(RequiresLicence), True)
    yield from walk.provisions(_relieving(law, goal), False)


def _relieving(law: LawOnDay, goal: Goal) -> tuple[Provision, ...]:
    """The provisions that can make GOAL good although a licence is required."""
    match goal:
        case NoLicence():
            return ()
        case OpenException():
            return law.giving(OpensException)
        case Reviewed(policies):
            found = law.giving(SetsReview)
            return tuple(one for one in found if isinstance(one.gives, SetsReview) and one.gives.policy in policies)
        case _ as never:
            assert_never(never)


class _Walk:
    """Walks provisions once for each direction in which they count."""

    def __init__(self, law: LawOnDay) -> None:
        self.law = law
        self._seen: set[tuple[str, bool, bool]] = set()

    def provisions(self, provisions: Iterable[Provision], controls: bool) -> Iterator[Line]:
        for provision in provisions:
            yield from self._provision(provision, controls, whole=True)

    def _provision(self, provision: Provision | None, controls: bool, whole: bool) -> Iterator[Line]:
        if provision is None or (provision.id, controls, whole) in self._seen:
            return
        self._seen.add((provision.id, controls, whole))
        if whole and provision.subject is not None:
            yield from self._condition(provision, provision.subject, "", controls)
        yield from self._condition(provision, provision.when, "", controls)

    def _condition(self, provision: Provision, condition: Condition, label: str, controls: bool) -> Iterator[Line]:
        match condition:
            case Compared():
                yield Line(provision, label, condition, controls)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._condition(provision, part, label, controls)
            case Paragraph(own, part):
                yield from self._condition(provision, part, own, controls)
            case IsNot(part):
                yield from self._condition(provision, part, label, not controls)
            case Unless(rule, exception):
                yield from self._condition(provision, rule, label, controls)
                yield from self._condition(provision, exception, label, not controls)
            case Under(other):
                yield from self._provision(self.law.get(other), controls, whole=True)
            case Satisfies(other):
                yield from self._provision(self.law.get(other), controls, whole=False)
            case IsTrue() | OneOf() | Within() | Classified():
                pass
            case _ as never:
                assert_never(never)
