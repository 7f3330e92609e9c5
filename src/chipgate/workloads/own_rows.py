"""Rows foreseen with datasheets of one's own: their chips are like none that was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chipgate.chips.catalogue import Catalogue
from chipgate.errors import ChipgateError
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.fitted import shipped
from chipgate.workloads.foresee import Foreseen, calibration_for, foreseen, foreseen_phase
from chipgate.workloads.measured import Measured
from chipgate.workloads.numbers import Numbers, stacked
from chipgate.workloads.row_questions import question_of_row


def foreseen_with(rows: Sequence[Measured], catalogue: Catalogue) -> list[Foreseen]:
    """Each of ROWS foreseen, with the chips of CATALOGUE; what cannot be treated says why."""
    answers = foreseen(rows)
    for place, row in enumerate(rows):
        own = None if answers[place].treated else _own_chip(row.chip, catalogue)
        if own:
            answers[place] = _foreseen_on(row, own, answers[place])
    return answers


def _own_chip(name: str, catalogue: Catalogue) -> Device | None:
    """The chip that only CATALOGUE knows by NAME."""
    try:
        found = device_of(name, catalogue)
    except ChipgateError:
        return None
    try:
        device_of(name)
    except ChipgateError:
        return found
    return None


def _foreseen_on(row: Measured, device: Device, without: Foreseen) -> Foreseen:
    try:
        numbers: Numbers = question_of_row(replace(row, chip=device))  # type: ignore[arg-type]
    except ChipgateError as wrong:
        return replace(without, why=wrong.said)
    return foreseen_phase(shipped(calibration_for(row)), [row], stacked([numbers]))[0]
