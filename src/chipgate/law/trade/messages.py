"""Every sentence of the corpus that a reader can meet, so that the catalogues of both languages hold them all."""

from __future__ import annotations

from collections.abc import Iterator

from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import Classified
from chipgate.law.provision import Consequence, ImposesDuty, ImposesFee, Instructs, RestrictsInput, Standing
from chipgate.law.tariff_codes import Scope
from chipgate.law.trade.corpus import ALL_SOURCES, trade_corpus
from chipgate.law.trade.events import swaps, trade_events
from chipgate.law.walking import walk


def law_messages() -> Iterator[str]:
    """Titles and notes of provisions; labels, questions, units and choices of facts; kinds of text and of facts."""
    for provision in trade_corpus().provisions:
        yield from (provision.title, provision.note)
        yield from _messages_of_consequence(provision.gives)
    for fact in trade_corpus().facts.values():
        yield from messages_of_fact(fact)
    yield from (scope.name for scope in _named_scopes())
    yield from map(str, Standing)
    yield from ALL_SOURCES.values()
    yield from map(str, FactKind)
    yield from _messages_of_events()


def _messages_of_events() -> Iterator[str]:
    """Targets, items, states and kinds of events; what was swapped."""
    for event in trade_events():
        yield from (event.target, event.item, event.before, event.after, event.kind)
    for swap in swaps():
        yield from (swap.name, swap.us_gave, swap.cn_gave, swap.left_out)


def _named_scopes() -> Iterator[Scope]:
    """The lists of tariff lines that sentences name."""
    for provision in trade_corpus().provisions:
        for condition in provision.conditions:
            nodes = (node for node in walk(condition) if isinstance(node, Classified))
            yield from (node.scope for node in nodes if node.scope.name)


def _messages_of_consequence(gives: Consequence) -> Iterator[str]:
    """The names of instruments, how severe a restriction is, and who is told."""
    match gives:
        case ImposesDuty():
            yield from (gives.instrument, gives.authority)
        case ImposesFee():
            yield gives.instrument
        case RestrictsInput():
            yield str(gives.severity)
        case Instructs():
            yield gives.addressee
        case _:
            return


def messages_of_fact(fact: Fact) -> Iterator[str]:
    """The label, question, unit and choices of FACT, as they are said."""
    yield from (fact.label, fact.question, fact.unit)
    yield from (choice.replace("_", " ") for choice in fact.choices)
