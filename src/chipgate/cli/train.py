"""`chipgate train`: days, chip hours, energy and cost of a training run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from chipgate.cli.options import catalogue_with, chips_option, cost_options, echo_json, format_option, language_option
from chipgate.readings.phrase import Word, phrase
from chipgate.translation.language import Language, marked
from chipgate.workloads.resource_words import RESOURCE_WORDS


@click.command(name="train")
@click.option("--chip", required=True, metavar="NAME", help="The chip.")
@click.option(
    "--model", required=True, metavar="NAME", help="A model by name (an unknown one lists them), or its config.json."
)
@click.option("--tokens", type=float, required=True, help="Tokens to train on, like 14.8e12.")
@click.option("--count", type=int, required=True, help="Chips of the cluster.")
@click.option("--context", type=float, default=4096, show_default=True, help="Tokens of a sequence.")
@click.option("--batch", "sequences", type=float, help="Sequences of a step. [default: 16 Mi tokens]")
@click.option("--parallel", default="", metavar="LAYOUT", help="How it is spread, like tp8 pp16. [default: searched]")
@click.option("--precision", default="", help="bf16, fp8 or fp4. [default: fp8 where the chip has it]")
@click.option("--lora", is_flag=True, help="Only adapters are trained.")
@click.option("--recompute", default="", metavar="WHAT", help="none, selective or full. [default: the least that fits]")
@click.option("--software", default="", metavar="NAME", help="What trains it, like nemo. [default: the average]")
@click.option("--goodput", type=float, help="Share of the time that is not lost to restarts. [default: all of it]")
@cost_options
@chips_option
@format_option
@language_option
def command(own_chips: tuple[str, ...], form: str, language: Any, **given: Any) -> None:
    """Say how many days a training run takes, with an 80 % interval, and its chip hours, energy and cost."""
    from chipgate.workloads.training_run import training_run

    run = training_run(catalogue=catalogue_with(own_chips), **given)
    if form == "json":
        echo_json({"schema": "chipgate/train/1", **run.json(language)})
        return
    click.echo("\n".join(_lines(run, language)))


HEAD = marked("{chip} x {count}, {model}, {precision}, {layout}")
DAYS = marked("{value} days, 80 % interval {low} to {high}")
CHIP_HOURS = marked("{value} chip hours, 80 % interval {low} to {high}")
ENERGY = marked("{value} MWh, 80 % interval {low} to {high}")
COST = marked("{value} US dollars, 80 % interval {low} to {high}")
RATE = marked("{value} tokens/s a chip, 80 % interval {low} to {high}")


def _lines(run: Any, language: Language) -> Iterator[str]:
    from chipgate.cli.perf_words import (
        NO_POWER,
        NO_PRICE,
        assumed_lines,
        interval_words,
        search_lines,
    )
    from chipgate.studies.anchor_words import anchor_words

    rate = run.delivery
    names = ("chip", "model", "precision", "layout")
    yield phrase(HEAD, count=run.count, **{name: getattr(rate, name) for name in names}).text(language)
    told = (
        interval_words(DAYS, run.days),
        interval_words(CHIP_HOURS, run.chip_hours),
        interval_words(ENERGY, run.energy_mwh) if run.energy_mwh else phrase(NO_POWER),
        interval_words(COST, run.cost_usd) if run.cost_usd else phrase(NO_PRICE),
        interval_words(RATE, rate.rate),
        phrase("binding: {what}", what=Word(RESOURCE_WORDS[rate.binding])),
        anchor_words(rate.anchor),
    )
    yield from (f"  {one.text(language)}" for one in told)
    yield from assumed_lines(rate, language)
    if run.search:
        yield from (f"  {line}" for line in search_lines(run.search, language))
