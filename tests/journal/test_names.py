"""Names of many peoples, each in every convention, written in one place."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.ids import Language
from journal.names import (
    Convention,
    Name,
    PersonName,
    Style,
    Umlaut,
    bibtex,
    csl,
    in_pinyin,
    initials,
    is_han,
    split_han,
    written,
)
from journal.surnames import COMPOUND, OWN_READING, RARE, SELDOM, TRADITIONAL

C = Convention
ZH, EN = Language("zh"), Language("en")


def eastern(family: str, given: str, language: str = "zh") -> Name:
    return Name(family, given, Style.EASTERN, Language(language))


def western(family: str, given: str, language: str = "en") -> Name:
    return Name(family, given, Style.WESTERN, Language(language))


def whole(text: str, language: str = "zh") -> Name:
    return Name("", text, Style.GIVEN_ONLY, Language(language))


def person(*forms: Name) -> PersonName:
    return PersonName(forms)


ZHANG = person(eastern("张", "三"))
XIAOMING = person(eastern("张", "晓明"), western("Zhang", "Xiaoming"))  # the Latin form tagged western, as most are
OUYANG = person(eastern("欧阳", "静之"))
DOUBLE = person(eastern("郑李", "淑芳"))
TSANG = person(eastern("曾", "嘉豪"), eastern("Tsang", "Ka-ho", "en"))  # the author's own spelling
SMITH = person(western("Smith", "John A."))
SARTRE = person(western("Dupont", "Jean-Paul", "fr"))
KING = person(Name("King", "Martin Luther", Style.WESTERN, EN, prefix="Dr.", suffix="Jr."))
AYNUR = person(whole("阿依努尔·买买提"), whole("Aynur Memet", "ug-Latn"))
AYNUR_WESTERN = person(whole("阿依努尔·买买提"), western("Memet", "Aynur"))
TASHI = person(whole("扎西"), whole("བཀྲ་ཤིས།", "bo"), whole("Tashi", "bo-Latn"))
CHIDI = person(western("Okafor", "Chidi"), whole("奇迪·奥卡福"))
CHIDI_DIVIDED = person(western("奥卡福", "奇迪", "zh"), western("Okafor", "Chidi"))
IVAN = person(western("Иванов", "Иван Петрович", "ru"))
JON = person(Name("Sigurðsson", "Jón", Style.ISLENSK, Language("is")))
BELA = person(eastern("Bartók", "Béla", "hu"))
NGUYEN = person(eastern("Nguyễn", "Văn An", "vi"))
YAMADA = person(eastern("山田", "太郎", "ja"), western("Yamada", "Taro"))
YAMADA_ALONE = person(eastern("山田", "太郎", "ja"))
KIM = person(eastern("김", "철수", "ko"))
YILMAZ = person(western("Yiğit", "İpek", "tr"))
BERG = person(western("van der Berg", "Anna de Wit", "nl"))

WRITTEN = [
    (ZHANG, C.NATIVE, "张三"),
    (ZHANG, C.SPACED, "张\u3000三"),
    (ZHANG, C.TRANSCRIBED, "张三"),
    (ZHANG, C.FAMILY_FIRST, "Zhang San"),
    (ZHANG, C.CAPITALS, "ZHANG San"),
    (ZHANG, C.GIVEN_FIRST, "San Zhang"),
    (ZHANG, C.INVERTED, "Zhang, San"),
    (ZHANG, C.INITIALS, "Zhang, S."),
    (XIAOMING, C.NATIVE, "张晓明"),
    (XIAOMING, C.SPACED, "张晓明"),
    (XIAOMING, C.FAMILY_FIRST, "Zhang Xiaoming"),
    (XIAOMING, C.CAPITALS, "ZHANG Xiaoming"),
    (XIAOMING, C.GIVEN_FIRST, "Xiaoming Zhang"),
    (XIAOMING, C.INITIALS, "Zhang, X."),
    (OUYANG, C.SPACED, "欧阳静之"),
    (OUYANG, C.CAPITALS, "OUYANG Jingzhi"),
    (DOUBLE, C.FAMILY_FIRST, "Zheng-Li Shufang"),
    (DOUBLE, C.CAPITALS, "ZHENG-LI Shufang"),
    (TSANG, C.NATIVE, "曾嘉豪"),
    (TSANG, C.FAMILY_FIRST, "Tsang Ka-ho"),
    (TSANG, C.INITIALS, "Tsang, K.-H."),
    (SMITH, C.NATIVE, "John A. Smith"),
    (SMITH, C.SPACED, "John A. Smith"),
    (SMITH, C.TRANSCRIBED, "John A. Smith"),
    (SMITH, C.FAMILY_FIRST, "John A. Smith"),
    (SMITH, C.CAPITALS, "John A. SMITH"),
    (SMITH, C.GIVEN_FIRST, "John A. Smith"),
    (SMITH, C.INVERTED, "Smith, John A."),
    (SMITH, C.INITIALS, "Smith, J. A."),
    (SARTRE, C.INITIALS, "Dupont, J.-P."),
    (KING, C.GIVEN_FIRST, "Martin Luther King Jr."),
    (KING, C.INVERTED, "King, Martin Luther, Jr."),
    (KING, C.INITIALS, "King, M. L., Jr."),
    (AYNUR, C.NATIVE, "阿依努尔·买买提"),
    (AYNUR, C.TRANSCRIBED, "阿依努尔·买买提"),
    (AYNUR, C.FAMILY_FIRST, "Aynur Memet"),
    (AYNUR, C.CAPITALS, "Aynur Memet"),
    (AYNUR, C.GIVEN_FIRST, "Aynur Memet"),
    (AYNUR, C.INVERTED, "Aynur Memet"),
    (AYNUR, C.INITIALS, "Aynur Memet"),
    (AYNUR_WESTERN, C.NATIVE, "阿依努尔·买买提"),
    (AYNUR_WESTERN, C.TRANSCRIBED, "阿依努尔·买买提"),
    (person(whole("阿依努尔·买买提")), C.INVERTED, "Ayinu'er Maimaiti"),
    (TASHI, C.SPACED, "扎西"),
    (TASHI, C.INVERTED, "Tashi"),
    (CHIDI, C.NATIVE, "Chidi Okafor"),
    (CHIDI, C.TRANSCRIBED, "奇迪·奥卡福（Chidi Okafor）"),
    (CHIDI, C.CAPITALS, "Chidi OKAFOR"),
    (CHIDI_DIVIDED, C.NATIVE, "Chidi Okafor"),
    (CHIDI_DIVIDED, C.TRANSCRIBED, "奇迪·奥卡福（Chidi Okafor）"),
    (person(western("奥卡福", "奇迪", "zh")), C.TRANSCRIBED, "奇迪·奥卡福"),
    (IVAN, C.NATIVE, "Иван Петрович Иванов"),
    (IVAN, C.INITIALS, "Иванов, И. П."),
    (JON, C.NATIVE, "Jón Sigurðsson"),
    (JON, C.FAMILY_FIRST, "Jón Sigurðsson"),
    (JON, C.INVERTED, "Jón Sigurðsson"),
    (BELA, C.NATIVE, "Bartók Béla"),
    (BELA, C.FAMILY_FIRST, "Bartók Béla"),
    (BELA, C.GIVEN_FIRST, "Béla Bartók"),
    (BELA, C.INVERTED, "Bartók, Béla"),
    (NGUYEN, C.CAPITALS, "NGUYỄN Văn An"),
    (NGUYEN, C.INITIALS, "Nguyễn, V. A."),
    (YAMADA, C.NATIVE, "山田太郎"),
    (YAMADA, C.FAMILY_FIRST, "Yamada Taro"),
    (YAMADA, C.GIVEN_FIRST, "Taro Yamada"),
    (YAMADA_ALONE, C.INVERTED, "山田太郎"),  # in pinyin it would be another name
    (KIM, C.NATIVE, "김철수"),
    (KIM, C.INITIALS, "김철수"),
    (KIM, C.GIVEN_FIRST, "김철수"),
    (YILMAZ, C.CAPITALS, "İpek YİĞİT"),
    (BERG, C.CAPITALS, "Anna de Wit VAN DER BERG"),
    (BERG, C.INITIALS, "van der Berg, A. W."),
]


@pytest.mark.parametrize(("who", "convention", "expected"), WRITTEN)
def test_written(who: PersonName, convention: Convention, expected: str) -> None:
    assert written(who, convention) == expected


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("张三", "张", "三"),
        ("张\u3000三", "张", "三"),
        (" 张 三 ", "张", "三"),
        ("王小明", "王", "小明"),
        ("欧阳静之", "欧阳", "静之"),
        ("欧阳 静之", "欧阳", "静之"),
        ("欧阳修", "欧阳", "修"),
        ("歐陽修", "歐陽", "修"),
        ("司马光", "司马", "光"),
        ("司马", "司", "马"),
        ("诸葛亮", "诸葛", "亮"),
        ("尉迟恭", "尉迟", "恭"),
        ("长孙无忌", "长孙", "无忌"),
        ("万俟卨", "万俟", "卨"),
        ("令狐冲", "令狐", "冲"),
        ("澹臺滅明", "澹臺", "滅明"),
        ("爱新觉罗溥仪", "爱新觉罗", "溥仪"),
        ("吐谷浑阿才", "吐谷浑", "阿才"),
        ("王孙健", "王", "孙健"),
        ("王孙健民", "王孙", "健民"),
        ("郑李淑芳", "郑李", "淑芳"),
        ("范徐丽泰", "范徐", "丽泰"),
        ("陈方 安生", "陈方", "安生"),
        ("张晓 明", "张", "晓明"),  # a space typed for looks
        ("李白杨柳依", "李", "白杨柳依"),
        ("𠮷䶮㛃", "𠮷", "䶮㛃"),
        ("葛\U000e0101小明", "葛\U000e0101", "小明"),
    ],
)
def test_a_name_in_one_piece_is_split(text: str, family: str, given: str) -> None:
    assert split_han(text) == Name(family, given, Style.EASTERN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿依努尔·买买提", "阿依努尔·买买提"),
        ("阿依努尔•买买提", "阿依努尔·买买提"),
        ("阿依努尔・买买提", "阿依努尔·买买提"),
        ("释", "释"),
        ("John  Smith", "John Smith"),
        ("", ""),
    ],
)
def test_what_has_no_parts_stays_whole(text: str, expected: str) -> None:
    assert split_han(text) == Name("", expected, Style.GIVEN_ONLY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单田芳", "Shan Tianfang"),
        ("仇英", "Qiu Ying"),
        ("解缙", "Xie Jin"),
        ("查良镛", "Zha Liangyong"),
        ("曾国藩", "Zeng Guofan"),
        ("区伯权", "Ou Boquan"),
        ("朴正", "Piao Zheng"),
        ("翟志刚", "Zhai Zhigang"),
        ("缪昌期", "Miao Changqi"),
        ("覃文", "Qin Wen"),
        ("任弼时", "Ren Bishi"),
        ("华罗庚", "Hua Luogeng"),
        ("盖叫天", "Ge Jiaotian"),
        ("乐毅", "Yue Yi"),
        ("卜算", "Bu Suan"),
        ("種師道", "Zhong Shidao"),
        ("种师道", "Chong Shidao"),
        ("單雄", "Shan Xiong"),
        ("單雄信", "Shan Xiongxin"),
        ("阚泽", "Kan Ze"),
        ("員半千", "Yun Banqian"),
        ("万俟卨", "Moqi Xie"),
        ("尉迟恭", "Yuchi Gong"),
        ("澹台灭明", "Tantai Mieming"),
        ("欧阳静之", "Ouyang Jingzhi"),
        ("范徐丽泰", "Fan-Xu Litai"),
        ("王西安", "Wang Xi'an"),
        ("李玉安", "Li Yu'an"),
        ("陈吉安", "Chen Ji'an"),
        ("周恩来", "Zhou Enlai"),
        ("方晓鸥", "Fang Xiao'ou"),
        ("吕女", "Lü Nü"),
        ("王㛃", "Wang Jie"),
        ("王䶮", "Wang Yan"),
        ("王𠮷", "Wang Ji"),
        ("王𬭩", "Wang Weng"),
        ("葛\U000e0101小明", "Ge Xiaoming"),
    ],
)
def test_pinyin(text: str, expected: str) -> None:
    assert written(PersonName((split_han(text),)), C.FAMILY_FIRST) == expected


@pytest.mark.parametrize(
    ("umlaut", "plain", "capitals"),
    [(Umlaut.MARK, "Lü Nü", "LÜ Nü"), (Umlaut.YU, "Lyu Nyu", "LYU Nyu"), (Umlaut.V, "Lv Nv", "LV Nv")],
)
def test_umlaut_is_a_setting(umlaut: Umlaut, plain: str, capitals: str) -> None:
    who = person(eastern("吕", "女"))
    assert written(who, C.FAMILY_FIRST, umlaut) == plain
    assert written(who, C.CAPITALS, umlaut) == capitals


def test_own_spelling_is_never_touched() -> None:
    who = person(eastern("吕", "女"), western("Lü", "Nv"))
    assert {written(who, C.FAMILY_FIRST, umlaut) for umlaut in Umlaut} == {"Lü Nv"}
    assert who.latin() == western("Lü", "Nv")


def test_pinyin_says_what_it_is() -> None:
    assert in_pinyin(eastern("张", "三")) == Name("Zhang", "San", Style.EASTERN, Language("zh-Latn-pinyin"))


def test_forms_are_found() -> None:
    assert TSANG.han() == eastern("曾", "嘉豪")
    assert TSANG.latin() == eastern("Tsang", "Ka-ho", "en")
    assert SMITH.han() is None
    assert person(western("Zhang", "San"), eastern("张", "三")).native() == eastern("张", "三")
    assert CHIDI.native() == western("Okafor", "Chidi")
    assert IVAN.latin() == IVAN.native()
    with pytest.raises(ValueError, match=r"至少要有一种写法.+at least one form"):
        PersonName(())


def test_sorted_by_pinyin() -> None:
    texts = [
        "章三",
        "张三",
        "卓然",
        "安然",
        "单雄信",
        "张晓明",
        "鲁迅",
        "吕布",
        "栾平",
        "欧阳修",
        "区伯权",
        "阿依努尔·买买提",
    ]
    people = [PersonName((split_han(text),)) for text in texts]
    people += [TSANG, SMITH, person(eastern("覃", "文"), western("Tan", "Wen")), person(eastern("覃", "文"))]
    by_key = sorted(people, key=lambda who: written(who, C.PINYIN_KEY))
    assert [written(who, C.NATIVE) for who in by_key] == [
        *["阿依努尔·买买提", "安然", "鲁迅", "吕布", "栾平", "区伯权", "欧阳修", "覃文", "单雄信", "John A. Smith"],
        *["覃文", "曾嘉豪", "张三", "章三", "张晓明", "卓然"],
    ]
    assert written(ZHANG, C.PINYIN_KEY) == "zhang1 san1 张三"
    assert written(JON, C.PINYIN_KEY) == "jon sigurðsson"


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("John A.", "J. A."),
        ("J.A.", "J. A."),
        ("J A", "J. A."),
        ("Jean-Paul", "J.-P."),
        ("J.-P.", "J.-P."),
        ("Xiaoming", "X."),
        ("Xi'an", "X."),
        ("Ka-ho", "K.-H."),
        ("xiaoming", "X."),
        ("E\u0301lodie", "É."),
        ("Maria de los Ángeles", "M. Á."),
        ("Иван Петрович", "И. П."),
        ("", ""),
    ],
)
def test_initials(given_name: str, expected: str) -> None:
    assert initials(given_name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三", True),
        ("张\u3000三", True),
        ("阿依努尔·买买提", True),
        ("㛃𬭩𠮷䶮", True),
        ("葛\U000e0100", True),
        ("佐々木", True),
        ("〇", True),
        ("張三", True),
        ("Zhang", False),
        ("张San", False),
        ("김철수", False),
        ("やまだ", False),
        ("，", False),
        ("·", False),
        ("", False),
    ],
)
def test_is_han(text: str, expected: bool) -> None:
    assert is_han(text) is expected


@pytest.mark.parametrize(
    ("name", "as_csl", "as_bibtex"),
    [
        (eastern("张", "三"), {"family": "张", "given": "三"}, "张三"),
        (eastern("Zhang", "San"), {"family": "Zhang", "given": "San"}, "Zhang, San"),
        (KING.forms[0], {"family": "King", "given": "Martin Luther", "suffix": "Jr."}, "King, Jr., Martin Luther"),
        (BERG.forms[0], {"family": "van der Berg", "given": "Anna de Wit"}, "van der Berg, Anna de Wit"),
        (whole("阿依努尔·买买提"), {"literal": "阿依努尔·买买提"}, "{阿依努尔·买买提}"),
        (whole("Aynur Memet"), {"literal": "Aynur Memet"}, "{Aynur Memet}"),
        (JON.forms[0], {"literal": "Jón Sigurðsson"}, "{Jón Sigurðsson}"),
        (western("Platon", ""), {"family": "Platon"}, "Platon"),
        (western("", "Platon"), {"given": "Platon"}, "Platon"),
        (western("And, Ltd", "A_B {x}"), {"family": "And, Ltd", "given": "A_B {x}"}, r"{And, Ltd}, A\_B x"),
        (western("Sand and Sea", "X"), {"family": "Sand and Sea", "given": "X"}, "{Sand and Sea}, X"),
    ],
)
def test_for_other_programs(name: Name, as_csl: dict[str, str], as_bibtex: str) -> None:
    assert csl(name) == as_csl
    assert bibtex(name) == as_bibtex


def test_names_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps((ZHANG, KING, CHIDI))) == (ZHANG, KING, CHIDI)


# ---------------------------------------------------------------- the tables


def test_tables_are_as_long_as_the_trade_needs() -> None:
    assert len(COMPOUND) >= 80
    assert len(OWN_READING) >= 60


def test_tables_agree_with_each_other() -> None:
    assert set(COMPOUND) >= SELDOM
    assert all(len(surname) == len(reading.split()) for surname, reading in COMPOUND.items())
    assert all(len(surname) == 1 for surname in OWN_READING)
    # The tables are looked up in the simplified form: a key in the traditional one would never be found.
    assert [surname for surname in (*COMPOUND, *OWN_READING) if surname.translate(TRADITIONAL) != surname] == []


def test_each_reading_is_one_the_character_has() -> None:
    import pypinyin

    # The dictionary behind pypinyin lacks these three readings, and with them the surnames.
    lacking = {("贠", "yun4"), ("黑", "he4"), ("难", "ning4")}
    pairs = {(c, r) for surname, readings in COMPOUND.items() for c, r in zip(surname, readings.split(), strict=True)}
    pairs |= set(OWN_READING.items())
    known = {
        (character, reading)
        for character, _ in pairs
        for reading in pypinyin.pinyin(character, style=pypinyin.Style.TONE3, heteronym=True, v_to_u=True)[0]
    }
    assert pairs - known == lacking
    assert [character for character in RARE if pypinyin.pinyin(character) != [[character]]] == []


@pytest.mark.parametrize("surname", sorted(COMPOUND))
def test_every_compound_surname_is_split_off(surname: str) -> None:
    assert split_han(surname + "静之").family == surname
    assert split_han(surname + "静").family == (surname[0] if surname in SELDOM else surname)


@pytest.mark.timeout(10)
def test_a_made_up_family_name_does_not_stop_the_press() -> None:
    assert written(person(eastern("欧阳" * 500 + "某", "三")), C.FAMILY_FIRST).endswith("mou San")


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6)


@given(HAN)
def test_splitting_loses_nothing(text: str) -> None:
    name = split_han(text)
    assert (name.family + name.given, bool(name.family), bool(name.given)) == (text, True, True)


@given(st.sampled_from(Convention), st.sampled_from(Style), st.text(max_size=8), st.text(min_size=1, max_size=8))
def test_any_name_can_be_written(convention: Convention, style: Style, family: str, given_name: str) -> None:
    who = person(Name(family, given_name, style))
    assert isinstance(written(who, convention), str)
    assert who.latin() in (who.forms[0], in_pinyin(who.forms[0]))
