"""A checkout names no registry and no folder of somebody's machine: it works wherever it lies."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# In pieces, so that this file names none of them.
HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("proxy", "golang", "org"),
        ("anaconda", "org"),
    )
]
HOMES = ("home", "root", "Users", "work", "workspace", "opt")

HOST = re.compile("|".join(map(re.escape, HOSTS)).encode())
# A path from the root of a machine; not the middle of an address or of a path inside the project.
FOLDER = re.compile(rf"(?<![\w.~/:-])/(?:{'|'.join(HOMES)})/\w[\w./-]*".encode())


@pytest.fixture(scope="module")
def files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("pattern", [HOST, FOLDER], ids=["host", "folder"])
def test_no_file_names(pattern: re.Pattern[bytes], files: list[Path]) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): hits[:3]
        for path in files
        if (hits := [hit.group() for hit in pattern.finditer(path.read_bytes())])
    }
    assert found == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_a_lock_holds_versions_and_hashes_only(lock: str) -> None:
    """No index, no address, no path: the registry that the user's own pip asks is the one that answers."""
    lines = [line.strip() for line in (ROOT / lock).read_text("utf-8").splitlines()]
    where = r'[a-z_]+ [!=]= "\w+"'  # a system on which it is needed
    expected = re.compile(rf"#.*|[a-z0-9-]+==[\w.]+( ; {where}( and {where})*)? \\|--hash=sha256:[0-9a-f]{{64}}( \\)?|")
    assert [line for line in lines if not expected.fullmatch(line) or "://" in line] == []
