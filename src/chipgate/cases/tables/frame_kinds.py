"""Which values are frames of some library; told by the name of their type, so that no library is loaded to ask."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType

from chipgate.errors import ChipgateError

_FRAMES = MappingProxyType(
    {
        "pandas": ("DataFrame",),
        "modin": ("DataFrame",),
        "polars": ("DataFrame", "LazyFrame"),
        "pyarrow": ("Table", "RecordBatch", "RecordBatchReader"),
        "duckdb": ("DuckDBPyRelation",),
        "_duckdb": ("DuckDBPyRelation",),
        "pyspark": ("DataFrame",),
    }
)
_NEEDS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "pandas": ("frames", ("polars", "numpy", "narwhals", "pyarrow")),
        "modin": ("frames", ("polars", "numpy", "narwhals", "pyarrow")),
        "polars": ("columns", ("polars", "numpy")),
        "pyarrow": ("frames", ("polars", "numpy", "pyarrow")),
        "duckdb": ("duckdb", ("polars", "numpy", "duckdb", "pyarrow")),
        "pyspark": ("spark", ("polars", "numpy", "pyspark", "pyarrow")),
    }
)


class LacksLibrary(ChipgateError):
    """A library is not installed without which a table cannot be judged; names the extra that brings it."""

    def __init__(self, what: str, missing: str, extra: str) -> None:
        super().__init__(f"{what} needs {missing}, which is not installed: `pip install 'chipgate[{extra}]'`.")


def library_of(value: object) -> str:
    """The library whose frame VALUE is; empty where it is no frame."""
    for ancestor in type(value).__mro__:
        root = ancestor.__module__.partition(".")[0]
        if ancestor.__name__ in _FRAMES.get(root, ()):
            return root.lstrip("_")
    return ""


def require_libraries(library: str) -> None:
    """Refuse to judge frames of LIBRARY where something that it takes is not installed.

    Raises:
        LacksLibrary: names the extra to install.
    """
    extra, modules = _NEEDS[library]
    for module in modules:
        if find_spec(module) is None:
            raise LacksLibrary(f"judging frames of {library}", module, extra)
