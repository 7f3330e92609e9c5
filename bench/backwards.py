"""The law read backwards: a best design, the difference of two versions of 3A090, every proof of the shipped corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter

from bench.measured import MILLISECONDS, Measured
from chipgate.chips.dies import die_named
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import FIRST_DAY, us_corpus
from chipgate.readings.solve.answers import WhichParagraph
from chipgate.readings.solve.differing import difference
from chipgate.readings.solve.what_binds import binding
from chipgate.studies.design.aims import aim_of
from chipgate.studies.design.best_part import Brief, best_part
from chipgate.studies.design.knobs import Package
from chipgate.studies.reality import REALITY, lint

DESIGN_GOAL_MS, DIFFERENCE_GOAL_MS, LINT_GOAL_MS = 100, 1_000, 60_000
WORK_GOAL_MS = 5_000
_TURNS = 15


def backwards() -> Iterator[Measured]:
    """Timings with the solver loaded and one answer given: the first one takes about 50 ms more."""
    design(brief())
    seconds = _timed(lambda: best_part(brief()))
    yield Measured("best design, GH100 of 2023-12-01, its knobs", MILLISECONDS, seconds, DESIGN_GOAL_MS)
    seconds = _timed(lambda: design(brief()))
    yield Measured("the same with what binds and its worth", MILLISECONDS, seconds, DESIGN_GOAL_MS)
    seconds = _timed(lambda: best_part(brief("decode:deepseek-v3")), 3)
    yield Measured("best design for decode of DeepSeek-V3", MILLISECONDS, seconds, WORK_GOAL_MS)
    seconds = _timed(lambda: best_part(brief("train:deepseek-v3", date(2022, 12, 1))), 3)
    yield Measured("the same for training, in 2022: links or compute", MILLISECONDS, seconds, WORK_GOAL_MS)
    yield Measured(
        "difference of 3A090 of 2023-11-16 and of the 17th", MILLISECONDS, _timed(versions), DIFFERENCE_GOAL_MS
    )
    yield Measured("every proof of the shipped corpus", MILLISECONDS, _timed(proofs, 3), LINT_GOAL_MS)


def brief(aim: str = "tpp", day: date = date(2023, 12, 1)) -> Brief:
    """The best of GH100 without a licence: the most TPP, or what AIM says."""
    die = die_named("GH100")
    return Brief(Package(die), "CN", day, aim_of(aim, die))


def design(asked: Brief) -> object:
    return binding(best_part(asked).optimum)


def versions() -> object:
    corpus = us_corpus()
    days = date(2023, 11, 16), date(2023, 11, 17)
    laws = [corpus.on(day, Clock.AS_ENFORCED) for day in days]
    return difference(laws[0], laws[1], WhichParagraph(("3A090.a", "3A090.b")), reality=REALITY)


def proofs() -> object:
    us_corpus.cache_clear()  # what was worked out of a law is kept with it
    return lint().corpus(us_corpus(), FIRST_DAY)


def _timed(job: Callable[[], object], turns: int = _TURNS) -> list[float]:
    seconds = []
    for _ in range(turns):
        started = perf_counter()
        job()
        seconds.append(perf_counter() - started)
    return seconds
