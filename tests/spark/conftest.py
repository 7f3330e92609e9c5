"""One Spark session for all tests: real, with two threads of this machine."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from chipgate.cli.spark_session import spark_session
from tests.cli.conftest import chipgate

__all__ = ["chipgate"]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none here; .ci/run installs it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with spark_session("local[2]") as session:
            yield session
