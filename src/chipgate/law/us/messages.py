"""Every sentence of the corpus that a reader can meet, so that the catalogues of both languages hold them all."""

from __future__ import annotations

from collections.abc import Iterator

from chipgate.law.facts import Fact, FactKind
from chipgate.law.provision import Standing
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.sources import SOURCES


def law_messages() -> Iterator[str]:
    """Titles and notes of provisions; labels, questions, units and choices of facts; kinds of text and of facts."""
    for provision in us_corpus().provisions:
        yield from (provision.title, provision.note)
    for fact in us_corpus().facts.values():
        yield from messages_of_fact(fact)
    yield from map(str, Standing)
    yield from SOURCES.values()
    yield from map(str, FactKind)


def messages_of_fact(fact: Fact) -> Iterator[str]:
    """The label, question, unit and choices of FACT, as they are said."""
    yield from (fact.label, fact.question, fact.unit)
    yield from (choice.replace("_", " ") for choice in fact.choices)
