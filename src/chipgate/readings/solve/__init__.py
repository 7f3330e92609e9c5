"""The law read backwards: the best value that a text still allows, where two texts differ, and what can be proved."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chipgate.readings.solve.answers import WhetherLicence, WhetherMet, WhichParagraph, WhichReview
    from chipgate.readings.solve.differing import Difference, difference
    from chipgate.readings.solve.facts_of_a_world import Free, Ratio, Tied
    from chipgate.readings.solve.goals import NoLicence, OpenException, Reviewed
    from chipgate.readings.solve.optimum import Best, NothingFits, NoUpperEnd, best
    from chipgate.readings.solve.proofs import AtMostOne, CanBeMet, Implies, NeverFalls, Proof, prove
    from chipgate.readings.solve.what_binds import Binding, binding

_HOMES = {
    "answers": ("WhetherLicence", "WhetherMet", "WhichParagraph", "WhichReview"),
    "optimum": ("Best", "NoUpperEnd", "NothingFits", "best"),
    "what_binds": ("Binding", "binding"),
    "differing": ("Difference", "difference"),
    "facts_of_a_world": ("Free", "Ratio", "Tied"),
    "goals": ("NoLicence", "OpenException", "Reviewed"),
    "proofs": ("AtMostOne", "CanBeMet", "Implies", "NeverFalls", "Proof", "prove"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AtMostOne",
    "Best",
    "Binding",
    "CanBeMet",
    "Difference",
    "Free",
    "Implies",
    "NeverFalls",
    "NoLicence",
    "NoUpperEnd",
    "NothingFits",
    "OpenException",
    "Proof",
    "Ratio",
    "Reviewed",
    "Tied",
    "WhetherLicence",
    "WhetherMet",
    "WhichParagraph",
    "WhichReview",
    "best",
    "binding",
    "difference",
    "prove",
]


def __getattr__(name: str) -> Any:
    """A name of this reading, loaded when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value
