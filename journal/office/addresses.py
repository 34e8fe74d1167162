"""Addresses of e-mail: one text, one mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from journal.errors import JournalError

if TYPE_CHECKING:
    from email.headerregistry import Address


@dataclass(eq=False)
class NotOneMailbox(JournalError):
    """A text that is no address, or more than one."""

    text: str
    zh: ClassVar[str] = "“{text}”不是一个电子邮箱地址。"
    en: ClassVar[str] = "“{text}” is not the address of one mailbox."
    fix_zh: ClassVar[str] = "请只写一个地址，如 name@example.org。"
    fix_en: ClassVar[str] = "Give one address, as name@example.org."


def mailbox(text: str) -> Address:
    """The one mailbox that `text` names, with or without a name before it; NotOneMailbox for two, none, or a line break."""
    from email.errors import HeaderParseError, NonASCIILocalPartDefect  # here: most commands judge no address
    from email.headerregistry import Address, HeaderRegistry

    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
        raise NotOneMailbox(text)
    try:
        header: Any = HeaderRegistry()("To", text)
    except (HeaderParseError, ValueError, IndexError, AttributeError):  # what its parser does on nonsense
        raise NotOneMailbox(text) from None
    addresses: tuple[Address, ...] = header.addresses
    defects = [one for one in header.defects if not isinstance(one, NonASCIILocalPartDefect)]  # RFC 6532
    if len(addresses) != 1 or defects or header.groups[0].display_name is not None:
        raise NotOneMailbox(text)
    one = addresses[0]
    if not (one.username and one.domain) or re.search(r"\s", one.addr_spec):
        raise NotOneMailbox(text)
    try:
        domain = one.domain if one.domain.isascii() else one.domain.encode("idna").decode()
        return Address(one.display_name, one.username, domain)
    except (UnicodeError, ValueError, HeaderParseError):
        raise NotOneMailbox(text) from None


def is_mailbox(text: str) -> bool:
    """Whether `text` is the bare address of one mailbox."""
    try:
        return not mailbox(text).display_name and "<" not in text
    except NotOneMailbox:
        return False


__all__ = ["NotOneMailbox", "is_mailbox", "mailbox"]
