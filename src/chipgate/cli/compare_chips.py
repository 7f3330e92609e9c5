"""`chipgate compare H100 H20 910C`: what chips deliver on a model, as curves over batch and context."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from chipgate.cli.options import echo_json
from chipgate.errors import ChipgateError, UnknownChip, UnwritableFile
from chipgate.readings.phrase import phrase
from chipgate.studies.chip_curves import ChipCurves, chip_curves
from chipgate.translation.language import Language

F = TypeVar("F", bound=Callable[..., Any])

PICTURES: Final = (".png", ".svg", ".vl.json")
SUFFIXES: Final = (*PICTURES, ".csv", ".json")
_DEFAULTS: Final[dict[str, Any]] = {
    "model": "deepseek-v3",
    "phase": "decode",
    "batch": "1,8,32,128",
    "context": "1024,4096,32768",
}
NAMES: Final = ("model", "phase", "batch", "context", "parallel", "precision", "software", "answer")


def load_options(command: F) -> F:
    """The options of a comparison of chips."""
    for name, told in reversed(
        {
            "model": "Chips: a model by name, or the path of its config.json. [default: deepseek-v3]",
            "phase": "Chips: training, prefill, decode or serving. [default: decode]",
            "batch": "Chips: sequences on each copy of the attention, with commas. [default: 1,8,32,128; one in "
            "prefill]",
            "context": "Chips: tokens of each sequence, with commas. [default: 1024,4096,32768]",
            "precision": "Chips: of products. [default: 8 bits where a chip has them]",
            "software": "Chips: what runs on all of them, like vllm. [default: the average]",
        }.items()
    ):
        command = click.option(f"--{name}", metavar=_METAVARS.get(name, "TEXT"), help=told)(command)
    layout = click.option(
        "--parallel",
        multiple=True,
        metavar="LAYOUT",
        help="Chips: how the model is spread, like tp8 or ep16. May be given more than once. [default: as few chips "
        "as hold the weights with 40 % of the memory left for the cache]",
    )
    answer = click.option("--answer", type=float, metavar="TOKENS", help="Chips: of an answer, for the phase serving.")
    return layout(answer(command))


_METAVARS: Final = {"model": "NAME", "software": "NAME", "batch": "NUMBERS", "context": "NUMBERS"}


def are_chips(names: Sequence[str], catalogue: Any) -> bool:
    """Whether somebody compares chips: one of NAMES is a chip, so that the others are meant to be."""
    from chipgate.workloads.device import device_of

    for name in names:
        try:
            device_of(name, catalogue)
        except UnknownChip as unknown:
            if type(unknown) is not UnknownChip:  # a name that several chips bear
                return True
            continue
        except ChipgateError:
            return True
        return True
    return False


def compare_chips(
    names: Sequence[str], given: dict[str, Any], outputs: Sequence[str], catalogue: Any, form: str, language: Language
) -> None:
    """Print and write the curves of the chips NAMES."""
    if len(names) < 2:
        raise click.UsageError(f"{names[0]} is compared with nothing; name another chip")
    paths = [Path(one) for one in outputs]
    _refuse_outputs(paths, given["parallel"])
    asked = _DEFAULTS | {name: value for name, value in given.items() if value}
    _refuse_loads(asked)
    _refuse_twice(names, catalogue)
    found = chip_curves(
        names,
        asked["model"],
        asked["phase"],
        _batches(asked["phase"], given["batch"]),
        _numbers("context", asked["context"]),
        parallel=asked.get("parallel") or (),
        precision=asked.get("precision", ""),
        output=asked.get("answer") or 0.0,
        software=asked.get("software") or "",
        catalogue=catalogue,
    )
    _show(found, paths, form, language)


def _refuse_outputs(paths: Sequence[Path], layouts: Sequence[str]) -> None:
    for path in paths:
        if len(layouts) > 1 and path.name.endswith(PICTURES):
            raise click.UsageError(
                f"--output: {path}: a picture shows one layout; give --parallel once, or .csv, .json"
            )
        if not path.name.endswith(SUFFIXES):
            raise click.UsageError(f"--output: {path}: curves are written as {', '.join(SUFFIXES)}")
        if paths.count(path) > 1:
            raise click.UsageError(f"--output: {path} is named twice; give each its own name")


def _refuse_loads(asked: dict[str, Any]) -> None:
    """What a comparison cannot mean, in the words of its own options."""
    if asked["phase"] == "serving" and not asked.get("answer"):
        raise click.UsageError("--phase serving answers requests; give --answer, the tokens of an answer, like 1024")
    if any("best" in layout.lower().split() for layout in asked.get("parallel", ())):
        raise click.UsageError(
            "--parallel best: chips are compared under one layout; give one like ep16, leave it out for as few chips "
            "as hold the weights, or search with chipgate perf --parallel best --count 16"
        )


def _batches(phase: str, given: str | None) -> list[float]:
    """The batches of a comparison: one in prefill unless somebody asks for more, since its rate hangs on none."""
    return [1.0] if phase == "prefill" and not given else _numbers("batch", given or _DEFAULTS["batch"])


def _refuse_twice(names: Sequence[str], catalogue: Any) -> None:
    """A chip beside itself has no ratio but 1, and a table could not tell the two apart."""
    from chipgate.workloads.device import device_of

    seen: dict[str, str] = {}
    for name in names:
        chip = device_of(name, catalogue).name
        if chip in seen:
            raise click.UsageError(f"{seen[chip]!r} and {name!r} are the same chip twice, {chip}; name each chip once")
        seen[chip] = name


def _numbers(name: str, text: str) -> list[float]:
    """Numbers with commas between, each once, in order."""
    try:
        found = [float(one) for one in text.split(",") if one.strip()]
    except ValueError:
        found = []
    if not found:
        raise click.UsageError(f"--{name}: {text!r} is no list of numbers; write them like 1,8,32")
    return sorted(dict.fromkeys(found))


def _show(found: ChipCurves, paths: Sequence[Path], form: str, language: Language) -> None:
    from chipgate.cli.compare_chips_words import lines

    for path in paths:
        _write(path, found, language)
    if form == "json":
        echo_json(found.json(language, [str(path) for path in paths]))
        return
    click.echo("\n".join(lines(found, language)))
    for path in paths:
        click.echo(phrase("written: {path}", path=path).text(language))


def _write(path: Path, found: ChipCurves, language: Language) -> None:
    if path.name.endswith(PICTURES):
        from chipgate.cases.duties.chart import write_specification
        from chipgate.studies.curve_words import specification

        write_specification(specification(found.rows, language), path)
        return
    try:
        if path.suffix == ".json":
            path.write_text(json.dumps(found.json(language), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            return
        from chipgate.workloads.curve_rows import COLUMNS

        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows({name: _cell(row[name]) for name in COLUMNS} for row in found.rows)
    except OSError as fault:
        raise UnwritableFile(f"{path} cannot be written: {fault.strerror}") from fault


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else value
