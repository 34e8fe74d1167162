"""Where a surname alone tells of an author: under a title, beside another author's, in a running head, or because few bear it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journal.errors import Bilingual
from journal.intake.folding import folded
from journal.names import Name, PersonName, Style, Umlaut, in_pinyin, is_han
from journal.surnames import COMPOUND, TRADITIONAL

SURNAME = Bilingual("姓氏", "surname")
RARE = Bilingual("少见的姓氏", "surname that few bear")

# Compound surnames that are words or offices, too: alone in a sentence they say nothing.
_WORDS = frozenset(
    """
    司马 司徒 司空 司寇 太史 太叔 上官 单于 公孙 王孙 长孙 仲孙 叔孙 季孙 孟孙 士孙 东方 东郭 东门 东野 东里 南宫 南门 西门 西陵 北宫 百里 第五 高堂 公户
    公祖 公玉 公仪 公叔 公伯 公良 公乘 微生 左丘 梁丘 乐正 宗政 子车 宰父 巫马 相里 仲长 即墨 新垣 南荣 安期 秃发 墨台 那拉
    """.split()
)
# English words that are surnames, too: with an initial only, they need a signature around them.
ENGLISH = frozenset(
    """
    long song sun he she man can fan pan tan hung wing young king day may an ding gang gong hang ran sang shin sin sing tang
    tong ting wen ye yin yang ming ban bin din gan brown white black green wise rich good best small little strong short
    power law price field wood stone hill church house bush wall west north fox wolf bird rose moon love joy hope grace page
    read hunt fisher cook baker lie hen bang bing pang pin pen in so do go you me hu hui lei lu mi mu ni qi si ta wu xu yu
    her his how new old low high major minor case point mark bill will art dean grant frank sharp keen bond lane rivers
    """.split()
)
# Surnames in Latin letters that are many people's, or words.
_FREQUENT = frozenset(
    """
    johnson williams miller wilson anderson thomas taylor jackson martin thompson garcia martinez robinson rodriguez walker
    hernandez gonzalez nelson carter mitchell roberts turner phillips campbell parker edwards collins stewart sanchez morris rogers
    murphy cooper richardson peterson watson brooks bennett schmidt schneider fischer weber wagner becker hoffmann nguyen tanaka
    yamada suzuki takahashi watanabe marshall butler porter mason bishop chambers archer hunter barber shepherd spencer justice
    sheriff gardner english french german zhuang chuang shuang xiang jiang zhang liang huang chang cheng zheng zhong chung
    kuang chiang hsiang hsiung
    """.split()
)
_LETTERS = 6  # of a foreign surname that may be one few bear
# Surnames that are prepositions, adverbs and verbs: before 教授 they are seldom one.
_GRAMMAR = frozenset("于向应任和时经单同连别何全万过要能相由从为据与及以因如在被让给请是有")

_HAN = r"\u3400-\u9fff"
_ADDRESSED = r"(?:(?:副|助理|客座|特聘|荣休)?(?:教授|研究员)|讲师|博士(?!学|点|论)|硕士(?!学|点|论)|先生|女士|老师|导师|学长|师兄|师姐)"
_ADDRESS = r"(?:[Pp]rof(?:essor|\.)?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Miss|Judge)"
_SAYS = r"(?:认为|以为|指出|主张|提出|曾|说|的(?:研究|观点|论|著|指导|帮助|文|学生)|[之等]|$)"
_OPEN = re.compile(rf"(?:^|[^{_HAN}]|[由和与及对向跟同据如经请给受从依按是谢]|教授|导师|老师|作者|学者|合著者)$")
_CLOSED = re.compile(
    rf"(?:[^{_HAN}]|$|[二两三四]人|[二两三]位|等|[之的文曾均都]|认为|指出|主张|提出|合[著撰写]|{_ADDRESSED})"
)
# What follows a surname that stands for the person; other characters are a given name, of somebody else (欧阳修).
_BEHIND = re.compile(
    rf"(?:[^{_HAN}\s·•]|\s*$|\s+(?![{_HAN}]{{1,2}}(?![{_HAN}]))|某|等|[的与和及在于也将则对曾还亦已又是并所](?!$)|认为|以为|指出|主张|提出|一文|[文书][中里，,、]|"
    rf"[二两三]人|本人|{_ADDRESSED})"
)
_STARTERS = frozenset(
    "as but and if when while since so yet for in by see the to of with although thus hence also both where because that cf on from "
    "after before against following unlike like per according what how why professor prof dr mr mrs ms miss judge author authors".split()
)
_ANOTHER = re.compile(r"['’]?\s+(?:[A-Z][a-z]+(?![a-z'’])|[A-Z]\.)|,\s+[A-Z](?:[a-z]+)?(?:[.,;:]|\s*\()")
_ONE_BEFORE = re.compile(r"([A-Za-z]+)(\.?)[\s-]{1,2}$")


@dataclass(frozen=True, slots=True)
class Found:
    """A surname that tells of an author: what it is, from where to where."""

    what: Bilingual
    start: int
    end: int


@dataclass(frozen=True)
class Families:
    """The surnames of some authors, as patterns over folded text; `anyone` matches each of them."""

    anyone: str = ""
    han: tuple[str, ...] = ()
    rare_han: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    rare_latin: tuple[str, ...] = ()
    several: bool = False

    def found(self, text: str) -> Iterator[Found]:
        """Where a text names an author by the surname alone."""
        if not self.anyone or not re.search(self.anyone, text):
            return
        yield from self._addressed(text)
        yield from self._beside(text)
        yield from self._signed(text)
        yield from self._rare(text)

    def heads(self, text: str) -> Iterator[Found]:
        """Where a running head does: there an author's surname begins or ends it."""
        if not self.anyone or not re.search(self.anyone, text):
            return
        yield from self.found(text)
        behind = rf"\s*(?:$|\n|[:：|｜/&,，、—–―·•(（\[-]|等(?![{_HAN}])|(?:et al|and|on|in)\b|\d|'s|’s)"
        for match in re.finditer(rf"(?:^|\n|[|｜/—–―·•]\s*|\d\s+)({self.anyone})(?={behind})", text):
            yield Found(SURNAME, *match.span(1))
        for match in re.finditer(rf"[\s|｜/—–―·•:：(（]({self.anyone})[\W\d]{{0,9}}(?:$|\n)", text):
            if match[1].lower() not in _FREQUENT or not match[0][0].isspace():
                yield Found(SURNAME, *match.span(1))
        if not text.isupper():
            for match in re.finditer(rf"(?<![A-Za-z])({self.anyone})(?![A-Za-z])", text):
                if match[1].isupper() and match[1].isascii():
                    yield Found(SURNAME, *match.span(1))

    def calls(self, word: str) -> bool:
        """Whether a word that is no text (a style, a link, a file) bears a surname that few bear."""
        return any(True for _ in self._rare(word)) or any(
            re.search(rf"(?i)(?<![a-z]){each}(?![a-z])", word) for each in self.rare_latin
        )

    def in_link(self, link: str) -> bool:
        """Whether an address on the net is that of somebody of such a surname, and of no other: ~ouyang, not ouyang-xiu."""
        return any(re.search(rf"(?i)(?<![a-z]){each}(?![a-z]|[-_.+]?[a-z]{{2}})", link) for each in self.rare_latin)

    def _addressed(self, text: str) -> Iterator[Found]:
        for match in re.finditer(rf"({_either(self.han)})\s?{_ADDRESSED}", text) if self.han else ():
            sure = len(match[1]) > 1 or _OPEN.search(text[max(0, match.start() - 8) : match.start()])
            if match[1] in _GRAMMAR:
                sure = sure and re.match(_SAYS, text[match.end() :])
            if sure:
                yield Found(SURNAME, *match.span())
        for match in re.finditer(rf"(?<![A-Za-z])({_either(self.latin)})\s?{_ADDRESSED}", text) if self.latin else ():
            yield Found(SURNAME, *match.span())
        titled = rf"(?<![A-Za-z]){_ADDRESS}s?\s+(?:[A-Z]\.\s*)?({_either(self.latin)})(?![A-Za-z])"
        for match in re.finditer(titled, text) if self.latin else ():
            if not re.match(r"[-\s][A-Z][a-z]", text[match.end() : match.end() + 3]):
                yield Found(SURNAME, *match.span())

    def _beside(self, text: str) -> Iterator[Found]:
        """Surnames of two authors, one behind the other: 欧阳、高二人; Ouyang & Gao."""
        if not self.several:
            return
        between = r"\s*(?:[、,，&/·–-]|\\&|\band\b|和|与|及)\s*"
        one = self.anyone
        for match in re.finditer(
            rf"(?<![A-Za-z.])(?:{one})(?:{between}(?:&|\\&|\band\b)?\s*(?:{one}))+(?![A-Za-z])", text
        ):
            names = re.findall(one, match[0])
            if len({name.casefold() for name in names}) < 2:
                continue
            before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 8]
            has_words = all(len(name) == 1 for name in names)
            if not has_words or (_OPEN.search(before) and _CLOSED.match(after)):
                yield Found(SURNAME, *match.span())

    def _signed(self, text: str) -> Iterator[Found]:
        """A line that is a surname and no more, and what is signed with one: ——高; （高按）."""
        line = text.strip(" \t\n.。*·—–-()（）[]0123456789†‡¹²³")
        if self.latin and re.fullmatch(_either(self.latin), line) and (line.lower() not in ENGLISH):
            yield Found(SURNAME, text.index(line), text.index(line) + len(line))
        if self.han:
            pattern = (
                rf"(?:[—–―]{{1,2}}\s?({_either(self.han)})\s*$|[(（\[【]({_either(self.han)})[按注译识][)）\]】:：])"
            )
            for match in re.finditer(pattern, text):
                yield Found(SURNAME, *match.span(1 if match[1] else 2))

    def _rare(self, text: str) -> Iterator[Found]:
        for match in re.finditer(_either(self.rare_han), text) if self.rare_han else ():
            if _BEHIND.match(text[match.end() : match.end() + 8]):
                yield Found(RARE, *match.span())
        for match in (
            re.finditer(rf"(?<![A-Za-z])(?:{_either(self.rare_latin)})(?![A-Za-z])", text) if self.rare_latin else ()
        ):
            before = _ONE_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
            named = before and before[1][:1].isupper() and before[1].lower() not in _STARTERS
            if not named and not _ANOTHER.match(text[match.end() : match.end() + 20]):
                yield Found(RARE, *match.span())


def families(names: Iterable[PersonName]) -> Families:
    """The surnames of some people, in every script."""
    names = list(names)
    han, rare_han, latin, rare_latin = set(), set(), set(), set()
    for name in names:
        for form in name.forms:
            if is_han(form.family + form.given):
                if form.family and form.style is Style.EASTERN:
                    family = _plain(form.family).translate(TRADITIONAL)
                    han.add(_spelt(family))
                    if len(family) > 1 and family not in _WORDS:
                        rare_han.add(_spelt(family))
                    romanised = {_plain(in_pinyin(form, umlaut).family) for umlaut in Umlaut}
                    latin |= romanised
                    rare_latin |= romanised if family in COMPOUND else set()
            elif form.family and form.given:
                latin |= {_plain(form.family)}
                rare_latin |= {_plain(form.family)} if _is_rare(form, name) else set()
    hans, latins = _sorted(han), tuple(map(_latin, _sorted(each for each in latin if len(each) > 1 and each.isascii())))
    rares = tuple(map(_latin, _sorted(rare_latin)))
    anyone = "|".join(filter(None, (*hans, *(rf"(?<![A-Za-z]){each}(?![A-Za-z])" for each in latins))))
    return Families(f"(?:{anyone})" if anyone else "", hans, _sorted(rare_han), latins, rares, len(names) > 1)


def _is_rare(form: Name, name: PersonName) -> bool:
    """Whether few bear a surname in Latin letters; of a Chinese name the characters say it."""
    family = _plain(form.family)
    if (han := name.han()) and han.style is Style.EASTERN and han.family:
        return _plain(han.family).translate(TRADITIONAL) in COMPOUND
    return len(family) >= _LETTERS and family.isascii() and family.lower() not in _FREQUENT


def _plain(text: str) -> str:
    return folded(text).strip()


def _sorted(each: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(each, key=lambda one: (-len(one), one)))


def _either(each: Iterable[str]) -> str:
    return f"(?:{'|'.join(each)})"


_OLD = {chr(new): chr(old) for old, new in TRADITIONAL.items()}


def _spelt(family: str) -> str:
    """A surname in simplified or traditional characters, with spaces for looks."""
    return r"\s?".join(map(either_script, family))


def either_script(character: str) -> str:
    """A pattern for a character of a name, simplified or traditional."""
    simple = character.translate(TRADITIONAL)
    return f"[{simple}{_OLD[simple]}]" if simple in _OLD else re.escape(character)


def _latin(family: str) -> str:
    """Ouyang, OUYANG, OuYang, Ou-yang."""
    first, rest = family[0], family[1:]
    loose = "[-'’]?".join(f"[{one.lower()}{one.upper()}]" if one.isalpha() else re.escape(one) for one in rest)
    return f"{re.escape(first.upper())}[-'’]?{loose}"


__all__ = ["ENGLISH", "RARE", "SURNAME", "Families", "Found", "either_script", "families"]
