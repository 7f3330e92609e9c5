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


def _head(one: Delivery) -> Phrase:
    return phrase(
        "{chip}, {model}, {phase}, {precision}, {layout}: {chips} chips, {batch} sequences of {context} tokens",
        chip=one.chip,
        model=one.model,
        phase=Word(PHASE_WORDS[one.phase]),
        precision=one.precision,
        layout=one.layout,
        chips=one.chips,
        batch=f"{one.batch:g}",
        context=f"{one.context:g}",
    )


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
        "memory: {parts}, of {most} GB a chip; up to {room} sequences fit on each copy of the attention",
        parts=parts,
        most=f"{one.memory.usable_gb:.4g}",
        room=f"{one.memory.batch_that_fits:g}",
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
            "held back by {limit}: {layout} with {batch} sequences would deliver {rate} tokens/s a chip",
            limit=Word(LIMITS[name]),
            layout=other.layout,
            batch=f"{other.batch:g}",
            rate=figure(other.tokens_per_s_chip),
        ).text(language)


NEXT_BEYOND = marked(
    "next: {layout} with {batch} sequences, {rate} tokens/s a chip, slower in {what}; beyond the interval"
)
NEXT_WITHIN = marked(
    "next: {layout} with {batch} sequences, {rate} tokens/s a chip, slower in {what}; within the interval"
)


def _runner_up(one: BestParallelism, second: Delivery) -> Phrase:
    lost = max(one.slower_in, key=lambda name: one.slower_in[name])
    return phrase(
        NEXT_BEYOND if one.apart else NEXT_WITHIN,
        layout=second.layout,
        batch=f"{second.batch:g}",
        rate=figure(second.rate.value),
        what=Word(RESOURCE_WORDS[lost]),
    )


def table_lines(answers: Sequence[Delivery], language: Language) -> Iterator[str]:
    """Several chips and loads, a line each."""
    say = translator(language)
    heads = (marked("chip"), marked("batch"), marked("tokens/s a chip"), marked("80 %"), marked("binding"))
    yield _row([say(one) for one in heads])
    for one in answers:
        cells = [one.chip, f"{one.batch:g}", figure(one.rate.value), f"{figure(one.low80)} - {figure(one.high80)}"]
        note = "" if one.fits else f" ({say(marked('does not fit into memory'))})"
        yield _row([*cells, say(RESOURCE_WORDS[one.binding]) + note])


def _row(cells: Sequence[str]) -> str:
    chip, batch, rate, interval, binding = cells
    return f"{left(chip, 26)}{right(batch, 7)}{right(rate, 18)}{right(interval, 22)}  {binding}"
