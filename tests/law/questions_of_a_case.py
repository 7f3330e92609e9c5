"""Puts one question of a reviewed table to the corpus: a column of the determination, or the verdict of a provision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.transaction import transaction_of
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, weigh_provision

WORDS = {MET: "met", NOT_MET: "not met", UNKNOWN: "unknown"}
VERDICT_OF = "verdict "


@cache
def checker(corpus: Corpus) -> Checker:
    return Checker(corpus, assume="ordinary")


def answer(question: str, day: date, cells: Mapping[str, str], corpus: Corpus | None = None) -> str:
    """What QUESTION comes to on DAY: a column of the determination, or ``verdict <id of a provision>``."""
    law = us_corpus() if corpus is None else corpus
    if question.startswith(VERDICT_OF):
        return verdict_of(question.removeprefix(VERDICT_OF), day, cells, law)
    return str(getattr(determined(day, cells, law), question))


def determined(day: date, cells: Mapping[str, str], corpus: Corpus) -> Determination:
    return checker(corpus).check_cells({"as_of": day.isoformat(), **cells})


def verdict_of(provision_id: str, day: date, cells: Mapping[str, str], corpus: Corpus) -> str:
    """The verdict of the version whose text binds on DAY, be it enforced, a letter or only proposed."""
    version = next((p for p in corpus.history(provision_id) if day in p.binds.in_force), None)
    if version is None:
        return "not in force"
    facts = {"completion_year": day.year, **transaction_of(cells).facts}
    return WORDS[weigh_provision(version, facts, corpus.on(day, Clock.ON_THE_BOOKS))]


def cells_of(packed: str) -> dict[str, str]:
    """``name=value;name=value`` as cells; a later value replaces an earlier one."""
    return dict(part.split("=", 1) for part in packed.split(";"))
