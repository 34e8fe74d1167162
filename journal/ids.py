"""Identifiers that cannot be wrong once they exist: normalised, matched whole, check digit proved."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import ClassVar, Final, NoReturn, Self
from urllib.parse import quote, unquote

from journal.errors import BadIdentifier, Bilingual

EMPTY = Bilingual("不能为空", "it is empty")
TOO_LONG = Bilingual("长度超过 {limit} 个字符", "it is longer than {limit} characters")
INVISIBLE = Bilingual(
    "含有控制字符、双向控制符或其他不可见字符 {code}", "it holds an invisible or control character, {code}"
)
CHECK_DIGIT = Bilingual("校验码不对，请核对是否抄错", "the check digit does not fit; compare it with the original")

# Control, format (bidi marks, joiners, soft hyphen, BOM), surrogate, private use, line and paragraph separators.
INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
REPLACEMENT: Final = "\ufffd"  # what is left of bytes that were not UTF-8: the identifier was lost before it came here
DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2012\u2013\u2014\u2015\u2212", "-"))  # as word processors set them


class Identifier(str):
    """A text that is what its class says; `cls(text)` normalises it or raises BadIdentifier."""

    __slots__ = ()

    kind: ClassVar[Bilingual]
    form: ClassVar[Bilingual] = Bilingual("形式不对", "it has the wrong form")
    limit: ClassVar[int] = 128
    # Case folding makes I of a dotless ı: where only ASCII is right, nothing else may come near a pattern.
    any_script: ClassVar[bool] = False

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, cls._normal(cls._clean(text)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    @property
    def is_placeholder(self) -> bool:
        """Whether it only holds the place of one not yet assigned: `check` warns of it, `deposit send` refuses it."""
        return False

    @classmethod
    def _normal(cls, text: str) -> str:
        """The normal form of `text`, which is clean already."""
        raise NotImplementedError

    @classmethod
    def _clean(cls, text: str) -> str:
        # Length comes first: what a stranger sends must not make the rest slow.
        if len(text) > cls.limit * 4:
            cls._refuse(text, TOO_LONG.format(limit=cls.limit))
        plain = unicodedata.normalize("NFKC", text).strip(" \t\r\n")
        if not plain:
            cls._refuse(text, EMPTY)
        if len(plain) > cls.limit:
            cls._refuse(text, TOO_LONG.format(limit=cls.limit))
        if not (plain.isascii() and plain.isprintable()):
            cls._refuse_invisible(plain)
        if not (cls.any_script or plain.translate(DASHES).isascii()):
            cls._refuse(text, cls.form)
        return plain

    @classmethod
    def _refuse_invisible(cls, text: str) -> None:
        for character in text:
            if character == REPLACEMENT or unicodedata.category(character) in INVISIBLE_CATEGORIES:
                cls._refuse(text, INVISIBLE.format(code=f"U+{ord(character):04X}"))

    @classmethod
    def _refuse(cls, text: str, reason: Bilingual) -> NoReturn:
        raise BadIdentifier(kind=cls.kind, value=_shown(text), reason_zh=reason.zh, reason_en=reason.en)


def _shown(text: str) -> str:
    """`text` as an error may print it: short, and unable to turn the line round or to speak to the terminal."""
    short = text if len(text) <= 80 else text[:79] + "…"
    return "".join(f"\\u{{{ord(c):04X}}}" if unicodedata.category(c) in INVISIBLE_CATEGORIES else c for c in short)


# ---------------------------------------------------------------- languages


class Language(Identifier):
    """A BCP 47 language tag in its normal case: zh, en, zh-Hans, bo, fr."""

    __slots__ = ()
    kind = Bilingual("语言标签", "language tag")
    limit = 64
    form = Bilingual(
        "应为 BCP 47 语言标签，如 zh、en、zh-Hans、bo", "it should be a BCP 47 language tag such as zh, en, zh-Hans, bo"
    )

    @classmethod
    def _normal(cls, text: str) -> str:
        return _language_tag(text) or cls._refuse(text, cls.form)

    @property
    def primary(self) -> str:
        """The language alone, without script and region: zh for zh-Hans."""
        return self.split("-", 1)[0]


# Valid and in normal case: what most homes hold need not wait for langcodes, a tenth of a second at each start.
_COMMON_TAGS = frozenset("zh en zh-Hans zh-Hant fr de es ru ar ja ko bo ug mn pt it".split())


@functools.lru_cache(maxsize=512)
def _language_tag(text: str) -> str | None:
    if text in _COMMON_TAGS:
        return text
    import langcodes  # 40 ms and more, and `--help` needs no language
    from langcodes.tag_parser import LanguageTagError

    # langcodes also takes zh_CN, which no xml:lang may hold.
    if not re.fullmatch(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*", text):
        return None
    try:
        valid = langcodes.tag_is_valid(text)
    except LanguageTagError:
        return None
    return langcodes.get(text, normalize=False).to_tag() if valid else None


# ---------------------------------------------------------------- the house's own


class Slug(Identifier):
    """A name for a folder and an address: small letters, digits and dashes."""

    __slots__ = ()
    limit = 64
    form = Bilingual(
        "只能用小写字母 a–z、数字和连字符（不在首尾），最多 64 个字符",
        "it may hold a–z, 0–9 and dashes (none at either end), at most 64 characters",
    )

    @classmethod
    def _normal(cls, text: str) -> str:
        return text if re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", text) else cls._refuse(text, cls.form)


class ArticleId(Slug):
    """An article's id for ever: the name of its folder and of its page."""

    __slots__ = ()
    kind = Bilingual("文章标识", "article id")


class IssueId(Slug):
    """An issue's id: the name of its folder, such as 2026-5 or forthcoming."""

    __slots__ = ()
    kind = Bilingual("期标识", "issue id")


# ---------------------------------------------------------------- identifiers of the world


class DOI(Identifier):
    """A DOI without its resolver. Letters keep their case as registered; compare by `key`, for case means nothing."""

    __slots__ = ()
    kind = Bilingual("DOI", "DOI")
    limit = 2048
    any_script = True
    form = Bilingual(
        "应为“10.前缀/后缀”，如 10.5555/2026.05.001", "it should be 10.PREFIX/SUFFIX, like 10.5555/2026.05.001"
    )

    @classmethod
    def _normal(cls, text: str) -> str:
        match = re.fullmatch(
            r"(?:doi\s*:?\s*)?((?:https?://)?(?:www\.|dx\.)?doi\.org/)?(10\..*)", text, re.IGNORECASE | re.ASCII
        )
        address, bare = match.groups() if match else cls._refuse(text, cls.form)
        if address:
            # A query or fragment belongs to the link, not to the DOI, where ? and # stand percent-encoded.
            bare = cls._clean(unquote(re.split(r"[?#]", bare, maxsplit=1)[0]))
        return bare if re.fullmatch(r"10\.[0-9]{4,9}/\S+", bare) else cls._refuse(text, cls.form)

    @property
    def url(self) -> str:
        """The address that resolves it."""
        return "https://doi.org/" + quote(self, safe="/:;()._-,!*'@=$")

    @property
    def prefix(self) -> str:
        """What the registrar gave the publisher: 10.5555."""
        return self.split("/", 1)[0]

    @property
    def key(self) -> str:
        """The form by which two DOIs are one."""
        return self.lower()

    @property
    def is_placeholder(self) -> bool:
        """Whether it is of the prefix kept for tests."""
        return self.prefix == "10.5555"


class ORCID(Identifier):
    """A person's ORCID iD, held bare: 0000-0002-1825-0097."""

    __slots__ = ()
    kind = Bilingual("ORCID", "ORCID")
    form = Bilingual(
        "应为 16 位，如 0000-0002-1825-0097", "it should have 16 digits, like 0000-0002-1825-0097 (the last may be X)"
    )

    @classmethod
    def _normal(cls, text: str) -> str:
        from stdnum.iso7064 import mod_11_2  # 40 ms; idutils would be 400 ms for the same sum

        match = re.fullmatch(
            r"(?:https?://)?(?:(?:www\.)?orcid\.org/)?([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])/?",
            text.translate(DASHES),
            re.IGNORECASE | re.ASCII,
        )
        groups = match.groups() if match else cls._refuse(text, cls.form)
        bare = "-".join(groups).upper()
        return bare if mod_11_2.is_valid(bare.replace("-", "")) else cls._refuse(text, CHECK_DIGIT)

    @property
    def url(self) -> str:
        """The person's page at ORCID, the form in which it is to be printed."""
        return f"https://orcid.org/{self}"

    @property
    def is_placeholder(self) -> bool:
        """Whether it is below all numbers that ORCID gives out, or that of its own made-up Josiah Carberry."""
        return self.startswith("0000-0000-") or self == "0000-0002-1825-0097"


class ISSN(Identifier):
    """An ISSN (ISO 3297): 2095-1234."""

    __slots__ = ()
    kind = Bilingual("ISSN", "ISSN")
    form = Bilingual("应为 8 位，如 0000-0000", "it should have 8 digits, like 0000-0000 (the last may be X)")

    @classmethod
    def _normal(cls, text: str) -> str:
        from stdnum import issn

        match = re.fullmatch(r"(?:ISSN\s*:?\s*)?([0-9]{4})-?([0-9]{3}[0-9X])", text.translate(DASHES).upper())
        groups = match.groups() if match else cls._refuse(text, cls.form)
        bare = "-".join(groups)
        return bare if issn.is_valid(bare) else cls._refuse(text, CHECK_DIGIT)

    @property
    def is_placeholder(self) -> bool:
        """Whether it is of the block that the ISSN centre does not give out."""
        return self.startswith("0000-")


class CN(Identifier):
    """A Chinese serial number (国内统一连续出版物号, GB/T 9999), as commonly printed: CN 11-1234/D."""

    __slots__ = ()
    kind = Bilingual("CN 号", "CN (Chinese serial number)")
    form = Bilingual("应为“CN 两位地区号-四位序号/分类号”，如 CN 11-1234/D", "it should be like CN 11-1234/D")

    @classmethod
    def _normal(cls, text: str) -> str:
        # A newspaper's has no class, so the class may be missing.
        match = re.fullmatch(
            r"(?:CN\s*:?\s*)?([0-9]{2})\s*-\s*([0-9]{4})\s*(?:/\s*([A-Z]{1,2}[0-9]{0,3}))?",
            text.translate(DASHES).upper(),
        )
        region, serial, category = match.groups() if match else cls._refuse(text, cls.form)
        return f"CN {region}-{serial}" + (f"/{category}" if category else "")

    @property
    def is_placeholder(self) -> bool:
        """Whether its region is 00, which is none."""
        return self.startswith("CN 00-")


class ROR(Identifier):
    """An organisation in the Research Organization Registry, held as its address: https://ror.org/05dxps055."""

    __slots__ = ()
    kind = Bilingual("ROR", "ROR")
    form = Bilingual("应如 https://ror.org/05dxps055", "it should be like https://ror.org/05dxps055")
    digits: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32

    @classmethod
    def _normal(cls, text: str) -> str:
        match = re.fullmatch(rf"(?:https?://)?(?:(?:www\.)?ror\.org/)?(0[{cls.digits}]{{6}}[0-9]{{2}})/?", text.lower())
        code = match[1] if match else cls._refuse(text, cls.form)
        return f"https://ror.org/{code}" if cls._checks(code) else cls._refuse(text, CHECK_DIGIT)

    @classmethod
    def _checks(cls, code: str) -> bool:
        from stdnum.iso7064 import mod_97_10

        number = functools.reduce(lambda total, digit: total * 32 + cls.digits.index(digit), code[:-2], 0)
        return mod_97_10.is_valid(f"{number}{code[-2:]}")

    @property
    def url(self) -> str:
        """Its address, which is itself."""
        return str(self)

    @property
    def code(self) -> str:
        """The nine characters alone."""
        return self.rsplit("/", 1)[1]


# ---------------------------------------------------------------- what a Chinese article carries


class CLC(Identifier):
    """One number of the Chinese Library Classification (中图分类号): D998.2; its form alone is judged."""

    __slots__ = ()
    kind = Bilingual("中图分类号", "CLC number")
    form = Bilingual(
        "应为大类字母加数字，每三位数字后加小数点，如 D998.2、TP391.1；多个分类号分开填写",
        "it should be class letters and digits, a dot after three, like D998.2, TP391.1; give several one by one",
    )

    @classmethod
    def _normal(cls, text: str) -> str:
        return text.upper() if _CLC.fullmatch(text.upper()) else cls._refuse(text, cls.form)


# L, M, W and Y are not in use; only T has second letters, and DF is law for those who class it apart from politics.
_CLC_CLASS = r"(?:T[BDEFGHJKLMNPQSUV]|DF|[A-KN-VXZ])"
_CLC_DIGITS = r"(?:[0-9]{1,2}|[0-9]{3}(?:\.[0-9]{3})*(?:\.[0-9]{1,3})?)"
_CLC = re.compile(
    rf"{_CLC_CLASS}{_CLC_DIGITS}?[A-Z]{{0,3}}"
    # The auxiliaries: form, period, combination; place; people; use; association.
    rf"""(?:[-=+]{_CLC_DIGITS}|\([0-9]{{1,3}}(?:[.-][0-9]+)*\)|"{_CLC_DIGITS}"|<{_CLC_DIGITS}>|:{_CLC_CLASS}{_CLC_DIGITS}?)*"""
)


class FundNumber(Identifier):
    """The number of an award: whatever the fund prints, such as 21BFX001."""

    __slots__ = ()
    kind = Bilingual("项目编号", "award number")
    limit = 64
    any_script = True

    @classmethod
    def _normal(cls, text: str) -> str:
        return text


class ArticleNumber(Identifier):
    """文章编号 (CAJ-CD): ISSN(year)issue-first page-number of pages, 0000-0000(2026)05-0012-15."""

    __slots__ = ()
    kind = Bilingual("文章编号", "article number")
    form = Bilingual(
        "应为“ISSN(年)期-首页-页数”，如 0000-0000(2026)05-0012-15",
        "it should be ISSN(year)issue-first page-pages, like 0000-0000(2026)05-0012-15",
    )

    @classmethod
    def of(cls, issn: ISSN | str, year: int, issue_number: int | str, first_page: int, pages: int) -> Self:
        """The number of an article in its place; `issue_number` may be a supplement's, such as S1."""
        return cls(f"{issn}({year}){issue_number}-{first_page}-{pages}")

    @classmethod
    def _normal(cls, text: str) -> str:
        plain = text.translate(DASHES).upper()
        issn, year, issue, first, pages = _article_number(plain) or cls._refuse(text, cls.form)
        return f"{ISSN(issn)}({year}){issue.zfill(2)}-{first.zfill(4)}-{pages.zfill(2)}"

    @property
    def issn(self) -> ISSN:
        """The ISSN of the edition."""
        return ISSN(self[:9])

    @property
    def year(self) -> int:
        """The year of the issue."""
        return int(self[10:14])

    @property
    def issue_number(self) -> str:
        """The number of the issue in its year, in two places: 05."""
        return self[15:17]

    @property
    def first_page(self) -> int:
        """The page on which the article begins."""
        return int(self.rsplit("-", 2)[1])

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return int(self.rsplit("-", 1)[1])

    @property
    def is_placeholder(self) -> bool:
        """Whether its ISSN is one."""
        return self.issn.is_placeholder


def _article_number(text: str) -> tuple[str, str, str, str, str] | None:
    match = re.fullmatch(
        r"([0-9]{4}-[0-9]{3}[0-9X])\(([1-9][0-9]{3})\)([0-9]{1,2}|[SZ][0-9])-([0-9]{1,5})-([0-9]{1,3})", text
    )
    if not match or any(re.fullmatch("0+", part) for part in match.groups()[2:]):
        return None
    issn, year, issue, first, pages = (part.lstrip("0") if i > 1 else part for i, part in enumerate(match.groups()))
    return issn, year, issue, first, pages


class DocumentCode(Identifier):
    """文献标识码 (CAJ-CD): A theory, B practice, C guidance and news, D biography, E documents."""

    __slots__ = ()
    kind = Bilingual("文献标识码", "document code")
    form = Bilingual("应为 A、B、C、D、E 之一", "it should be one of A, B, C, D, E")

    @classmethod
    def _normal(cls, text: str) -> str:
        return text.upper() if re.fullmatch("[A-E]", text.upper()) else cls._refuse(text, cls.form)
