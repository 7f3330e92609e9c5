"""Run the examples of the documentation and hold what they print against what is shown.

A document is run from top to bottom in one empty folder:

- a block ``console`` holds commands after ``$`` and below each what it prints; ``$ echo $?`` shows the exit code;
- a block ``python`` is run, and the block ``text`` that follows shows what it prints;
- a block that names a file after its language (``toml my-chips.toml``) is that file;
- the files of ``docs/tutorials/data`` lie in the folder.

A line ``...`` stands for any lines that were cut, and ``...`` inside a line for any text.

    python scripts/examples.py            lists the examples that print something else
    python scripts/examples.py --renew    writes what they print into the documents

Names or paths of documents after it, as in ``--renew README.md``, choose among them.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "docs" / "tutorials" / "data"
CUT = "..."
_FENCE = re.compile(r"^```(\w+)(?: +(\S+))?\s*$")


def documents() -> list[Path]:
    """Every document whose examples are run."""
    return [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs" / "tutorials").glob("*.md"))]


@dataclass
class Example:
    """A command or a snippet, and the lines of the document that show what it prints."""

    kind: str  # "console", "python" or "file"
    source: str
    line: int  # of the document, from 1
    shown: list[str] = field(default_factory=list)
    start: int = 0  # index of the first shown line
    name: str = ""


def examples(lines: list[str]) -> Iterator[Example]:
    """The examples of a document, in order."""
    pending: Example | None = None
    for language, name, start, end in _blocks(lines):
        body = lines[start:end]
        if pending is not None:
            if language == "text":
                pending.shown, pending.start = body, start
            yield pending
            pending = None
        if name:
            yield Example("file", "\n".join(body) + "\n", start + 1, name=name)
        elif language == "python":
            pending = Example("python", "\n".join(body) + "\n", start + 1, start=end)
        elif language == "console":
            yield from _commands(body, start)
    if pending is not None:
        yield pending


def _blocks(lines: list[str]) -> Iterator[tuple[str, str, int, int]]:
    """Language, name, first line and end of each fenced block."""
    opened: tuple[str, str, int] | None = None
    for index, line in enumerate(lines):
        if opened is None and (found := _FENCE.match(line)):
            opened = found[1], found[2] or "", index + 1
        elif opened is not None and line.startswith("```"):
            yield (*opened, index)
            opened = None


def _commands(body: list[str], start: int) -> Iterator[Example]:
    found: list[Example] = []
    continued = False
    for index, line in enumerate(body, start):
        if line.startswith("$ "):
            found.append(Example("console", line[2:], index + 1, start=index + 1))
        elif continued:
            found[-1].source += "\n" + line
            found[-1].start = index + 1
        else:
            found[-1].shown.append(line)
        continued = line.endswith("\\") and not found[-1].shown
    for one in found:
        while one.shown and not one.shown[-1].strip():  # a blank line before the next command is for the eye
            one.shown.pop()
    yield from found


class Runner:
    """Runs the examples of one document, one after the other, in the folder that is current."""

    def __init__(self) -> None:
        self._exit_code = 0
        self._names: dict[str, Any] = {"__name__": "__main__"}

    def run(self, example: Example) -> list[str]:
        """The lines that EXAMPLE prints."""
        if example.kind == "file":
            Path(example.name).write_text(example.source, encoding="utf-8")
            return []
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            if example.kind == "python":
                exec(compile(example.source, f"line {example.line}", "exec"), self._names)
            else:
                self._command(example.source)
        return [line.rstrip() for line in said.getvalue().rstrip().splitlines()]

    def _command(self, source: str) -> None:
        if source.strip() == "echo $?":
            print(self._exit_code)
            return
        words = shlex.split(source.replace("\\\n", " "), comments=True)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            os.environ[name] = value
            return
        if words[0] in ("cd", "cp", "mkdir", "make", "git", "."):  # set-up, which is not ours to repeat
            return
        if Path(words[0]).name != "chipgate":
            raise ValueError(f"only chipgate is run, not {words[0]!r}")
        from chipgate.cli.main import main

        try:
            main(words[1:])
            self._exit_code = 0
        except SystemExit as left:
            self._exit_code = left.code if isinstance(left.code, int) else 0


@contextmanager
def folder() -> Iterator[Runner]:
    """An empty folder with the files of the tutorials, made the current one, and a runner in it."""
    kept = dict(os.environ)
    os.environ.pop("CHIPGATE_LANG", None)
    try:
        with tempfile.TemporaryDirectory() as made, chdir(made):
            for copy in (Path(made), Path(made, DATA.relative_to(ROOT))):
                ignored = shutil.ignore_patterns("*.results.*", "*.rejects.*")
                shutil.copytree(DATA, copy, dirs_exist_ok=True, ignore=ignored)
            yield Runner()
    finally:
        os.environ.clear()
        os.environ.update(kept)


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether PRINTED is what SHOWN shows, cuts filled in."""
    pattern = ""
    for line in shown:
        if line.strip() == CUT:
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += re.escape(line.rstrip()).replace(re.escape(CUT), r"[^\n]*") + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def renewed(shown: list[str], printed: list[str]) -> list[str]:
    """SHOWN brought up to what is PRINTED, cut where it was cut as far as the lines can be found again."""
    if matches(shown, printed):
        return shown
    if not any(line.strip() == CUT for line in shown):
        return [_cut_like(line, shown) for line in printed]
    segments: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == CUT:
            segments.append([])
        else:
            segments[-1].append(line)
    found: list[str] = []
    at = 0
    for number, segment in enumerate(segments):
        if number:
            found.append(next(line for line in shown if line.strip() == CUT))
        if not segment:
            continue
        first = 0 if number == 0 else _near(segment[0], printed, at)
        last = len(printed) - 1 if number == len(segments) - 1 else _near(segment[-1], printed, first)
        if len(segment) > 1 and last < first + len(segment) - 1 and number < len(segments) - 1:
            last = min(first + len(segment) - 1, len(printed) - 1)
        found += [_cut_like(line, segment) for line in printed[first : last + 1]]
        at = last + 1
    return found


def _near(line: str, printed: list[str], at: int) -> int:
    """The index of the line of PRINTED, from AT on, that is most like LINE."""
    wanted = line.replace(CUT, "").rstrip()
    return max(
        range(at, len(printed)),
        key=lambda index: (SequenceMatcher(None, wanted, printed[index][: len(wanted) + 40]).ratio(), -index),
        default=at,
    )


def _cut_like(line: str, shown: list[str]) -> str:
    """LINE, cut short where the shown line of the same beginning was cut short."""
    for old in shown:
        head, cut, tail = old.partition(CUT)
        if cut and not tail.strip() and line.startswith(head[: max(8, len(head) // 3)]) and len(line) > len(head):
            return line[: len(head)].rsplit(" ", 1)[0] + f" {CUT}" if not line.startswith(head) else old
    return line


def differences(document: Path) -> Iterator[tuple[Example, list[str]]]:
    """The examples of DOCUMENT that print something else, with what they print."""
    with folder() as runner:
        for example in examples(document.read_text("utf-8").splitlines()):
            printed = runner.run(example)
            if example.kind != "file" and not matches(example.shown, printed):
                yield example, printed


def renew(document: Path) -> int:
    """Write what the examples print into DOCUMENT; returns how many changed."""
    found = list(differences(document))
    lines = document.read_text("utf-8").splitlines()
    for example, printed in reversed(found):
        after = example.start + len(example.shown)
        fresh = renewed(example.shown, printed)
        if example.kind == "python" and not example.shown:
            fresh = ["```", "", "```text", *fresh] if fresh else []
        lines[example.start : after] = fresh
    if found:
        document.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(found)


def chosen(names: list[str]) -> list[Path]:
    """The documents that NAMES or paths stand for; every one where there are none."""
    known = documents()
    found = {one: [each for each in known if one == each.name or Path(one).resolve() == each] for one in names}
    if strange := [one for one, those in found.items() if not those]:
        listed = ", ".join(str(each.relative_to(ROOT)) for each in known)
        sys.exit(f"no document with examples: {', '.join(strange)}; they are {listed}")
    return [each for each in known if not names or any(each in those for those in found.values())]


def main(arguments: list[str]) -> int:
    """Check every document, or renew it."""
    wrong = 0
    for document in chosen([one for one in arguments if not one.startswith("--")]):
        name = document.relative_to(ROOT)
        if "--renew" in arguments:
            print(f"{name}: {renew(document)} renewed")
            continue
        for example, printed in differences(document):
            wrong += 1
            print(f"{name}:{example.line}: {example.source.strip().splitlines()[0]}")
            print("\n".join(f"    {line}" for line in printed))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
