"""What an Archiving file may say freely and a Publishing one only from closed lists, said the Publishing way."""

from __future__ import annotations

from journal.jats.nodes import Element, attribute

_IDENTIFIERS = frozenset(
    "accession archive ark art-access-id arxiv coden doaj doi handle index isbn manuscript medline mr other pii pmcid pmid "
    "publisher-id sici std-designation zbl custom".split()
)
# By element and attribute: the values of the list. Each of them has `custom`, which says in `custom-type` what it is.
_LISTS: dict[tuple[str, str], frozenset[str]] = {
    ("article-id", "pub-id-type"): _IDENTIFIERS,
    ("pub-id", "pub-id-type"): _IDENTIFIERS,
    ("fn", "fn-type"): frozenset(
        "abbr coi-statement com con conflict corresp current-aff deceased edited-by equal financial-disclosure on-leave "
        "participating-researchers presented-at presented-by present-address previously-at study-group-members "
        "supplementary-material supported-by other custom".split()
    ),
    ("xref", "ref-type"): frozenset(
        "aff app author-notes award bibr bio boxed-text chem collab contrib corresp disp-formula fig fn kwd list plate "
        "scheme sec statement supplementary-material table table-fn other custom".split()
    ),
    ("person-group", "person-group-type"): frozenset(
        "allauthors assignee author compiler curator director editor guest-editor illustrator inventor research-assistant "
        "translator transed custom".split()
    ),
}
_KNOWN_AS = {"pmc": "pmcid", "COI-statement": "coi-statement"}


def say_from_lists(root: Element) -> None:
    """Give each value outside its list the list's own word for it, or make it a custom one."""
    for (name, key), values in _LISTS.items():
        for element in root.iter(name):
            said = attribute(element, key)
            word = _KNOWN_AS.get(said, said)
            if said and word not in values:
                element.attrib.update({key: "custom", "custom-type": said})
            elif word != said:
                element.set(key, word)
