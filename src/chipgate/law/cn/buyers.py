"""What buyers and customs in China are told about American chips: press reports of instructions, no published law."""

from __future__ import annotations

from chipgate.law.cn import facts as c
from chipgate.law.language import Condition, all_of, is_true, one_of
from chipgate.law.provision import Binds, Instructs, Mark, Provision, Standing, since
from chipgate.law.us.facts import DATACENTER, DESTINATION


def _told(
    name: str,
    title: str,
    chip: Condition,
    binds: Binds,
    addressee: str,
    cite: str,
    note: str = "",
    mark: Mark = Mark.SEEN,
) -> Provision:
    return Provision(
        id=f"cn/told/{name}",
        title=title,
        cite=cite,
        binds=binds,
        when=all_of(one_of(DESTINATION, "CN"), chip),
        gives=Instructs("CN", addressee),
        standing=Standing.GUIDANCE,
        mark=mark,
        source="T23",
        note=note,
    )


PROVISIONS = (
    _told(
        "H20",
        "Firms are urged to avoid H20 or to justify new orders, above all for government use",
        one_of(c.NAMED_CHIP, "h20"),
        since(2025, 8, 12),
        "buyers",
        "press reports of 2025-08-12",
        "The Cyberspace Administration had summoned Nvidia on 2025-07-31. No end was reported.",
    ),
    _told(
        "RTX Pro 6000D",
        "Large firms are told to stop tests of the RTX Pro 6000D and to cancel orders",
        one_of(c.NAMED_CHIP, "rtx_pro_6000d"),
        since(2025, 9, 17),
        "buyers",
        "Financial Times of 2025-09-17 on an order of the Cyberspace Administration",
    ),
    _told(
        "H200 at customs",
        "Customs tells agents that H200 is not permitted; purchases only where necessary",
        all_of(one_of(c.NAMED_CHIP, "h200"), is_true(DATACENTER)),
        since(2026, 1, 14),
        "customs",
        "press reports of 2026-01-14",
        "A first batch for three firms was approved on 2026-01-28; on 2026-06-01 firms were told to pause.",
    ),
)
