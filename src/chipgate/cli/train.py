"""`chipgate train`: days, chip hours, energy and cost of a training run."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option
from chipgate.readings.phrase import phrase
from chipgate.workloads.training_run import training_run


@click.command(name="train")
@click.option("--chip", required=True, metavar="NAME", help="The chip.")
@click.option("--model", required=True, metavar="NAME", help="A model by name, or the path of its config.json.")
@click.option("--tokens", type=float, required=True, help="Tokens to train on, like 14.8e12.")
@click.option("--count", type=int, required=True, help="Chips of the cluster.")
@click.option("--context", type=float, default=4096, show_default=True, help="Tokens of a sequence.")
@click.option("--parallel", default="", metavar="LAYOUT", help="How it is spread, like tp8 pp16. [default: a guess]")
@click.option("--precision", default="", help="bf16, fp8, int8 or fp4. [default: 8 bits where the chip has them]")
@click.option("--usd-per-chip-hour", type=float, default=2.0, show_default=True, help="What an hour of a chip costs.")
@click.option("--goodput", type=float, default=1.0, show_default=True, help="Share of the time that is not lost.")
@chips_option
@format_option
@language_option
def command(own_chips: tuple[str, ...], form: str, language: Any, **given: Any) -> None:
    """Say how many days a training run takes, with an 80 % interval, and its chip hours, energy and cost."""
    run = training_run(catalogue=catalogue_with(own_chips), **given)
    if form == "json":
        echo_json({"schema": "chipgate/train/1", **run.json()})
        return
    for name, template in (
        ("days", "{value} days, 80 % interval {low} to {high}"),
        ("chip_hours", "{value} chip hours, 80 % interval {low} to {high}"),
        ("energy_mwh", "{value} MWh at the printed power, 80 % interval {low} to {high}"),
        ("cost_usd", "{value} US dollars, 80 % interval {low} to {high}"),
    ):
        value, low, high = (f"{one:,.4g}" if one < 1e4 else f"{one:,.0f}" for one in getattr(run, name))
        click.echo(phrase(template, value=value, low=low, high=high).text(language))
    rate = run.delivery
    click.echo(
        phrase(
            "{rate} tokens/s a chip; nearest measured: {measured}, {chip}, {model} [{id}] {source}",
            rate=f"{rate.tokens_per_s_chip:.4g}",
            **{name: rate.anchor[name] for name in ("measured", "chip", "model", "id", "source")},
        ).text(language)
    )
    click.echo(phrase("binding: {what}", what=rate.binding).text(language))
