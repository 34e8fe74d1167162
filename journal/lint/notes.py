"""The notes of each text of a file, where they are called, and where one note refers to another."""

from __future__ import annotations

from collections.abc import Iterator

from journal.lint.source import TEXTS, Part, Source, Spot

_ELSEWHERE = frozenset({"table-wrap-foot", "author-notes"})  # their notes carry marks of their own
_NOTES = frozenset({"fn", "fn-group"})
_PLAIN_KINDS = frozenset({"", "other", "custom"})  # others (conflict …) stand without a mark


def listed(source: Source) -> Iterator[Spot]:
    """The notes that wait in a list for a mark to call them."""
    for spot in source.all("fn"):
        if _is_listed(spot) and spot.get("id") and spot.get("fn-type") in _PLAIN_KINDS:
            yield spot


def calls(source: Source) -> Iterator[tuple[str, Spot]]:
    """Each mark in a text, with the id of the note that it calls; what notes say of other notes is no call."""
    return _links(source, in_notes=False)


def references(source: Source) -> Iterator[tuple[str, Spot]]:
    """Each place where a note refers to a note by its number (同前注〔2〕, n 2), with that note's id."""
    return _links(source, in_notes=True)


def _links(source: Source, in_notes: bool) -> Iterator[tuple[str, Spot]]:
    for spot in source.all("xref"):
        is_told = spot.get("ref-type") == "fn" and spot.inside(TEXTS) and not spot.inside(_ELSEWHERE)
        if is_told and spot.inside(_NOTES) == in_notes:
            for id in spot.get("rid").split():
                yield id, spot


def own(source: Source, part: Part, id: str) -> bool:
    """Whether `id` is a listed note of this very text."""
    return any(spot.tag == "fn" and spot.part is part and _is_listed(spot) for spot in source.ids.get(id, ()))


def _is_listed(note: Spot) -> bool:
    return note.inside({"fn-group"}) and note.inside(TEXTS) and not note.inside(_ELSEWHERE)
