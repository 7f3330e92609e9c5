"""For every test: no table that another run has kept, and none left behind."""

from __future__ import annotations

import os

os.environ["CHIPGATE_CACHE"] = "off"  # before any test starts a process of its own
