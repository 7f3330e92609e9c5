"""ECCN 4E091, parameters of large models (15 CFR part 774, Supp. No. 1; 90 FR 4544), and its licence requirement."""

from __future__ import annotations

from datetime import date

from chipgate.law.language import all_of, any_of, at_least, is_not, is_true, limit, one_of, under
from chipgate.law.provision import Describes, Provision, RequiresLicence, since
from chipgate.law.us import facts as f

MODEL_WEIGHTS = Provision(
    id="us/ear/4E091",
    title="Parameters of a model trained with 1e26 operations or more",
    cite="774 Supp. 1, 4E091; 90 FR 4544",
    binds=since(2025, 1, 13),
    subject=one_of(f.ITEM_KIND, "weights"),
    when=all_of(
        at_least(f.TRAINING_OPERATIONS, limit("us/ear/4E091#operations", "1e26")),
        is_not(
            any_of(is_true(f.PUBLISHED), is_true(f.BELOW_BEST_OPEN_MODEL), is_true(f.DERIVED_FROM_PUBLISHED)),
        ),
    ),
    gives=Describes("4E091"),
    source="S2",
    note="Operations of pre-training and later training count; a generating model's count too where over 10 % of the "
    "training used its unpublished data.",
)
WEIGHTS_REQUIREMENT = Provision(
    id="us/ear/742.6(a)(13)",
    title="Licence for 4E091 to every destination",
    cite="742.6(a)(13); 90 FR 4544",
    binds=since(2025, 1, 13, compliance_from=date(2025, 5, 15), not_enforced_from=date(2025, 5, 13)),
    when=under("us/ear/4E091"),
    gives=RequiresLicence(),
    source="S1",
    note="BIS said on 2025-05-13 that it will not enforce and will rescind; no rescission was found. Deemed exports to "
    "permanent regular employees of entities headquartered in 740 Supp. 5(a) are excluded, which is not modelled.",
)

PROVISIONS = (MODEL_WEIGHTS, WEIGHTS_REQUIREMENT)
