"""A surname alone, initials, and names that are cut, turned round or written in look-alikes: what tells, and what does not."""

import pytest

from journal.intake import blind
from tests.journal.intake import made
from tests.journal.intake.test_blind import blocking, rules, word

ROWS = [
    {
        "names": {"zh": {"family": "欧阳", "given": "瑾"}, "en": {"family": "Ouyang", "given": "Jin"}},
        "email": "ouyang@six.example.org", "orcid": "", "affiliations": {"zh": "碧潭大学法学院", "en": "Law School, Bitan University"},
    },
    {
        "names": {"zh": {"family": "高", "given": "远"}, "en": {"family": "Gao", "given": "Yuan"}},
        "email": "", "orcid": "", "affiliations": {},
    },
]  # fmt: skip


def judged(text: str, ending: str = "md") -> list[tuple[str, str]]:
    _, findings = blind.strip(f"论渡口\n\n摘要：讨论渡口。\n\n{text}\n".encode(), ROWS, f"a.{ending}")
    return [(one.rule, str(one.level)) for one in findings if one.rule != blind.REMOVED]


TELLING = (
    "高教授曾主持这一调查，所得甚多。", "据高老师回忆，当年并无登记。", "Professor Gao once chaired it, they say.", "We used Dr. Ouyang's data, which are kept there.",
    "欧阳、高二人曾到此地，所见略同。", "As Ouyang and Gao note, water flows.", "见歐陽先生的档案，兹不赘述。", "渡口在此（高注），不在彼处。", "这是Gao教授的档案，兹不赘述。",
    "记录由 O. Y. J. 保存，兹不赘述。", "访谈者（OYJ）到场，受访者在座。", "The archive of Bitan Univ. keeps them all.", "此处写作 gnayuO niJ 三字，兹不赘述。", "此说由歐陽瑾首倡，影响甚广。",
    "高某远的档案在此，兹不赘述。", "As Оuyang Jin once put it, ferries matter.", "微信号 oyj1979 的主人所言极是，从略。", "欧阳认为渡口渐废，其说可从。", "As Ouyang argues, ferries matter.",
    "此事由欧阳与高共同完成，历时三年。", "请联系手机 13912345678 的主人，从略。", "Univ. of Bitan keeps the papers of old.", "见 https://law.example.org/~ouyang/ 的数据，从略。",
)  # fmt: skip


@pytest.mark.parametrize("text", TELLING)
def test_a_surname_that_tells_blocks(text: str) -> None:
    assert judged(text) == [(blind.IDENTITY, "error")]


@pytest.mark.parametrize(
    "text",
    [
        "欧阳修认为，文以载道。", "提高教授待遇，是题中之义。", "Ouyang Xiu wrote poems of ferries.", "水位高、流速快，渡口难行。", "Professor Gao Xingjian wrote plays.", "The Gao family kept ferries.",
        "国内生产总值（GDP）逐年增长。", "高等教育教授的职责在此。", "高院长期以来持此立场。", "语文老师与高级讲师各有其责。", "高和文化并非一事。", "高、中、低三档，各有其价。", "高", "欧阳 修，以诗闻名。",
        "How high, and how long? So it goes: a long, gao way.", "水流湍急，渡夫手机 12315 一拨即通。", "这一目标固然高远，却未必切合实际。",
    ],
)  # fmt: skip
def test_others_and_words_do_not_block(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "欧阳（2018）认为渡口渐废。", "Ouyang & Gao (2018) hold that ferries matter.", "前人已有研究（Ouyang and Gao, 2018）。", "正文[^1]。\n\n[^1]: Ouyang, supra note 5, at 3.",
        "## 参考文献\n\n[1] Ouyang and Gao. The Ferry. Journal of Waterways, 2017(1): 3-20.",
    ],
)  # fmt: skip
def test_a_surname_that_is_cited_does_not_block(text: str) -> None:
    assert judged(text) == [(blind.CITED, "note")]


def test_who_cites_a_rare_surname_may_go_on_about_it() -> None:
    found = judged("欧阳瑾（2018）曾论渡口。\n\n欧阳认为渡口渐废，其说可从。")
    assert found == [(blind.CITED, "note"), (blind.CITED, "note")]


HEADS = ("Ouyang & Gao: Water Rights", "OUYANG", "Gao", "高：论渡口", "Water Rights | Gao", "12 Gao et al.", "欧阳、高")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("kind", ["header", "footer"])
def test_a_running_head_with_a_surname_goes(head: str, kind: str) -> None:
    said = head.replace("&", "&amp;")
    local = {"header": "hdr", "footer": "ftr"}[kind]
    part = f'<w:{local} xmlns:w="{made.W}"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:{local}>'
    copy, findings = blind.strip(word("", f"{kind}9.xml", part, kind), ROWS, "a.docx")
    text = [one.text for one in blind.opened(copy, "a.docx").paragraphs()]
    assert (rules(blocking(findings)), head in text, "正文开始。" in text) == ([], False, True)


@pytest.mark.parametrize("head", HEADS)
def test_a_surname_at_the_edge_of_a_page_blocks(head: str) -> None:
    lines = [head, "渡口通行权的变迁，是理解水路社会的一把钥匙。", "后文从略。"]
    assert rules(blocking(blind.strip(made.pdf(made.paper(1), [lines]), ROWS, "a.pdf")[1])) == [blind.IDENTITY]


@pytest.mark.parametrize(
    "head", [r"\markboth{Ouyang \& Gao}{Water}", r"\fancyhead[L]{Gao: Water Rights}", r"\rhead{高}"]
)
def test_a_running_head_of_latex_is_sent_to_nobody(head: str) -> None:
    copy, findings = blind.strip(f"{head}\n\n渡口渐废，其说可从。\n".encode(), ROWS, "a.tex")
    assert bool(blocking(findings)) or head not in copy.decode()


@pytest.mark.parametrize("pieces", [("欧", "阳", "瑾"), ("欧阳", "瑾"), ("Ouyang", "Jin")])
def test_a_name_over_paragraphs_is_found(pieces: tuple[str, ...]) -> None:
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in pieces)
    table = "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in pieces)
    for data in (word(body), word(f"<w:tbl><w:tr>{table}</w:tr></w:tbl>")):
        copy, findings = blind.strip(data, ROWS, "a.docx")
        left = [one.text for one in blind.opened(copy, "a.docx").paragraphs()]
        assert bool(blocking(findings)) or not set(pieces) & set(left)


def test_a_sign_of_a_font_is_a_letter() -> None:
    said = '<w:p><w:r><w:t>as Ouyang J</w:t><w:sym w:font="Arial" w:char="F069"/><w:t>n once put it.</w:t></w:r></w:p>'
    assert rules(blocking(blind.strip(word(said), ROWS, "a.docx")[1])) == [blind.IDENTITY]


def test_a_link_of_markdown_goes_and_its_text_stays() -> None:
    copy, findings = blind.strip("# 论渡口\n\n摘要：水。\n\n正文[主页](http://x/ouyangjin)。\n".encode(), ROWS, "a.md")
    assert (blocking(findings), "正文主页。" in copy.decode()) == ([], True)
