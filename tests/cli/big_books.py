"""Order books of any size, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

COLUMNS = ("order", "chip", "to", "on", "units", "end_user_hq_iso2", "end_user", "note")
ORDERS = (
    ("H100", "CN", "2024-06-01", "8", "CN", "Acme Ltd"),
    ("H20", "中国", "2024-06-01", "500", "中国", "上海某某科技有限公司"),
    ("A800", "Viet Nam", "2023-03-01", "64", "VN", ""),
    ("RTX 4090", "SG", "2023-12-01", "1", "SG", "=cmd()"),
    ("L20", "CN", "2024-05-01", "64", "CN", "end, user"),
    ("H100", "CA", "2024-05-01", "500", "CA", ""),
    ("V100", "CN", "2026-03-01", "1000", "CN", ""),
    ("H100", "DE", "2023-12-01", "16", "DE", ""),
    ("", "", "2024-01-01", "", "", ""),
)
BAD = ("HH20", "Atlantis", "2024-02-30", "-1", "", "")


def lines(every_tenth_bad: bool, note_length: int) -> Iterator[str]:
    """Rows without their numbers, over and over."""
    kinds = (*ORDERS, BAD) if every_tenth_bad else ORDERS
    return cycle([",".join(f'"{cell}"' for cell in (*kind, "x" * note_length)) + "\r\n" for kind in kinds])


def write_csv(
    path: Path, rows: int = 0, size_bytes: int = 0, every_tenth_bad: bool = False, note_length: int = 160
) -> Path:
    """A book of so many ROWS, or of at least SIZE_BYTES."""
    count = 0
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        file.write(",".join(COLUMNS) + "\r\n")
        kinds = lines(every_tenth_bad, note_length)
        while count < rows or file.tell() < size_bytes:
            step = min(1000, rows - count) if rows else 1000
            file.writelines(f"{number},{line}" for number, line in enumerate(islice(kinds, step), count))
            count += step
    return path
