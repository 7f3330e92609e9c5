"""Tables that earlier runs have learned, kept in a folder of the user's cache so that the next run begins with them.

What is kept follows from the law, the chips and the assumptions, and from the facts that orders had: states, their
answers, and the lines that reasons have. No cell of an order is kept, and no reason. A file is found by a hash of all
that it follows from, the program itself included; one that cannot be read is passed over and written anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from chipgate.cases.tables.pickled import LawPickler
from chipgate.chips.catalogue import bundled
from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Clock, Provision
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.columns.collections_paused import without_collections

if TYPE_CHECKING:
    from chipgate.cases.check import Checker
    from chipgate.cases.tables.answers import Answers
    from chipgate.law.corpus import Corpus
    from chipgate.translation.language import Language

FOLDER_NAMED_BY: Final = "CHIPGATE_CACHE"
"""The variable that names another folder, or says ``off``."""

MOST_FILES: Final = 12
"""The files of the tables used last are kept, no more."""

WORTH_KEEPING: Final = 1.02
"""A table is written again once it has grown by a fiftieth: to learn that much takes as long as to write it."""

LOOK_UPS: Final = "look-ups of rows"
OPEN_ROWS: Final = "what can follow of open rows"
"""What a table is kept for: one that looked all rows up has twice as much to be read as one asked of open ones."""


def folder() -> Path | None:
    """Where tables are kept; None where the user wants none."""
    named = os.environ.get(FOLDER_NAMED_BY, "")
    if named.lower() in ("off", "no", "0"):
        return None
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named) if named else Path(caches) / "chipgate"


def begin_with_kept(answers: Answers, used_for: str = LOOK_UPS) -> None:
    """Let ANSWERS, which are new, begin with what was kept for the same law and columns, USED_FOR the same."""
    file = _file_of(answers, used_for)
    if file is None or not is_ours(file):
        return
    # Whatever is wrong with a file, it is only a cache: without it the table is learned anew.
    with suppress(Exception), file.open("rb") as opened, without_collections(counts_as_old=True):
        answers.take_learned(_Unpickler(opened, answers).load())
        os.utime(file)


def kept_for_lists(checker: Checker, language: Language, make: Callable[[Sequence[str]], Answers]) -> Answers | None:
    """The answers that were kept for lists of orders, of whatever columns; MAKE makes new ones of the columns."""
    file = _file_of_lists(checker, language)
    if file is None or not is_ours(file):
        return None
    with suppress(Exception), file.open("rb") as opened, without_collections(counts_as_old=True):
        answers = make(json.loads(opened.readline()))
        answers.take_learned(_Unpickler(opened, answers).load())
        os.utime(file)
        return answers
    return None


def keep(answers: Answers, used_for: str = LOOK_UPS) -> None:
    """Keep what ANSWERS have learned, where that is a good deal more than they began with."""
    _keep(answers, _file_of(answers, used_for), b"")


def keep_for_lists(answers: Answers) -> None:
    """Keep what ANSWERS have learned of lists of orders; whoever reads it does not know their columns before."""
    columns = json.dumps(answers.judge.columns).encode() + b"\n"
    _keep(answers, _file_of_lists(answers.judge.checker, answers.language), columns)


def _keep(answers: Answers, file: Path | None, first: bytes) -> None:
    size = answers.judge.learned_size
    if file is None or size < WORTH_KEEPING * answers.judge.kept_size:
        return
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(file, answers, first)
        answers.judge.kept_size = size
        _remove_oldest(file.parent)


def _write(file: Path, answers: Answers, first: bytes) -> None:
    with NamedTemporaryFile(dir=file.parent, prefix=".writing-", delete=False) as temporary:
        try:
            temporary.write(first)
            _Pickler(temporary, answers).dump(answers.learned())
            temporary.flush()
            Path(temporary.name).replace(file)
        except BaseException:
            Path(temporary.name).unlink(missing_ok=True)
            raise


def _remove_oldest(place: Path) -> None:
    files = sorted(place.glob("*.table"), key=lambda one: one.stat().st_mtime, reverse=True)
    for file in files[MOST_FILES:]:
        file.unlink(missing_ok=True)


def is_ours(file: Path) -> bool:
    """Whether the file is there, and nobody else can have written it."""
    try:
        found = file.stat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _file_of(answers: Answers, used_for: str) -> Path | None:
    judge = answers.judge
    return _file_for(judge.checker, (used_for, judge.columns, judge.default_day, judge.asks, answers.language))


def _file_of_lists(checker: Checker, language: Language) -> Path | None:
    return _file_for(checker, ("lists of orders", language))


def _file_for(checker: Checker, further: Hashable) -> Path | None:
    place = folder()
    law, chips = _corpus_name(checker.corpus), _chips_name(checker)
    if place is None or law is None:
        return None
    told = (
        *(_program(), sys.version, np.__version__, pl.__version__, law, chips, repr(dict(checker.assumptions))),
        *(str(checker.clock), further),
    )
    return place / f"{hashlib.sha256(repr(told).encode()).hexdigest()[:40]}.table"


@cache
def _program() -> str:
    """A hash of every file of this package: code, law, chips and country groups."""
    root, found = str(Path(__file__).parents[2]), hashlib.sha256()
    for folder_name, folders, names in os.walk(root):  # paths of pathlib would take as long again as all the rest
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".csv", ".txt")):
                path = f"{folder_name}/{name}"
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                    found.update(path.removeprefix(root).encode() + b"\0" + file.read())
    return found.hexdigest()


def _corpus_name(corpus: Corpus) -> str | None:
    """What tells a corpus; None where its country groups are not those of the package."""
    if corpus is us_corpus():
        return "us"
    return corpus.fingerprint if corpus.groups is us_corpus().groups else None


def _chips_name(checker: Checker) -> str:
    catalogue = checker.catalogue
    if catalogue is bundled():
        return "bundled"
    return hashlib.sha256(repr([repr(sheet) for sheet in catalogue]).encode()).hexdigest()


class _Pickler(LawPickler):
    """Writes what was learned; whatever the next run has itself goes by a name."""

    def __init__(self, file: IO[bytes], answers: Answers) -> None:
        super().__init__(file, protocol=5)
        self._named = {id(one): name for name, one in _named(answers).items()}

    def persistent_id(self, value: Any) -> Any:
        """The name of VALUE, where it has one."""
        if isinstance(value, Provision):
            return "provision", value.key
        if isinstance(value, LawOnDay):
            return "law", value.day.isoformat(), str(value.clock)
        return self._named.get(id(value))


class _Unpickler(pickle.Unpickler):
    """Reads what was learned, for other answers."""

    def __init__(self, file: IO[bytes], answers: Answers) -> None:
        super().__init__(file)
        self._named = _named(answers)
        self._corpus = answers.judge.checker.corpus
        self._provisions = {provision.key: provision for provision in self._corpus.provisions}

    def persistent_load(self, name: Any) -> Any:
        """What NAME stands for."""
        match name:
            case ("provision", key):
                return self._provisions[key]
            case ("law", day, clock):
                return self._corpus.on(date.fromisoformat(day), Clock(clock))
            case _:
                return self._named[name]


def _named(answers: Answers) -> Mapping[str, Any]:
    judge = answers.judge
    levels: Sequence[Any] = judge.levels
    return {
        "answers": answers,
        "reasons": answers.reasons,
        "judge": judge,
        "checker": judge.checker,
        "corpus": judge.checker.corpus,
        "group_of": judge.compiler.group_of,
        **{f"level {place}": level for place, level in enumerate(levels)},
    }
