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
            *("日期", "出口日期", "发货日期", "发运日期", "装运日期", "交货日期"),
        ),
        "chip": (
            *("chip_name", "chip_model", "gpu", "gpu_model", "accelerator", "part", "product", "product_model"),
            *("product_name", "gpu_type", "chip_type"),
            *("芯片", "芯片型号", "型号", "产品", "产品型号"),
        ),
        "item": ("description", "label", "货物", "品名"),
        "units": ("quantity", "qty", "count", "order_qty", "order_quantity", "pcs", "数量", "订购数量"),
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
        ),
        "end_user_hq_iso2": ("end_user_hq_or_parent",),
        "end_user_hq": (
            *("hq", "hq_country", "headquarters", "end_user_headquarters", "customer_hq"),
            *("end_user_hq_country", "headquarters_country", "headquarter_country", "country_of_headquarters"),
            *("最终用户总部", "总部", "总部所在国"),
        ),
        "end_user_parent_hq": (
            *("end_user_parent", "ultimate_parent", "ultimate_parent_hq", "ultimate_parent_country"),
            *("parent_hq_country", "ultimate_parent_hq_country", "country_of_parent"),
            *("parent", "parent_hq", "parent_country", "最终母公司", "母公司所在国", "母公司总部"),
        ),
        "consignee_hq": ("consignee_headquarters", "收货人总部"),
        "consignee_parent_hq": ("consignee_parent",),
        "transaction": ("kind", "transaction_kind", "transaction_type", "交易类型"),
        "item_kind": ("kind_of_item", "item_type", "物项类型"),
        "end_user": (
            *("end_user_name", "end_user_company", "end_customer", "final_customer", "customer", "customer_name"),
            *("account", "account_name", "client", "client_name", "end_client", "end_client_name", "final_client"),
            *("end_customer_name", "final_customer_name", "ultimate_customer", "final_end_user", "ultimate_end_user"),
            *("enduser", "enduser_name", "ultimate_end_user_name", "endkunde", "endverwender"),
            *("最终用户", "最终客户", "终端客户", "终端用户", "最终使用者", "最终用户名称", "最终客户名称"),
            *("客户", "客户名称", "客户名", "使用单位", "最终使用单位"),
        ),
        "consignee": (
            *("consignee_name", "ultimate_consignee", "ship_to_party", "ship_to_name", "ultimate_consignee_name"),
            *("consignee_company", "final_consignee", "ship_to_party_name", "ship_to_customer", "deliver_to_name"),
            *("delivery_party", "recipient", "recipient_name", "receiver", "receiving_party", "empfänger"),
            *("收货人", "收货方", "最终收货人", "收货人名称", "收货单位", "收件人"),
        ),
        "purchaser": (
            *("purchaser_name", "sold_to", "sold_to_party", "bill_to", "bill_to_party", "buyer", "buyer_name"),
            *("sold_to_name", "sold_to_customer", "bill_to_name", "bill_to_customer", "purchasing_party"),
            *("采购方", "买方", "买方名称", "购买方", "采购商", "需方"),
        ),
        "intermediary": (
            *("intermediate_consignee", "distributor", "reseller", "freight_forwarder", "forwarder", "中间商"),
            *("intermediate_consignee_name", "distributor_name", "reseller_name", "dealer", "channel_partner"),
            *("经销商", "分销商", "代理商", "货运代理"),
        ),
        "parent_name": (
            "parent_company",
            "parent_company_name",
            "ultimate_parent_name",
            "ultimate_parent_company",
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
        "known_end_use": ("end_use", "use", "intended_use", "application", "最终用途", "用途"),
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
