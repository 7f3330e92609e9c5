"""What is wrong with an order is said in Chinese too, and in English as it always was."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from types import MappingProxyType

import pytest

from chipgate.cases.book_results import BookRun, ResultFiles
from chipgate.cases.check import Checker
from chipgate.cases.columns import fact_columns, known_columns
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import open_orders
from chipgate.cases.transaction import BadOrder
from chipgate.errors import ChipgateError, UnknownChip, UnreadableFile
from chipgate.law.us.definitions import BITS
from chipgate.translation.fault_text import FaultText, fault, lines, listed, said_in
from chipgate.translation.width import is_chinese

GOOD = MappingProxyType({"chip": "H20", "destination_iso2": "CN", "as_of": "2024-06-01"})

FAULTS = (
    ({"destination_iso2": "Atlantis"}, "没有国家或地区 'Atlantis'。"),
    ({"destination_iso2": "Chnia"}, "您是否指 'China'"),
    ({"destination_iso2": "Korea"}, "国家或地区 'Korea' 可以指韩国（KR）或朝鲜（KP）。请给出代码或全称"),
    ({"as_of": "2024-02-30"}, "'2024-02-30' 是不存在的日期；请按 ISO 格式填写，例如 2024-03-01"),
    ({"as_of": "31 Feb 2024"}, "'31 Feb 2024' 是不存在的日期"),
    ({"as_of": "31.02.2024"}, "'31.02.2024' 是不存在的日期"),
    ({"as_of": "03/04/2024"}, "'03/04/2024' 有两种读法；请按 ISO 格式填写日期，例如 2024-03-01"),
    ({"as_of": "2022-10-20"}, "2022-10-20 早于已建模的第一天 2022-10-21；请检查年份"),
    ({"as_of": "2204-06-01"}, "2204-06-01 过于遥远；请检查年份"),
    ({"as_of": "June 2024"}, "'June 2024' 不是日期"),
    ({"as_of": "2024-06-01T23:30:00-08:00"}, "带有时区；请只填写日期"),
    ({"tpp": "-5"}, "'-5' 是负数；请填写不小于零的数"),
    ({"tpp": "nan"}, "'nan' 不是数字；请填写数字，不知道时请留空"),
    ({"tpp": "0"}, "'0' 可能表示未知；若是，请留空；若确实为零，请写 0.0000"),
    ({"io_gb_s": "0.9"}, "'0.9' 可能以千为单位；若是，请写 900；若确实这么小，请写 0.9000"),
    ({"tpp": "2000", "die_area_mm2": "46225"}, "裸片面积将达 46225 mm2，具有这种 TPP 的芯片没有这么大"),
    ({"tpp": "1000", "peak_rates_tops": "fp64=34"}, "1000 小于旁边的算力所得的值（2176）"),
    ({"peak_rates_tops": "fp16=0.989"}, "'fp16=0.989' 可能以 PFLOPS 为单位；请在旁边写明单位，fp16=0.989 TFLOPS 或"),
    ({"peak_rates_tops": "fp16=0"}, "'fp16=0' 表示没有任何算力"),
    ({"tpp": "4992 TPP"}, "'4992 TPP' 带有单位 'TPP'；该列没有单位：请只填写数字"),
    ({"tpp": "about 5000"}, "'about 5000' 不是十进制数"),
    ({"die_area_mm2": "814 mm2"}, "该列的单位为 mm2：请按此单位只填写数字"),
    ({"die_area_mm2": "0"}, "面积不能为零；不知道时请留空"),
    ({"units": "1.5"}, "'1.5' 不是数量；请填写大于零的整数"),
    ({"datacenter": "maybe"}, "'maybe' 既不是“是”也不是“否”"),
    ({"item_kind": "spaceship"}, "'spaceship' 不是 item_kind 的取值；请填写以下之一："),
    ({"item_kind": "weights"}, "与目录中的芯片不相配"),
    ({"hts": "abc"}, "'abc' 不是税则号列；请只填写数字"),
    ({"hts": "847"}, "'847' 有 3 位数字"),
    ({"listed_owner_share": "150%"}, "'150%' 超过整体"),
    ({"peak_rates_tops": "speed=1"}, "'speed=1' 不是峰值算力"),
    ({"peak_rates_tops": "fp16=1", "rates_are_sparse": "yes", "sparsity_gain": "0.5"}, "稀疏增益 0.5 小于 1"),
    ({"nonsense": "1"}, "没有名为 'nonsense' 的事实；"),
    ({"facts": "exporterr=osat"}, "是否指 'exporter'？"),
    ({"facts": "just words"}, "'just words' 不是带值的事实"),
    ({"facts": "tpp=1;tpp=2"}, "'tpp=2' 与前面的内容矛盾"),
    ({"tpp": "4992", "facts": "tpp=5000"}, "tpp=5000 与旁边的 tpp '4992' 不一致"),
    ({"tpp": "200", "actual_tpp": "100"}, "'100' 与旁边的 tpp 不一致"),
    ({"die_area_mm2": "6", "nonplanar_logic_die_mm2": "5"}, "两者均指适用裸片面积"),
    ({"tpp_and_density_are_of": "computer"}, "无法判定；请给出所含每个集成电路的数值"),
)
IDS = [" ".join(said.values())[:30] for said, _ in FAULTS]

KEPT = re.compile(
    r"'[^']*'|`[^`]*`|\b(?:ISO|CN|CHN|KR|KP|TPP|TOPS|TFLOPS|PFLOPS|name=value|yes|no|mixed|mm2|ic|computer|fp16)\b"
)
"""What stands so in every language: the user's text in quotation marks, commands, codes, and words to be written."""


def latin_words(text: str) -> set[str]:
    """What is left in Latin letters that is no name of a column or fact, and nothing that could be written in one."""
    names = {*known_columns().values(), *BITS}
    names |= {choice for fact in fact_columns().values() for choice in fact.choices}
    return set(re.findall(r"[A-Za-z_][A-Za-z_0-9]+", KEPT.sub(" ", text))) - names


def refused(cells: dict[str, str]) -> ChipgateError:
    with pytest.raises(ChipgateError) as told:
        Checker().check_cells({**GOOD, **cells})
    return told.value


@pytest.mark.parametrize(("said", "chinese"), FAULTS, ids=IDS)
def test_a_fault_of_a_cell_is_said_in_chinese(said: dict[str, str], chinese: str) -> None:
    wrong = refused(said)
    told = wrong.text("zh")
    assert isinstance(wrong, BadOrder)
    assert chinese in told
    assert latin_words(told) <= said.keys()
    assert "; " not in told
    assert ". " not in told


@pytest.mark.parametrize(("said", "chinese"), FAULTS, ids=IDS)
def test_its_english_is_a_plain_text_without_chinese(said: dict[str, str], chinese: str) -> None:
    wrong = refused(said)
    assert wrong.text() == wrong.text("en") == str(wrong)
    assert not any(map(is_chinese, str(wrong)))
    assert chinese not in str(wrong)


def test_english_that_is_left_is_found() -> None:
    assert latin_words("'abc def' 不是数字；please write tpp") == {"please", "write"}


def test_chips_are_told_in_chinese() -> None:
    wrong = refused({"chip": "HH20"})
    assert isinstance(wrong, UnknownChip)
    assert str(wrong) == (
        f"no chip named 'HH20' in the catalogue. Did you mean {' or '.join(map(repr, wrong.near))}? List them with "
        "`chipgate chips`, or bring a datasheet of your own with --chips FILE."
    )
    assert wrong.text("zh").startswith("目录中没有名为 'HH20' 的芯片。您是否指 'H20'")
    assert (
        refused({"chip": "no such thing at all"})
        .text("zh")
        .startswith("目录中没有名为 'no such thing at all' 的芯片。请用")
    )


BOOK = """order,chip,to,on,tpp,country
1,H20,CN,2024-06-01,,CN
2,HH20,Chnia,2024-13-01,5 TPP,
3,H20,CN,2024-06-01,,SG
4,H20,CN,2024-06-01,,CN,more,than,headings
5,"H20
"""


def test_rejects_are_written_in_chinese(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(BOOK, "utf-8")
    with open_orders(orders) as file:
        book, files = OrderBook.of(file), ResultFiles.of(orders)
        summary = BookRun(book, Checker(), files, "zh").judge()
    lines = files.rejects.read_text("utf-8").splitlines()
    assert lines[0] == '"row","column","wrong","right","text"'
    assert "\"'5 TPP' 带有单位 'TPP'\",\"该列没有单位：请只填写数字\"" in lines[2]
    for one in summary.rejects:
        told = one.told("zh")
        assert any(map(is_chinese, told.wrong))
        assert told.right == "" or any(map(is_chinese, told.right))
        assert latin_words(told.wrong + told.right) == set()
        assert one.line("zh").startswith(f"{one.column}：" if one.column else told.wrong)
        assert (one.told("en"), one.line("en")) == (one, str(one))


def test_notes_on_columns_are_said_in_chinese(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("chpi,Chip,chip.2,buyer country,note\nH20,H20,H20,SG,\n\n\n", "utf-8")
    with open_orders(orders) as file:
        list(file.rows())
        notes = OrderBook.of(file).notes
    told = [said_in("zh", note) for note in notes]
    assert len(notes) > 2
    assert all(any(map(is_chinese, note)) for note in told)
    assert all(isinstance(note, FaultText) and note.text() == note for note in notes)


def test_the_encoding_that_was_guessed_is_said_in_chinese(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("芯片,运抵国\nH20,新加坡\n", "gb18030")
    with open_orders(orders) as file:
        (note,) = file.notes
    assert said_in("zh", note).startswith("该文件不是 UTF-8 编码，已按 GB18030")


UNREADABLE = (
    ("empty.csv", b"", "是空文件（0 字节）；请重新保存订单，第一行为列标题。"),
    ("paper.csv", b"%PDF-1.7\n\0\0\0\0", "是 PDF 文件，不是订单表；请把表导出为 XLSX 或 CSV。"),
    ("page.csv", b"<html><body></body></html>", "实际是网页（HTML）；请用 Excel 打开，然后另存为 XLSX 或 CSV。"),
    ("blank.csv", b"\n\n \n", "只有空行；请在第一行写列标题。"),
    ("cut.xlsx", b"PK\x03\x04 cut short", "已损坏或不完整（"),
    ("open.json", b'[{"chip": "H20"} {"chip": "H20"}]', "JSON 数组在由此开始的元素或分隔符处有误"),
)


@pytest.mark.parametrize(("name", "content", "chinese"), UNREADABLE, ids=[name for name, *_ in UNREADABLE])
def test_a_file_that_cannot_be_read_is_told_in_chinese(tmp_path: Path, name: str, content: bytes, chinese: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as told, open_orders(path) as file:
        list(file.rows())
    assert chinese in told.value.text("zh")
    assert str(path) in told.value.text("zh")
    assert told.value.text() == str(told.value)


def test_a_fault_can_be_sent_and_keeps_no_more_than_texts() -> None:
    path = Path("orders.csv")
    one = fault("{file} cannot be read: {reason}.", file=path, reason=fault("a list"))
    again = pickle.loads(pickle.dumps(one))
    assert (again, again.text("zh")) == (one, "orders.csv 无法读取：一个列表。")
    assert one.gaps["file"] == "orders.csv"
    assert one.with_gaps(str.upper).text("zh") == "ORDERS.CSV 无法读取：一个列表。"


def test_text_of_the_user_with_braces_stays_as_given() -> None:
    wrong = refused({"tpp": "{given} {0} {{}}"})
    assert "'{given} {0} {{}}'" in str(wrong)
    assert "'{given} {0} {{}}'" in wrong.text("zh")


def test_a_text_that_no_catalogue_holds_stays_english() -> None:
    assert ChipgateError("as it is").text("zh") == "as it is"
    assert ChipgateError().text("zh") == ""


def test_thousands_of_names_are_one_fault() -> None:
    """A file can have as many strange columns, and a reform as many faults, as it likes."""
    names = [f"column {number}" for number in range(3_000)]
    told = lines(("a head", *(fault("  - {text}", text=one) for one in names)))
    assert told.count("\n") == len(names)
    assert isinstance(told, FaultText)
    assert told.text("zh").count("\n") == len(names)
    assert str(listed(names)) == ", ".join(names)
    assert pickle.loads(pickle.dumps(told)).text("zh") == told.text("zh")
