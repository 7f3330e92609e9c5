"""Reasons in words: one line for a table, and the lines that a reader of one answer sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chipgate.cases.determination import Determination
from chipgate.law.provision import Mark, Provision
from chipgate.readings.phrase import phrase
from chipgate.readings.sentence import short_id
from chipgate.readings.trace_lines import DENIED, TraceLine
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN
from chipgate.translation.language import Language, marked, translator

MARK_WORDS = {
    Mark.SEEN: "read in the text",
    Mark.RECALLED: "recalled, not read",
    Mark.READING: "our reading of the text",
}
NO_DAY_GIVEN = marked("No day is given, so no text can be picked.")
NO_PROVISION = marked("No provision that is modelled reaches this case.")
_MARKS = {MET: "yes", NOT_MET: "no", UNKNOWN: "not known"}


def reason(answer: Determination, language: Language = "en") -> str:
    """Why, in one line: the deciding provision and the facts that force it."""
    translate = translator(language)
    if answer.questions is None:
        return translate(NO_DAY_GIVEN)
    if answer.deciding is None or answer.why is None:
        return translate(NO_PROVISION)
    return reason_line(answer.deciding, (leaf_words(leaf, language) for leaf in telling_leaves(answer.why)))


def reason_line(deciding: Provision, leaves: Iterable[str]) -> str:
    """The line for a deciding provision and the words of the facts that force it."""
    return f"{short_id(deciding.id)}: {'; '.join(dict.fromkeys(leaves))}"


def telling_leaves(why: TraceLine) -> list[TraceLine]:
    """The lines without parts of WHY that a reader needs."""
    found: list[TraceLine] = []
    _collect_leaves(why, found)
    return _telling(found)


def _collect_leaves(line: TraceLine, found: list[TraceLine]) -> None:
    if not line.parts:
        found.append(line)
    for part in line.parts:
        _collect_leaves(part, found)


def _telling(leaves: list[TraceLine]) -> list[TraceLine]:
    """Without what goes without saying: denials that hold, and the kind of item where a number is at hand."""
    kept = [leaf for leaf in leaves if not (leaf.verdict is MET and leaf.words.template == DENIED)]
    kept = [leaf for leaf in kept if leaf.facts != ("item_kind",)] or kept
    return kept or leaves


def leaf_words(leaf: TraceLine, language: Language) -> str:
    """The words of one line, with its distance to the limit, and its verdict where it is not met."""
    translate = translator(language)
    words = leaf.words.text(language)
    distance = f" ({leaf.distance.text(language)})" if leaf.distance is not None else ""
    if leaf.verdict is MET:
        return f"{words}{distance}"
    return f"{words}: {translate(_MARKS[leaf.verdict])}{distance}"


def trace_lines(lines: tuple[TraceLine, ...], language: Language = "en") -> Iterator[str]:
    """The trace as indented text; a provision that was explained above is not explained again."""
    translate = translator(language)
    explained: set[str] = set()
    for top in lines:
        yield from _lines(top, 0, explained, language)
    if not lines:
        yield translate("No provision was read.")


def _lines(line: TraceLine, depth: int, explained: set[str], language: Language) -> Iterator[str]:
    translate = translator(language)
    label = f"{line.label}  " if line.label else ""
    distance = f", {line.distance.text(language)}" if line.distance is not None else ""
    text = f"{'  ' * depth}{label}{line.words.text(language)}"
    known = line.provision is not None and line.provision.key in explained
    again = f"  {translate('(as above)')}" if known and line.parts else ""
    yield f"{text}  [{translate(_MARKS[line.verdict])}{distance}]{again}"
    if known:
        return
    for part in line.parts:
        yield from _lines(part, depth + 1, explained, language)
    if line.provision is not None:
        explained.add(line.provision.key)
        yield f"{'  ' * (depth + 1)}{source_line(line, language)}"


def source_line(line: TraceLine, language: Language = "en") -> str:
    """Citation, first day in force, and the mark where the sentence was not read."""
    assert line.provision is not None
    binds = line.provision.binds
    since = phrase("in force since {day}", day=binds.in_force.since.isoformat())
    pieces = [line.cite, since.text(language)]
    if binds.compliance_from is not None:
        pieces.append(phrase("complied with from {day}", day=binds.compliance_from.isoformat()).text(language))
    if binds.not_enforced_from is not None:
        pieces.append(phrase("not enforced from {day}", day=binds.not_enforced_from.isoformat()).text(language))
    if line.provision.mark is not Mark.SEEN:
        pieces.append(translator(language)(MARK_WORDS[line.provision.mark]))
    return "; ".join(pieces)
