"""What starts the Python workers of Spark: PySpark's own daemon, in half the time.

Java puts archives of PySpark before the package that is installed. Python keeps no bytecode of what lies in an archive,
so that the daemon and then each worker would compile all of it anew. What the workers need of PySpark is loaded before
they part; nothing else is, for NumPy, PyArrow and Polars start threads, and a process that has some should not part.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

_PACKAGED: Final = ("pyspark", "py4j")


def without_archives(path: list[str]) -> list[str]:
    """PATH without the archives of a PySpark that is installed and found by the rest; else PATH as it is.

    The package must be the very one that the archives came with: Java speaks to workers of its own release.
    """
    archives = [one for one in path if one.endswith(".zip") and Path(one).name.startswith(_PACKAGED)]
    rest = [one for one in path if one not in archives]
    found = {name: PathFinder.find_spec(name, rest) for name in _PACKAGED}
    spark = found["pyspark"]
    if spark is None or spark.origin is None or found["py4j"] is None:
        return path
    ours = Path(spark.origin).resolve().parent / "python" / "lib"
    return rest if all(Path(one).resolve().parent == ours for one in archives) else path


def main() -> None:
    """Wait for Java's word, and part for each worker that it wants."""
    sys.path[:] = without_archives(sys.path)
    from pyspark.daemon import manager

    import_module("pyspark.worker")
    manager()


if __name__ == "__main__":
    main()
