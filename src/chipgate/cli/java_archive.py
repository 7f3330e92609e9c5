"""Classes of Java as they were loaded before: an archive that Java writes when a first run ends, and maps later on.

Java then starts in half the processor time. The archive lies beside the kept tables. Java itself passes over one
that is not whole, or of another Java or other libraries, and starts as it does without; it writes the heading last.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path
from typing import Final

from chipgate.cases.tables.kept_tables import folder, is_ours

_IN_SILENCE: Final = "-XX:+IgnoreUnrecognizedVMOptions -Xlog:disable -Xlog:all=error:stderr"
"""What is wrong with an archive is of no account; Java would say it between the results."""

_SUFFIX: Final = ".jsa"
_MOST_FILES: Final = 4
_SECONDS_TO_WRITE: Final = 24 * 3600
"""So long no other Java tries, which costs it as much as it saves: one may be writing, or be ended each time before."""


def archive_options() -> str:
    """Options by which Java reads its archive, or writes one as it ends.

    Empty where nothing is to be kept, another run is writing it, or the folder's name cannot stand among options.
    """
    place = folder()
    if place is None or any(letter.isspace() or letter in "'\"\\," for letter in str(place.resolve())):
        return ""
    file = place.resolve() / f"{_name()}{_SUFFIX}"
    try:
        if is_ours(file) and _is_whole(file):
            return f"-XX:SharedArchiveFile={file} {_IN_SILENCE}"
        return f"-XX:ArchiveClassesAtExit={file} {_IN_SILENCE}" if _may_write(file) else ""
    except OSError:
        return ""


def _may_write(file: Path) -> bool:
    """Whether FILE is to be written by the run that asks; an empty one says so to others until Java has written it."""
    if file.exists() and time.time() - file.stat().st_mtime < _SECONDS_TO_WRITE:
        return False
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    for old in sorted(file.parent.glob(f"*{_SUFFIX}"), key=lambda one: one.stat().st_mtime)[:-_MOST_FILES]:
        old.unlink(missing_ok=True)
    return True


def _name() -> str:
    """A name for the archive of one Java and one Spark."""
    import pyspark

    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else Path(shutil.which("java") or "java")
    told = (pyspark.__version__, os.path.realpath(pyspark.__file__), os.environ.get("SPARK_HOME"), _seen(java))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:40]


def _seen(java: Path) -> tuple[str, int]:
    """Which Java it is: another one that is installed in its place was written at another time."""
    found = java.resolve()
    return str(found), found.stat().st_mtime_ns if found.exists() else 0


def _is_whole(file: Path) -> bool:
    with file.open("rb") as opened:
        return any(opened.read(4))
