"""Order files in, result files out: CSV, XLSX, Parquet and JSON Lines, row by row and as text.

This folder knows files only, and nothing of law.
"""

from chipgate.cases.order_files.order_file import OrderFile, open_orders
from chipgate.cases.order_files.reading_ended import reading_ended_by
from chipgate.cases.order_files.results import (
    KeptPart,
    ResultWriter,
    open_page,
    open_results,
    partial_path,
    refuse_same_file,
    refuse_unwritable,
    remove_part,
)
from chipgate.cases.order_files.rows import OrderRow, RowFault
from chipgate.cases.order_files.sheet_look import SheetLook
from chipgate.cases.order_files.together import Several, Together

__all__ = [
    "KeptPart",
    "OrderFile",
    "OrderRow",
    "ResultWriter",
    "RowFault",
    "Several",
    "SheetLook",
    "Together",
    "open_orders",
    "open_page",
    "open_results",
    "partial_path",
    "reading_ended_by",
    "refuse_same_file",
    "refuse_unwritable",
    "remove_part",
]
