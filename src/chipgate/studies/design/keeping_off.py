"""A margin: every limit read as if it lay a share nearer, so that a design keeps off it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from chipgate.readings.solve.optimum import Question
from chipgate.studies.distances import chip_lines
from chipgate.units import Exact, whole


def kept_off(question: Question, margin: Fraction) -> Mapping[str, Exact]:
    """The limits on numbers of a chip, each MARGIN nearer to a design; none without a margin.

    A limit that controls from some number on is lowered, one that controls up to some number is raised; where a line
    is good for a design (a policy of review up to a TPP), it is the other way round.
    """
    found: dict[str, Exact] = {}
    for line in chip_lines(question.law, question.goal) if margin else ():
        nearer = 1 - line.eases * margin
        found.setdefault(line.compared.limit.name, whole(line.compared.limit.value * nearer))
    return found
