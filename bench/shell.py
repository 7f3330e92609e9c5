"""The command line from cold: user and system time of the whole process, beside a Python that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

from bench.measured import MILLISECONDS, Measured

TURNS = 15
HELP_GOAL_MS, CHECK_GOAL_MS = 150, 400

NOTHING = ("-c", "pass")
COMMANDS = {
    "import chipgate": (("-c", "import chipgate"), None),
    "chipgate --help": (("-m", "chipgate", "--help"), HELP_GOAL_MS),
    "chipgate check, one chip": (
        ("-m", "chipgate", "check", "--chip", "H20", "--to", "CN", "--on", "2024-06-01"),
        CHECK_GOAL_MS,
    ),
}

FORBIDDEN = ("polars", "pandas", "numpy", "z3", "fastapi", "jinja2", "openpyxl", "rich", "pydantic")
"""Libraries that nobody should wait for who only imports chipgate."""


def shell() -> Iterator[Measured]:
    """Each command TURNS times, turn by turn with the Python that does nothing."""
    seconds: dict[str, list[float]] = {name: [] for name in (*COMMANDS, "")}
    for _ in range(TURNS):
        seconds[""].append(processor_seconds(NOTHING))
        for name, (arguments, _goal) in COMMANDS.items():
            seconds[name].append(processor_seconds(arguments))
    for name, (_arguments, goal) in COMMANDS.items():
        yield Measured(f"{name} (processor)", MILLISECONDS, seconds[name], goal, "python -c pass", seconds[""])


def processor_seconds(arguments: Sequence[str]) -> float:
    """User and system time of one Python process, from its start to its end."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def forbidden_modules() -> list[str]:
    """Heavy libraries that ``import chipgate`` loads; none, as it should be."""
    script = "import chipgate, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return sorted({name.partition(".")[0] for name in run.stdout.split()} & set(FORBIDDEN))
