"""What another platform holds of a journal, as facts: read by `intake`, taken into the records by `office`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from journal.errors import Bilingual

Said = Mapping[str, str]  # language → text


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along: what it was there for, its name, and its bytes."""

    external: str
    purpose: str
    name: str
    data: bytes
    language: str = ""
    label: str = ""  # of a galley: PDF, HTML, 全文
    alt: str = ""  # of a cover: what it shows
    of: str = ""  # the external id of the file that it belongs to, as a picture to a text


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: the parts of the name by language, and what else is known."""

    external: str
    family: Said
    given: Said
    affiliations: Said = field(default_factory=dict)
    email: str = ""
    orcid: str = ""
    ror: str = ""
    country: str = ""
    login: str = ""
    interests: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # as the other platform calls them
    levels: tuple[str, ...] = ()  # what each role may do there, by the other platform's number
    is_disabled: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: its numbers and day, its sections with their titles in order, its cover pictures, its files as a whole."""

    external: str
    year: str = ""
    volume: str = ""
    number: str = ""
    titles: Said = field(default_factory=dict)
    published: str = ""
    sections: Mapping[str, Said] = field(default_factory=dict)
    covers: tuple[Attached, ...] = ()
    galleys: tuple[Attached, ...] = ()
    is_published: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A submission, with what its latest publication says of it."""

    external: str
    language: str
    status: str  # queued, published, declined, scheduled
    stage: str
    submitted: str
    issue: str  # the external id of its issue, if it has one
    section: str
    titles: Said
    abstracts: Said
    keywords: Mapping[str, tuple[str, ...]]
    authors: tuple[Somebody, ...]
    published: str = ""
    pages: str = ""
    doi: str = ""
    licence: str = ""
    versions: int = 1
    citations: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    covers: tuple[Attached, ...] = ()
    order: int = 0  # in its section
    contact: str = ""  # the external id of the corresponding author
    holder: Said = field(default_factory=dict)  # of the copyright
    copyright_year: str = ""
    funders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that could not be carried over: of which record there, what, and more exactly if there is more to say."""

    external: str
    what: Bilingual
    which: str = ""


__all__ = ["Attached", "Issue", "Lost", "Paper", "Said", "Somebody"]
