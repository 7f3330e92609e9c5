"""`POST /api/check`: one order, or a list of them, judged as `chipgate check` judges them."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api", tags=["check"])
