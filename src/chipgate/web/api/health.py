"""Whether the server answers, and by which law."""

from __future__ import annotations

from fastapi import APIRouter

from chipgate.law.us.corpus import CHECKED_UNTIL

router = APIRouter()


@router.get("/healthz", tags=["server"], summary="Whether the server answers, and by which law")
async def healthz() -> dict[str, str]:
    """``status`` is ok where the server answers; the law was checked until ``law_checked_until``."""
    return {"status": "ok", "law_checked_until": CHECKED_UNTIL.isoformat()}
