"""Sub-paragraphs that are proven on the facts (a.1; a.2; b.1 ...), whatever other paragraph displaces them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition, Paragraph
from chipgate.law.provision import Provision
from chipgate.law.walking import walk
from chipgate.readings.verdict import MET, NOT_MET, Weighing

NOTE_2 = "us/ear/3A090 Note 2"
EXCLUDED_BY_NOTE_2 = "excluded_note_2"
ICS = ("us/ear/3A090.a", "us/ear/3A090.a/kinds of units", "us/ear/3A090.b", "us/ear/3A090.c")
OTHERS = ("us/ear/3A991.p",)


def proven_paragraphs(weighings: Sequence[Weighing], eccn: str) -> str:
    """The labels that are met in every reading, joined by semicolons; ``none``, ``undetermined`` or the exclusion.

    An IC that Note 2 to 3A090 leaves out has ``excluded_note_2`` where it would meet the words of a paragraph.
    """
    found = [weighing.found(_asked(weighing.law), "labels", _labels) for weighing in weighings]
    common = [label for label in found[0] if all(label in labels for labels in found)]
    if common:
        return ";".join(common)
    return "undetermined" if eccn == "undetermined" else "none" if eccn == "none" else _last_part(eccn)


def _last_part(eccn: str) -> str:
    """The paragraph inside an ECCN: ``a`` of 4A090.a."""
    return eccn.partition(".")[2] or eccn


def _asked(law: LawOnDay) -> Sequence[Provision]:
    """The provisions of LAW that the labels hang on."""
    key = "provisions that labels hang on"
    if key not in law.worked_out:
        law.worked_out[key] = tuple(filter(None, map(law.get, (*ICS, NOTE_2, *OTHERS))))
    found: Sequence[Provision] = law.worked_out[key]
    return found


def _labels(weighing: Weighing) -> list[str]:
    labels = [label for provision in _in_force(ICS, weighing) for label in _proven(provision, weighing)]
    excluded = weighing.law.get(NOTE_2)
    if excluded is not None and labels and weighing.weigh(excluded.when) is MET:
        return [EXCLUDED_BY_NOTE_2]
    if excluded is not None and labels and weighing.weigh(excluded.when) is not NOT_MET:
        return []
    return _narrowest(labels) or [label for other in _in_force(OTHERS, weighing) for label in _if_met(other, weighing)]


def _in_force(names: Iterable[str], weighing: Weighing) -> Iterator[Provision]:
    return (provision for name in names if (provision := weighing.law.get(name)) is not None)


def _proven(provision: Provision, weighing: Weighing) -> Iterator[str]:
    """Labels of a provision whose subject fits and whose own words are met."""
    if provision.subject is None or weighing.weigh(provision.subject) is not MET:
        return
    if is_gate(provision) and weighing.weigh_provision(provision) is not MET:
        return
    yield from (node.label for node in _paragraphs(provision, weighing.law) if weighing.weigh(node.part) is MET)


def _paragraphs(provision: Provision, law: LawOnDay) -> Sequence[Paragraph]:
    key = ("paragraphs", id(provision))
    if key not in law.worked_out:
        law.worked_out[key] = provision, tuple(paragraphs_of(provision.when))
    found: Sequence[Paragraph] = law.worked_out[key][1]
    return found


def _if_met(provision: Provision, weighing: Weighing) -> Iterator[str]:
    if weighing.weigh_provision(provision) is MET:
        yield from _proven(provision, weighing)


def is_gate(provision: Provision) -> bool:
    """Whether the labels of PROVISION are proven only where the whole of it is met."""
    return provision.id.endswith("kinds of units")


def paragraphs_of(condition: Condition) -> Iterator[Paragraph]:
    """Every part of CONDITION that the text numbers."""
    return (node for node in walk(condition) if isinstance(node, Paragraph))


def _narrowest(labels: list[str]) -> list[str]:
    """Without a label where a part of it is proven: a.4 says more than a."""
    return [label for label in labels if not any(other.startswith(f"{label}.") for other in labels)]
