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
    ("nvidia", "tesla", "英伟达", "輝達"),  # Tesla was a brand of NVIDIA
    ("tesla", "特斯拉"),
    ("amd", "超威"),
    ("intel", "intelhabana", "habana", "英特尔", "英特爾"),
    ("huawei", "hisilicon", "华为", "華為", "海思"),
    ("google", "谷歌"),
    ("aws", "amazon", "亚马逊"),
    ("microsoft", "微软", "微軟"),
    ("meta",),
    ("cambricon", "寒武纪", "寒武紀"),
    ("biren", "birentech", "壁仞", "壁仞科技"),
    ("moorethreads", "摩尔线程", "摩爾線程"),
    ("metax", "沐曦"),
    ("iluvatar", "iluvatarcorex", "天数智芯", "天數智芯"),
    ("enflame", "燧原", "燧原科技"),
    ("kunlunxin", "baidu", "昆仑芯", "百度"),
    ("thead", "alibaba", "平头哥", "阿里", "阿里巴巴"),
    ("hygon", "海光"),
    ("cerebras",),
    ("groq",),
    ("graphcore",),
    ("sambanova",),
    ("tenstorrent",),
)
"""Vendors, each by all its names."""
_KINDS: Final = ("gpu", "accelerator", "芯片", "晶片", "加速卡", "计算卡", "計算卡", "显卡", "顯卡", "加速器")


def fold(name: str) -> str:
    """What is left of a name when case, width, spaces, hyphens, brackets, dots and trade marks do not count."""
    wide = name if name.isascii() else unicodedata.normalize("NFKC", name.replace("™", ""))
    return wide.casefold().translate(_SILENT)


def spellings(name: str) -> Iterator[str]:
    """Folded NAME, then without a vendor before it and without "GPU" or "芯片" after it, the fullest first."""
    return (key for key, _vendor in spellings_of_vendors(name))


def spellings_of_vendors(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The spellings of NAME, each with the names of the vendor that stood before it; with none where none did."""
    key = fold(name)
    yield key, ()
    for kind in _KINDS:
        key = key.removesuffix(kind)
    yield key, ()
    for vendor in _VENDORS:
        for called in vendor:
            if key.startswith(called):
                yield key.removeprefix(called), vendor


def is_of(maker: str, vendor: tuple[str, ...]) -> bool:
    """Whether a chip of MAKER, as a datasheet calls it, may be one of VENDOR: an R200 of NVIDIA is not Kunlun's."""
    return not vendor or not maker or any(called in fold(maker) for called in vendor)


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
