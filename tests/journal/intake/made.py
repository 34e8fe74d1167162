"""Made submissions: a paper by a made author, who is named wherever a file can name somebody."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = {"document": "document.main", "styles": "styles", "settings": "settings", "header1": "header", "footer1": "footer", "footnotes": "footnotes", "comments": "comments"}  # fmt: skip

FAMILIES = {"高": "Gao", "文": "Wen", "龙": "Long", "欧阳": "Ouyang", "钱": "Qian", "吕": "Lü", "闻人": "Wenren", "万": "Wan", "安": "An", "方": "Fang"}  # fmt: skip
GIVEN = {"砚清": "Yanqing", "语棠": "Yutang", "若蘅": "Ruoheng", "澹之": "Danzhi", "疏桐": "Shutong", "岫云": "Xiuyun", "栖梧": "Qiwu", "映湖": "Yinghu"}  # fmt: skip
PLACES = {"云栖": "Yunqi", "鹿渚": "Luzhu", "沧浪": "Canglang", "雁荡": "Yandang", "澄湖": "Chenghu"}
FIELDS = {"哲学系": "Department of Philosophy", "历史学院": "School of History", "法学院": "School of Law"}

PROSE = (
    "渡口通行权的变迁，是理解明清水路社会的一把钥匙。提高文化水平与修治河道，在地方志中常常并举。",
    "随着商路南移，旧有的渡夫制度逐渐松弛，官府不得不以新的章程加以约束，这在档案中多有反映。",
    "How long an answer may be depends on the question; as long as the sources allow, we follow them.",
    "上文所述表明，制度的高下并不在条文之繁简，而在其能否为人所行。",
)


@dataclass(frozen=True)
class Author:
    """Somebody made up, as the register has them."""

    han: tuple[str, str]
    latin: tuple[str, str]
    email: str
    orcid: str
    affiliation: str
    english: str
    fund: str

    @property
    def zh(self) -> str:
        return "".join(self.han)

    @property
    def en(self) -> str:
        return f"{self.latin[1]} {self.latin[0]}"

    @property
    def row(self) -> dict[str, Any]:
        return {
            "names": {
                "zh": {"family": self.han[0], "given": self.han[1], "whole": ""},
                "en": {"family": self.latin[0], "given": self.latin[1], "whole": ""},
            },
            "email": self.email, "orcid": self.orcid, "ror": "", "login": None,
            "affiliations": {"zh": self.affiliation, "en": self.english},
            "funds": [self.fund],
        }  # fmt: skip

    @property
    def marks(self) -> tuple[str, ...]:
        """What may be in no byte that a referee gets."""
        family, given = self.latin
        names = (self.zh, f"{family} {given}", f"{given} {family}", f"{family}, {given}", f"{family}{given}".lower())
        return (*names, self.email, self.orcid, self.affiliation, self.english, self.fund)


def author(chance: random.Random) -> Author:
    family, given = chance.choice(list(FAMILIES.items())), chance.choice(list(GIVEN.items()))
    place, of = chance.choice(list(PLACES.items())), chance.choice(list(FIELDS.items()))
    digits = "".join(chance.choices("0123456789", k=15)) + "X"
    return Author(
        (family[0], given[0]),
        (family[1], given[1]),
        f"{given[1]}.{family[1]}{chance.randrange(90)}@mail.{place[1]}.example.org".lower().replace("ü", "v"),
        "-".join(digits[i : i + 4] for i in range(0, 16, 4)),
        f"{place[0]}大学{of[0]}",
        f"{of[1]}, {place[1]} University",
        f"{chance.randrange(16, 30)}BZX{chance.randrange(100, 999)}",
    )


@dataclass
class Paper:
    """What a submission says, wherever its format puts it."""

    title: str
    authors: list[Author]
    front: list[str]  # the block of the authors, paragraph by paragraph
    body: list[str]
    notes: list[str]  # cited in order at the end of the paragraphs of the body
    about: list[str]  # notes about the authors and their funds
    back: list[tuple[str, list[str]]]  # sections about thanks and funds
    references: list[str]
    heads: list[str]
    cited: list[str] = field(default_factory=list)  # notes and references in which an author is cited: they stay

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(mark for one in self.authors for mark in one.marks)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [one.row for one in self.authors]


def paper(seed: int) -> Paper:
    """One of the made papers; each seed says it in other ways and other places."""
    chance = random.Random(seed)
    authors = [author(chance) for _ in range(chance.choice((1, 1, 2)))]
    first = authors[0]
    cites = chance.random() < 0.5
    note = f"{first.zh}：《渡口考略》，云上书局，2019年，第{seed + 1}页。"
    item = f"[1] {first.zh}. 渡口的历史[J]. 水路研究, 2018({seed % 6 + 1}): 3-20."
    english = f"[2] {first.latin[0]}, {first.latin[1][0]}. The Ferry. Journal of Waterways, 2017."
    return Paper(
        "论渡口通行权" if chance.random() < 0.7 else "On the Right of Ferry",
        authors,
        _front(chance, authors),
        [chance.choice(PROSE) for _ in range(4)],
        ["参见《明史》卷七十，中华书局，1974年。", *([note] if cites else [])],
        chance.sample(
            [
                f"作者简介：{first.zh}（1979—），女，{first.affiliation}教授，研究方向为水路史。",
                f"基金项目：国家社会科学基金一般项目“渡口研究”（{first.fund}）",
                f"本文系国家社会科学基金项目“渡口研究”（项目编号：{first.fund}）的阶段性成果。",
                f"{first.en} is professor at the {first.english}. E-mail: {first.email}",
                f"Funding: This work was supported by the Yunqi Fund (Grant No. {first.fund}).",
            ],
            2,
        ),
        chance.sample(
            [
                ("致谢", [f"感谢{first.affiliation}同仁的帮助。{first.zh}谨识。"]),
                (
                    "Acknowledgements",
                    [f"I thank my colleagues at the {first.english}.", "I am grateful to the referees."],
                ),
                ("Funding", [f"This study was supported by the Yunqi Fund, grant {first.fund}."]),
                ("作者简介", [f"{first.zh}，{first.affiliation}教授，邮箱：{first.email}。"]),
            ],
            chance.randrange(3),
        ),
        ["[3] 无名氏. 河渠志[M]. 北京: 云上书局, 2001.", *([item, english] if cites else [])],
        [f"{first.zh}：论渡口通行权", first.en, f"{first.affiliation}学报稿件"],
        [note, item, english] if cites else [],
    )


def _front(chance: random.Random, authors: list[Author]) -> list[str]:
    first = authors[0]
    forms = (
        [" ".join(one.zh for one in authors), f"（{first.affiliation}，云栖 310000）", f"Email: {first.email}"],
        [
            "　".join(one.zh for one in authors),
            *(one.affiliation for one in authors),
            f"ORCID: https://orcid.org/{first.orcid}",
        ],
        [
            f"作者：{'、'.join(one.zh for one in authors)}",
            f"单位：{first.affiliation}",
            f"通讯作者：{first.zh}，{first.email}",
        ],
        [", ".join(one.en for one in authors), first.english, first.email],
        [" and ".join(f"{one.latin[0].upper()} {one.latin[1]}¹" for one in authors), f"¹ {first.english}, China"],
        ["　".join(f"{one.han[0]}　{one.han[1]}" for one in authors) + "*", f"{first.affiliation} 教授"],
    )
    return list(chance.choice(forms))


# ---------------------------------------------------------------- parts of files


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, method)
    return buffer.getvalue()


def photo(one: Author, form: str = "JPEG") -> bytes:
    """A picture that its author's camera has signed."""
    exif = Image.Exif()
    exif[0x013B] = one.en
    exif[0x8298] = f"(c) {one.en} {one.email}"
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (12, 8), "navy").save(
        out, form, exif=exif.tobytes(), **({"comment": one.en.encode()} if form == "JPEG" else {})
    )
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# ---------------------------------------------------------------- docx


def docx(made: Paper, seed: int) -> bytes:
    """As Word writes it, with all that Word puts beside the text."""
    chance = random.Random(seed)
    one = made.authors[0]
    strict, styled = chance.random() < 0.3, chance.random() < 0.6
    comments = f'<w:comment w:id="0" w:author="{one.zh}" w:initials="{one.latin[0][0]}" w:date="2031-01-01T00:00:00Z">{_p(f"请{one.en}核对", chance)}</w:comment>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{_p(text, chance)}</w:footnote>'
        for number, text in enumerate([*made.about, *made.notes], start=1)
    )
    ending = (
        f'<w:p><w:ins w:id="1" w:author="{one.zh}" w:date="2031-01-01T00:00:00Z"><w:r w:rsidR="00A1B2C3"><w:t>又及。</w:t></w:r></w:ins>'
        f'<w:del w:id="2" w:author="{one.en}" w:date="2031-01-02T00:00:00Z"><w:r><w:delText>{one.zh}删去</w:delText></w:r></w:del>'
        '<w:commentRangeStart w:id="0"/><w:r><w:t>完。</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="{one.zh}的照片" descr="C:\\Users\\{one.latin[1]}{one.latin[0]}\\{one.zh}.jpg"/>'
        '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId7"/></wp:inline></w:drawing></w:r></w:p>'
        f'<w:p><w:hyperlink r:id="rId8"><w:r><w:t>资料</w:t></w:r></w:hyperlink></w:p>'
    )
    body = [_p(made.title, chance, "Heading1" if styled else "")]
    body += [_p(text, chance) for text in made.front]
    body += [_p("摘要：本文讨论渡口。", chance), _p("一、引言", chance, "Heading1" if styled else "")]
    body += [_p(text, chance, notes=[number]) for number, text in enumerate(made.body, start=1)]
    body.append(ending)
    for heading, texts in made.back:
        body += [_p(heading, chance, "Heading1" if styled else ""), *(_p(text, chance) for text in texts)]
    body += [_p("参考文献", chance, "Heading1" if styled else ""), *(_p(text, chance) for text in made.references)]
    space = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    kinds = {
        "rId1": ("styles", "styles.xml"), "rId2": ("header", "header1.xml"), "rId3": ("footer", "footer1.xml"),
        "rId4": ("footnotes", "footnotes.xml"), "rId5": ("comments", "comments.xml"), "rId6": ("settings", "settings.xml"),
        "rId7": ("image", f"media/{one.latin[0]}.jpg".replace("ü", "v")),
    }  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"/>' for id, (kind, target) in kinds.items()
    )
    relations += f'<Relationship Id="rId8" Type="{R}/hyperlink" Target="mailto:{one.email}" TargetMode="External"/>'
    relations += '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2011/relationships/people" Target="people.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, kind in KINDS.items()) + '</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="{PACKAGE}/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="r3" Type="{R}/extended-properties" Target="docProps/app.xml"/><Relationship Id="r4" Type="{R}/custom-properties" Target="docProps/custom.xml"/><Relationship Id="r5" Type="{PACKAGE}/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{one.zh}</dc:creator><cp:lastModifiedBy>{one.en}</cp:lastModifiedBy></cp:coreProperties>',
        "docProps/app.xml": f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>{one.affiliation}</Company><Template>{one.en}.dotm</Template></Properties>',
        "docProps/custom.xml": f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Owner"><vt:lpwstr>{one.en}</vt:lpwstr></property></Properties>',
        "docProps/thumbnail.jpeg": photo(one),
        "word/document.xml": f'<w:document {space}><w:body>{"".join(body)}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/></w:sectPr></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "word/styles.xml": f'<w:styles {space}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>',
        "word/header1.xml": f'<w:hdr {space}>{_p(made.heads[0], chance)}</w:hdr>',
        "word/footer1.xml": f'<w:ftr {space}>{_p(chance.choice(made.heads[1:]), chance)}</w:ftr>',
        "word/footnotes.xml": f'<w:footnotes {space}>{notes}</w:footnotes>',
        "word/comments.xml": f'<w:comments {space}>{comments}</w:comments>',
        "word/people.xml": f'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="{one.zh}"><w15:presenceInfo w15:providerId="AD" w15:userId="{one.email}"/></w15:person></w15:people>',
        "word/settings.xml": f'<w:settings {space}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00A1B2C3"/></w:rsids></w:settings>',
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{R}/attachedTemplate" Target="file:///C:/Users/{one.latin[0]}{one.latin[1]}/a.dotm" TargetMode="External"/></Relationships>',
        f"word/{kinds['rId7'][1]}": photo(one),
        "customXml/item1.xml": f"<b:Sources xmlns:b='urn:b'><b:Author>{one.en}</b:Author></b:Sources>",
    }  # fmt: skip
    if strict:
        parts = {
            name: data.replace(W, STRICT).replace(R, STRICT_R) if isinstance(data, str) else data
            for name, data in parts.items()
        }
    return zipped(parts)


def _p(text: str, chance: random.Random, style: str = "", notes: list[int] | None = None) -> str:
    """A paragraph of a Word file, cut into runs wherever chance likes."""
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    cut = sorted(chance.sample(range(1, len(text)), min(2, len(text) - 1))) if len(text) > 1 else []
    pieces = [text[a:b] for a, b in zip([0, *cut], [*cut, len(text)], strict=True)]
    runs = "".join(
        f'<w:r w:rsidR="00A1B2C3"><w:t xml:space="preserve">{_escaped(piece)}</w:t></w:r>' for piece in pieces
    )
    runs += "".join(f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' for number in notes or [])
    return f'<w:p w:rsidR="00A1B2C3" w14:paraId="1A2B3C4D">{shape}{runs}</w:p>'


# ---------------------------------------------------------------- odt


def odt(made: Paper, seed: int) -> bytes:
    """As LibreOffice writes it."""
    chance = random.Random(seed)
    one = made.authors[0]
    text, office, dc, style = (
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("text", "office", "dc", "style")
    )
    dc = "http://purl.org/dc/elements/1.1/"
    space = (
        f'xmlns:text="{text}" xmlns:office="{office}" xmlns:dc="{dc}" xmlns:style="{style}" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    )

    def p(said: str, inside: str = "") -> str:
        at = chance.randrange(len(said))
        return f"<text:p>{_escaped(said[:at])}<text:span>{_escaped(said[at:])}</text:span>{inside}</text:p>"

    def h(said: str) -> str:
        return f'<text:h text:outline-level="1">{_escaped(said)}</text:h>'

    def note(number: int, said: str) -> str:
        return f'<text:note text:id="n{number}" text:note-class="footnote"><text:note-citation>{number}</text:note-citation><text:note-body>{p(said)}</text:note-body></text:note>'

    notes = [note(number, said) for number, said in enumerate([*made.about, *made.notes], start=1)]
    body = [h(made.title), *(p(said) for said in made.front), p("摘要：本文讨论渡口。"), h("一、引言")]
    body += [p(said, notes[number] if number < len(notes) else "") for number, said in enumerate(made.body)]
    body.append(
        f"<text:p>完。<office:annotation><dc:creator>{one.zh}</dc:creator><dc:date>2031-01-01T00:00:00</dc:date><text:p>{one.en}核对</text:p></office:annotation>"
        f'<text:a xlink:href="mailto:{one.email}">资料</text:a><text:change text:change-id="c1"/>'
        f'<draw:frame draw:name="{one.zh}"><draw:image xlink:href="Pictures/{one.latin[1]}.jpg"/></draw:frame></text:p>'
    )
    for heading, texts in made.back:
        body += [h(heading), *map(p, texts)]
    body += [h("参考文献"), *map(p, made.references)]
    changes = f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>{one.zh}</dc:creator><dc:date>2031-01-01T00:00:00</dc:date></office:change-info><text:p>{one.zh}删去</text:p></text:deletion></text:changed-region></text:tracked-changes>'
    files = ("content.xml", "styles.xml", "meta.xml", "settings.xml", f"Pictures/{one.latin[1]}.jpg")
    manifest = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="{kind}"/>'
        for name, kind in (("/", "application/vnd.oasis.opendocument.text"), *((file, "text/xml") for file in files))
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {space}><office:body><office:text>{changes}{''.join(body)}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {space}><office:master-styles><style:master-page style:name='Standard'><style:header>{p(made.heads[0])}</style:header><style:footer>{p(made.heads[1])}</style:footer></style:master-page></office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {space}><office:meta><meta:initial-creator>{one.zh}</meta:initial-creator><dc:creator>{one.en}</dc:creator></office:meta></office:document-meta>",
            "settings.xml": f"<office:document-settings {space}/>",
            "Thumbnails/thumbnail.png": photo(one, "PNG"),
            f"Pictures/{one.latin[1]}.jpg": photo(one),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">{manifest}</m:manifest>',
        }
    )


# ---------------------------------------------------------------- md, tex


def md(made: Paper, seed: int) -> bytes:
    """As people write it for pandoc."""
    one = made.authors[0]
    head = f"---\ntitle: {made.title}\nauthor:\n  - {one.zh}\n  - name: {one.en}\n    email: {one.email}\ninstitute: {one.affiliation}\n---\n"
    lines = [head, f"<!-- {one.zh} 的底稿 -->", f"# {made.title}", *made.front, "摘要：本文讨论渡口。", "## 一、引言"]
    notes = [*made.about, *made.notes]
    lines += [said + (f"[^{number}]" if number <= len(notes) else "") for number, said in enumerate(made.body, start=1)]
    lines += [f"[^{number}]: {said}" for number, said in enumerate(notes, start=1)]
    for heading, texts in made.back:
        lines += [f"## {heading}", *texts]
    data = "\n\n".join((*lines, "## 参考文献", *made.references)) + "\n"
    return data.encode("gb18030" if seed % 5 == 0 else "utf-8-sig" if seed % 5 == 1 else "utf-8")


def tex(made: Paper, seed: int) -> bytes:
    """As people write it for ctex."""
    one = made.authors[0]
    block = rf"\author{{{one.zh}\thanks{{{one.email}, {one.affiliation}}} \and {one.en}}}"
    lines = [
        rf"% {one.zh} 的底稿", r"\documentclass{ctexart}", r"\usepackage{hyperref}",
        rf"\hypersetup{{pdfauthor={{{one.en}}}, pdftitle={{{made.title}}}}}", rf"\title{{{made.title}}}", block,
        r"\begin{document}", r"\maketitle", *(made.front if seed % 2 else []), r"\begin{abstract}本文讨论渡口。\end{abstract}", r"\section{引言}",
    ]  # fmt: skip
    for number, said in enumerate(made.body):
        lines.append(said + (rf"\footnote{{{made.notes[number]}}}" if number < len(made.notes) else ""))
    lines += made.about
    for heading, texts in made.back:
        lines += [rf"\section*{{{heading}}}", *texts]
    bibliography = "\n".join(rf"\bibitem{{k{number}}} {said}" for number, said in enumerate(made.references))
    lines += [
        r"\begin{thebibliography}{9}" + "\n" + bibliography + "\n" + r"\end{thebibliography}",
        r"\end{document}",
        f"{one.zh}",
    ]
    return ("\n\n".join(lines) + "\n").encode("utf-8")


# ---------------------------------------------------------------- pdf


def pdf(made: Paper, pages: list[list[str]]) -> bytes:
    """Pages of lines; the author stands in the properties, XMP, an attachment, annotations and a picture."""
    one = made.authors[0]
    new = pikepdf.new()
    letters = sorted({letter for page in pages for line in page for letter in line})
    cmap = "\n".join(f"<{ord(letter):04X}> <{letter.encode('utf-16-be').hex()}>" for letter in letters)
    to_unicode = f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(letters)} beginbfchar\n{cmap}\nendbfchar endcmap end"
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Made, DW=1000,
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Made, Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[descendant], ToUnicode=new.make_stream(to_unicode.encode()),
    )  # fmt: skip
    picture = new.make_stream(photo(one), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=12, Height=8)
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    for lines in pages:
        drawn = "BT /F 10 Tf 50 780 Td " + " ".join(
            f"<{''.join(f'{ord(letter):04X}' for letter in line)}> Tj 0 -14 Td" for line in lines
        )
        page = new.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(P=picture))
        page.obj.Contents = new.make_stream(f"{drawn} ET q 12 0 0 8 50 50 cm /P Do Q".encode())
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=one.zh, Contents=one.en
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"mailto:{one.email}"),
        )  # fmt: skip
        page.obj.Annots = pikepdf.Array([new.make_indirect(remark), new.make_indirect(link)])
    new.docinfo["/Author"] = one.zh
    new.docinfo["/Creator"] = one.en
    with new.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:creator"] = [one.en, one.zh]
    new.attachments[f"{one.zh}.txt"] = pikepdf.AttachedFileSpec(new, one.en.encode(), filename=f"{one.zh}.txt")
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()
