"""What waits: the queries do not grow with the rows."""

import pytest
import sqlalchemy as sa

from journal.office import access
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import instant
from journal.office.waiting import waits
from tests.journal.office.conftest import Bureau
from tests.journal.office.test_editorial import to_review


def queries(bureau: Bureau) -> int:
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    sa.event.listen(bureau.office.engine, "before_cursor_execute", one_more)
    with bureau.office.read() as books:
        sight = access.sight(books, Who("office"), instant(bureau.now))
        assert waits(books, Policies(), sight, bureau.now)
    sa.event.remove(bureau.office.engine, "before_cursor_execute", one_more)
    return count


def test_as_many_queries_for_many_as_for_few(bureau: Bureau) -> None:
    for _ in range(2):
        to_review(bureau)
        bureau.submit("bo")
    few = queries(bureau)
    for _ in range(20):
        to_review(bureau)
        bureau.submit("bo")
    assert queries(bureau) == few


@pytest.mark.parametrize(("who", "sees"), [("office", 2), ("ref-1", 0), ("ann", 1), ("proofer", 0)])
def test_each_sees_what_they_may(bureau: Bureau, who: str, sees: int) -> None:
    to_review(bureau)
    bureau.submit("bo")
    with bureau.office.read() as books:
        sight = access.sight(books, Who(who), instant(bureau.now))
        assert len(waits(books, Policies(), sight, bureau.now)) == sees
