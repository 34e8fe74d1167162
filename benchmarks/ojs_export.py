"""`python -m benchmarks.ojs_export ARTICLES FILE`: an export of OJS with that many published articles, as OJS 3.3 writes it.

Twenty articles an issue, each with three authors in both scripts, both abstracts, five references and a PDF of 60 kB; the same
on every run.
"""

from __future__ import annotations

import base64
import random
import sys
from collections.abc import Iterator
from pathlib import Path

SPACES = 'xmlns="http://pkp.sfu.ca" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
AN_ISSUE, AUTHORS, PDF = 20, 3, 60_000
FAMILIES, GIVEN = "渡井桥津舟岸堤闸圩浦", "若水静之明叙清衡远真修拓"
LATIN = ("Du", "Jing", "Qiao", "Jin", "Zhou", "An", "Di", "Zha", "Wei", "Pu")
WORDS = "渡口通行权由来已久凡渡者皆得通行其法理出于习惯而见于判例"


def write(count: int, file: Path) -> None:
    """The export."""
    chance = random.Random(count)
    with file.open("w", encoding="utf-8") as opened:
        opened.write(f'<?xml version="1.0" encoding="utf-8"?>\n<issues {SPACES}>')
        for place, first in enumerate(range(1, count + 1, AN_ISSUE)):
            opened.write(_opening(2000 + place // 6, place % 6 + 1))
            opened.writelines(_article(number, chance) for number in range(first, min(first + AN_ISSUE, count + 1)))
            opened.write("</articles></issue>")
        opened.write("</issues>")


def _opening(year: int, number: int) -> str:
    return f"""<issue published="1" current="0" access_status="1"><id type="internal" advice="ignore">{year}{number}</id>
<issue_identification><volume>{year - 1999}</volume><number>{number}</number><year>{year}</year></issue_identification>
<date_published>{year}-{number * 2:02d}-15</date_published><last_modified>{year}-12-31</last_modified>
<sections><section ref="ART" seq="1"><id type="internal" advice="ignore">7</id><abbrev locale="zh_CN">ART</abbrev>
<title locale="zh_CN">论文</title><title locale="en_US">Articles</title></section></sections><issue_galleys/><articles>"""


def _article(number: int, chance: random.Random) -> str:
    text = "".join(chance.choices(WORDS, k=200))
    pdf = base64.b64encode(b"%PDF-1.4 " + chance.randbytes(PDF)).decode()
    return f"""<article locale="zh_CN" date_submitted="2000-01-15" stage="production" status="3" submission_progress="0"
 current_publication_id="{number}"><id type="internal" advice="ignore">{number}</id>
<submission_file id="{number}" stage="proof" file_id="{number}" genre="Article Text"><name locale="zh_CN">{number}.pdf</name>
<file id="{number}" filesize="{PDF + 9}" extension="pdf"><embed encoding="base64">{pdf}</embed></file></submission_file>
<publication version="1" status="3" primary_contact_id="{number * AUTHORS}" seq="{number}" access_status="0" section_ref="ART"
 date_published="2000-03-01"><id type="internal" advice="ignore">{number}</id><id type="doi" advice="update">10.5555/b.{number}</id>
<title locale="zh_CN">{text[:18]}</title><title locale="en_US">The Right of Passage at Ferry No. {number}</title>
<abstract locale="zh_CN">&lt;p&gt;{text}&lt;/p&gt;</abstract><abstract locale="en_US">&lt;p&gt;{"It is old. " * 40}&lt;/p&gt;</abstract>
<keywords locale="zh_CN"><keyword>{text[:4]}</keyword><keyword>{text[4:8]}</keyword></keywords>
<keywords locale="en_US"><keyword>ferry</keyword><keyword>right of passage</keyword></keywords>
<authors>{"".join(_authors(number, chance))}</authors>
<article_galley locale="zh_CN" approved="false"><id type="internal" advice="ignore">{number}</id><name locale="zh_CN">PDF</name>
<seq>0</seq><submission_file_ref id="{number}"/></article_galley>
<citations>{"".join(f"<citation>{text[n : n + 3]}：《{text[n + 3 : n + 9]}》，临渊书局 2001 年版，第 {n + 1} 页。</citation>" for n in range(5))}</citations>
<pages>{number * 10}-{number * 10 + 9}</pages></publication></article>"""


def _authors(number: int, chance: random.Random) -> Iterator[str]:
    for place in range(AUTHORS):
        id, family = number * AUTHORS + place, chance.randrange(len(FAMILIES))
        given = "".join(chance.choices(GIVEN, k=2))
        yield f"""<author include_in_browse="true" user_group_ref="Author" seq="{place}" id="{id}">
<givenname locale="zh_CN">{given}</givenname><givenname locale="en_US">{chance.choice(LATIN)}{id}</givenname>
<familyname locale="zh_CN">{FAMILIES[family]}</familyname><familyname locale="en_US">{LATIN[family]}</familyname>
<affiliation locale="zh_CN">临渊大学第 {family} 学院</affiliation><affiliation locale="en_US">Linyuan University, School {family}</affiliation>
<country>CN</country><email>author{id}@u{id}.example.org</email></author>"""


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
