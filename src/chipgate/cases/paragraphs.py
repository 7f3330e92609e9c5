"""Sub-paragraphs that are proven on the facts (a.1; a.2; b.1 ...), whatever other paragraph displaces them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Condition, Paragraph, walk
from chipgate.law.provision import Provision
from chipgate.readings.verdict import MET, NOT_MET, weigh, weigh_provision

EXCLUDED_BY_NOTE_2 = "excluded_note_2"
_ICS = ("us/ear/3A090.a", "us/ear/3A090.a/kinds of units", "us/ear/3A090.b", "us/ear/3A090.c")
_OTHERS = ("us/ear/3A991.p",)


def proven_paragraphs(readings: Sequence[Mapping[str, Value]], law: LawOnDay, eccn: str) -> str:
    """The labels that are met in every reading, joined by semicolons; ``none``, ``undetermined`` or the exclusion.

    An IC that Note 2 to 3A090 leaves out has ``excluded_note_2`` where it would meet the words of a paragraph.
    """
    found = [_labels(facts, law) for facts in readings]
    common = [label for label in found[0] if all(label in labels for labels in found)]
    if common:
        return ";".join(common)
    return "undetermined" if eccn == "undetermined" else "none" if eccn == "none" else _last_part(eccn)


def _last_part(eccn: str) -> str:
    """The paragraph inside an ECCN: ``a`` of 4A090.a."""
    return eccn.partition(".")[2] or eccn


def _labels(facts: Mapping[str, Value], law: LawOnDay) -> list[str]:
    labels = [label for name in _ICS if (p := law.get(name)) is not None for label in _proven(p, facts, law)]
    excluded = law.get("us/ear/3A090 Note 2")
    if excluded is not None and labels and weigh(excluded.when, facts, law) is MET:
        return [EXCLUDED_BY_NOTE_2]
    if excluded is not None and labels and weigh(excluded.when, facts, law) is not NOT_MET:
        return []
    return _narrowest(labels) or [label for name in _OTHERS if (p := law.get(name)) for label in _if_met(p, facts, law)]


def _proven(provision: Provision, facts: Mapping[str, Value], law: LawOnDay) -> Iterator[str]:
    """Labels of a provision whose subject fits and whose own words are met."""
    if provision.subject is None or weigh(provision.subject, facts, law) is not MET:
        return
    gate = provision.id.endswith("kinds of units")
    if gate and weigh_provision(provision, facts, law) is not MET:
        return
    yield from (node.label for node in _paragraphs(provision.when) if weigh(node.part, facts, law) is MET)


def _if_met(provision: Provision, facts: Mapping[str, Value], law: LawOnDay) -> Iterator[str]:
    if weigh_provision(provision, facts, law) is MET:
        yield from _proven(provision, facts, law)


def _paragraphs(condition: Condition) -> Iterator[Paragraph]:
    return (node for node in walk(condition) if isinstance(node, Paragraph))


def _narrowest(labels: list[str]) -> list[str]:
    """Without a label where a part of it is proven: a.4 says more than a."""
    return [label for label in labels if not any(other.startswith(f"{label}.") for other in labels)]
