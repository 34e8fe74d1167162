"""How authors speak of themselves, of their thanks and of their money: phrases of both languages, over folded text."""

from __future__ import annotations

import re
from typing import Final


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# Not what is promised (将另文讨论), nor what stands further up in the same text (已在前文).
_HERE = r"(?:本文|前文|上文|前述|上述|前面|上面|第[一二三四五六七八九十\d]+[章节部])"
_ONCE = rf"曾经?|此前|先前|早先|早年|(?<![将拟会欲当可])(?:另文|另撰)|已经?(?:在|于)(?!{_HERE})|已发表|拙"
_BEFORE = rf"{_ONCE}|以前(?![述引列])|之前|前期|以往|过去|近年"
_TOLD = "指出|论证|证明|提出|讨论|论及|述及|探讨|阐述|曾|已"
_WORK = "研究|成果|工作|论文|文章|著作|专著|一文|一书|学位论文|博士论文|硕士论文"
_NOUN = r"(?:works?|books?|papers?|articles?|monographs?|publications?|essays?|dissertations?|th[ei]s[ie]s|studies|study|research|reports?|findings|chapters?)"
_OLD = r"(?:earlier|previous|prior|past|former|forthcoming|recent|preceding|companion|own|doctoral|phd|ph\.d\.|master'?s|dissertation|unpublished)"
_SAID = (
    r"(?:shown|argued|demonstrated|discussed|reported|proposed|proved|proven|described|suggested|pointed out|published|analy[sz]ed|"
    r"documented|written|explained|examined|developed|introduced|observed|noted|claimed|treated|explored|addressed|elaborated)"
)
_PAST = r"(?:showed|argued|demonstrated|discussed|reported|proposed|proved|described|suggested|pointed out|published|analy[sz]ed|documented|wrote|explained|examined|developed|introduced)"

SELF: Final = _any(
    rf"笔者(?:本人)?(?:在|于|的|也|亦|还|即|便|就|自己|等|多年|很早|一直){{0,3}}(?:{_ONCE})",
    r"笔者(?!认为|以为|主张|发现)[^。；！？\n，]{0,6}(?:曾经?|已发表|拙|另撰)",
    rf"(?:笔者|本人|我们|我|本文作者|作者本人|课题组|本?研究团队|本?团队)(?:的|在)?(?:{_BEFORE})[^。；！？\n]{{0,16}}(?:{_WORK}|论证|证明|提出|指出|讨论|发表|撰文)",
    r"(?<![\u3400-\u9fff“‘「『\"])本人(?:曾|(?:在|于)(?!本文|前文|上文)|已|从事|所在|主持|参与|系|的(?:研究|论文|著|硕士|博士|学位|导师|前期|前文|拙)|发表|撰|另|认为|拙)",
    r"(?<![古朴稚笨守藏])拙(?:作|著|文|稿|译|编|论|见《)",
    r"(?:参见|详见|见|参阅|参考)(?:笔者|本人|作者本人|本文作者)",
    rf"(?<![\u3400-\u9fff《〈“])作者(?:的)?(?:曾经?|此前|以前|先前|早先|以往|前期|早期)[^。；！？\n]{{0,16}}(?:{_WORK}|撰文)",
    rf"(?:(?<![自忘])我们?|笔者|本人)在《[^》]{{1,40}}》(?:[^。；\n]{{0,6}}(?:中|里))?(?:一[文书](?:中|里)?)?(?:[^。；，\n]{{0,4}}(?:{_TOLD}))",
    r"(?:笔者|本人)在《[^》]{1,40}》(?:一|[^。；\n]{1,6}一)[文书]",
    r"(?:笔者|本人)所[撰著写编译]|本文作者曾",
    r"(?<![自忘])我们?的?(?:前|上|另)(?:一|几|两|二)?[篇部本](?:论文|文章|著作|书)",
    r"(?:我们?|笔者|本人)(?:在|的)(?:博士|硕士|学位)(?:学位)?论文",
    r"(?:笔者|本人|我们?|本文作者)(?:于|在)?(?:19|20)\d\d年[^。；，\n]{0,12}(?:发表|出版|撰文|撰写|论文|文章|专著|一文|一书)",
    r"本文(?:的)?(?:初稿|早期版本|部分内容|主要内容|主体部分)[^。；\n]{0,30}(?:发表|宣读|刊载|报告)",
    rf"(?:笔者|本人|(?<![自忘])我|本文作者)(?:的|之|另一)(?:另一[篇部本]|相关|系列|既有)?(?:{_WORK})",
    r"(?:笔者|本人|本文作者)(?:博士|硕士|学位)?(?:论文|专著|著作)",
    r"(?:笔者|本人|本文作者)(?:的)?导师",
    r"(?:本文|此文)(?:改写|改编|节选|摘|脱胎|修改|整理)自(?:笔者|本人|作者|博士|硕士|学位)",
    rf"(?i:\b(?:my|our)\s+(?:own\s+)?{_OLD}(?:\s+[\w-]+){{0,2}}?\s+{_NOUN}\b)",
    r"(?i:\b(?:my|our)\s+(?:(?:19|20)\d\d|dissertation|doctoral|phd|master'?s)\b)",
    rf"(?i:\b(?:I|we)\s+(?:have|had|'ve)\s+(?:already\s+|also\s+|previously\s+|elsewhere\s+|earlier\s+|recently\s+)*(?!noted|observed){_SAID}\s+(?:[\w\s,-]{{0,40}}?\s)?(?:(?:elsewhere|previously|earlier|before)(?!\s+in\s+th(?:is|e\s+pre))|in\s+(?:my|our|an?\s+(?:earlier|previous|prior|separate|recent|companion)))\b)",
    rf"(?i:\b(?:I|we)\s+(?:have\s+|had\s+)?(?:previously|elsewhere)\s+(?:{_SAID}|{_PAST})\b)",
    rf"(?i:\b(?:I|we)\s+(?:have\s+)?(?:{_SAID}|{_PAST})\s+(?:[\w\s,-]{{0,40}}?\s)?(?:elsewhere(?!\s+in\s+this)|in\s+(?:my|our)\s+{_OLD}|in\s+(?:an?\s+)?(?:earlier|previous|prior)\s+{_NOUN}))",
    rf"(?i:\bas\s+(?:I|we)\s+(?:have\s+|had\s+)?(?:{_SAID}|{_PAST})\s*(?:elsewhere|previously|earlier|before|in\s+(?:19|20)\d\d|\[|(?:in\s+)?\((?=[^)]*\d{{4}})))",
    rf"(?i:\b(?:the|this)\s+(?:present\s+)?authors?(?:'s|s')?\s+(?:own\s+)?{_OLD}\s+(?:[\w-]+\s+)?{_NOUN}\b)",
    r"(?i:\bone\s+of\s+(?:the\s+(?:present\s+)?authors|us)\s*(?:\(|has|have|was|had|,))",
    rf"(?i:\b(?:I|we)\s+(?:have\s+)?{_SAID}\s+(?:this|it|that)\s+(?:elsewhere|before))",
    r"(?i:\bin\s+(?:my|our)\s+(?:book|dissertation|thesis|monograph)\b|\b(?:my|our)\s+(?:book|monograph|dissertation)\b)",
    rf"(?i:\bin\s+(?:an?\s+|some\s+|other\s+)?(?:earlier|previous|prior|forthcoming|companion|separate)\s+(?:[\w-]+\s+)?{_NOUN},?\s+(?:I|we)\s+(?:have|had|also|{_PAST}|{_SAID})\b)",
    rf"(?i:\belsewhere,?\s+(?:I|we)\s+(?:have\s+)?(?:{_SAID}|{_PAST})\b)",
    rf"(?i:\b(?:the|this)\s+present\s+(?:author|writer)s?\s+(?:has|have|had)\s+(?:\w+\s+){{0,2}}{_SAID}\b)",
    r"(?i:\b(?:my|our)\s+co-?authors?\b|\b(?:my|our)\s+(?:research\s+)?(?:group|team|lab(?:oratory)?)\s+(?:has|have|had|previously)\b)",
    r"\b[Ss]ee\s+(?:also\s+)?(?:my|our)\s+[*_“\"]?[A-Z]",
    rf"(?i:\b(?:I|we)\s+(?:first|originally|already)\s+(?:{_SAID}|{_PAST})\s[^.;\n]{{0,40}}?\bin\s+(?:19|20)\d\d)",
    r"(?i:\b(?:work|papers?|articles?|books?|chapters?|essays?)\s+(?:that\s+|which\s+)?(?:I|we)\s+(?:have\s+)?(?:published|wrote)\b)",
    r"(?i:\b(?:previous|earlier|prior|preliminary)\s+(?:version|draft)s?\s+of\s+(?:this|the\s+present)\s+(?:paper|article|essay|chapter|work|study)\b)",
)

FUNDED: Final = _any(
    r"(?:本文|本研究|本论文|本成果|本课题|本项研究|文章|该文|本项目)(?:系|为|是|得到|受到?|由|获得?|属于?)[^。；\n]{0,80}(?:阶段性?成果|(?:项目|课题|基金|规划|工程|计划|经费|）|\))[^。；，\n]{0,12}(?:研究成果|成果之一)|最终成果|资助|基金项目|项目支持|(?:基金|计划|课题|经费|专项|大学|委员会)[^。；\n]{0,40}支持|课题成果)",
    r"(?:(?:基金|规划|科研|研究|专项|课题|工程|计划)[^。；，\n]{0,12}(?:项目|课题)|(?:项目|课题)?[（(](?:项目|课题)?(?:批准号|编号|号)?[：:]?\s?[0-9A-Z]{2}[^）)]{0,20}[）)])[^。；，\n]{0,20}(?:阶段性?成果|研究成果|最终成果|项目成果|的成果|资助)",
    r"(?:部级|省级|国家级|市级|校级|厅级)[^。；，\n]{0,12}(?:项目|课题)(?:研究|阶段性?)?成果|(?:基本科研业务费|专项资金|科研启动(?:经费|基金|费)|研究基金|社科基金)[^。；，\n]{0,20}资助",
    r"(?:^|[。；，,;(（\s])(?:项目)?(?:批准号|立项号|资助号|立项编号)\s?[：:]\s?\d\d|主持本项?(?:研究|项目|课题)",
    r"(?:项目|课题|基金)\s?(?:批准号|编号|立项号)\s?[：:]?\s?[0-9A-Z]",
    r"(?i:\bthis\s+(?:work|research|study|paper|article|project|publication)\s+(?:has\s+)?(?:received|benefit(?:s|t?ed)\s+from)\s+(?:\w+\s+){0,3}(?:support|funding|grants?)\b)",
    r"(?i:\bthis\s+(?:work|research|study|paper|article)\s+(?:is|was|forms)\s+(?:a\s+)?(?:part|product|result|outcome)\s+of\s+(?:the|a|an|our|my)\s+[^.\n]{0,80}\b(?:project|programme|program|grant)\b)",
    r"(?:^|[.\n*]\s*)(?:[Ff]unded|[Ff]inanced)\s+by\s",
    r"(?i:\bleading\s+to\s+these\s+results\b|\bwith\s+the\s+(?:financial\s+)?support\s+of\s+(?:an?|the)\s+(?:research\s+)?(?:grant|fellowship|scholarship)\b)",
    r"(?:基金项目|项目基金|资助项目|课题来源|项目来源|基金资助|资助信息)\s*[：:]|(?:^|[\n。；])\s*基金\s*[：:]",
    r"(?i:\bthis\s+(?:work|research|study|paper|article|project|publication)\s+(?:is|was|has\s+been|were)\s+(?:\w+\s+){0,2}(?:(?:funded|financed|sponsored)\b|supported\b[^.\n]{0,150}\b(?:grants?|fund(?:s|ing)?|projects?|foundation|council|scholarship|fellowship|program(?:me)?|award|universit\w+|ministry|institute|society|commission|agency|academy|centre|center|office)\b))",
    r"(?i:\b(?:the\s+authors?|I|we)\s+(?:\w+\s+){0,2}(?:received?|acknowledges?)\s+(?:[\w\s]{0,40}\s)?(?:funding|financial\s+support|grants?|support\s+from))",
    r"(?i:\bsupported\s+by\s+(?:the\s+)?[^.\n]{0,100}(?:grants?|projects?|awards?|funds?)\s*(?:(?:no|nos|number|nr|#)\.?\s*[(:]?\s*[A-Za-z0-9]|[(:]?\s*(?-i:[A-Z]{0,8})[0-9-]{2}))",
)

THANKS: Final = _any(
    r"(?<![“‘「『\"])(?:^|[。；！？\n，,]|(?<![“‘「『\"])我们?|笔者|本人|本文作者|作者|谨|特此|在此|此处|衷心|特别|诚挚|并|也|还要?|同时|最后)\s*(?:谨|向|对|要|由衷|衷心|诚挚地?|特别|深表|表示)*(?:感谢|致谢|鸣谢|谢忱|谢意)(?!信|函|状)[^。\n]{0,60}(?:老师|教授|导师|博士|先生|女士|师兄|师姐|审稿|评审|外审|编辑|同仁|同事|帮助|指导|支持|意见|建议|启发|资助|讨论|批评|提供|访谈|受访|妻子|丈夫|父母|家人|朋友|友人)|本文[^。；\n]{0,20}(?:宣读|报告过|(?:会|论坛|沙龙)上?(?:报告|发言|交流))",
    r"(?:谨此|在此|特此|一并)(?:一并)?(?:致谢|感谢|鸣谢|谢忱)|致以?(?:诚挚的?|衷心的?|最?深的?)*(?:谢意|谢忱)",
    r"(?i:\b(?:I|we|the\s+authors?|the\s+present\s+author)\s+(?:(?:would|should)\s+like\s+to|wish(?:es)?\s+to|want\s+to|must|also|gratefully|sincerely|warmly|are|am|is|\s)*\s*(?:thanks?(?!\s+(?:god|heaven|you\b))|grateful\s+to|indebted\s+to|thankful\s+to|express\s+(?:my|our|their)\s+(?:\w+\s+)?(?:thanks|gratitude))\b)",
    r"(?i:\b(?:I|we|the\s+authors?)\s+(?:\w+\s+)?acknowledges?\s+(?:the\s+)?(?:\w+\s+){0,3}(?:support|assistance|contributions?|funding|comments|advice|guidance|help\s+of\s+(?:my|our|the|prof|dr|mr|ms))\b)",
    r"(?i:\b(?:many|special|sincere|warm)\s+thanks\s+(?:are\s+due\s+|go\s+)?to\b)",
    r"(?i:\bthis\s+(?:work|research|study|paper|article)\s+(?:has\s+)?(?:greatly\s+)?(?:benefit(?:s|t?ed)|profited)\s+from\s+(?:\w+\s+){0,3}(?:comments|discussions?|suggestions|conversations|advice))",
    r"(?i:\b(?:draft|version)s?\s+(?:of\s+\w+\s+\w+\s+)?(?:was|were|has\s+been)\s+(?:first\s+)?(?:presented|read|delivered|given)\s+(?:at|to|in)\b|\b(?:all|any)\s+(?:remaining\s+)?errors\s+(?:are|remain)\s+(?:my|our)\b)",
    r"(?i:\b(?:my|our)\s+(?:\w+\s+){0,2}(?:thanks|gratitude)\s+(?:is|are|go|goes)?\s*(?:due\s+)?to\b)",
    r"(?i:\bthanks\s+(?:are\s+due\s+|go\s+)?to\s+(?:the\s+)?(?:my|our|prof|dr|mr|ms|mrs|[A-Z][a-z]+\s+[A-Z]|anonymous|two|editors|colleagues|participants)\S*\s+(?:[^.\n]{0,80})(?:for|comments|help))",
)

# A paragraph that begins so is a note on the authors, and a block of its own.
LABEL: Final = re.compile(
    r"(?i)^\s{0,24}[\[【(（*∗†‡#〔]{0,24}\s{0,8}(?:作\s*者\s*简\s*介|作者信息|作者单位|第一作者|通[讯信]作者|通[讯信]地址|联系(?:作者|方式|人|电话|地址)|收稿日期|基金项目|项目基金|课题来源|资助项目|基金资助|"
    r"基金|电子邮[箱件]|邮箱|e-?mails?|单位|作者贡献|致\s*谢|鸣\s*谢|作者声明|about\s+the\s+authors?|author\s+(?:bio\w*|information|note|contributions?|affiliations?)|biograph\w+|corresponding\s+author|"
    r"correspondence|funding|funded\s+by|financial\s+support|acknowledge?ments?|grant(?:s|\s+support)?|orcid(?:\s+id)?|credit\s+author\w*|address(?:\s+for\s+correspondence)?)\s*(?:[\]】)）〕]*\s*[：:.—\-]|[\]】〕])\s*(?=\S)"
)
# A heading (whole) under which all is thanks, money or authors, up to the next heading.
HEADING: Final = re.compile(
    r"(?i)^[\s#*\d.、一二三四五六七八九十\\{}]{0,24}(?:section|subsection|paragraph|chapter)?[\s*\\{]{0,8}(?:致\s*谢(?:辞|词)?|鸣\s*谢|谢\s*辞|(?:基金)?资助(?:信息|情况|声明)?|基金项目|作者简介|作者信息|作者贡献(?:声明)?|acknowledge?ments?(?:\s+and\s+funding)?|"
    r"funding(?:\s+(?:statement|information|sources?))?|(?:notes?\s+)?(?:about|on)\s+(?:the\s+)?(?:authors?|contributors?)|author\s+(?:bio\w*|information|notes?|contributions?)|biograph(?:y|ical\s+(?:note|sketch)s?)|correspondence|financial\s+support)[\s:：*}#]*$"
)
# A heading under which works are listed.
REFERENCES: Final = re.compile(
    r"(?i)^[\s#*\d.、一二三四五六七八九十\[【\\{]{0,24}(?:section|subsection|chapter)?[\s*\\{]{0,8}(?:主要)?(?:参\s*考\s*文\s*献|参考资料|引用文献|征引文献|征引书目|参考书目|references(?:\s+cited)?|bibliography|works\s+cited|literature(?:\s+cited)?)[\s:：*}\]】#]*$"
)
# A heading, though no style says so.
NUMBERED: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+[章节部]|\d+(?:\.\d+)*[.、\s]\s*\S|[（(][一二三四五六七八九十]+[)）]|引\s*言|绪\s*论|前\s*言|结\s*[语论]|余\s*论|附\s*录|注\s*释|"
    r"(?i:introduction|conclusions?|appendix|notes|abstract|keywords?|declarations?|data\s+availability|conflicts?\s+of\s+interest|competing\s+interests)\b|摘\s*要|关键词)"
)
# The first heading of a text.
OPENING: Final = re.compile(r"(?i)^\s{0,24}[\[【〔(（#*]{0,24}\s{0,8}(?:引\s*言|introduction|一、|1[.\s])")

# Where a summary begins: in front of the text, and in the other language often behind the list of works.
SUMMARY: Final = re.compile(
    r"(?i)^\s{0,24}[\[【〔(（#*]{0,24}\s{0,8}(?:(?:内容)?(?:摘\s*要|提\s*要)|abstract\b|\\begin\{abstract\}|关键词|key\s?words\b)"
)
# A note on the authors has no number, but one of these.
STARRED: Final = re.compile(r"^\s{0,24}[*∗＊※†‡§]")
# What a line under a by-line says: where its authors are, and how to write to them.
CONTACT: Final = re.compile(
    r"大学|学院|研究[院所]|法院|检察院|律师|党校|研究中心|教授|讲师|研究员|博士|\d{6}|电话|(?i:\btel\b|universit|school|facult|depart|institut|college|academ|orcid|professor|lecturer|@)"
)
# Who speaks in a note, if it is its author of themselves and not of their subject.
SPEAKER: Final = re.compile(r"笔者|本人|作者|本文|\b(?:I|we|We|my|My|[Tt]his\s+(?:paper|article|study|essay))\b")
# What the note of an author says beside a name: a post, a degree; whose the text is; where letters reach them.
POSITION: Final = re.compile(
    r"教授|讲师|研究员|博士|硕士|法官|检察官|律师|(?i:\b(?:professor|lecturer|fellow|researcher|student|candidate|judge|attorney|dean|ph\.?\s?d|ll\.?[bmd]|j\.?d)\b)"
)
OWNED: Final = re.compile(r"©|版权所有|著作权归|(?i:\bcopyright\s+\d{4}|\ball\s+rights\s+reserved)")
REACHED: Final = re.compile(
    r"通[讯信](?:地址|作者)|联系地址|(?i:\b(?:address\s+for\s+)?correspondence(?:\s+(?:to|concerning\b[^.]{0,60}))?\s*:)"
)

# The shape of a reference: a year with a title's marks, a publisher, a journal's numbers.
REFERENCE: Final = re.compile(
    r"《[^》]+》|\[(?:M|J|C|D|N|R|S|P|A|Z|EB/OL|DB/OL|M/OL|J/OL|C//)[^\]]{0,8}\]|出版社|出版公司|书局|书店|印书馆|学报|学位论文|载[：《]|第\s*\d+\s*[期卷页版]|"
    r"\b(?:Press|Publish\w+|Verlag|Journal|Review|Quarterly|University\s+Press|doi|vol|no|pp?|ed|eds|trans)\b\.?|[\"“][^\"”]{6,}[\"”]|(?<!\d)\d{1,6}\s{0,3}(?:\(\d{1,6}\)|:\s{0,3}\d)|\bDissertation\b|\d{4}[a-z]?\)?\.\s+\S|\*[^*\n]{5,}\*|\\(?:emph|textit|newblock)"
)
YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|待刊|即出|forthcoming|in press")
# What a line about a person says, and a reference does not.
BIOGRAPHY: Final = re.compile(
    r"[，,]\s*[男女]\s*[，,]|生于|\d{4}\s*年?\s*生|[—－-]\s*[)）][，,]|[，,]\s*(?:副?教授|讲师|研究员|副研究员|助理研究员|博士后|(?:博士|硕士)(?:研究)?生|博士生导师|法学博士|博士|硕士)|(?:大学|学院|研究[院所]|科学院|法院|检察院|事务所|党校|系|中心|(?i:university|college|institute))[^，,。；]{0,10}(?:教授|讲师|研究员|博士生|硕士生|研究生|博士后)|研究方向|E-?mail|邮编|"
    r"(?i:\bis\s+(?:(?:an?|the)\s+)?(?:\w+\s+){0,3}(?:professor|lecturer|researcher|fellow|student|candidate)|\b(?:associate\s+|assistant\s+)?professor\s+(?:of|at|in)\b|research\s+interests|received\s+(?:his|her|their)\b)"
)
# What may stand beside names in a by-line.
BESIDE: Final = re.compile(
    r"(?i)\b(?:and|by|authors?|written|the|prof(?:essor)?|dr|ph\.?d|m\.?a|m\.?sc|corresponding|e-?mails?|orcid(?:\.org)?|https?|department|faculty|school|college|of|law|university|p\.?\s?r\.?\s?china|china|tel|and)\b|作者|单位|署名|姓名|通讯|通信|邮箱|电子邮件|邮编|撰稿|教授|副教授|讲师|博士|硕士|研究生|执笔|译者|文|和|与|及|等|省|市"
)

__all__ = [
    "BESIDE",
    "BIOGRAPHY",
    "CONTACT",
    "FUNDED",
    "HEADING",
    "LABEL",
    "NUMBERED",
    "OPENING",
    "OWNED",
    "POSITION",
    "REACHED",
    "REFERENCE",
    "REFERENCES",
    "SELF",
    "SPEAKER",
    "STARRED",
    "SUMMARY",
    "THANKS",
    "YEAR",
]
