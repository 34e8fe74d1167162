"""Identifiers are right or do not exist, and say in two languages what is wrong."""

import copy
import pickle
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import issn
from stdnum.iso7064 import mod_11_2

from journal.errors import BadIdentifier
from journal.ids import (
    CLC,
    CN,
    DOI,
    ISSN,
    ORCID,
    ROR,
    ArticleId,
    ArticleNumber,
    DocumentCode,
    FundNumber,
    Identifier,
    IssueId,
    Language,
)

SICI = "10.1002/(SICI)1099-1409(199908/10)3:6/7<672::AID>3.0.CO;2-8"

NORMAL: list[tuple[type[Identifier], str, str]] = [
    (Language, "zh", "zh"),
    (Language, "EN", "en"),
    (Language, "zh-hans", "zh-Hans"),
    (Language, "ZH-HANT-tw", "zh-Hant-TW"),
    (Language, "zh-Latn-pinyin", "zh-Latn-pinyin"),
    (Language, "bo", "bo"),
    (Language, "mn-mong", "mn-Mong"),
    (Language, "iw", "iw"),  # the old tag is valid: what a file says is not silently another language
    (Language, "\u3000ｆｒ ", "fr"),
    (ArticleId, "li-water", "li-water"),
    (ArticleId, "2026-05-001", "2026-05-001"),
    (ArticleId, "a" * 64, "a" * 64),
    (ArticleId, "ｌｉ－ｗａｔｅｒ", "li-water"),
    (IssueId, "2026-5", "2026-5"),
    (IssueId, "forthcoming", "forthcoming"),
    (DOI, "10.5555/2026.05.001", "10.5555/2026.05.001"),
    (DOI, "https://doi.org/10.1000/182", "10.1000/182"),
    (DOI, "http://dx.doi.org/10.1000/182", "10.1000/182"),
    (DOI, "HTTPS://WWW.DOI.ORG/10.1000/182", "10.1000/182"),
    (DOI, "doi.org/10.1000/182", "10.1000/182"),
    (DOI, "doi:10.1000/182", "10.1000/182"),
    (DOI, "DOI: 10.1000/182", "10.1000/182"),
    (DOI, "ＤＯＩ：１０．１０００／１８２", "10.1000/182"),
    (DOI, "doi:https://doi.org/10.1000/182\n", "10.1000/182"),
    (DOI, "https://doi.org/10.1002/%28SICI%291097-4571?utm_source=x#top", "10.1002/(SICI)1097-4571"),
    (DOI, SICI, SICI),
    (DOI, "10.13410/j.cnki.CN11-1234.2026", "10.13410/j.cnki.CN11-1234.2026"),
    (DOI, "10.1234/a%20b", "10.1234/a%20b"),  # bare, the percent sign is a character like any other
    (ORCID, "0000-0002-1694-233X", "0000-0002-1694-233X"),
    (ORCID, "https://orcid.org/0000-0001-7699-3983", "0000-0001-7699-3983"),
    (ORCID, "http://www.orcid.org/0000-0001-7699-3983/", "0000-0001-7699-3983"),
    (ORCID, "000000021694233x", "0000-0002-1694-233X"),
    (ORCID, "０００９–００００–００００–０００９", "0009-0000-0000-0009"),
    (ISSN, "0000-0000", "0000-0000"),
    (ISSN, "1002-4980", "1002-4980"),
    (ISSN, "2434-561x", "2434-561X"),
    (ISSN, "2434561X", "2434-561X"),
    (ISSN, "ISSN 1002—4980", "1002-4980"),
    (CN, "CN 11-1234/D", "CN 11-1234/D"),
    (CN, "CN11-1234/D", "CN 11-1234/D"),
    (CN, "cn 11–1234 / d", "CN 11-1234/D"),
    (CN, "11-1234/G4", "CN 11-1234/G4"),
    (CN, "ＣＮ　３１－１９６２／ＴＰ", "CN 31-1962/TP"),
    (CN, "CN 11-0065", "CN 11-0065"),
    (ROR, "https://ror.org/05dxps055", "https://ror.org/05dxps055"),
    (ROR, "05DXPS055", "https://ror.org/05dxps055"),
    (ROR, "ror.org/02mhbdp94", "https://ror.org/02mhbdp94"),
    (CLC, "D998.2", "D998.2"),
    (CLC, "D9", "D9"),
    (CLC, "D", "D"),
    (CLC, "Ｄ９２２．１１２", "D922.112"),
    (CLC, "tp391.1", "TP391.1"),
    (CLC, "TP312JA", "TP312JA"),
    (CLC, "DF961.9", "DF961.9"),
    (CLC, "D90-05", "D90-05"),
    (CLC, "D971.2（712）", "D971.2(712)"),
    (CLC, "K825.6=76", "K825.6=76"),
    (CLC, "F832.332.1", "F832.332.1"),
    (FundNumber, "21BFX001", "21BFX001"),
    (FundNumber, "00BFX001", "00BFX001"),
    (FundNumber, " ２１ＢＦＸ００１ ", "21BFX001"),
    (FundNumber, "国社科〔2021〕12号", "国社科〔2021〕12号"),
    (ArticleNumber, "0000-0000(2026)05-0012-15", "0000-0000(2026)05-0012-15"),
    (ArticleNumber, "1002—4980（2026）5—12—9", "1002-4980(2026)05-0012-09"),
    (ArticleNumber, "1002-4980(2026)S1-0001-120", "1002-4980(2026)S1-0001-120"),
    (DocumentCode, "Ａ", "A"),
    (DocumentCode, "e", "E"),
]

BAD: list[tuple[type[Identifier], str]] = [
    (Language, ""),
    (Language, "xx"),
    (Language, "english"),
    (Language, "zh_CN"),
    (Language, "zh-"),
    (Language, "中文"),
    (ArticleId, " "),
    (ArticleId, "-li"),
    (ArticleId, "li-"),
    (ArticleId, "Li"),
    (ArticleId, "li_water"),
    (ArticleId, "../li"),
    (ArticleId, "li.water"),
    (ArticleId, "李"),
    (ArticleId, "a" * 65),
    (ArticleId, "li٣"),  # a digit, but not one of ours
    (IssueId, "2026/5"),
    (IssueId, ".."),
    (DOI, "10.1/x"),
    (DOI, "10.1234"),
    (DOI, "10.1234/"),
    (DOI, "10.1234567890/x"),
    (DOI, "10.1234/a b"),
    (DOI, "11.1234/ab"),
    (DOI, "10.١٢٣٤/ab"),
    (DOI, "https://example.org/10.1234/ab"),
    (DOI, "https://doi.org/10.1234/a%00b"),
    (DOI, "https://doi.org/10.1234/a%E2%80%AEb"),
    (DOI, "https://doi.org/10.1234/%FF"),
    (DOI, "10.1234/" + "x" * 2048),
    (DOI, "1" * 1_000_000),
    (ORCID, "0000-0002-1694-2331"),
    (ORCID, "0000-0002-1694-233"),
    (ORCID, "0000-0002-X694-2330"),
    (ORCID, "https://example.org/0000-0001-7699-3983"),
    (ISSN, "1002-4981"),
    (ISSN, "1002-498"),
    (ISSN, "1002 4980"),
    (ISSN, "１００２-４９８１"),
    (CN, "CN 1-1234/D"),
    (CN, "CN 11-12345/D"),
    (CN, "CN 11-1234/"),
    (CN, "CN 11-1234/法"),
    (ROR, "https://ror.org/05dxps056"),
    (ROR, "https://ror.org/15dxps055"),
    (ROR, "https://ror.org/05dxpi055"),
    (CLC, "D9982"),
    (CLC, "D99.8"),
    (CLC, "L12"),
    (CLC, "d998.2；D9"),
    (CLC, "ı247"),  # its capital would be I, a class that exists
    (CLC, "998.2"),
    (FundNumber, "\u3000"),
    (FundNumber, "x" * 65),
    (FundNumber, "21BFX\t001"),
    (ArticleNumber, "1002-4981(2026)05-0012-15"),
    (ArticleNumber, "1002-4980(2026)00-0012-15"),
    (ArticleNumber, "1002-4980(2026)05-0000-15"),
    (ArticleNumber, "1002-4980(2026)05-0012-00"),
    (ArticleNumber, "1002-4980-2026-05-0012-15"),
    (DocumentCode, "F"),
    (DocumentCode, "AB"),
]

ONE_OF_EACH = list({cls: (cls, text) for cls, text, _ in NORMAL}.values())


@pytest.mark.parametrize(("cls", "text", "expected"), NORMAL)
def test_normal_form(cls: type[Identifier], text: str, expected: str) -> None:
    identifier = cls(text)
    assert (type(identifier), identifier) == (cls, expected)
    assert cls(str(identifier)) == identifier


@pytest.mark.parametrize(("cls", "text"), BAD)
def test_bad_ones_do_not_exist(cls: type[Identifier], text: str) -> None:
    with pytest.raises(BadIdentifier) as caught:
        cls(text)
    assert re.search("[一-龥]", caught.value.reason_zh)
    assert not re.search("[一-龥]", caught.value.reason_en)
    assert len(caught.value.value) <= 80


@pytest.mark.parametrize(("cls", "text"), ONE_OF_EACH)
@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x7f", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\ue000"]
)
@pytest.mark.parametrize("place", ["before", "inside", "after"])
def test_what_cannot_be_seen_is_refused(cls: type[Identifier], text: str, character: str, place: str) -> None:
    at = {"before": 0, "inside": len(text) // 2, "after": len(text)}[place]
    with pytest.raises(BadIdentifier) as caught:
        cls(text[:at] + character + text[at:])
    assert character not in str(caught.value)
    assert f"U+{ord(character):04X}" in caught.value.reason_zh


@pytest.mark.parametrize(("cls", "text"), ONE_OF_EACH)
def test_pickled_and_copied(cls: type[Identifier], text: str) -> None:
    identifier = cls(text)
    for again in (pickle.loads(pickle.dumps(identifier)), copy.deepcopy(identifier)):
        assert (type(again), again, hash(again)) == (cls, identifier, hash(str(identifier)))


def test_error_names_the_kind_and_what_stood_there() -> None:
    with pytest.raises(BadIdentifier) as caught:
        DOI("10.1/x")
    assert (caught.value.kind.en, caught.value.value) == ("DOI", "10.1/x")
    assert caught.value.reason_zh == "应为“10.前缀/后缀”，如 10.5555/2026.05.001"


def test_what_each_can_tell() -> None:
    assert Language("zh-Hans").primary == "zh"
    assert DOI("10.5555/a").prefix == "10.5555"
    assert DOI("10.1002/(SICI)1<2>#3?").url == "https://doi.org/10.1002/(SICI)1%3C2%3E%233%3F"
    assert DOI("10.1234/ABC").key == DOI("10.1234/abc").key
    assert ORCID("0000-0002-1694-233X").url == "https://orcid.org/0000-0002-1694-233X"
    assert ROR("05dxps055").url == "https://ror.org/05dxps055"
    assert ROR("05dxps055").code == "05dxps055"
    assert repr(ISSN("1002-4980")) == "ISSN('1002-4980')"


def test_article_number_is_made_and_taken_apart() -> None:
    number = ArticleNumber.of(ISSN("1002-4980"), 2026, 5, 12, 15)
    assert number == "1002-4980(2026)05-0012-15"
    assert (number.issn, number.year, number.issue_number) == (ISSN("1002-4980"), 2026, "05")
    assert (number.first_page, number.pages) == (12, 15)
    assert ArticleNumber.of(ISSN("1002-4980"), 2026, "S1", 1, 120) == "1002-4980(2026)S1-0001-120"
    with pytest.raises(BadIdentifier):
        ArticleNumber.of(ISSN("1002-4980"), 2026, 5, 0, 15)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (DOI("10.5555/a"), True),
        (DOI("10.55555/a"), False),
        (ISSN("0000-0000"), True),
        (ISSN("1002-4980"), False),
        (CN("CN 00-0000/D"), True),
        (CN("CN 11-1234/D"), False),
        (ORCID("0000-0002-1825-0097"), True),
        (ORCID("0000-0000-0000-0001"), True),
        (ORCID("0000-0001-7699-3983"), False),
        (ArticleNumber("0000-0000(2026)05-0012-15"), True),
        (ArticleNumber("1002-4980(2026)05-0012-15"), False),
        (ROR("05dxps055"), False),
        (FundNumber("21BFX001"), False),
    ],
)
def test_placeholders_are_known(identifier: Identifier, expected: bool) -> None:
    assert identifier.is_placeholder is expected


FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def _digits(size: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=size, max_size=size)


def _ror(code: str) -> str:
    number = 0
    for digit in code:
        number = number * 32 + CROCKFORD.index(digit)
    return f"0{code}{98 - number * 100 % 97:02}"


VALID: st.SearchStrategy[Identifier] = st.one_of(
    st.sampled_from(["zh", "en", "bo", "zh-Hans", "ug-Arab", "fr-CA", "x-house", "sgn-be-fr"]).map(Language),
    st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", fullmatch=True).map(ArticleId),
    st.from_regex(r"10\.[0-9]{4,9}/[!-~]{1,40}", fullmatch=True).map(DOI),
    _digits(15).map(lambda bare: ORCID(bare + mod_11_2.calc_check_digit(bare))),
    _digits(7).map(lambda bare: ISSN(bare + issn.calc_check_digit(bare))),
    st.text(CROCKFORD, min_size=6, max_size=6).map(_ror).map(ROR),
    st.from_regex(r"CN [0-9]{2}-[0-9]{4}/[A-Z]", fullmatch=True).map(CN),
    st.from_regex(r"[A-K][0-9]{3}\.[0-9]{1,3}", fullmatch=True).map(CLC),
    st.from_regex(r"[A-Z0-9]{1,64}", fullmatch=True).map(FundNumber),
    st.builds(
        ArticleNumber.of,
        st.just(ISSN("1002-4980")),
        st.integers(1950, 2099),
        st.integers(1, 24),
        st.integers(1, 2000),
        st.integers(1, 300),
    ),
)


@given(VALID)
def test_an_identifier_made_of_itself_is_itself(identifier: Identifier) -> None:
    assert type(identifier)(str(identifier)) == identifier


@given(VALID)
def test_full_width_is_the_same_identifier(identifier: Identifier) -> None:
    assert type(identifier)(str(identifier).translate(FULL_WIDTH)) == identifier


@given(st.from_regex(r"10\.[0-9]{4,9}/[!-~一-龥]{1,40}", fullmatch=True).map(DOI))
def test_a_doi_comes_back_from_its_address(doi: DOI) -> None:
    assert DOI(doi.url) == doi


@given(st.sampled_from([cls for cls, _ in ONE_OF_EACH]), st.text())
def test_any_text_is_an_identifier_or_an_error(cls: type[Identifier], text: str) -> None:
    try:
        identifier = cls(text)
    except BadIdentifier:
        return
    assert cls(str(identifier)) == identifier


def test_import_is_cheap() -> None:
    """`--help` imports this module: the libraries that know the check digits are loaded by whoever needs one."""
    code = "import sys, journal.names; print({'idutils', 'stdnum', 'langcodes', 'pypinyin'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
