"""Order files in, result files out: CSV, XLSX, Parquet and JSON Lines, row by row and as text.

This folder knows files only, and nothing of law.
"""

from chipgate.cases.order_files.order_file import OrderFile, open_orders
from chipgate.cases.order_files.results import (
    ResultWriter,
    open_page,
    open_results,
    refuse_same_file,
    refuse_unwritable,
)
from chipgate.cases.order_files.rows import OrderRow, RowFault
from chipgate.cases.order_files.sheet_look import SheetLook

__all__ = [
    "OrderFile",
    "OrderRow",
    "ResultWriter",
    "RowFault",
    "SheetLook",
    "open_orders",
    "open_page",
    "open_results",
    "refuse_same_file",
    "refuse_unwritable",
]
