"""What a heading that is not read looks like: the name of a party, or anything else that may decide."""

from __future__ import annotations

import re

from chipgate.cases.columns import fold


def looks_telling(header: str) -> bool:
    """Whether a heading that is not read looks like a place, a party or a use: something that may decide."""
    return looks_like_a_party(header) or _TELLING.search(fold(header)) is not None


def looks_like_a_party(header: str) -> bool:
    """Whether a heading that is not read looks like the name of a party: unread, nobody looks it up in the lists."""
    folded = fold(header)
    return _A_PARTY.search(folded) is not None and _OF_A_PARTY.search(folded) is None


_A_PARTY = re.compile(
    r"customer|client|consignee|buyer|purchaser|importer|recipient|receiver|(end|final|ultimate)_?user|[a-z]_party|"
    r"reseller|distributor|dealer|broker|agent\b|notify|integrator|parent_comp|lessee|tenant\b|"
    r"kunde|empfänger|verwender|destinataire|"
    r"客户|用户|买方|采购商|收货人|收件人|进口商|经销商|代理商|通知人|使用方|使用者|使用单位|需方|甲方|承租|租户"
)
_OF_A_PARTY = re.compile(
    r"_(no|nr|id|number|code|po|ref|group|segment|type|email|phone|contact|part|price|since|requested|notes?)\b|"
    r"country|address|city|region|号|编号|代码|国家|地址|电话|类型|单号"
)
_TELLING = re.compile(
    r"country|nation|destin|customer|client|consignee|buyer|purchas|user|party|parent|owner|headquart|_hq|hq_|end_use|"
    r"final_use|military|weapon|entity|entities|sanction|unverified|国|目的|收货|客户|用户|买方|采购|公司|总部|用途|军|制裁|清单|"
    r"(^|_)(model|rps)(_|$)|chip|gpu|accelerator|substitut|型号|芯片|screen|denied|restricted|blocked|embargo|"
    r"watch_?list|red_?flag|筛查|红旗|place_of|location|site|install|deploy|hosted|purpose|use_case|"
    r"(^|_)via(_|$)|routing|routed|(^|_)route(_|$)|trans_?ship|transit|port_of|经由|中转|转运|过境|途经|收件|运抵|使用|"
    r"安装|部署|托管|verwendung|zweck|^land1$"
)
