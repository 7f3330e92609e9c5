"""Nobody waits for a library that their question does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars
import pytest

HEAVY = {
    "altair",
    "anyio",
    "babel",
    "duckdb",
    "fastapi",
    "highspy",
    "jinja2",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "pydantic",
    "rich",
    "scipy",
    "starlette",
    "typer",
    "uvicorn",
    "z3",
}


def loaded(statement: str) -> set[str]:
    script = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "statement",
    [
        "import chipgate",
        "import chipgate.cli.main",
        "from chipgate.translation.language import translator; translator('zh')('yes')",
    ],
)
def test_nothing_heavy_is_loaded(statement: str) -> None:
    assert loaded(statement) & HEAVY == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded("from chipgate.cli.main import cli; cli.main(['--help'], standalone_mode=False)") & HEAVY == set()


def test_orders_in_parquet_are_judged_without_pandas(tmp_path: Path) -> None:
    """PyArrow imports it by itself for an array of NumPy, or a list, where it is installed: 0.15 s of every run."""
    polars.DataFrame({"chip": ["H20"] * 400, "to": ["CN"] * 400}).write_parquet(tmp_path / "orders.parquet")
    run = f"""
from pathlib import Path
from chipgate.cases.check import Checker
from chipgate.cases.tables.parquet_to_parquet import judge_parquet
judge_parquet(Path({str(tmp_path / "orders.parquet")!r}), Path({str(tmp_path / "results.parquet")!r}), Checker())
"""
    found = loaded(run)
    assert "pyarrow" in found
    assert "pandas" not in found
