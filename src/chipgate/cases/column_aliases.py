"""Other words for the columns of an order book, as sales systems and people write them; English, Chinese, German."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chipgate.law.us.definitions import DENSE_RATES

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "as_of": (
            *("on", "date", "day", "ship_date", "shipment_date", "shipping_date", "ship_day", "export_date"),
            *("delivery_date", "req_del_date", "requested_delivery_date", "etd"),
            *("date_of_shipment", "date_of_export", "dispatch_date", "despatch_date", "actual_ship_date"),
            *("goods_issue_date", "actual_goods_issue_date"),
            *("requested_ship_date", "req_ship_date", "scheduled_ship_date", "schedule_ship_date"),
            *("planned_ship_date", "expected_ship_date", "estimated_ship_date", "est_ship_date"),
            *("confirmed_ship_date", "promised_ship_date", "target_ship_date", "requested_shipment_date"),
            *("planned_shipment_date", "planned_goods_issue_date", "planned_gi_date", "ship_by"),
            *("ship_by_date",),
            *("liefertermin", "lieferdatum", "versanddatum", "warenausgangsdatum", "edatu", "wadat", "wadat_ist"),
            *("出荷日", "出荷予定日", "納期"),
            *("req_delivery_date", "出货日期", "实际发货日期", "计划发货日期", "要求发货日期", "预计发货日期"),
            *("日期", "出口日期", "发货日期", "发运日期", "装运日期", "交货日期"),
        ),
        "chip": (
            *("chip_name", "chip_model", "gpu", "gpu_model", "accelerator", "part", "product", "product_model"),
            *("product_name", "gpu_type", "chip_type", "gpu_name", "accelerator_model", "accelerator_name"),
            *("accelerator_type", "artikel", "produkt", "型番", "型式", "製品名"),
            *(
                "芯片",
                "芯片型号",
                "芯片名称",
                "型号",
                "产品",
                "产品型号",
                "产品名称",
                "gpu型号",
                "加速卡型号",
                "显卡型号",
            ),
        ),
        "item": ("description", "label", "item_description", "product_description", "arktx", "货物", "品名"),
        "units": (
            *("quantity", "qty", "count", "order_qty", "order_quantity", "pcs", "ordered_qty"),
            *("ordered_quantity", "qty_ordered", "quantity_ordered", "units_ordered", "sales_qty"),
            *("sales_quantity", "requested_qty", "requested_quantity"),
            *(
                "number_of_units",
                "no_of_units",
                "menge",
                "stück",
                "stückzahl",
                "bestellmenge",
                "auftragsmenge",
                "kwmeng",
            ),
            *("数量", "订购数量", "订单数量", "订货数量", "采购数量", "需求数量", "台数", "片数"),
        ),
        "destination_iso2": (
            *("destination", "to", "country", "destination_country", "country_of_destination", "ship_to"),
            *("ship_to_country", "deliver_to", "deliver_to_country", "delivery_country"),
            *(
                "ultimate_destination",
                "final_destination",
                "final_country",
                "country_of_ultimate_destination",
                "ship_to_country_code",
            ),
            *("country_of_final_destination", "ultimate_destination_country", "final_destination_country"),
            *("ship_to_country/region", "ship_to_country_name", "ship_to_ctry", "ship_to_party_country"),
            *("shipping_country", "shipping_country_code", "shipping_country/region"),
            *("deliver_to_country_code", "delivery_country_code", "delivery_country/region"),
            *("destination_country_name", "destination_ctry", "dest_ctry", "country_of_dest"),
            *("destination_country_code", "destination_country/region", "dest", "dest_country", "country_of_delivery"),
            *("country_of_use", "country_of_end_use", "end_use_country", "place_of_use", "place_of_end_use"),
            *("country_of_installation", "installation_country", "place_of_installation", "site_country"),
            *("country_of_deployment", "deployment_country", "consignee_country", "ultimate_consignee_country"),
            *(
                "使用国",
                "使用国家",
                "最终使用国",
                "最终使用国家",
                "安装国",
                "安装地",
                "使用地",
                "部署国",
                "部署国家",
                "收货人国家",
            ),
            *("目的地", "目的国", "目的国家", "目的地国家", "收货国", "收货国家", "国家"),
            *("最终目的国", "最终目的地", "目的国_地区", "运抵国", "收件国家", "bestimmungsland", "zielland"),
            *("lieferland", "empfangsland", "empfängerland", "仕向国", "仕向地", "出荷先国"),
        ),
        "end_user_hq_iso2": ("end_user_hq_or_parent",),
        "end_user_hq": (
            *("hq", "hq_country", "headquarters", "end_user_headquarters", "customer_hq"),
            *("end_user_hq_country", "headquarters_country", "headquarter_country", "country_of_headquarters"),
            *("customer_hq_country", "customer_headquarters", "customer_headquarters_country"),
            *("end_customer_hq", "end_customer_hq_country", "end_customer_headquarters", "client_hq"),
            *("client_headquarters", "end_client_hq", "end_user_country_of_hq", "country_of_hq"),
            *("company_hq", "head_office_country", "sitz_endverwender", "sitz_des_endverwenders", "sitz_endkunde"),
            *("需要者本社", "最終需要者本社", "本社所在国"),
            *(
                "最终用户总部",
                "最终用户总部所在国",
                "终端用户总部",
                "终端客户总部",
                "客户总部",
                "客户总部所在国",
                "总部",
                "总部所在国",
            ),
        ),
        "end_user_parent_hq": (
            *("end_user_parent", "ultimate_parent", "ultimate_parent_hq", "ultimate_parent_country"),
            *("parent_hq_country", "ultimate_parent_hq_country", "country_of_parent"),
            *("parent", "parent_hq", "parent_country", "parent_headquarters", "parent_co_hq"),
            *("parent_company_hq", "parent_company_country", "parent_company_headquarters"),
            *("parent_country_of_hq", "hq_of_parent", "hq_of_ultimate_parent"),
            *("country_of_ultimate_parent", "ultimate_parent_headquarters", "ultimate_parent_co_hq"),
            *("ultimate_parent_company_hq", "ultimate_parent_company_country", "global_ultimate_country"),
            *("global_parent_hq", "global_parent_country"),
            *(
                "母公司国家",
                "母公司所在国",
                "母公司总部",
                "母公司总部所在国",
                "最终母公司",
                "最终母公司国家",
                "最终母公司所在国",
                "最终母公司总部",
            ),
            *("最终母公司总部所在国",),
        ),
        "consignee_hq": (
            *("consignee_headquarters", "consignee_hq_country", "ultimate_consignee_hq", "收货人总部"),
            *("ultimate_consignee_headquarters", "ultimate_consignee_hq_country"),
        ),
        "consignee_parent_hq": ("consignee_parent", "ultimate_consignee_parent_hq"),
        "purchaser_hq": (
            *("purchaser_headquarters", "purchaser_hq_country", "buyer_hq", "buyer_headquarters", "buyer_hq_country"),
            *("sold_to_hq", "sold_to_headquarters", "sold_to_hq_country", "sold_to_party_hq", "bill_to_hq"),
            *("采购方总部", "买方总部"),
        ),
        "purchaser_parent_hq": ("purchaser_parent", "buyer_parent_hq", "sold_to_parent_hq", "买方母公司总部"),
        "intermediary_hq": (
            *("intermediary_headquarters", "intermediate_consignee_hq", "intermediate_consignee_headquarters"),
            *("distributor_hq", "reseller_hq", "forwarder_hq", "经销商总部"),
        ),
        "intermediary_parent_hq": ("intermediate_consignee_parent_hq", "distributor_parent_hq", "reseller_parent_hq"),
        "transaction": ("kind", "transaction_kind", "transaction_type", "交易类型"),
        "item_kind": ("kind_of_item", "item_type", "物项类型"),
        "end_user": (
            *("end_user_name", "end_user_company", "end_customer", "final_customer", "customer", "customer_name"),
            *("account", "account_name", "client", "client_name", "end_client", "end_client_name", "final_client"),
            *("end_customer_name", "final_customer_name", "ultimate_customer", "final_end_user", "ultimate_end_user"),
            *(
                "enduser",
                "enduser_name",
                "ultimate_end_user_name",
                "endkunde",
                "endverwender",
                "最終需要者",
                "需要者",
                "エンドユーザー",
            ),
            *("end_user_account", "end_user_account_name", "end_user_company_name", "enduser_company"),
            *("end_user_organization", "end_user_organisation", "final_end_user_name", "最终用户单位", "终端用户名称"),
            *("终端客户名称",),
            *("最终用户", "最终客户", "终端客户", "终端用户", "最终使用者", "最终用户名称", "最终客户名称"),
            *("客户", "客户名称", "客户名", "使用单位", "最终使用单位"),
        ),
        "consignee": (
            *("consignee_name", "ultimate_consignee", "ship_to_party", "ship_to_name", "ultimate_consignee_name"),
            *("consignee_company", "final_consignee", "ship_to_party_name", "ship_to_customer", "deliver_to_name"),
            *("delivery_party", "recipient", "recipient_name", "receiver", "receiving_party", "empfänger"),
            *("ship_to_company", "ship_to_company_name", "ship_to_account", "ship_to_account_name"),
            *("deliver_to_party", "deliver_to_company", "delivery_name", "addressee", "shipping_addressee"),
            *("ship_to_customer_name", "荷受人"),
            *("consignee_company_name", "收货公司", "收货单位名称", "送达方"),
            *("收货人", "收货方", "最终收货人", "收货人名称", "收货单位", "收件人"),
        ),
        "purchaser": (
            *("purchaser_name", "sold_to", "sold_to_party", "bill_to", "bill_to_party", "buyer", "buyer_name"),
            *("sold_to_name", "sold_to_customer", "bill_to_name", "bill_to_customer", "purchasing_party"),
            *("sold_to_customer_name", "bill_to_customer_name", "買主"),
            *("sold_to_company", "sold_to_account", "sold_to_account_name", "sold_to_party_name"),
            *("bill_to_company", "bill_to_account", "bill_to_party_name", "buyer_company", "售达方", "收票方"),
            *("采购单位",),
            *("采购方", "买方", "买方名称", "购买方", "采购商", "需方"),
        ),
        "intermediary": (
            *("intermediate_consignee", "distributor", "reseller", "freight_forwarder", "forwarder", "中间商"),
            *("intermediate_consignee_name", "distributor_name", "reseller_name", "dealer", "channel_partner"),
            *("经销商", "分销商", "代理商", "货运代理"),
        ),
        "lessee": (
            *("lessee_name", "tenant", "tenant_name", "lease_holder", "leaseholder", "leased_to", "hosted_for"),
            *("colocation_customer", "colocation_tenant", "承租人", "承租方", "租户", "租户名称"),
        ),
        "lessee_hq": ("lessee_headquarters", "tenant_hq", "tenant_headquarters", "承租方总部", "租户总部"),
        "lessee_parent_hq": ("tenant_parent_hq",),
        "parent_name": (
            "parent_company",
            "parent_company_name",
            "ultimate_parent_name",
            "ultimate_parent_company",
            "ultimate_parent_company_name",
            "parent_co",
            "parent_co_name",
            "global_parent_name",
            "global_ultimate_name",
            "最终母公司名称",
            "muttergesellschaft",
            "konzernmutter",
            "親会社",
            "母公司",
            "母公司名称",
        ),
        **{
            fact.name: (form, f"{form}_tops", f"{form}_tflops", f"{form}_dense", f"dense_{form}", f"peak_{form}")
            for form, fact in DENSE_RATES.items()
        },
        "letter_recipient": ("is_informed_letter", "is_informed", "bis_letter", "individual_letter"),
        "buyer_itself_listed": ("entity_list", "on_entity_list", "on_the_entity_list", "entity_list_hit", "实体清单"),
        "military_end_user": (
            "military",
            "military_user",
            "military_end_use",
            "is_military",
            "meu",
            "军方",
            "军事用户",
            "军事最终用户",
        ),
        "on_meu_list": ("meu_list", "military_end_user_list", "军事最终用户清单"),
        "on_unverified_list": ("unverified_list", "uvl", "on_uvl", "未经核实清单"),
        "known_end_use": (
            *("end_use", "use", "intended_use", "application", "intended_end_use", "final_use", "ultimate_use"),
            *("end_use_description", "description_of_end_use", "end_use_details", "end_use_remark", "end_use_remarks"),
            *("end_use_comment", "end_use_comments", "end_use_note", "end_use_notes", "end_use_purpose"),
            *(
                "stated_end_use",
                "declared_end_use",
                "specific_end_use",
                "end_use_statement",
                "purpose",
                "purpose_of_use",
                "use_case",
            ),
            *("verwendungszweck", "endverwendung", "最终用途", "用途", "最终用途说明", "最终用途描述", "用途说明"),
            *("用途描述", "使用用途", "使用目的"),
        ),
        "remarks": ("remark", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "备注", "備考", "備註", "说明"),
        "comments": ("comment", "kommentar", "order_comments", "compliance_comments", "评论"),
        "memo": (
            "note",
            "notes",
            "internal_memo",
            "memo_main",
            "order_memo",
            "order_notes",
            "sales_notes",
            "compliance_notes",
        ),
        "special_instructions": ("instructions", "shipping_instructions", "delivery_instructions", "特殊说明"),
        "hold_reason": ("hold", "block_reason", "delivery_block_reason", "export_hold", "export_hold_reason"),
        "screening_result": (
            *("screening", "screening_status", "sanctions_screening", "sanctions_screening_result", "rps_status"),
            *("rps_result", "rps", "restricted_party_screening", "denied_party_screening", "dps_status", "dps_result"),
            *("party_screening", "export_screening", "sanctions_check", "embargo_check", "watchlist_hit", "筛查结果"),
        ),
        "end_user_country": ("end_customer_country", "end_user_country_code", "最终用户国家", "最终用户所在国"),
        "owner_country": (
            *("beneficial_owner_country", "ultimate_owner_country", "ubo_country"),
            *("owner_nationality", "beneficial_owner_nationality"),
        ),
        "country_of_incorporation": (
            "country_of_registration",
            "incorporation_country",
            "registered_country",
            "注册国",
        ),
        "remote_user_country": ("remote_users", "remote_user_location", "cloud_customer_country"),
        "datacenter_location": ("data_center_location", "data_center_country", "datacenter_country", "数据中心所在地"),
        "address": (
            *("ship_to_address", "delivery_address", "shipping_address", "consignee_address", "end_user_address"),
            *("deliver_to_address", "lieferadresse", "lieferanschrift", "收货地址", "交货地址", "地址"),
        ),
        "ship_to_city": ("city", "shipping_city", "delivery_city", "destination_city", "收货城市", "目的城市"),
        "exporter": ("seller", "出口商"),
        "datacenter": ("data_center", "datacenter_part", "数据中心"),
        "die_area_mm2": ("applicable_die_area_mm2",),
        "io_gb_s": ("io_bandwidth_gb_s",),
        "dram_bandwidth_gb_s": ("memory_bandwidth_gb_s",),
        "tpp": ("total_processing_performance",),
        "performance_density": ("pd",),
        "hts": (
            *("hts_code", "htsus", "hts_number", "hs_code", "hs", "tariff_code", "tariff_number", "commodity_code"),
            *("hts_no", "hs_no", "hs_number", "tariff_no", "tariff_line", "commodity_no", "commodity_number"),
            *("海关编码", "税号", "商品编码"),
        ),
        "stated_eccn": (
            *("eccn", "eccn_code", "eccn_no", "eccn_number", "us_eccn", "vendor_eccn", "supplier_eccn", "mfr_eccn"),
            *("manufacturer_eccn", "item_eccn", "product_eccn", "export_control_classification_number"),
            *("export_classification", "eccn编码", "eccn编号", "出口管制分类编号", "出口管制分类号", "出口管制编码"),
        ),
        "origin": ("country_of_origin", "coo", "origin_country", "made_in", "原产国", "原产地"),
        "wafer_origin": ("wafer_country", "fab_country", "晶圆产地"),
        "exported_from": ("from", "ship_from", "export_country", "country_of_export", "启运国", "出口国"),
    }
)
"""Other headers for a column; the names in the worked cases are canonical."""

BESIDE_AN_END_USER: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("customer", "customer_name", "account", "account_name", "client", "client_name"), "purchaser"),
        **dict.fromkeys(("客户", "客户名称", "客户名"), "purchaser"),
        **dict.fromkeys(("customer_hq", "customer_hq_country", "customer_headquarters"), "purchaser_hq"),
        **dict.fromkeys(("customer_headquarters_country", "client_hq", "client_headquarters"), "purchaser_hq"),
        **dict.fromkeys(("客户总部", "客户总部所在国"), "purchaser_hq"),
    }
)
"""Headings of whoever the seller calls its customer: the end user, or where another heading names that, the buyer."""

_PLANNED = (
    *("requested_ship_date", "req_ship_date", "scheduled_ship_date", "schedule_ship_date", "planned_ship_date"),
    *("expected_ship_date", "estimated_ship_date", "est_ship_date", "confirmed_ship_date", "promised_ship_date"),
    *("target_ship_date", "requested_shipment_date", "planned_shipment_date", "planned_goods_issue_date"),
    *("planned_gi_date", "ship_by", "ship_by_date", "etd", "计划发货日期", "要求发货日期", "预计发货日期"),
    *("wadat", "出荷予定日"),
)
_OF_DELIVERY = ("delivery_date", "req_del_date", "req_delivery_date", "requested_delivery_date", "交货日期")
_DELIVERED = (*_OF_DELIVERY, "liefertermin", "lieferdatum", "edatu", "納期")

_OF_ANYTHING = ("date", "日期")

GIVES_WAY: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(_PLANNED, 1),
        **dict.fromkeys(_DELIVERED, 2),
        **dict.fromkeys(_OF_ANYTHING, 3),
    }
)
"""Headings that are read only where no heading with a lower number means the same: the day of the shipment counts, then
the day that is planned for it, then that of delivery, then a bare date, which is often that of the order. They say
different days of one order, and need not agree."""
