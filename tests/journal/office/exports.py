"""Exports of OJS, written as OJS 3.3 and 3.5 write them; the journal, its people and its files are made up."""

from __future__ import annotations

import base64
from collections.abc import Iterable

PDF = b"%PDF-1.4 made up"
PNG = b"\x89PNG\r\n\x1a\n made up"
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


def issue(articles: Iterable[str], number: int = 2, published: int = 1, more: str = "<issue_galleys/>") -> str:
    """An issue with a section, a cover and articles."""
    return f"""<issue {XSI} published="{published}" current="0" access_status="1">
    <id type="internal" advice="ignore">{number}00</id>
    <issue_identification><volume>3</volume><number>{number}</number><year>2019</year><title locale="zh_CN">渡口专号</title></issue_identification>
    <date_published>2019-09-15</date_published><last_modified>2019-09-16</last_modified>
    <sections><section ref="ART" seq="1"><id type="internal">7</id><abbrev locale="zh_CN">论文</abbrev><title locale="zh_CN">论文</title></section></sections>
    <covers><cover locale="zh_CN"><cover_image>cover.png</cover_image><cover_image_alt_text>渡口</cover_image_alt_text>{encoded(PNG)}</cover></covers>
    {more}<articles>{"".join(articles)}</articles></issue>"""


def issue_galley(data: bytes = PDF, locale: str = "zh_CN") -> str:
    """The file of a whole issue."""
    return f"""<issue_galleys><issue_galley locale="{locale}"><label>PDF</label><id type="internal" advice="ignore">5</id><issue_file>
      <file_name>5-1.pdf</file_name><file_type>application/pdf</file_type><file_size>16</file_size><content_type>1</content_type>
      <original_file_name>whole.pdf</original_file_name><date_uploaded>2019-09-15</date_uploaded>
      <date_modified>2019-09-15</date_modified>{encoded(data)}</issue_file></issue_galley></issue_galleys>"""


def file(number: int, data: bytes, name: str, stage: str = "proof", of: int = 0) -> str:
    """A file of a submission, with the file that it belongs to."""
    ref = f'<submission_file_ref id="{of}"/>' if of else ""
    return f"""<submission_file id="{number}" stage="{stage}" file_id="{number}" genre="Article Text"><name locale="zh_Hans">{name}</name>{ref}
      <file id="{number}" filesize="{len(data)}" extension="{name.rpartition(".")[2]}">{encoded(data)}</file></submission_file>"""


def galley(number: int, label: str, locale: str = "zh_Hans", of: int = 0) -> str:
    """A galley of a publication, and the file that it shows."""
    return f"""<article_galley locale="{locale}" approved="true"><id type="internal" advice="ignore">{number}</id>
      <name locale="{locale}">{label}</name><seq>0</seq><submission_file_ref id="{of or number}"/></article_galley>"""


def modern(
    number: int, files: str = "", galleys: str = "", pages: str = "11-20", seq: int = 1, section: str = "ART", title: str = "井与渡",
    locale: str = "zh_Hans", issue: str = "",
) -> str:  # fmt: skip
    """A submission as OJS 3.5 writes it: names inside affiliations and keywords, a locale with its script."""
    other = "en" if locale != "en" else "zh_Hans"
    return f"""<article {XSI} locale="{locale}" date_submitted="2019-03-01" stage="production" status="3" submission_progress=""
      current_publication_id="{number}"><id type="internal" advice="ignore">{number}</id>{files}
    <publication version_stage="VoR" version_minor="0" version_major="1" id="{number}" status="3" primary_contact_id="{number}2" seq="{seq}"
        date_published="2019-09-01" section_ref="{section}" access_status="0">
      <id type="internal" advice="ignore">{number}</id><id type="doi" advice="update">10.5555/well.{number}</id>
      <title locale="{locale}">{title}</title><title locale="{other}">Wells</title>
      <abstract locale="{locale}">&lt;p&gt;井归谁？&lt;/p&gt;</abstract>
      <licenseUrl>https://creativecommons.org/licenses/by/4.0</licenseUrl><copyrightHolder locale="{locale}">渡若水</copyrightHolder>
      <copyrightYear>2019</copyrightYear>
      <keywords locale="{locale}"><keyword><name>井</name></keyword><keyword><name>渡</name><identifier>7</identifier></keyword></keywords>
      <agencies locale="{locale}"><agency><name>石塘基金会</name></agency></agencies>
      <agencies locale="{other}"><agency><name>Shitang Foundation</name></agency></agencies>
      <authors>{_modern_author(number, 1, "渡", "若水", "Du", "Ruoshui")}{_modern_author(number, 2, "井", "明", "Jing", "Ming")}</authors>
      {galleys}<citations><citation>井明：《井考》，石塘书局 2017 年版。</citation></citations>
      {issue}<pages>{pages}</pages>
    </publication></article>"""


def _modern_author(number: int, place: int, family: str, given: str, surname: str, name: str) -> str:
    return f"""<author include_in_browse="true" seq="{place}" id="{number}{place}" contributor_type="person">
      <givenname locale="zh_Hans">{given}</givenname><givenname locale="en">{name}</givenname>
      <familyname locale="zh_Hans">{family}</familyname><familyname locale="en">{surname}</familyname>
      <rorAffiliation><ror>https://ror.org/02mhbdp94</ror><name locale="en">Shitang University</name><name locale="zh_Hans">石塘大学</name></rorAffiliation>
      <affiliation><name locale="zh_Hans">渡口学院</name></affiliation>
      <country>CN</country><email>{surname.lower()}{number}@u.example.org</email><biography locale="en">Made up.</biography>
      <contributor_roles><contributor_role_id>1</contributor_role_id></contributor_roles></author>"""


def export(*issues: str) -> bytes:
    """A native XML export."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<issues {XSI}>{"".join(issues)}</issues>'.encode()


def user_group(level: int, *names: str) -> str:
    """A group of users, with its names."""
    said = "".join(
        f'<name locale="{tongue}">{name}</name>' for tongue, name in zip(("zh_CN", "en_US"), names, strict=False)
    )
    return f"""<user_group><role_id>{level}</role_id><context_id>1</context_id><is_default>true</is_default>
      <permit_self_registration>false</permit_self_registration><permit_metadata_edit>false</permit_metadata_edit>{said}
      <stage_assignments>1:3:4:5</stage_assignments><masthead>false</masthead></user_group>"""


USERS = f"""<?xml version="1.0"?>
<PKPUsers {XSI}><user_groups>{user_group(16, "期刊编辑", "Journal editor")}{user_group(17, "栏目编辑", "Section editor")}{user_group(4096, "审稿人", "Reviewer")}
 {user_group(4097, "校对", "Proofreader")}{user_group(4097, "索引员", "Indexer")}</user_groups><users>
 <user><givenname locale="zh_CN">明</givenname><familyname locale="zh_CN">井</familyname><affiliation locale="zh_CN">渡口学院</affiliation>
  <email>jing@r.example.org</email><username>jing</username><gossip>多话</gossip>
  <password is_disabled="false" encryption="sha1"><value>5ecret</value></password><phone>000</phone>
  <user_group_ref>审稿人</user_group_ref><user_group_ref>栏目编辑</user_group_ref><review_interests>water law, 公法</review_interests></user>
 <user><givenname locale="zh_CN">欧阳静之</givenname><email>not an address</email><username>ouyang</username>
  <password is_disabled="false" encryption="sha1"><value>5ecret</value></password><user_group_ref>期刊编辑</user_group_ref></user>
 <user><givenname locale="en_US">Ming</givenname><familyname locale="en_US">Jing</familyname><email>Jing@R.example.org</email><username>jing2</username>
  <password is_disabled="false" encryption="sha1"><value>5ecret</value></password><user_group_ref>Indexer</user_group_ref></user>
 <user><givenname locale="zh_CN">津</givenname><familyname locale="zh_CN">舟</familyname><email>zhou@r.example.org</email><username>zhou</username>
  <password is_disabled="true" encryption="sha1"><value>5ecret</value></password><disabled_reason>离职</disabled_reason><user_group_ref>校对</user_group_ref></user>
</users></PKPUsers>""".encode()
