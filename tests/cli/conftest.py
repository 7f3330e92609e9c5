"""The command line as its users run it: arguments in; exit code, both channels and files out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chipgate.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What one run of `chipgate` came to."""

    code: int
    out: str
    err: str


Chipgate = Callable[..., Ran]


@pytest.fixture
def chipgate(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Chipgate:
    """Run `chipgate ARGUMENTS` in an empty folder, through the same door as the installed command."""
    monkeypatch.delenv("CHIPGATE_LANG", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        shown = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Ran(left.value.code, shown.out, shown.err)

    return run
