"""What is one address of e-mail, and what only looks like one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.office.addresses import NotOneMailbox, is_mailbox, mailbox


@pytest.mark.parametrize(
    "text",
    [
        "", "ann", "ann@", "@example.org", "a@example.org, b@example.org", "a@example.org b@example.org", "a@example.org;b@example.org",
        "a@example.org\r\nBcc: b@example.org", "a@example.org\n", "group: a@example.org;", "group: a@example.org, b@example.org;", "a b@example.org",
        "a@example.org\u2028b@example.org", "<a@example.org", "a@b@example.org", "\x00@example.org",
    ],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(NotOneMailbox):
        mailbox(text)
    assert not is_mailbox(text)


@given(st.text(st.sampled_from("ab@.,;:<>()[]\\\"' =?\t\r\n渡口\u2028=?utf-8?q?")) | st.text())
def test_no_text_slips_through_as_an_address(text: str) -> None:
    try:
        one = mailbox(text)
    except NotOneMailbox:
        return
    assert not re.search(r"[\s,;<>]", one.addr_spec.replace(f'"{one.username}"', ""))
    assert mailbox(one.addr_spec).addr_spec == one.addr_spec


def test_one_address_with_or_without_a_name() -> None:
    assert mailbox("ann@example.org").addr_spec == "ann@example.org"
    assert (
        mailbox("渡口评论编辑部 <office@ferry.example.org>").display_name,
        mailbox("渡口评论编辑部 <office@ferry.example.org>").addr_spec,
    ) == (
        "渡口评论编辑部",
        "office@ferry.example.org",
    )
    assert mailbox("ann@渡口.example.org").domain == "xn--6orp42d.example.org"
    assert not is_mailbox("渡口评论编辑部 <office@ferry.example.org>")
