"""What people type to find somebody or something: letters folded, Chinese also by its pinyin."""

from __future__ import annotations

import re
import unicodedata

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def folded(text: str) -> str:
    """Small letters without accents, full-width ones made plain, runs of spaces made one."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def findable(*texts: str) -> str:
    """All by which these texts should be found: themselves, and the pinyin of their Chinese, in one word and in many."""
    said = [folded(text) for text in texts if text]
    for run in dict.fromkeys(run for text in said for run in HAN.findall(text)):
        syllables = _syllables(run)
        said += [" ".join(syllables), "".join(syllables)]
    return "\n".join(dict.fromkeys(said))


def _syllables(han: str) -> list[str]:
    import pypinyin  # 170 ms

    return [folded(syllable) for syllable in pypinyin.lazy_pinyin(han, v_to_u=False)]


__all__ = ["findable", "folded"]
