"""Names of chips as people write them: what counts in a name, and what a family name is read as."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from chipgate.chips.datasheet import Datasheet
from chipgate.errors import UnknownChip
from chipgate.translation.fault_text import either, fault

LONGEST_NAME: Final = 80  # characters; no chip has a longer name, and the search for near names would be slow

_SILENT: Final = str.maketrans("", "", " \t\n\r\u3000-‐‑–—_()[]（）【】.,，、:：/'\"®™©·")
_VENDORS: Final = (
    *("nvidia", "amd", "intel", "intelhabana", "habana", "huawei", "hisilicon", "google", "aws", "amazon", "microsoft"),
    *("meta", "cambricon", "biren", "birentech", "moorethreads", "metax", "iluvatar", "iluvatarcorex", "enflame"),
    *("kunlunxin", "baidu", "thead", "alibaba", "hygon", "cerebras", "groq", "graphcore", "sambanova", "tenstorrent"),
    *("tesla", "英伟达", "輝達", "超威", "英特尔", "英特爾", "华为", "華為", "海思", "谷歌", "亚马逊", "微软", "微軟"),
    *("寒武纪", "寒武紀", "壁仞", "壁仞科技", "摩尔线程", "摩爾線程", "沐曦", "天数智芯", "天數智芯"),
    *("燧原", "燧原科技", "昆仑芯", "百度", "平头哥", "阿里", "阿里巴巴", "海光", "特斯拉"),
)
_KINDS: Final = ("gpu", "accelerator", "芯片", "晶片", "加速卡", "计算卡", "計算卡", "显卡", "顯卡", "加速器")


def fold(name: str) -> str:
    """What is left of a name when case, width, spaces, hyphens, brackets, dots and trade marks do not count."""
    wide = name if name.isascii() else unicodedata.normalize("NFKC", name.replace("™", ""))
    return wide.casefold().translate(_SILENT)


def spellings(name: str) -> Iterator[str]:
    """Folded NAME, then without a vendor before it and without "GPU" or "芯片" after it, the fullest first."""
    key = fold(name)
    yield key
    for kind in _KINDS:
        key = key.removesuffix(kind)
    yield key
    for vendor in _VENDORS:
        if key.startswith(vendor):
            yield key.removeprefix(vendor)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a name was found to mean. ``read_as`` says so where a family name stands for one of its packages."""

    sheet: Datasheet
    read_as: str = ""


class AmbiguousChip(UnknownChip):
    """A family name whose packages differ too much to pick one; ``near`` holds the names that would be clear."""

    def __init__(self, name: str, candidates: Collection[str]) -> None:
        super().__init__(name, ())
        self.near = tuple(candidates)
        meant = either([repr(candidate) for candidate in candidates])
        self.args = (fault("chip {name} can mean {names}, and they differ. Say which.", name=repr(name), names=meant),)
