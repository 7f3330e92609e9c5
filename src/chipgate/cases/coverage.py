"""What is modelled, partly modelled, and not modelled, as plain values."""

from __future__ import annotations

from typing import Any

from chipgate.cases.not_modelled import not_modelled
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Mark, Provision
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.translation.language import Language, translator


def is_partial(provision: Provision) -> bool:
    """A provision that is modelled in part: recalled, read by us, or with a note on what it leaves out."""
    return provision.mark is not Mark.SEEN or "not modelled" in provision.note or "the model takes" in provision.note


def coverage_json(corpus: Corpus, language: Language) -> dict[str, Any]:
    """Every provision with how far it is modelled, and what is not: the form ``chipgate/coverage/1``."""
    translate = translator(language)
    return {
        "schema": "chipgate/coverage/1",
        "first_day": str(FIRST_DAY),
        "checked_until": str(CHECKED_UNTIL),
        "provisions": [
            {
                "key": one.key,
                "standing": str(one.standing),
                "mark": str(one.mark),
                "modelled": "partly" if is_partial(one) else "yes",
                "note": translate(one.note) if one.note else "",
            }
            for one in corpus.provisions
        ],
        "not_modelled": [translate(line) for line in not_modelled()],
    }
