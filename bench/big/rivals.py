"""The registry: everything that judges the table of shipments, by name. A new one is a line here.

``call`` names a module and a function ``run(path_in, path_out)``: with a path it writes a Parquet file of the rows and
their ``outcome`` and ``provision``, with None it gives the histogram as (outcome, provision, count) rows. A function
``prepare_run()`` or ``prepare()`` beside it is called first and timed apart. Nothing is imported until a process of its
own runs it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
HERE, BESIDE = Path(sys.executable), ROOT / ".venv-bench" / "bin" / "python"
"""This Python, and that of the environment for libraries whose pins clash with ours (`make bench-big` makes it)."""

MEASURE = "hand-written Polars"
"""What every other line is compared with."""


@dataclass(frozen=True)
class Rival:
    """One way to judge the table."""

    call: str
    needs: tuple[str, ...] = ()  # modules without which it is skipped
    python: Path = HERE
    most_rows: int = sys.maxsize  # slow ones get the first rows of the same table; rows a second are compared
    note: str = ""
    learns: bool = False  # keeps a table from run to run
    another_law: bool = False  # is not to answer as ``Checker`` does

    def lacks(self) -> str:
        """What is not installed or not written yet; empty where it can run."""
        if not self.python.exists():
            return f"{self.python.relative_to(ROOT)} is not there; `make bench-big` makes it"
        missing = [name for name in self.needs if not _is_there(name, self.python)]
        return f"no module {', '.join(missing)}" if missing else ""


_NOTE = "begins with what an earlier run has kept; the first run, which learns it, is printed apart"


def _engine(name: str, *needs: str, another_law: bool = False) -> Rival:
    return Rival(f"bench.big.engines:{name}", needs, note=_NOTE, learns=True, another_law=another_law)


_SPARK = ("polars", "numpy", "pyarrow", "pyspark")
_IN_SPARK = f"{_NOTE}; Java and the session start before, see `prepare s` and the rate with it"

RIVALS: Mapping[str, Rival] = MappingProxyType(
    {
        MEASURE: Rival("bench.big.by_hand_polars:run", ("polars",)),
        "hand-written DuckDB SQL": Rival("bench.big.by_hand_duckdb:run", ("duckdb", "pyarrow")),
        "table engine": _engine("table", "polars", "numpy", "pyarrow"),
        "table engine, reform": _engine("reform", "polars", "numpy", "pyarrow", another_law=True),
        "chipgate check": Rival(
            "bench.big.engines:command",
            ("polars", "numpy", "pyarrow"),
            note="all 25 result columns, rejects and summary, to a file in both tables; begins with what was kept",
            learns=True,
        ),
        "Polars plan": _engine("polars_plan", "polars", "numpy", "pyarrow"),
        "DuckDB plan": _engine("duckdb_plan", "polars", "numpy", "pyarrow", "duckdb"),
        "Spark local[2]": Rival("bench.big.in_spark:files", _SPARK, note=_IN_SPARK, learns=True),
        "Spark local[2], frames": Rival("bench.big.in_spark:frames", _SPARK, note=_IN_SPARK, learns=True),
        "OpenFisca-Core": Rival("bench.big.in_openfisca:run", ("openfisca_core", "polars"), BESIDE),
        "plain Python loop": Rival("bench.big.by_hand_python:run", ("pyarrow",), most_rows=500_000),
        "zen-engine": Rival("bench.big.in_zen:run", ("zen", "pyarrow"), BESIDE, most_rows=20_000),
    }
)


@cache
def _is_there(module: str, python: Path) -> bool:
    """Whether MODULE can be found, without importing it into this process."""
    look = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    return subprocess.run([python, "-c", look], capture_output=True, cwd=ROOT, check=False).returncode == 0
