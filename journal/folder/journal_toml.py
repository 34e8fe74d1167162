"""journal.toml: what the journal is, as its editors write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from journal.errors import Bilingual
from journal.folder.tables import (
    Spot,
    by_language,
    expect,
    identifier,
    language,
    like,
    listing,
    may,
    need,
    one_of,
    own_name,
    pairs,
    table,
    text,
    toml,
    unknown,
    whole,
)
from journal.ids import CN, ISSN
from journal.model import (
    ByLanguage,
    Colour,
    Column,
    Edition,
    Journal,
    Licence,
    NoteMark,
    NoteScope,
    PageRun,
    Printing,
    Starts,
    Style,
)

FILE = "journal.toml"
FORMAT = 1  # of journal.toml and of the folder it marks

slug = like(r"[a-z0-9]+(-[a-z0-9]+)*", "case-notes")
web = like(r"https?://[^\s<>\"]*[^\s<>\"/]", "https://example.org/human-rights")

length = like(r"\d+(\.\d+)?mm", "3mm")

STYLE = {
    "page": may(like(r"\d+(\.\d+)?mm \d+(\.\d+)?mm", "185mm 260mm"), Style().page),
    "notes": may(one_of({mark.value: mark for mark in NoteMark}), Style().notes),
    "scope": may(one_of({scope.value: scope for scope in NoteScope}), Style().scope),
    "numbering": may(listing(text), Style().numbering),
    "starts": may(one_of({starts.value: starts for starts in Starts}), Style().starts),
    "inner": may(length, Style().inner),
    "outer": may(length, Style().outer),
}


def style(spot: Spot) -> Style:
    """`[editions.LANGUAGE.style]`: the settings of its pages."""
    values = table(spot, STYLE)
    if bool(values["inner"]) != bool(values["outer"]):
        raise spot.wrong(
            Bilingual("inner 与 outer 须一并写出。", "inner and outer are given together."),
            Bilingual('例如 inner = "22mm"、outer = "18.54mm"。', 'Such as inner = "22mm" and outer = "18.54mm".'),
        )
    return Style(**values)


EDITION = {
    "title": need(text),
    "subtitle": may(text, ""),
    "issn": need(identifier(ISSN)),
    "eissn": may(identifier(ISSN)),
    "cn": may(identifier(CN)),
    "pages": may(one_of({run.value: run for run in PageRun}), PageRun.ISSUE),
    "imprint": may(pairs(text), ()),
    "style": may(style, Style()),
}


def editions(spot: Spot) -> tuple[Edition, ...]:
    """`[editions.LANGUAGE]`, the journal's first language first."""
    return tuple(
        Edition(language=language(spot.below(tag)), **table(spot.below(tag), EDITION)) for tag in _filled(spot).value
    )


def columns(spot: Spot) -> tuple[Column, ...]:
    """`[columns]`, in the order of the contents."""
    titles = by_language(text)
    return tuple(Column(slug(own_name(spot.below(id))), titles(spot.below(id))) for id in _filled(spot).value)


def _filled(spot: Spot) -> Spot:
    if expect(spot, dict).value:
        return spot
    raise spot.wrong(Bilingual("至少要有一项。", "needs at least one entry."), Bilingual("请补上一项。", "Add one."))


LICENCE = {
    "url": need(like(r"https?://[^\s<>\"]+", "https://creativecommons.org/licenses/by/4.0/")),
    "texts": may(by_language(text), ByLanguage()),
}


def licence(spot: Spot) -> Licence:
    """`[licence]`: that of the articles."""
    return Licence(**table(spot, LICENCE))


POLICIES = frozenset(
    """
    front_matter references names mail_from
    reply_days assign_days first_reading_days second_reading_days final_reading_days review_response_days review_days
    minor_revision_days major_revision_days editing_days translation_days proof_days completion_days reminder_days
    referees third_on_disagreement review review_columns first_readers second_readers final_readers needed_ACTION
    proof_steps release_without_text translation_required
    similarity_total similarity_without_quotations similarity_without_own similarity_over similarity_required
    sample_copies sample_copies_guest sample_copies_referee deposit_copies
    fee_per_thousand fee_per_paper fee_per_report fee_currency
    plan_topics_days plan_commissions_days plan_manuscripts_days plan_acceptance_days plan_release_days
    plan_first_proof_days plan_second_proof_days plan_third_proof_days plan_signature_days plan_publication_days
    issue_sheets pages_a_sheet page_characters
    """.split()
)
_NEEDED = "needed_"  # and the name of an action of the office, which judges it and every value


def policies(spot: Spot) -> tuple[tuple[str, str], ...]:
    """`[policies]`: rules of the journal that the office and the checks go by; one that nobody would read is refused."""
    for name in expect(spot, dict).value:
        if name not in POLICIES and not name.startswith(_NEEDED):
            raise unknown(spot.below(name), name, tuple(sorted(POLICIES)))
    return pairs(text)(spot)


PRINTING = {
    "paper": may(length, Printing().paper),
    "cover": may(length, Printing().cover),
    "bleed": may(length, Printing().bleed),
    "colour": may(one_of({colour.value: colour for colour in Colour}), Printing().colour),
}


def printing(spot: Spot) -> Printing:
    """`[printing]`: what the printing house prints on and with."""
    return Printing(**table(spot, PRINTING))


JOURNAL = {
    "format": need(whole(1)),
    "id": need(slug),
    "titles": need(by_language(text)),
    "abbreviations": may(by_language(text), ByLanguage()),
    "first_year": need(whole(1600, 9999)),
    "issues_a_year": need(whole(1, 366)),
    "publisher": need(by_language(text)),
    "publisher_place": may(by_language(text), ByLanguage()),
    "registrar": need(one_of({name: name for name in ("crossref", "chinadoi")})),
    "doi_prefix": need(like(r"10\.\d{4,9}(\.\d+)*", "10.5555")),
    "site": need(web),
    "holder": need(by_language(text)),
    "licence": may(licence),
    "specimen": may(by_language(text), ByLanguage()),
    "policies": may(policies, ()),
    "printing": may(printing, Printing()),
    "editions": need(editions),
    "columns": need(columns),
}


def journal(home: Path) -> Journal:
    """The journal of a home."""
    root = toml(home, FILE)
    _known_format(root)
    values = table(root, JOURNAL)
    _every_language(root, values)
    return Journal(**values)


def _known_format(root: Spot) -> None:
    """Asked before the keys: a newer format may well have keys that we do not know."""
    written = root.value.get("format", FORMAT)
    if type(written) is int and written > FORMAT:
        raise root.below("format").wrong(
            Bilingual(
                f"格式 {written} 比本程序新（{FORMAT}）。", f"format {written} is newer than this program ({FORMAT})."
            ),
            Bilingual("请升级 journal。", "Install a newer version of journal."),
        )


def _every_language(root: Spot, values: dict[str, Any]) -> None:
    """What every edition prints must be said in every edition's language."""
    wanted = tuple(edition.language for edition in values["editions"])
    said = [(root.below(name), values[name]) for name in ("titles", "publisher", "holder")]
    said += [(root.below("columns").below(column.id), column.titles) for column in values["columns"]]
    for spot, texts in said:
        for tag in wanted:
            if tag not in texts:
                raise spot.wrong(
                    Bilingual(
                        f"缺少语种 {tag} 的文字，而刊物有此文版。",
                        f"has no text in {tag}, and the journal has that edition.",
                    ),
                    Bilingual(f'请补上 {tag} = "…"。', f'Add {tag} = "…".'),
                )
