"""The PDFs of the sample issue, opened: fonts, tags, titles, bookmarks, links, and the same pages in article and issue."""

import dataclasses
import io
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from journal.errors import BadFile
from journal.html.words import page_words
from journal.ids import ArticleId, Language
from journal.layout.engine import NotOnPage
from journal.outputs import pdf
from tests.journal import pdfs
from tests.journal.shop import EN, LIGHTWEIGHT, ROOT, ZH, Bench, Shop, bare, call, fn, opened, text

pytestmark = pytest.mark.slow
BLANK = (
    "\u0020\u00a0\u2002\u2003\u3000\u2060\u200b\u00ad"  # what leaves no ink; a shaper makes spaces of any width itself
)
EDITIONS = pytest.mark.parametrize("language", [ZH, EN])


def issue_pdf(shop: Shop, language: Language) -> bytes:
    return shop.edition(language).files[pdf.issue_path(shop.issue, language)]


def article_pdfs(shop: Shop, language: Language) -> dict[str, bytes]:
    return {
        str(article.id): shop.edition(language).files[pdf.article_path(article.id, language)]
        for article in shop.work(language).articles
    }


def pages(shop: Shop, language: Language) -> dict[str, list[int]]:
    return json.loads(shop.edition(language).files[pdf.pages_path(shop.issue, language)])


# ---------------------------------------------------------------- the edition as a whole


@EDITIONS
def test_the_sample_is_printed_without_an_error(shop: Shop, language: Language) -> None:
    product = shop.edition(language)
    assert product.failures == ()
    assert [finding.say("en") for finding in product.findings if finding.rule != "late-note"] == []
    assert set(product.files) == {
        pdf.issue_path(shop.issue, language),
        pdf.pages_path(shop.issue, language),
        *(pdf.article_path(article.id, language) for article in shop.work(language).articles),
    }


@EDITIONS
def test_pages_go_on_through_the_issue(shop: Shop, language: Language) -> None:
    start = next(edition.start for edition in shop.issue.editions if edition.language == language)
    for id, data in article_pdfs(shop, language).items():
        count = len(opened(data).pages)
        assert pages(shop, language)[id] == [start, start + count - 1]
        start += count


# ---------------------------------------------------------------- fonts: a page of boxes has a perfect text layer


@EDITIONS
def test_every_glyph_is_one_of_the_house(shop: Shop, language: Language) -> None:
    """Each embedded font is in the style's list; each character that is shown is in the cmap of that font's file, and
    has an outline where it is embedded."""
    house = shop.snapshot.house
    known = {font.family for font in house.fonts}
    cmaps = {}
    for font in house.fonts:
        with TTFont(font.path, fontNumber=font.face, lazy=True) as whole:
            cmaps[font.family] = cmaps.get(font.family, set()) | set(whole.getBestCmap())
    with opened(issue_pdf(shop, language)) as issue:
        faces = pdfs.faces(issue)
        assert {
            str(each.BaseFont)
            for each in issue.objects
            if isinstance(each, pikepdf.Dictionary)
            and each.get("/Type") == "/Font"
            and each.get("/Subtype") not in ("/Type0", "/CIDFontType0", "/CIDFontType2")
        } == set()
        assert {face.family for face in faces.values()} - known == set()
        shown = set(pdfs.glyphs(issue))
        assert [
            (faces[font].name, glyph) for font, glyph in shown if glyph == 0 or glyph not in faces[font].unicode
        ] == []
        said = {(font, faces[font].unicode[glyph], glyph) for font, glyph in shown}
        inked = [each for each in said if each[1].strip(BLANK)]
        lacking = [each for each in inked if {ord(c) for c in each[1]} - cmaps[faces[each[0]].family]]
        assert [(faces[font].name, characters) for font, characters, _ in lacking] == []
        empty = [each for each in inked if faces[each[0]].outline(each[2]) in (None, faces[each[0]].outline(0))]
        assert [(faces[font].name, characters) for font, characters, _ in empty] == []
        assert len({characters for _, characters, _ in said}) > (1000 if language == ZH else 80)


def test_rare_characters_are_real_and_can_be_read(shop: Shop) -> None:
    made = shop.made(f"<p>𠮷䶮㛃{LIGHTWEIGHT}<italic>𠮷䶮㛃</italic><bold>𠮷䶮㛃</bold></p>", title="㛃𠮷䶮")
    with opened(made.data) as found:
        shown = [(family, character) for family, character, _ in pdfs.characters(found) if character in "𠮷䶮㛃"]
        outlines = {
            face.outline(glyph)
            for face in pdfs.faces(found).values()
            for glyph, c in face.unicode.items()
            if c in "𠮷䶮㛃"
        }
    families = {family for family, _ in shown}
    assert families == {"Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"}
    assert {family: {c for f, c in shown if f == family} for family in families} == {
        family: set("𠮷䶮㛃") for family in families
    }
    assert None not in outlines
    assert len(outlines) >= 9
    assert bare(text(made.data)).count("𠮷䶮㛃") == 3
    assert "㛃𠮷䶮" in text(made.data)


# ---------------------------------------------------------------- what a PDF says of itself


@EDITIONS
def test_an_article_says_what_it_is(shop: Shop, language: Language) -> None:
    articles = {str(article.id): article for article in shop.work(language).articles}
    for id, data in article_pdfs(shop, language).items():
        article = articles[id]
        first, last = pages(shop, language)[id]
        with opened(data) as found:
            title = article.titles[language].text()
            assert str(found.Root.Lang) == language
            assert str(found.docinfo["/Title"]) == title
            assert found.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
            assert titles(found) == {
                "x-default": title,
                **{str(tongue): each.text() for tongue, each in article.titles.items()},
            }
            assert found.open_metadata().get("dc:identifier") == (f"doi:{article.doi}" if article.doi else None)
            assert pdfs.labels(found) == [str(number) for number in range(first, last + 1)]
            assert pdfs.outline(found)[0] == (1, title)
            assert all(count > 0 for count in pdfs.tagged_pages(found))


def titles(found: pikepdf.Pdf) -> dict[str, str]:
    """The titles in the XMP packet, by language."""
    packet = found.Root.Metadata.read_bytes().decode()
    held = re.search("<dc:title.*?</dc:title>", packet, re.DOTALL)
    assert held is not None
    return dict(re.findall('<rdf:li xml:lang="(.*?)">(.*?)</rdf:li>', held[0]))


@EDITIONS
def test_the_issue_says_what_it_is(shop: Shop, language: Language) -> None:
    with opened(issue_pdf(shop, language)) as found:
        said = {
            str(
                edition.language
            ): f"{edition.title} {page_words(shop.snapshot.house, edition.language).issue.format(year=2026, number=5)}"
            for edition in shop.work(language).journal.editions
        }
        assert str(found.Root.Lang) == language
        assert str(found.docinfo["/Title"]) == said[language]
        assert titles(found) == {"x-default": said[language], **said}
        tagged = pdfs.tagged_pages(found)
        assert [number for number, count in enumerate(tagged) if count < 0] == []
        blank = [number for number, page in enumerate(found.pages) if tagged[number] == 0]
        assert [text(issue_pdf(shop, language), "-f", str(n + 1), "-l", str(n + 1)).strip() for n in blank] == [
            ""
        ] * len(blank)


@EDITIONS
def test_bookmarks(shop: Shop, language: Language) -> None:
    """Imprint and both contents, then each article with its sections."""
    with opened(issue_pdf(shop, language)) as found:
        tops = [title for depth, title in pdfs.outline(found) if depth == 1]
        deeper = [title for depth, title in pdfs.outline(found) if depth > 1]
    assert tops[3:] == [article.titles[language].text() for article in shop.work(language).articles]
    assert {bare(tops[1]), bare(tops[2])} == {"目录", "Contents"}
    assert len(deeper) > 20


@EDITIONS
def test_labels_of_pages(shop: Shop, language: Language) -> None:
    with opened(issue_pdf(shop, language)) as found:
        labels = pdfs.labels(found)
    count = sum(len(opened(data).pages) for data in article_pdfs(shop, language).values())
    first = min(first for first, _ in pages(shop, language).values())
    front = labels.index(str(first))
    roman = "i ii iii iv v vi vii viii ix x".split()
    assert labels == [
        *roman[:front],
        *map(str, range(first, first + count)),
        *roman[front : len(labels) - count],
    ]
    assert (front - first) % 2 == 1  # odd pages are right-hand pages
    assert len(labels) % 2 == 0  # the back cover is a left-hand page


@EDITIONS
def test_contents_lead_to_the_page_they_name(shop: Shop, language: Language) -> None:
    work = shop.work(language)
    with opened(issue_pdf(shop, language)) as found:
        labels = pdfs.labels(found)
        targets = [
            pdfs.links(found, page) for page, label in zip(found.pages, labels, strict=True) if not label.isdigit()
        ]
        leads = [labels[target] for target, _ in itertools.groupby(target for page in targets for target in page)]
        assert leads == [str(pages(shop, language)[str(article.id)][0]) for article in work.articles] * 3
        for article, label in zip(work.articles, leads, strict=False):
            number = str(labels.index(label) + 1)
            there = bare(text(issue_pdf(shop, language), "-f", number, "-l", number))
            assert bare(re.sub(r"\*.*", "", article.titles[language].main.text())) in there


@EDITIONS
def test_links_inside_an_article_stay_inside_it(shop: Shop, language: Language) -> None:
    with opened(issue_pdf(shop, language)) as found:
        labels = pdfs.labels(found)
        for first, last in pages(shop, language).values():
            own = range(labels.index(str(first)), labels.index(str(last)) + 1)
            assert [
                target for number in own for target in pdfs.links(found, found.pages[number]) if target not in own
            ] == []


# ---------------------------------------------------------------- one lay-out for article and issue


@EDITIONS
def test_the_pages_of_article_and_issue_are_the_same(shop: Shop, language: Language) -> None:
    """Every instruction that draws: glyphs, places, lines, in the same fonts."""
    with opened(issue_pdf(shop, language)) as issue:
        labels = pdfs.labels(issue)
        for id, data in article_pdfs(shop, language).items():
            with opened(data) as article:
                first = labels.index(str(pages(shop, language)[id][0]))
                for number, page in enumerate(article.pages):
                    other = issue.pages[first + number]
                    assert list(page.mediabox) == list(other.mediabox)
                    assert pdfs.instructions(page) == pdfs.instructions(other), (id, number)


@EDITIONS
def test_their_words_stand_at_the_same_places(shop: Shop, language: Language) -> None:
    with opened(issue_pdf(shop, language)) as found:
        front = pdfs.labels(found).index(str(min(first for first, _ in pages(shop, language).values())))
    own = [page for data in article_pdfs(shop, language).values() for page in words(data)]
    assert words(issue_pdf(shop, language))[front : front + len(own)] == own


def words(data: bytes) -> list[str]:
    """The words of each page with their boxes, as pdftotext finds them."""
    return [page.partition("</page>")[0] for page in text(data, "-bbox").split("<page ")[1:]]


def test_an_article_alone_is_the_same_as_in_its_edition(shop: Shop) -> None:
    """At the same page, the same bytes."""
    work = shop.work(EN)
    article = next(each for each in work.articles if each.id == "hartmann-review")
    start = pages(shop, EN)["hartmann-review"][0]
    placement = work.placements[work.articles.index(article)]
    alone = pdf.Alone(work.journal, work.house, work.issue, EN, article, placement, start)
    path = pdf.article_path(article.id, EN)
    assert pdf.alone(Bench(shop.cache), alone).files[path] == shop.edition(EN).files[path]


# ---------------------------------------------------------------- the same bytes

AGAIN = """
import hashlib, sys
from pathlib import Path
from journal.ids import Language
from journal.outputs import pdf
from tests.journal.shop import Shop
shop = Shop(Path({cache!r}), Path({cache!r}))
for id, language in {articles!r}:
    print(hashlib.sha256(shop.sample(id, Language(language)).data).hexdigest())
"""


def test_two_processes_make_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    """With other hash seeds, other folders and faces cut anew, in another order: formulas, figures, tables, notes."""
    articles = [("zhou-legal-aid", "zh"), ("seminar-report", "en")]
    runs = []
    for seed, order, cache in (("1", articles, shop.cache), ("2", articles[::-1], tmp_path / "other")):
        code = AGAIN.format(cache=str(cache), articles=order)
        environ = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed}"}
        runs.append(
            subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environ, stdout=subprocess.PIPE, text=True)
        )
    first, second = (run.communicate()[0].split() for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert first == second[::-1]
    assert len(set(first)) == 2


def test_articles_that_name_their_pictures_alike_each_keep_their_own(shop: Shop) -> None:
    sizes = {"wei-one": (31, 7), "wei-two": (7, 31)}
    files, articles = {}, []
    for id, size in sizes.items():
        held, work = shop.asked(
            '<fig id="f"><graphic xlink:href="figure-1.png"/></fig>', files={"figure-1.png": png(size)}
        )
        path = f"issues/forthcoming/{id}/article.xml"
        files |= {path: held.files[work.article.path], f"issues/forthcoming/{id}/figure-1.png": png(size)}
        articles.append(dataclasses.replace(work.article, id=ArticleId(id), path=path))
    whole = shop.work(ZH)
    work = dataclasses.replace(whole, articles=tuple(articles), placements=whole.placements[:2], locked=(None, None))
    product = pdf.edition(Bench(shop.cache, files), work)
    assert product.failures == ()
    with opened(product.files[pdf.issue_path(shop.issue, ZH)]) as issue:
        shown = [pdfs.pictures(page) for page in issue.pages]
    assert [found for found in shown if found] == [[(31, 7)], [(7, 31)]]


def png(size: tuple[int, int]) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, (size[0], size[1], 0)).save(data, "PNG")
    return data.getvalue()


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><symbol id="s" viewBox="0 0 9 9"><path d="M0 0L9 9"/></symbol>
<use href="#s" x="3" y="3" width="20" height="20"/><use href="#s"/><text x="1" y="30">图<tspan dx="2">形</tspan></text></svg>"""


def test_a_drawing_is_drawn_alike_however_often(shop: Shop) -> None:
    """The issue is written from the pages of which the articles' PDFs were written before, or were not if they were kept."""
    made = shop.made(
        '<fig id="f"><graphic xlink:href="a.svg"/></fig><p><inline-formula><tex-math>x_{i}</tex-math></inline-formula></p>',
        files={"a.svg": DRAWING.encode()},
    )
    assert (
        pdf._write_article(made.bench, made.work, made.laid)
        == made.data
        == pdf._write_article(made.bench, made.work, made.laid)
    )


# ---------------------------------------------------------------- one article that fails


def test_an_article_that_fails_names_itself_and_the_rest_is_made(shop: Shop) -> None:
    bench, bad = shop.asked("<p>字\ue000</p>")
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="x.png" width="9" height="9"/></svg>'
    )
    held, drawn = shop.asked('<fig id="f"><graphic xlink:href="a.svg"/></fig>', files={"a.svg": drawing})
    path = "issues/forthcoming/wei-drawn/article.xml"
    moved = dataclasses.replace(drawn.article, id=ArticleId("wei-drawn"), path=path)
    files = {**bench.files, path: held.files[drawn.article.path], "issues/forthcoming/wei-drawn/a.svg": drawing}
    work = shop.work(ZH)
    good = [n for n, article in enumerate(work.articles) if article.id in ("editorial-measure", "closing-statement")]
    order = [bad.article, work.articles[good[0]], moved, work.articles[good[1]]]
    placements = [work.placements[good[0]]] * 4
    product = pdf.edition(
        Bench(shop.cache, files),
        dataclasses.replace(work, articles=tuple(order), placements=tuple(placements), locked=(None,) * 4),
    )
    assert [(id, type(error)) for id, error in product.failures] == [("wei-made", NotOnPage), ("wei-drawn", NotOnPage)]
    assert [set(product.files)] == [
        {pdf.article_path(work.articles[n].id, ZH) for n in good} | {pdf.pages_path(shop.issue, ZH)}
    ]
    assert list(json.loads(product.files[pdf.pages_path(shop.issue, ZH)])) == sorted(
        str(work.articles[n].id) for n in good
    )


def test_an_article_without_a_title_in_the_language(shop: Shop) -> None:
    bench, work = shop.asked("<p>字</p>")
    with pytest.raises(BadFile, match="no title in the language en"):
        pdf.alone(bench, dataclasses.replace(work, language=EN))


# ---------------------------------------------------------------- findings


def test_a_note_longer_than_a_page_goes_on_on_the_next(shop: Shop) -> None:
    bench, work = shop.asked(f"<p>字{call(1)}</p>", f"<fn-group>{fn(1, LIGHTWEIGHT * 400)}</fn-group>", start=11)
    product = pdf.alone(bench, work)
    with opened(product.files[pdf.article_path(work.article.id, work.language)]) as made:
        assert len(made.pages) > 2
    assert [one for one in product.findings if one.rule == "late-note"] == []


TALL = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="2000"><rect width="9" height="1999"/></svg>'


def test_an_article_with_a_note_too_high_for_a_page_fails_however_often(shop: Shop) -> None:
    picture = '<fn id="fn1"><p>图<graphic xlink:href="tall.svg"/></p></fn>'
    bench, work = shop.asked(
        f"<p>字{call(1)}</p>", f"<fn-group>{picture}</fn-group>", start=11, files={"tall.svg": TALL}
    )
    for _ in range(2):
        with pytest.raises(BadFile, match=r"article.xml \(zh\): note fn1 runs off page 1\d\. Split the note") as failed:
            pdf.alone(bench, work)
        assert "注 fn1 超出版心" in str(failed.value.say("zh"))


FRENCH = """
[page]
abstract = "Résumé"
keywords = "Mots-clés"
[front]
contents = "Sommaire"
[labels]
figure = "Fig. {}"
"""


def french(shop: Shop, table: str = "") -> tuple[Bench, pdf.Alone]:
    """An article in a language of which the program has no words, in a journal with an edition in it."""
    language = Language("fr")
    front = "<abstract><p>Du droit.</p></abstract>"
    bench, work = shop.asked("<p>Texte.</p><fig id='f'><p>x</p></fig>", title="Titre", language=language, front=front)
    house = work.house
    if table:
        templates = (*house.templates, ("words/fr.toml", table))
        house = dataclasses.replace(house, templates=tuple(sorted(templates)))
    return bench, dataclasses.replace(work, house=house)


def test_a_language_without_words_is_said_to_borrow_english_ones(shop: Shop) -> None:
    (finding,) = pdf.alone(*french(shop)).findings
    assert (finding.rule, finding.level) == ("words-missing", "warning")
    assert "language fr (page.abstract, page.keywords" in finding.message.en
    assert "templates/words/fr.toml" in finding.remedy.zh


def test_a_house_gives_a_language_its_words(shop: Shop) -> None:
    bench, work = french(shop, FRENCH)
    made = pdf.alone(bench, work)
    assert "page.abstract" not in made.findings[0].message.en
    said = text(made.files[pdf.article_path(work.article.id, work.language)])
    assert [word for word in ("Résumé: Du droit.", "Fig. 1", "Cite as") if word not in said] == []


def test_pages_that_differ_from_the_lock_are_a_finding_and_the_lock_stands(shop: Shop) -> None:
    work = shop.work(ZH)
    short = [n for n, article in enumerate(work.articles) if article.id in ("editorial-measure", "closing-statement")]
    locked = ((31, 35), (36, 37))
    product = pdf.edition(
        Bench(shop.cache),
        dataclasses.replace(
            work,
            articles=tuple(work.articles[n] for n in short),
            placements=tuple(work.placements[n] for n in short),
            locked=locked,
        ),
    )
    assert [(finding.rule, finding.place.file) for finding in product.findings if finding.rule != "late-note"] == [
        ("pages-differ-from-lock", work.articles[short[0]].path)
    ]
    made = [opened(product.files[pdf.article_path(work.articles[n].id, ZH)]) for n in short]
    assert [pdfs.labels(each)[0] for each in made] == ["31", "36"]
