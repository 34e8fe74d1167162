"""Exports of OJS, written as OJS 3.3 and 3.5 write them; the journal, its people and its files are made up."""

from __future__ import annotations

import base64
from collections.abc import Iterable

PDF = b"%PDF-1.4 made up"
XSI = 'xmlns="http://pkp.sfu.ca" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def encoded(data: bytes = PDF) -> str:
    """As OJS embeds a file."""
    return f'<embed encoding="base64">{base64.b64encode(data).decode()}</embed>'


def author(number: int, family: str = "渡", given: str = "若水", more: str = "") -> str:
    """An author with a name in both scripts."""
    return f"""<author include_in_browse="true" user_group_ref="Author" seq="{number}" id="{number}">
      <givenname locale="zh_CN">{given}</givenname><givenname locale="en_US">Ruoshui</givenname>
      <familyname locale="zh_CN">{family}</familyname><familyname locale="en_US">Du</familyname>
      <affiliation locale="zh_CN">石塘大学</affiliation><affiliation locale="en_US">Shitang University</affiliation>
      <country>CN</country><email>author{number}@u{number}.example.org</email>{more}</author>"""


def article(
    number: int, authors: str = "", status: int = 3, stage: str = "production", more: str = "", data: bytes = PDF, title: str = "渡口的权利"
) -> str:  # fmt: skip
    """A submission with one publication, one file and one galley."""
    return f"""<article {XSI} locale="zh_CN" date_submitted="2019-03-0{number % 9 + 1}" stage="{stage}" status="{status}"
      submission_progress="" current_publication_id="{number}">
    <id type="internal" advice="ignore">{number}</id>
    <submission_file id="{number}" stage="proof" file_id="{number}" genre="Article Text" xsi:schemaLocation="x">
      <name locale="zh_CN">文章{number}.pdf</name><file id="{number}" filesize="16" extension="pdf">{encoded(data)}</file>
    </submission_file>
    <publication xsi:schemaLocation="x" version="1" status="{status}" primary_contact_id="{number}" seq="1"
        date_published="2019-09-15" section_ref="ART">
      <id type="internal" advice="ignore">{number}</id><id type="doi" advice="update">10.5555/well.{number}</id>
      <title locale="zh_CN">{title}</title><title locale="en_US">The &lt;i&gt;Right&lt;/i&gt; &amp;amp; the Ferry</title>
      <subtitle locale="zh_CN">以石塘为例</subtitle>
      <abstract locale="zh_CN">&lt;p&gt;渡口归谁？&lt;/p&gt;&lt;p&gt;归乡里。&lt;/p&gt;</abstract>
      <abstract locale="en_US">&lt;p&gt;Whose ferry?&lt;/p&gt;</abstract>
      <licenseUrl>https://example.org/licence</licenseUrl>
      <copyrightHolder locale="zh_CN">作者</copyrightHolder>
      <keywords locale="zh_CN"><keyword>渡口；权利</keyword></keywords><keywords locale="en_US"><keyword>ferry</keyword></keywords>
      <authors>{authors or author(number)}</authors>
      <article_galley locale="zh_CN" approved="false"><id type="internal">1</id><name locale="zh_CN">PDF</name><seq>0</seq>
        <submission_file_ref id="{number}"/></article_galley>
      <citations><citation>渡若水：《渡口考》，石塘书局 2018 年版。</citation></citations>
      <pages>1-10</pages>{more}
    </publication></article>"""


def issue(articles: Iterable[str], number: int = 2) -> str:
    """An issue with a section, a cover and articles."""
    return f"""<issue {XSI} published="1" current="0" access_status="1">
    <id type="internal" advice="ignore">{number}00</id>
    <issue_identification><volume>3</volume><number>{number}</number><year>2019</year><title locale="zh_CN">渡口专号</title></issue_identification>
    <date_published>2019-09-15</date_published><last_modified>2019-09-16</last_modified>
    <sections><section ref="ART" seq="1"><id type="internal">7</id><abbrev locale="zh_CN">论文</abbrev><title locale="zh_CN">论文</title></section></sections>
    <covers><cover locale="zh_CN"><cover_image>cover.png</cover_image><cover_image_alt_text>渡口</cover_image_alt_text>{encoded(b"PNG")}</cover></covers>
    <issue_galleys/><articles>{"".join(articles)}</articles></issue>"""


def export(*issues: str) -> bytes:
    """A native XML export."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<issues {XSI}>{"".join(issues)}</issues>'.encode()


USERS = f"""<?xml version="1.0"?>
<PKPUsers {XSI}><user_groups/><users>
 <user><givenname locale="zh_CN">明</givenname><familyname locale="zh_CN">井</familyname><affiliation locale="zh_CN">渡口学院</affiliation>
  <email>jing@r.example.org</email><username>jing</username><password is_disabled="false" encryption="sha1"><value>x</value></password>
  <user_group_ref>Reviewer</user_group_ref><review_interests>water law, 公法</review_interests></user>
 <user><givenname locale="zh_CN">欧阳静之</givenname><email>not an address</email><username>ouyang</username>
  <user_group_ref>Journal editor</user_group_ref></user>
</users></PKPUsers>""".encode()
