"""A room uses the rooms before it and never one after it; the general parts of the law know no country."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "chipgate"

# From what knows least to what knows most; docs/design.md says which question each room answers.
ROOMS = (
    "translation",
    "errors",
    "units",
    "kept_property",
    "kept_lately",
    "countries",
    "chips",
    "law",
    "readings",
    "parties",
    "cases",
    "ledger",
    "workloads",
    "studies",
    "forms",
    "web",
    "cli",
)
FRONT_DOOR = ("__init__", "__main__")
SIDE_BY_SIDE = {("workloads", other) for other in ("law", "readings", "parties", "cases", "ledger")}
"""Rooms in different wings: the first may not use the second although it stands later."""

FILES = sorted(PACKAGE.rglob("*.py"))
GENERAL = [*sorted((PACKAGE / "law").glob("*.py")), *sorted((PACKAGE / "readings").rglob("*.py"))]


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module of ours that PATH imports, wherever in the file, with the line."""
    package = path.relative_to(PACKAGE.parent).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.split(".")[0] == "chipgate")
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*above, *filter(None, [node.module])))
            if module.split(".")[0] == "chipgate":
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def back(path: Path) -> Iterator[str]:
    own = room_of(path)
    for line, module in imports(path):
        other = module.split(".")[1] if "." in module else ""
        if other not in ROOMS:
            yield f"{name(path)}:{line} imports {module}, the front door"
        elif ROOMS.index(other) > ROOMS.index(own) or (own, other) in SIDE_BY_SIDE:
            yield f"{name(path)}:{line} imports {module}: {own} must not know {other}"


def test_every_room_has_its_place() -> None:
    assert {room_of(path) for path in FILES} - {*ROOMS, *FRONT_DOOR} == set()


def test_no_arrow_runs_back() -> None:
    inside = [path for path in FILES if room_of(path) not in FRONT_DOOR and room_of(path) not in ("cli", "web")]
    assert [fault for path in inside for fault in back(path)] == []


def test_commands_may_open_pages_and_pages_know_no_commands() -> None:
    outside = [path for path in FILES if room_of(path) in ("cli", "web")]
    faults = [fault for path in outside for fault in back(path) if not fault.endswith("the front door")]
    assert faults == []


@pytest.mark.parametrize("path", GENERAL, ids=name)
def test_general_parts_import_no_jurisdiction(path: Path) -> None:
    lands = {folder.name for folder in (PACKAGE / "law").iterdir() if folder.is_dir()}
    found = [module for _, module in imports(path) if module.split(".")[1:2] == ["law"]]
    assert [module for module in found if module.split(".")[2:3] and module.split(".")[2] in lands] == []


@pytest.fixture(scope="module")
def countries() -> re.Pattern[str]:
    with (PACKAGE / "countries" / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row[column] for row in rows for column in row if column and column.startswith("name") and row[column]}
    return re.compile("|".join(rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for one in names))


@pytest.mark.parametrize("path", GENERAL, ids=name)
def test_general_parts_name_no_country(path: Path, countries: re.Pattern[str]) -> None:
    assert countries.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", GENERAL, ids=name)
def test_general_parts_name_no_jurisdiction(path: Path) -> None:
    """No id of a provision, such as one that begins with a country's folder, stands in the code."""
    lands = "|".join(folder.name for folder in (PACKAGE / "law").iterdir() if (folder / "__init__.py").exists())
    texts = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    assert [text for text in texts if isinstance(text, str) and re.match(rf"({lands})/", text)] == []
