"""What is to be found out about an order book as a table: a row for each question and red flag, and whom to ask."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from chipgate.cases.book_results import ResultFiles
from chipgate.cases.book_summary import ForAPerson, Summary
from chipgate.cases.columns import STATED_ECCN
from chipgate.cases.missing import UNSETTLED, Question
from chipgate.cases.order_files import open_results, refuse_same_file, refuse_unwritable
from chipgate.errors import UnwritableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language, marked, translator

COLUMNS: Final = ("row", "order", "outcome", "kind", "whom_to_ask", "fact", "question", "asked_by")

BUYER: Final = marked("buyer")
MAKER: Final = marked("maker of the chip")
OURSELVES: Final = marked("own records or screening")
COUNSEL: Final = marked("counsel or BIS")
QUESTION: Final = marked("question")
RED_FLAG: Final = marked("red flag")

_OF_THE_BUYER = (
    *("end_user", "end_user_hq", "end_user_parent_hq", "consignee_hq", "consignee_parent_hq", "destination_iso2"),
    *("known_end_use", "supercomputer_site", "military_end_user", "private_sector_end_user", "in_occupied_ukraine"),
    *("vessel_countries_need_licence", "affiliate_is_joint_venture", "use_in_country_of_person"),
    *("listed_owner_share", "consignee_certification", "consignee_calendar_year_tpp", "nveu_cumulative_tpp"),
    *("uveu_share_outside_supp_5a", "uveu_share_in_one_country", "uveu_share_outside_us"),
)
_OF_THE_MAKER = (
    *("tpp", "performance_density", "tops", "io_gb_s", "dram_bandwidth_gb_s", "datacenter", "hbm"),
    *("digital_units_score", "analog_units_score", "hbm_density_gb_s_mm2", "process_node_nm", "nonplanar_transistors"),
    *("figures_attested", "packager", "packaged_in", "transistors_bn", "designer_hq", "die_area_mm2"),
    *("designer_approved", "designer_authorized", "designer_applied", "item_kind", "described_in"),
    *("computer_for_datacenter", "ear99", "technology_is_for"),
)
_OF_OURS = (
    *("as_of", "transaction", "exporter", "exporter_hq", "letter_recipient", "letter_keeps_exceptions", "order_tpp"),
    *("buyer_itself_listed", "on_meu_list", "on_unverified_list", "purchase_order"),
    *("purchase_order_without_notice", "notified_days_before", "bis_objection", "notified", "cert_dd_complete"),
    *("completion_year", "volume_ratio", "us_lab_test", "direct_to_packaging_site"),
    *("packaged_in_advanced_node_fab", "came_to_iraq_under_licence", "letter_reaches_order"),
    *("owners_designated",),
)
_WHOM: Final[Mapping[str, str]] = {
    **dict.fromkeys(_OF_THE_BUYER, BUYER),
    **dict.fromkeys(_OF_THE_MAKER, MAKER),
    **dict.fromkeys(_OF_OURS, OURSELVES),
}


def whom_to_ask(question: Question) -> str:
    """Who can answer QUESTION; what is a question of law, or about nobody in particular, is for counsel or BIS."""
    if question.words.template == UNSETTLED:
        return COUNSEL
    return _WHOM.get(question.fact, COUNSEL)


def refuse_place(path: Path, orders: Path, files: ResultFiles) -> None:
    """Refuse before the first row of ORDERS a PATH that could only fail after the last.

    Raises:
        UnwritableFile: it is the orders or another file of the run, of no known format, or in no folder.
    """
    refuse_same_file(path, orders)
    refuse_unwritable(path)
    if os.path.realpath(path) in map(os.path.realpath, files.all):
        raise UnwritableFile(
            fault("{file} is named among the results or the rejects too; give the questions another name.", file=path)
        )


def write_questions(path: Path, summary: Summary, language: Language, from_excel: bool = False) -> None:
    """Write what is to be found out about the orders that SUMMARY lists, and say if it lists not all of them."""
    with open_results(path, COLUMNS, from_excel) as results:
        for one in summary.for_a_person:
            for cells in _rows(one, language):
                results.write(cells)
    if len(summary.for_a_person) >= summary.MOST_LISTED:
        template = marked("{file} has the first {count} orders that need a person; the results have all.")
        summary.notes.append(fault(template, file=path, count=summary.MOST_LISTED))


def _rows(one: ForAPerson, language: Language) -> Iterator[dict[str, str]]:
    translate = translator(language)
    order = {"row": str(one.row), "order": one.order, "outcome": one.outcome}
    for question in one.questions:
        yield {
            **order,
            "kind": translate(QUESTION),
            "whom_to_ask": translate(whom_to_ask(question)),
            "fact": question.fact,
            "question": question.words.text(language),
            "asked_by": "; ".join(question.asked_by),
        }
    for note in one.eccn:
        yield {
            **order,
            "kind": translate(QUESTION),
            "whom_to_ask": translate(MAKER),  # whoever classified the item
            "fact": STATED_ECCN,
            "question": note.text(language),
        }
    for title in one.flags:
        yield {**order, "kind": translate(RED_FLAG), "question": translate(title)}
