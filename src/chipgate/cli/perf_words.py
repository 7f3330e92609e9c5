"""What is said of a chip's speed: rates, time, energy, cost, what binds, what was measured nearby, what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.studies.anchor_words import PHASE_WORDS, anchor_words
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right
from chipgate.units import figure
from chipgate.workloads.best_parallelism import BestParallelism
from chipgate.workloads.delivery import Delivery, Interval
from chipgate.workloads.resource_words import RESOURCE_WORDS

RESOURCES = RESOURCE_WORDS
HELD = {
    "weights": marked("weights"),
    "cache": marked("cache"),
    "optimiser": marked("optimiser"),
    "activations": marked("activations"),
}
LIMITS = {"memory": marked("memory"), "latency": marked("the limit of waiting")}
SHOWN_SHARE = 0.005
NO_POWER = marked("energy: the datasheet prints no power")
NO_PRICE = marked("cost: nobody gave a price; give --usd-per-chip-hour, or --years with --chip-price-usd")


def interval_words(template: str, one: Interval) -> Phrase:
    """TEMPLATE with the value, and its interval."""
    return phrase(template, value=figure(one.value), low=figure(one.low80), high=figure(one.high80))


def answer_lines(one: Delivery, language: Language) -> Iterator[str]:
    """One answer, line by line."""
    yield _head(one).text(language)
    if not one.fits:
        yield f"  {_too_large(one, language)}"
    yield from (f"  {line.text(language)}" for line in _figures(one))
    parts = {name: f"{part:.0%}" for name, part in one.parts.items() if part >= SHOWN_SHARE}
    shares = _listed(RESOURCE_WORDS, parts, language)
    binding = phrase("binding: {what} ({shares})", what=Word(RESOURCE_WORDS[one.binding]), shares=shares)
    yield f"  {binding.text(language)}"
    if one.fits:
        yield f"  {_memory_words(one, language).text(language)}"
    yield f"  {anchor_words(one.anchor).text(language)}"
    yield from assumed_lines(one, language)


def assumed_lines(one: Delivery, language: Language) -> Iterator[str]:
    """What the answer takes as given."""
    yield f"  {translator(language)('Taken as given')}"
    for given in one.assumed:
        yield f"    {phrase(given.template, value=given.shown).text(language)}"


_HEAD = marked("{chip}, {model}, {phase}, {precision}, {layout}: {chips} chips, {load}")
_HEAD_OF_ONE = marked("{chip}, {model}, {phase}, {precision}, {layout}: {chips} chip, {load}")


def _head(one: Delivery) -> Phrase:
    return phrase(
        _HEAD_OF_ONE if one.chips == 1 else _HEAD,
        chip=one.chip,
        model=one.model,
        phase=Word(PHASE_WORDS[one.phase]),
        precision=one.precision,
        layout=one.layout,
        chips=one.chips,
        load=load_words(one.phase, one.batch, one.context),
    )


def load_words(phase: str, batch: float, context: float = 0) -> Phrase:
    """Sequences, of which length where CONTEXT is given, and on what: a copy, never all chips."""
    one, many = _SEQUENCES if context else _SEQUENCES_ALONE
    sequences = phrase(one if batch == 1 else many, count=f"{batch:g}", tokens=f"{context:g}")
    return phrase(_OF_A_STEP if phase == "training" else _ON_A_COPY, sequences=sequences)


_SEQUENCES = (marked("{count} sequence of {tokens} tokens"), marked("{count} sequences of {tokens} tokens"))
_SEQUENCES_ALONE = (marked("{count} sequence"), marked("{count} sequences"))
_OF_A_STEP = marked("{sequences} a step and copy of the model")
_ON_A_COPY = marked("{sequences} on each copy of the attention")


def _figures(one: Delivery) -> Iterator[Phrase]:
    yield interval_words(marked("{value} tokens/s a chip, 80 % interval {low} to {high}"), one.rate)
    if one.tokens_per_s_user:
        yield interval_words(marked("{value} tokens/s a user, 80 % interval {low} to {high}"), one.tokens_per_s_user)
        yield interval_words(marked("{value} ms a token, 80 % interval {low} to {high}"), one.seconds.times(1e3))
    elif one.phase == "prefill":
        yield interval_words(marked("{value} s until all prompts are read, 80 % interval {low} to {high}"), one.seconds)
    else:
        yield interval_words(marked("{value} s a step, 80 % interval {low} to {high}"), one.seconds)
    if one.joule_per_token:
        yield interval_words(marked("{value} J a token, 80 % interval {low} to {high}"), one.joule_per_token)
    else:
        yield phrase(NO_POWER)
    if one.usd_per_million_tokens:
        told = marked("{value} US dollars a million tokens, 80 % interval {low} to {high}")
        yield interval_words(told, one.usd_per_million_tokens)
    else:
        yield phrase(NO_PRICE)


def _listed(names: dict[str, str], values: dict[str, str], language: Language) -> str:
    say = translator(language)
    return ", ".join(f"{say(names[name])} {value}" for name, value in values.items())


def _memory_words(one: Delivery, language: Language) -> Phrase:
    parts = _listed(HELD, {name: f"{part:.4g} GB" for name, part in one.memory.held_gb.items()}, language)
    if one.phase == "training":
        return phrase("memory: {parts}, of {most} GB a chip", parts=parts, most=f"{one.memory.usable_gb:.4g}")
    return phrase(
        "memory: {parts}, of {most} GB a chip; room for {room}",
        parts=parts,
        most=f"{one.memory.usable_gb:.4g}",
        room=load_words(one.phase, one.memory.batch_that_fits),
    )


def _too_large(one: Delivery, language: Language) -> str:
    parts = _listed(HELD, {name: f"{part:.4g} GB" for name, part in one.memory.held_gb.items()}, language)
    return phrase(
        "does not fit: {parts}, of {most} GB a chip; give more chips or fewer bits. The figures are as if it did",
        parts=parts,
        most=f"{one.memory.usable_gb:.4g}",
    ).text(language)


def search_lines(one: BestParallelism, language: Language) -> Iterator[str]:
    """How the layout was found, what came next, and what keeps a faster one away."""
    yield phrase(
        "{layouts} layouts and loads: {fitting} fit into memory, {kept} were weighed",
        layouts=one.layouts,
        fitting=one.fitting,
        kept=one.in_time,
    ).text(language)
    if one.runner_up:
        yield _runner_up(one, one.runner_up).text(language)
    for name, other in one.held_back_by.items():
        yield phrase(
            "held back by {limit}: {layout} with {load} would deliver {rate} tokens/s a chip",
            limit=Word(LIMITS[name]),
            layout=other.layout,
            load=load_words(one.best.phase, other.batch),
            rate=figure(other.tokens_per_s_chip),
        ).text(language)


NEXT_BEYOND = marked("next: {layout} with {load}, {rate} tokens/s a chip, slower in {what}; beyond the interval")
NEXT_WITHIN = marked("next: {layout} with {load}, {rate} tokens/s a chip, slower in {what}; within the interval")


def _runner_up(one: BestParallelism, second: Delivery) -> Phrase:
    lost = max(one.slower_in, key=lambda name: one.slower_in[name])
    return phrase(
        NEXT_BEYOND if one.apart else NEXT_WITHIN,
        layout=second.layout,
        load=load_words(second.phase, second.batch),
        rate=figure(second.rate.value),
        what=Word(RESOURCE_WORDS[lost]),
    )


def table_lines(answers: Sequence[Delivery], language: Language) -> Iterator[str]:
    """Several chips, a line each."""
    say = translator(language)
    heads = (
        marked("chip"),
        marked("layout"),
        marked("batch"),
        marked("tokens/s a chip"),
        marked("80 %"),
        marked("binding"),
    )
    yield _row([say(one) for one in heads])
    for one in answers:
        cells = [f"{one.chip} {one.precision}", one.layout, f"{one.batch:g}", figure(one.rate.value)]
        cells.append(f"{figure(one.low80)} - {figure(one.high80)}")
        note = "" if one.fits else f" ({say(marked('does not fit into memory'))})"
        yield _row([*cells, say(RESOURCE_WORDS[one.binding]) + note])


def _row(cells: Sequence[str]) -> str:
    chip, layout, batch, rate, interval, binding = cells
    return f"{left(chip, 26)}{left(layout, 14)}{right(batch, 7)}{right(rate, 18)}{right(interval, 22)}  {binding}"
