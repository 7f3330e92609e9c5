"""Explanations as a reader sees them, kept in ``golden/``: a change of wording or of law is read in review like prose.

Renew the files with ``CHIPGATE_RENEW_GOLDEN=1 python -m pytest tests/cases/test_explanations.py`` and read the
difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chipgate.cases.as_text import determination_text
from chipgate.cases.check import Checker

GOLDEN = Path(__file__).parent / "golden"
RENEW = "CHIPGATE_RENEW_GOLDEN"
CHECKER = Checker(assume="ordinary")

TO_CHINA = {"transaction": "export", "destination_iso2": "CN", "end_user_hq_iso2": "CN"}
TO_VIETNAM = {"transaction": "export", "destination_iso2": "VN", "end_user_hq_iso2": "VN"}
CERTIFIED = {
    "cert_dd_complete": "yes",
    "volume_ratio": "0.3",
    "us_lab_test": "yes",
    "us_commercially_available": "yes",
}

EXPLANATIONS = {
    "A800 to China before the rule of 2023": {"as_of": "2023-11-16", "chip": "A800", **TO_CHINA},
    "A800 to China under the rule of 2023": {"as_of": "2023-11-17", "chip": "A800", **TO_CHINA},
    "H20 to China, no letter": {"as_of": "2025-06-01", "chip": "H20", "letter_recipient": "no", **TO_CHINA},
    "H20 to China, seller with a letter": {"as_of": "2025-06-01", "chip": "H20", "letter_recipient": "yes", **TO_CHINA},
    "RTX 4090 to China with notice": {
        "as_of": "2024-06-01",
        "chip": "RTX 4090",
        "purchase_order": "yes",
        "notified_days_before": "25",
        "bis_objection": "no",
        **TO_CHINA,
    },
    "RTX 4090 to Vietnam without notice": {"as_of": "2024-06-01", "chip": "RTX 4090", **TO_VIETNAM},
    "H100 to Singapore for a party headquartered in China": {
        "as_of": "2026-08-01",
        "chip": "H100 SXM",
        "transaction": "export",
        "destination_iso2": "SG",
        "end_user_hq_iso2": "CN",
    },
    "H100 to Singapore, headquarters not given": {
        "as_of": "2026-08-01",
        "chip": "H100 SXM",
        "transaction": "export",
        "destination_iso2": "SG",
    },
    "H200 to China, case by case": {"as_of": "2026-03-01", "chip": "H200 SXM", **CERTIFIED, **TO_CHINA},
    "HBM to China between publication and compliance": {
        "as_of": "2024-12-15",
        "item": "HBM3E stack",
        "item_kind": "hbm",
        "hbm_density_gb_s_mm2": "8",
        **TO_CHINA,
    },
    "a fabricator without an attestation": {
        "as_of": "2026-08-01",
        "item": "a die of 16 nm",
        "item_kind": "foundry_ic",
        "exporter": "front_end_fabricator",
        "designer_approved": "no",
        "designer_authorized": "no",
        "figures_attested": "no",
        "packager": "other",
        "tpp": "1000",
        "performance_density": "1",
        "datacenter": "yes",
        **TO_CHINA,
    },
    "half owned by a listed party, after the stay": {
        "as_of": "2026-11-15",
        "item": "an IC below every limit",
        "item_kind": "ic",
        "tpp": "1000",
        "performance_density": "1",
        "datacenter": "yes",
        "listed_owner_share": "0.5",
        **TO_VIETNAM,
    },
    "model weights to Brazil": {
        "as_of": "2026-08-01",
        "item": "weights of a model trained with 2e26 operations",
        "item_kind": "weights",
        "training_operations": "2e26",
        "published": "no",
        "below_best_open_model": "no",
        "transaction": "export",
        "destination_iso2": "BR",
        "end_user_hq_iso2": "BR",
    },
}


def golden_file(name: str) -> Path:
    return GOLDEN / f"{name.replace(',', '').replace(' ', '_')}.txt"


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_reads_as_it_did(name: str) -> None:
    said = determination_text(CHECKER.check_cells(EXPLANATIONS[name])) + "\n"
    if os.environ.get(RENEW):
        golden_file(name).write_text(said, encoding="utf-8")
    assert said == golden_file(name).read_text(encoding="utf-8"), f"{RENEW}=1 renews the file; read what changed"


def test_no_golden_file_is_left_over() -> None:
    assert sorted(GOLDEN.iterdir()) == sorted(map(golden_file, EXPLANATIONS))
