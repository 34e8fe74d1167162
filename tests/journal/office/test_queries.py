"""How many statements it takes does not hang on how many manuscripts there are."""

import contextlib
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from journal.office import access, dossier, waiting
from journal.office.people import Who
from journal.office.records import Books, instant
from journal.office.workflow import State
from tests.journal.office.conftest import Bureau


def grown(bureau: Bureau, start: int, end: int) -> None:
    """Manuscripts in every state that waits, with reviews, rounds, signatures and files."""
    states = [state for state in State if bureau.policies.waits(state)]
    numbers = range(start, end)
    with bureau.office.write() as books:
        books.add_all(
            "manuscript",
            [
                {
                    "id": f"m-{n}", "state": states[n % len(states)], "column": "articles", "language": "zh", "titles": {"zh": "x"}, "text": 1,
                    "waits_for": bureau.policies.waits(states[n % len(states)]), "handling": "handler", "since": "", "due": instant(bureau.now),
                }
                for n in numbers
            ],
        )  # fmt: skip
        books.add_all(
            "authorship",
            [{"manuscript": f"m-{n}", "position": 1, "person": "ann", "corresponding": True} for n in numbers],
        )
        books.add_all(
            "round",
            [{"manuscript": f"m-{n}", "number": 1, "anonymity": "open", "wanted": 2, "text": 1} for n in numbers],
        )
        books.add_all(
            "review",
            [{"manuscript": f"m-{n}", "round": 1, "person": "ref-1", "submitted": "x" * (n % 2)} for n in numbers],
        )
        books.add_all(
            "signature", [{"manuscript": f"m-{n}", "text": 1, "reading": "first", "person": "handler"} for n in numbers]
        )
        books.add_all(
            "file", [{"manuscript": f"m-{n}", "purpose": "text", "text": 1, "sha256": "", "by": "ann"} for n in numbers]
        )


@contextlib.contextmanager
def counted(books: Books) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(books.connection, "before_cursor_execute", note)
    yield statements
    sa.event.remove(books.connection, "before_cursor_execute", note)


def facts(bureau: Bureau, books: Books) -> int:
    return len(dossier.many(books, books.all("manuscript"), bureau.policies))


def waits(bureau: Bureau, books: Books) -> int:
    sight = access.sight(books, Who("chief"), instant(bureau.now))
    return len(waiting.waits(books, bureau.policies, sight, bureau.now))


@pytest.mark.parametrize("ask", [facts, waits])
def test_as_many_queries_for_a_thousand_as_for_ten(any_bureau: Bureau, ask: Callable[[Bureau, Books], int]) -> None:
    counts = {}
    for size, start in ((19, 0), (1000, 19)):
        grown(any_bureau, start, size)
        with any_bureau.office.read() as books, counted(books) as statements:
            assert ask(any_bureau, books) >= size - 1
        counts[size] = len(statements)
    assert counts[19] == counts[1000]
    assert counts[19] > 5
