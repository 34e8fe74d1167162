"""Who wrote a manuscript, and every spelling by which a text can tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from journal.errors import Bilingual
from journal.intake.families import ENGLISH, RARE, SURNAME, Families, Found, either_script, families
from journal.intake.folding import folded
from journal.names import Convention, Name, PersonName, Style, Umlaut, in_pinyin, initials, is_han, split_han, written


@dataclass(frozen=True)
class Author:
    """One author as the office knows them; affiliations in any language."""

    name: PersonName
    affiliations: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    orcid: str = ""


@dataclass(frozen=True)
class Identities:
    """What must not be told to a referee: the authors, and the numbers of the funds that paid them."""

    authors: tuple[Author, ...]
    funds: tuple[str, ...] = ()


def registered(rows: Iterable[Mapping[str, Any]]) -> Identities:
    """The authors as the register has them (rows), with `funds` in a row: the numbers of grants."""
    rows = list(rows)
    return Identities(
        tuple(one for row in rows for one in _registered(row)),
        tuple(sorted({number for row in rows for number in row.get("funds", ())})),
    )


def _registered(row: Mapping[str, Any]) -> Iterator[Author]:
    forms = tuple(form for parts in row.get("names", {}).values() for form in _form(parts))
    if forms:
        affiliations = tuple(filter(None, row.get("affiliations", {}).values()))
        yield Author(
            PersonName(forms), affiliations, tuple(filter(None, (row.get("email", ""),))), row.get("orcid") or ""
        )


def _form(parts: Mapping[str, str]) -> Iterator[Name]:
    family, given, whole = (parts.get(key, "").strip() for key in ("family", "given", "whole"))
    if family and given:
        yield Name(family, given, Style.EASTERN if is_han(family + given) else Style.WESTERN)
    elif family or given or whole:
        yield split_han(whole or family or given)


NAME = Bilingual("姓名", "name")
FAMILY = Bilingual("署名处的姓氏", "surname in a signature")
INSTITUTION = Bilingual("单位", "institution")
ADDRESS = Bilingual("电子邮箱", "e-mail address")
IDENTIFIER = Bilingual("ORCID", "ORCID")
FUND = Bilingual("基金编号", "fund number")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text tells of an author: what it is, from where to where in the folded text."""

    what: Bilingual
    start: int
    end: int


# Surnames that are words of their language too, or end many of them: alone they say nothing, and a given name behind them
# may be the next word. The characters are those before which they make a word (提高, 论文).
_JOINED = {
    "高": "提最较更很增升崇极过不偏越拔新身登至", "文": "本论原中英语条全前后上下此该人法正译引古作诗散公天碑铭祭课外征撰行明韩",
    "方": "对双地西东南北四各官我一多立大药远处平甲乙买卖资劳军警校", "成": "形完构组养达变造促建生合", "时": "当及同有平按小临暂届随何此",
    "于": "由对关属在位处基等大小低多少至终便善源出限", "向": "方面走倾导取志动转意一", "常": "经通正日非时平异反", "明": "说证表声文发阐聪指公光分",
    "何": "如任为几", "白": "明空表坦告", "江": "长", "张": "主紧扩夸伸", "安": "公治平保西", "程": "过工流课进", "万": "千百",
    "解": "了理见分调", "单": "简名订", "应": "相适反效对", "强": "加增坚富", "全": "安完健保", "金": "资基现奖黄", "严": "尊庄",
    "路": "道思铁公", "师": "律教老导", "史": "历", "施": "实措设", "计": "设统会审估", "童": "儿", "项": "事各",
    "管": "监主", "别": "区特性分", "平": "水公和", "言": "语发", "利": "权胜", "易": "交容贸", "关": "机相有",
    "习": "学练", "温": "体气", "和": "共调", "乐": "音快", "水": "薪", "海": "上南东", "龙": "恐", "马": "罗",
    "石": "岩", "田": "农", "经": "已曾", "国": "中全各外我", "连": "接大", "化": "文变强深", "民": "人公农居",
    "党": "政", "权": "主债物产", "英": "", "华": "中", "夏": "华", "钱": "金", "毛": "", "牛": "", "黄": "",
    "云": "", "雷": "", "谢": "感致", "曾": "未不", "任": "责信主担", "包": "承", "代": "时现古近当", "古": "考",
    "元": "单多", "车": "汽", "门": "部专",
}  # fmt: skip
# Names of two characters that are words: they count only where both sides say that a person is meant.
_WORDS = frozenset(
    """
    文明 文静 文学 文化 文字 文章 文本 文件 文献 文书 文艺 文人 文学 高明 高山 高峰 高原 高雅 高洁 高尚 高远 高级 高度 高等 高校 高中 高考 高兴 高手 高频
    高价 高位 高原 高地 高危 高效 高速 高涨 方法 方面 方向 方言 方正 方程 方圆 方式 方案 白云 白雪 白马 白露 江山 江南 江河 黄河 黄金 金星 金钱 成功 成长 成熟
    成立 成就 成为 平安 平静 安全 安静 安宁 安定 常青 常委 常规 时光 时代 时间 马力 马车 龙门 石头 石油 水平 万千 万里 明明 明白 明确 明显 何时 何地 向前 向上
    司法 白天 常理 平等 高洁 宣告 时效 全文 明文 成文 应当 应用 单位 单独 公正 公平 公开 言论 解释 解决 任意 任何 关于 利用 权益 白话 严格 严重 施行 强制 金额 简单
    别人 管理 管辖 项目 易于 习惯 连续 连带 代表 代理 包括 曾经 车辆 元素 海关 水利 古代 古典 温和 夏天 华人 毛病 牛马 黄昏 雷同 云集 党员 化学 史料 史学 师生 童年
    向阳 和平 和解 和谐 华夏 华丽 国家 国庆 民主 民生 海洋 海燕 云南 田野 田园 英明 英雄 英语 计划 经济 经历 程度 程序 解放 全面 金融 关系 利益 权力 权利 师范
    """.split()
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONG = 9
_FREE_MAIL = 5  # letters that the part before @ needs to tell anything by itself

_CLEAR_BEFORE = re.compile(
    r"(?:^|[^\u3400-\u9fff]|作者|学者|教授|导师|老师|博士|硕士|先生|女士|师从|感谢|同仁|同事|同学|合作者|译者|编者|[由和与及对向跟同])$"
)
_TITLED_AFTER = re.compile(
    r"^\s*(?:教授|副教授|讲师|博士|硕士|老师|先生|女士|研究员|等|著|译|主编|执笔|撰|认为|指出|提出|主张|的?导师|[（(]\s*(?:19|20)\d\d|[：:]\s*[《“])"
)
_CLEAR_AFTER = re.compile(r"^(?:$|[^\u3400-\u9fff])")
_TITLED_BEFORE = re.compile(r"(?:作者|学者|教授|导师|老师|博士|先生|女士|师从|感谢|译者|编者|署名|姓名)[：:\s]*$")


_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_HAN_NAME = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?:\s{0,2}[\u3400-\u9fff]){1,3}(?![\u3400-\u9fff])")
_REACHED = re.compile(
    r"(?:电话|手机|联系方式|微信|(?i:\b(?:tel|phone|mobile|wechat)\b))[^\d\n。；]{0,8}(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)"
    r"|(?:微信号|(?i:wechat id))\s*[:：为是]?\s*[A-Za-z][\w-]{5,19}",
    re.ASCII,
)
_LINK = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:://|@|/)[\w./+@~%#?=&-]+", re.ASCII)


def _apart(word: str) -> str:
    """RefGaoYanqing as ref-gao-yanqing."""
    return _HUMP.sub("-", word).lower()


@dataclass(frozen=True)
class Spelling:
    """A pattern over folded text, what it tells, and how it must stand to count."""

    what: Bilingual
    pattern: re.Pattern[str]
    han: str = ""  # a name in characters, which may be the end of one word and the beginning of the next
    signed: bool = False  # counts only in a signature


@dataclass(frozen=True)
class Search:
    """All spellings of some authors."""

    spellings: tuple[Spelling, ...]
    slugs: re.Pattern[str] | None = field(default=None)
    long: frozenset[str] = frozenset()  # names of so many letters that no word holds them by chance
    families: Families = field(default_factory=Families)
    initials: re.Pattern[str] | None = None  # as names of styles and shapes

    def hits(self, text: str) -> list[Hit]:
        """Where a folded text tells of an author, a surname that stands alone included; the longest of those that overlap."""
        linked = [Hit(ADDRESS, *link.span()) for link in _LINK.finditer(text) if self.families.in_link(link[0])]
        return _longest([*self._named(text), *linked, *(Hit(*_found(each)) for each in self.families.found(text))])

    def heads(self, text: str) -> list[Hit]:
        """Where a running head does: a surname at its beginning or its end tells, too."""
        return _longest([*self._named(text), *(Hit(*_found(each)) for each in self.families.heads(text))])

    def _named(self, text: str) -> list[Hit]:
        found: list[Hit] = []
        for spelling in self.spellings:
            for match in spelling.pattern.finditer(text):
                if _counts(spelling, text, match.start(), match.end()):
                    found.append(Hit(spelling.what, match.start(), match.end()))
        for link in _LINK.finditer(text) if self.slugs else ():
            if self.slugs is not None and (slug := self.slugs.search(link[0].lower())):
                found.append(Hit(ADDRESS, link.start() + slug.start(), link.start() + slug.end()))
        found += [Hit(ADDRESS, *match.span()) for match in _REACHED.finditer(text)]
        return found + self._backwards(text)

    def _backwards(self, text: str) -> list[Hit]:
        """Names whose letters stand in the other order: a sign that nobody sees shows them turned round."""
        turned, found = text[::-1], []
        patterns = [each.pattern for each in self.spellings if len(each.han) >= _TURNED]
        for match in (match for pattern in patterns for match in pattern.finditer(turned)):
            found.append(match)
        for match in self.slugs.finditer(turned.lower()) if self.slugs else ():
            if len(re.findall("[a-z]", match[0])) >= _TURNED_LETTERS:
                found.append(match)
        return [Hit(NAME, len(text) - match.end(), len(text) - match.start()) for match in found]

    def strangers(self, text: str, signed: bool) -> list[Hit]:
        """What tells of an author where by-lines stand: any address; where they sign, a name in other characters that sound alike."""
        found = [Hit(ADDRESS, *match.span()) for match in _ADDRESS.finditer(text)]
        for match in _HAN_NAME.finditer(text) if signed and self.slugs else ():
            name = in_pinyin(split_han(re.sub(r"\s", "", match[0])))
            if self.slugs is not None and self.slugs.fullmatch(folded(name.family + name.given).lower()):
                found.append(Hit(NAME, *match.span()))
        return found

    def tells(self, word: str) -> bool:
        """Whether a word that is no text (a link, a file's name, an attribute) names an author."""
        plain = folded(word)
        return (
            bool(self._named(plain))
            or self.families.calls(_apart(plain) if plain.isascii() else plain)
            or (self.initials is not None and self.initials.fullmatch(plain) is not None)
            or (self.slugs is not None and self.slugs.search(_apart(plain)) is not None)
            or self._holds(plain)
        )

    def _holds(self, word: str) -> bool:
        """Whether a long name stands in the midst of a word: RefvanderMeerJoost."""
        letters = re.sub("[^a-z]", "", word.lower())
        return any(name in letters for name in self.long)


def _found(each: Found) -> tuple[Bilingual, int, int]:
    return each.what, each.start, each.end


def _longest(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def search(identities: Identities) -> Search:
    """All spellings by which a text can tell of these authors."""
    spellings = [each for author in identities.authors for each in _of_author(author)]
    spellings += [
        Spelling(FUND, _whole(re.escape(folded(fund.strip())), "A-Za-z0-9"))
        for fund in identities.funds
        if len(fund.strip()) > 3
    ]
    slugs = sorted({slug for author in identities.authors for slug in _slugs(author)}, key=len, reverse=True)
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(slugs)})(?![a-z])") if slugs else None
    unique = {(each.pattern.pattern, each.pattern.flags): each for each in spellings}
    plain = (re.sub("[^a-z]", "", slug) for slug in slugs)
    called = sorted({each for author in identities.authors for each in _letters(author.name) if _is_telling(each)})
    return Search(
        tuple(unique.values()),
        pattern,
        frozenset(name for name in plain if len(name) >= _LONG),
        families(author.name for author in identities.authors),
        re.compile(rf"(?i:{'|'.join(called)})(?:[-_ ]?\d{{1,3}}|[\u3400-\u9fff].*)?") if called else None,
    )


def _of_author(author: Author) -> Iterator[Spelling]:
    yield from _of_name(author.name)
    yield from _of_letters(sorted(_letters(author.name)))
    for email in filter(None, map(str.strip, author.emails)):
        plain = folded(email)
        local, _, domain = plain.partition("@")
        at = r"\s*(?:@|[\[(（]\s*at\s*[\])）]|\bat\b|#)\s*"
        yield Spelling(ADDRESS, _whole(f"(?i:{re.escape(local)}{at}{_dotted(domain)})", "A-Za-z0-9"))
        if len(local) >= _FREE_MAIL:
            yield Spelling(ADDRESS, _whole(f"(?i:{re.escape(local)})(?=\\s*@)", "A-Za-z0-9"))
    if author.orcid.strip():
        digits = re.sub(r"[^0-9Xx]", "", folded(author.orcid))
        yield Spelling(IDENTIFIER, re.compile("(?i:" + r"[-\s]*".join(digits) + ")"))
    for line in author.affiliations:
        for piece in _institutions(folded(line)):
            yield Spelling(INSTITUTION, _loose(piece))
            yield from (Spelling(INSTITUTION, _whole(each, "A-Za-z")) for each in _shortened(piece))


def _dotted(domain: str) -> str:
    return r"\s*(?:\.|\(dot\)|\[dot\])\s*".join(map(re.escape, domain.split(".")))


# ---------------------------------------------------------------- names


def _of_name(name: PersonName) -> Iterator[Spelling]:
    for form in name.forms:
        whole = form.family + form.given
        if is_han(whole):
            yield from _of_han(form)
            if form.style is Style.EASTERN:
                yield from (each for umlaut in Umlaut for each in _of_latin(in_pinyin(form, umlaut)))
        elif re.search("[A-Za-z]", folded(whole)):
            yield from _of_latin(form)
        elif len(whole.strip()) > 1:
            yield Spelling(NAME, _loose(folded(f"{form.family} {form.given}".strip())))
    # Every way in which this house itself would print the name.
    for convention in set(Convention) - {Convention.PINYIN_KEY}:
        for umlaut in Umlaut:
            text = folded(written(name, convention, umlaut))
            if len(re.findall(r"\w", text)) > 3 and not is_han(text) and convention is not Convention.INITIALS:
                yield Spelling(NAME, _whole(_words(text.split()), "A-Za-z"))


def _of_han(form: Name) -> Iterator[Spelling]:
    characters = re.sub(r"[\W_]+", "", folded(form.family + form.given))
    if len(characters) < 2:
        return
    yield Spelling(NAME, re.compile(r"[\s·•・]*".join(map(either_script, characters))), han=characters)
    if form.family and form.style is Style.EASTERN and form.given:
        yield Spelling(NAME, re.compile(f"{re.escape(folded(form.family))}某{re.escape(characters[-1])}"))
    if form.family and form.style is Style.EASTERN:
        family = re.escape(folded(form.family))
        yield Spelling(FAMILY, re.compile(rf"(?<![\u3400-\u9fff]){family}(?=某某?(?![\u3400-\u9fff]))"), signed=True)


def _of_latin(form: Name) -> Iterator[Spelling]:
    family, given = folded(form.family).strip(), folded(form.given).strip()
    if not family or not given:
        words = (family or given).split()
        if len(words) > 1:
            yield Spelling(NAME, _whole(_words(words), "A-Za-z"))
            yield from _of_initials(words[-1], " ".join(words[:-1]))
        return
    parts = [_words(family.split()), _words(given.split())]
    for order in (parts, parts[::-1]):
        yield Spelling(NAME, _whole(r"[\s,.·]{1,3}".join(order), "A-Za-z"))
    first = given.split()[0].split("-")[0]
    if len(given.split()) > 1 and len(first) > 1:  # John Andrew Smith, who also signs John Smith or John A. Smith
        middle = r"(?:\s+[A-Z]\.?)*"
        yield Spelling(NAME, _whole(rf"{_words([first])}{middle}\s+{parts[0]}", "A-Za-z"))
        yield Spelling(NAME, _whole(rf"{parts[0]},\s*{_words([first])}", "A-Za-z"))
    if (
        family.isascii()
        and family.islower() is False
        and len(family) + len(given) >= 7
        and family.lower() not in ENGLISH
    ):
        for order in (parts, parts[::-1]):  # typed without capitals
            yield Spelling(NAME, _whole("(?i:" + r"[\s,.]{0,3}".join(order) + ")", "A-Za-z"))
    yield from _of_initials(family, given)


def _of_initials(family: str, given: str) -> Iterator[Spelling]:
    letters = re.findall(r"[A-Z]", initials(given)) or [given[:1].upper()]
    # Xiaoming has two syllables and is X. or X. M.: the second letter is free, and not everybody writes all of theirs.
    first, *others = map(re.escape, letters)
    dotted = first + "".join(rf"(?:[\s.-]{{0,3}}{other})?" for other in others) + r"(?:[\s.-]{0,2}[A-Z])?\."
    name = _words(family.split())
    signed = family.lower() in ENGLISH
    yield Spelling(NAME, _whole(rf"{name},?\s+{dotted}", "A-Za-z"), signed=signed)
    yield Spelling(NAME, _whole(rf"{dotted}\s*{name}", "A-Za-z"), signed=signed)
    yield Spelling(NAME, _whole(rf"{name},?\s+{''.join(letters)}", "A-Za-z"), signed=True)  # Zhang S, as in medicine


def _words(words: Iterable[str]) -> str:
    """Words that begin with a capital or stand in capitals, however they are hyphened: Xiaoming, Xiao-Ming, XIAOMING."""
    return r"[\s,.]{1,2}".join(map(_word, words))


def _word(word: str) -> str:
    letters = [letter for letter in word if letter.isalnum()]
    return r"[-'’.\s]{0,2}".join(
        re.escape(letter)
        if not index
        else f"[{re.escape(letter.lower())}{re.escape(letter.upper())}]"
        if letter.isalpha()
        else re.escape(letter)
        for index, letter in enumerate(letters)
    )


def _slugs(author: Author) -> Iterator[str]:
    """As names stand in addresses and file names: liming, li-ming, ming_li."""
    for form in (
        author.name.latin(),
        *(in_pinyin(form) for form in author.name.forms if is_han(form.family + form.given) and form.family),
    ):
        family, given = (re.sub("[^a-z]", "", folded(part).lower()) for part in (form.family, form.given))
        if not (family and given):  # a name that is written whole, or is only a given one: Tashi Dondrup
            words = [re.sub("[^a-z]", "", word) for word in folded(form.family or form.given).lower().split()]
            family, given = (words[0], "".join(words[1:])) if len(words) > 1 else ("", "")
        if family and given and len(family) + len(given) >= 5:
            yield rf"{_slug(family)}[-_.+ ]?{_slug(given)}"
            yield rf"{_slug(given)}[-_.+ ]?{_slug(family)}"


def _slug(part: str) -> str:
    return "[-_]?".join(part)


# ---------------------------------------------------------------- initials alone

_TURNED = 3  # characters that a name needs to be looked for backwards
_TURNED_LETTERS = 7
_ABBREVIATIONS = frozenset(
    """
    gdp gnp wto imf who icc icj itc ilo uno usa fbi cia ceo cfo cpi csr esg sci ssci llm llb llc led lcd phd ppp ppt pdf xml html dna rna
    gps gis hiv cct ict isp ipo ipr tpp nft rct iot vpn sql url uri www http ftp toc doc img tbl fig sec ref bib gbt iso isbn issn doi orcid
    aaa bbb ccc ddd eee xyz abc lsd hse spss npc cpc cppcc prc roc csc csl cjl lng lpg gmo ngo npo pfi bot boot tot epc sme smes
    wwf wwi wwii etc sic cit ibid usd rmb cny hkd eur gbp jpy nasa wipo trips bit bits fta ftas swot
    """.split()
)
_OURSELVES = r"(?:笔者|本人|作者|访谈[者人员]|采访[者人]|调查[者人员]|记录[者人]|整理[者人]|编码[者员]|(?i:\b(?:authors?|I|interviewers?|coders?|researchers?|translators?)))"


def _letters(name: PersonName) -> set[str]:
    """The initials by which somebody may sign: OYJ and OJ, JAS and SJA."""
    found = set()
    for form in name.forms:
        if is_han(form.family + form.given) and form.style is Style.EASTERN:
            family, given = (re.findall(r"[\u3400-\u9fff]", folded(part)) for part in (form.family, form.given))
            latin = in_pinyin(form)
            syllables = [_sound(one) for one in given]
            first = [latin.family[:1], *(_sound(one) for one in family[1:])]
            found |= {
                "".join((*first, *syllables)),
                "".join((first[0], *syllables)),
                "".join((*syllables, *first)),
                "".join((*syllables, first[0])),
            }
        elif form.family and form.given:
            others = [word[0] for word in re.split(r"[\s.-]+", folded(form.given)) if word]
            found |= {"".join((*others, form.family[0])), "".join((form.family[0], *others))}
    return {letters for each in found if len(letters := re.sub("[^A-Z]", "", folded(each).upper())) > 1}


def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0][:1]


def _is_telling(letters: str) -> bool:
    return len(letters) > 2 and letters.lower() not in _ABBREVIATIONS | _ENGLISH_WORDS


_ENGLISH_WORDS = frozenset(
    "joy joe jay may day way sky guy law low saw sea yes you her his our out all any act age aid air art".split()
)


def _of_letters(all_letters: Iterable[str]) -> Iterator[Spelling]:
    for letters in all_letters:
        spaced = r"\.?[\s-]?".join(letters) + r"\.?"
        yield Spelling(NAME, re.compile(rf"{_OURSELVES}\s?[(（\[：:]\s?{spaced}(?=\s?[)）\]，,。；]|\s*$)"))
        if not _is_telling(letters):
            continue
        dotted = r"\.\s?".join(letters)
        yield Spelling(NAME, re.compile(rf"[(（\[【]\s?{letters}\s?[)）\]】]"))
        yield Spelling(NAME, re.compile(rf"(?<![A-Za-z.])(?:{dotted}\.?)(?![A-Za-z])"))
        yield Spelling(NAME, re.compile(rf"\A[\W\d]*{letters}[\W\d]*\Z"))
        yield Spelling(ADDRESS, _whole(rf"(?i:{letters})[_.-]?\d{{2,}}", "A-Za-z0-9"))


# ---------------------------------------------------------------- institutions

_HAN_INSTITUTION = re.compile(
    r"[\u3400-\u9fff]{2,}?(?:大学|科学院|研究院|研究所|党校|学院|法院|检察院|事务所|医院|博物馆|图书馆|档案馆|出版社|协会|学会|中学)"
)
# What a unit is called in many institutions; a place in its name makes it one of its own.
_SUBJECT = (
    "法律|法学|法|文学|文|史学|历史|文化|哲学|哲|社会|科学|政治|政法|公共|行政|管理|经济|经管|商|国际|关系|外国|外国语|外语|语言|文献|新闻|传播|教育|马克思主义|"
    "人权|人文|知识产权|信息|民商|刑事|宪法|理论|研究|与|和|及|学"
)
_LATIN_INSTITUTION = re.compile(
    r"(?i)universi|academ|polytech|hochschule|institut|college|court|procurat|ministry|hospital|law firm|museum|library"
)
_COMMON_UNIT = re.compile(
    r"(?i)^(?:(?:school|department|faculty|college|institute|division|centre|center|academy) (?:of|for) [\w &-]{1,40}|law school|(?:"
    + _SUBJECT
    + r"){1,5}(?:学院|院|系|所|中心|部|室)|研究生院|graduate school)$"
)


def _institutions(line: str) -> Iterator[str]:
    """What of an affiliation tells of it: the whole, each piece with the institution's own name."""
    line = re.sub(r"\s+", " ", line).strip(" .。;；,，")
    if len(line) < 4:
        return
    if not _COMMON_UNIT.match(line):
        yield line
    for piece in re.split(r"\s*[,，;；()（）]\s*|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", line):
        if _LATIN_INSTITUTION.search(piece) and not _COMMON_UNIT.match(piece) and " " in piece.strip():
            yield piece.strip()
        found = _HAN_INSTITUTION.match(piece)
        if found and len(found[0]) >= 4 and not _COMMON_UNIT.match(found[0]):
            yield found[0]


_SHORT = {
    "university": r"Univ(?:ersity|\.)?", "institute": r"Inst(?:itute|\.)?", "college": r"Coll(?:ege|\.)?", "academy": r"Acad(?:emy|\.)?",
    "department": r"Dep(?:artmen)?t\.?", "school": r"Sch(?:ool|\.)?", "faculty": r"Fac(?:ulty|\.)?",
}  # fmt: skip


def _shortened(piece: str) -> Iterator[str]:
    """Other ways to write an institution: Bitan Univ., Univ. of Bitan, 碧潭大学 as Bitan University."""
    words = piece.split()
    if found := re.match(r"([\u3400-\u9fff]{2,4})大学", piece):
        from pypinyin import lazy_pinyin

        words = ["".join(lazy_pinyin(found[1])).capitalize(), "University"]
    names = [word for word in words if word.lower().strip(",.") not in {*_SHORT, "of", "the", "for", "and", "&"}]
    if len(words) < 2 or not names or not words[0].isascii():
        return
    yield r"\s+".join(_SHORT.get(word.lower(), re.escape(word)) for word in words)
    kinds = [_SHORT[word.lower()] for word in words if word.lower() in _SHORT]
    if len(kinds) == 1 and len(names) == 1 and len(names[0]) > 3:
        yield rf"{re.escape(names[0])}\s+{kinds[0]}"
        yield rf"{kinds[0]}\s+of\s+{re.escape(names[0])}"


# ---------------------------------------------------------------- patterns


def _whole(pattern: str, letters: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![{letters}])(?:{pattern})(?![{letters}])")


def _loose(text: str) -> re.Pattern[str]:
    """The text whatever its case and spaces; Chinese may break anywhere."""
    pieces = [
        r"\s*" if not piece.strip() else re.escape(piece)
        for piece in re.split(r"(\s+|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff]))", text)
        if piece is not None
    ]
    latin = r"\s+".join(map(re.escape, text.split()))
    return re.compile("(?i:" + ("".join(pieces) if re.search(r"[\u3400-\u9fff]", text) else latin) + ")")


def _counts(spelling: Spelling, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if spelling.signed and spelling.what is NAME:
        return _signed(text, start, end)
    if not spelling.han:
        return True
    return _is_name(spelling.han, before, after, lambda: _is_prose(text, start, end))


def _signed(text: str, start: int, end: int) -> bool:
    """Whether a name stands as in a by-line or a list: alone on its line, or among punctuation."""
    before, after = text[:start].rstrip(" \t")[-1:], text[end:].lstrip(" \t*†‡¹²³0123456789")[:1]
    return (not before or before in "\n,;:：；，、—-(（©&[]") and (not after or after in "\n,;；，、)）&(")


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether a line holds sentences, or keywords: where people sign there are neither."""
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    return re.search(r"[。！？；]|^\W{0,8}(?:关键词|主题词)", line) is not None


def _is_name(name: str, before: str, after: str, is_prose: Callable[[], bool]) -> bool:
    """Whether characters that spell a name are one, and not the end of one word and the beginning of another."""
    if _TITLED_BEFORE.search(before) or _TITLED_AFTER.match(after):
        return True
    clear = (_CLEAR_BEFORE.search(before) is not None, _CLEAR_AFTER.match(after) is not None)
    if len(name) == 2 and (name in _WORDS or _is_word(name)):
        return all(clear) and not is_prose()
    if all(clear):
        return True
    last = before.strip()[-1:]
    if last and last in _JOINED.get(name[0], ""):
        return False
    if len(name) == 2:
        crossing = [last + name[0], *([name[-1] + after.strip()[:1]] if name[0] in _JOINED else [])]
        return not any(len(word) == 2 and _is_word(word) for word in crossing)
    return True


def _is_word(word: str) -> bool:
    from pypinyin.constants import PHRASES_DICT  # 170 ms

    return word in PHRASES_DICT


__all__ = [
    "ADDRESS",
    "FAMILY",
    "FUND",
    "IDENTIFIER",
    "INSTITUTION",
    "NAME",
    "RARE",
    "SURNAME",
    "Author",
    "Hit",
    "Identities",
    "Search",
    "folded",
    "registered",
    "search",
]
