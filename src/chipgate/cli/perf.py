"""`chipgate perf`: what a chip delivers on a model; for a file of rows, or several chips side by side, too."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click

from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option
from chipgate.errors import ChipgateError, UnreadableFile
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, translator
from chipgate.workloads.deliver import PHASES, Delivery, deliver
from chipgate.workloads.faults import MissingExtra

ADDED = ("predicted", "low80", "high80", "binding", "why")
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


@click.command(name="perf")
@click.option("--chip", "chips_asked", multiple=True, metavar="NAME", help="The chip; several are compared.")
@click.option("--model", metavar="NAME", help="A model by name, or the path of its config.json.")
@click.option("--phase", type=click.Choice(PHASES), default="decode", show_default=True, help="What is done.")
@click.option("--batch", type=float, default=32, show_default=True, help="Sequences on each copy of the attention.")
@click.option("--context", type=float, default=4096, show_default=True, help="Tokens of each sequence.")
@click.option("--parallel", default="", metavar="LAYOUT", help="How it is spread over chips, like tp8 or ep16.")
@click.option("--precision", default="", help="bf16, fp8, int8, fp4 or int4. [default: 8 bits where the chip has them]")
@click.option("--rows", type=click.Path(exists=True, dir_okay=False), help="Foresee every row of a CSV file instead.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Where the rows go, with the figures added.")
@chips_option
@format_option
@language_option
def command(**given: Any) -> None:
    """Say how many tokens a second a chip delivers, with an 80 % interval, what binds, and what was measured nearby."""
    if given["rows"]:
        if not given["output"]:
            raise click.UsageError("--rows: say with -o where the rows go")
        _foresee_file(Path(given["rows"]), Path(given["output"]), given["language"])
        return
    if not given["chips_asked"] or not given["model"]:
        raise click.UsageError("give --chip and --model, or --rows FILE")
    answers = _answers(given)
    if given["form"] == "json":
        echo_json({"schema": "chipgate/perf/1", "answers": [one.json() for one in answers]})
        return
    if len(given["chips_asked"]) > 1:
        click.echo("\n".join(_table(answers, given["language"])))
        return
    click.echo("\n".join(_lines(answers[0], given["language"])))


def _answers(given: dict[str, Any]) -> list[Delivery]:
    """One answer for one chip; for several, one for each chip and batch."""
    catalogue = catalogue_with(given["own_chips"])
    names = ("phase", "context", "parallel", "precision")
    asked = {name: given[name] for name in names}
    batches = (given["batch"],) if len(given["chips_asked"]) == 1 else BATCHES
    return [
        deliver(chip, given["model"], batch=batch, catalogue=catalogue, **asked)
        for chip in given["chips_asked"]
        for batch in batches
    ]


def _table(answers: list[Delivery], language: Language) -> list[str]:
    say = translator(language)
    head = f"{say('chip'):<26}{say('batch'):>7}{say('tokens/s a chip'):>17}{'80 %':>22}  {say('binding')}"
    return [head] + [
        f"{one.chip:<26}{one.batch:>7g}{one.tokens_per_s_chip:>17.1f}"
        f"{one.low80:>12.1f} -{one.high80:>8.1f}  {say(one.binding.replace('_', ' '))}"
        + ("" if one.fits else f"  ({say('does not fit into memory')})")
        for one in answers
    ]


def _lines(one: Delivery, language: Language) -> list[str]:
    say = translator(language)
    shares = ", ".join(f"{say(name.replace('_', ' '))} {part:.0%}" for name, part in one.parts.items() if part >= 0.005)
    lines = [
        f"{one.chip}, {one.model}, {say(one.phase)}, {one.precision}, {one.layout}",
        phrase(
            "  {rate} tokens/s a chip, 80 % interval {low} to {high}",
            rate=f"{one.tokens_per_s_chip:.4g}",
            low=f"{one.low80:.4g}",
            high=f"{one.high80:.4g}",
        ).text(language),
        phrase("  {ms} ms a token", ms=f"{one.ms_per_token:.4g}").text(language),
        phrase("  {joule} J a token at the printed power", joule=f"{one.joule_per_token:.3g}").text(language),
        phrase("  binding: {what} ({shares})", what=say(one.binding.replace("_", " ")), shares=shares).text(language),
        phrase(
            "  nearest measured: {measured}, {chip}, {model} [{id}] {source}",
            **{name: one.anchor[name] for name in ("measured", "chip", "model", "id", "source")},
        ).text(language),
    ]
    if not one.fits:
        lines.append(f"  {say('does not fit into memory')}")
    if one.assumed:
        lines.append(phrase("  assumed: {names}", names=", ".join(one.assumed)).text(language))
    return lines


def _foresee_file(rows: Path, output: Path, language: Language) -> None:
    from chipgate.workloads.measured import measured_of

    try:
        from chipgate.workloads.foresee import foreseen
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault
    try:
        with rows.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            columns, cells = list(table.fieldnames or ()), list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableFile(f"{rows}: cannot be read as CSV in UTF-8: {fault}") from fault
    lacking = [name for name in ("kind", "model", "chip", "unit") if name not in columns]
    if lacking:
        raise UnreadableFile(f"{rows}: has no column {', '.join(lacking)}; give the columns of measurements.csv")
    if output.resolve() == rows.resolve():
        raise ChipgateError(f"{output}: is the file that is read; give another name")
    answers = foreseen([measured_of(row) for row in cells])
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, [*columns, *(one for one in ADDED if one not in columns)], lineterminator="\n", extrasaction="ignore"
        )
        writer.writeheader()
        for row, one in zip(cells, answers, strict=True):
            figures = {name: f"{getattr(one, name):.6g}" if one.treated else "" for name in ADDED[:3]}
            writer.writerow({**row, **figures, "binding": one.binding, "why": one.why})
    treated = sum(one.treated for one in answers)
    words = phrase("{done} of {all} rows foreseen; the others say why", done=treated, all=len(answers))
    click.echo(words.text(language))
    click.echo(phrase("written: {path}", path=output).text(language))
