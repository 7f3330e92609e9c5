"""A way of judging, as one process tells another: what chipgate brings itself is named, the rest is pickled."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable
from functools import lru_cache

from chipgate.cases.assumptions import assumption_set
from chipgate.cases.check import Checker
from chipgate.cases.tables.frames import HowToJudge, Judging
from chipgate.cases.tables.pickled import LawPickler
from chipgate.chips.catalogue import bundled
from chipgate.law.us.corpus import us_corpus


def recipe_of(how: HowToJudge, header: Iterable[str]) -> bytes:
    """All that another process must be told to judge frames with the columns HEADER in the same way."""
    checker = how.checker
    standard = next((name for name in (None, "ordinary") if assumption_set(name) == checker.assumptions), "")
    parts = (
        None if checker.corpus is us_corpus() else checker.corpus,
        None if checker.catalogue is bundled() else checker.catalogue,
        checker.assumptions if standard == "" else standard,
        str(checker.clock),
        how.day,
        how.columns,
        how.language,
        how.wanted,
        tuple(header),
    )
    file = io.BytesIO()
    LawPickler(file).dump(parts)
    return file.getvalue()


@lru_cache(maxsize=4)
def judging_by(recipe: bytes) -> Judging:
    """The judging that RECIPE tells of; kept, with all that it learns, for the next time."""
    corpus, catalogue, assume, clock, day, columns, language, wanted, header = pickle.loads(recipe)
    known = assume is None or isinstance(assume, str)
    checker = Checker(corpus, catalogue, assume if known else None, clock)
    if not known:
        checker.assumptions = assume
    return Judging(HowToJudge(checker, day, columns, language, wanted), header)
