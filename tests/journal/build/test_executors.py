"""Workers that die, executors that raise, and makers that fail as nobody foresaw."""

import contextlib
import multiprocessing
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from journal import build as building
from journal.build import Event, Serial
from journal.build.work import workers
from journal.errors import BadFile, Bilingual, Place, Refused
from tests.journal.build.yard import BRIDGE, EVERYTHING, FERRY, FERRY_XML, FIGURE, QUICK, Yard, products, share_faces

DIED = "A worker died; going on without it."
ALL_QUICK = products(BRIDGE) | products(FERRY)


class Breaking(Serial):
    """An executor of which the n-th task, or the handing over of it, breaks it for good."""

    def __init__(self, at: int, handing: bool) -> None:
        self.left, self.handing = at, handing

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.left -= 1
        if self.left >= 0:
            return super().submit(fn, *args, **kwargs)
        if self.handing:
            raise BrokenProcessPool("the pool is not usable anymore")
        future: futures.Future[Any] = futures.Future()
        future.set_exception(BrokenProcessPool("a process was terminated abruptly"))
        return future


@pytest.mark.timeout(60)
@pytest.mark.parametrize("handing", [True, False], ids=["handing over", "working"])
@pytest.mark.parametrize("at", range(9))
def test_whenever_an_executor_breaks_the_build_ends_whole(yard: Yard, at: int, handing: bool) -> None:
    report = yard.build(only=QUICK, executor=Breaking(at, handing))
    assert report.failures == []
    assert sorted(report.made + report.cached) == sorted(ALL_QUICK)  # what was done when it broke is found in the cache
    assert (DIED in yard.notes) == (at < len(ALL_QUICK))
    yard.build(only=QUICK, cache=yard.home / "cold", out=yard.home / "other")
    assert yard.files("out") == yard.files("other")


def kill_one() -> None:
    children = multiprocessing.active_children()
    assert children, "no worker is there to be killed"
    children[0].kill()


def at_second_start() -> Callable[[Event], None]:
    """Kill a worker when both editions have been handed over: one has begun, or is about to."""
    seen: list[str] = []

    def tell(event: Event) -> None:
        seen.append(event.kind)
        if event.kind == "start" and seen.count("start") == 2:
            kill_one()

    return tell


def at_first_made() -> Callable[[Event], None]:
    """Kill a worker when the first product is there, and wait until the pool knows: the next cannot be handed over."""
    seen: list[str] = []

    def tell(event: Event) -> None:
        seen.append(event.kind)
        if event.kind == "made" and seen.count("made") == 1:
            kill_one()
            time.sleep(0.5)

    return tell


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("moment", [at_second_start, at_first_made])
def test_a_worker_that_is_killed_costs_nothing_but_time(
    unprinted: Yard, built: Yard, moment: Callable[[], Callable[[Event], None]]
) -> None:
    share_faces(unprinted, built)
    report = unprinted.build(jobs=2, tell=moment())
    assert (sorted(report.made), report.failures) == (sorted(EVERYTHING), [])
    assert unprinted.notes == [DIED]
    assert unprinted.files() == built.files()


# ---------------------------------------------------------------- what nobody foresaw


class Raising(Serial):
    """An executor that fails one artifact with `error`: for want of a worker, or by our own bug."""

    def __init__(self, name: str, error: BaseException) -> None:
        self.name, self.error = name, error

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not args[0].name.startswith(self.name):
            return super().submit(fn, *args, **kwargs)
        future: futures.Future[Any] = futures.Future()
        future.set_exception(self.error)
        return future


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IndexError("list index out of range"), "IndexError: list index out of range"),
        (futures.CancelledError(), "CancelledError: "),
        (RecursionError("too deep"), "RecursionError: too deep"),
    ],
)
def test_an_artifact_that_fails_as_nobody_foresaw_fails_alone_and_is_named(
    yard: Yard, error: Exception, said: str
) -> None:
    report = yard.build(only=QUICK, executor=Raising(f"jats:{FERRY}", error))
    assert set(report.made) == ALL_QUICK - {f"jats:{FERRY}"}
    ((name, failure),) = report.failures
    assert (name, type(failure).__name__) == (f"jats:{FERRY}", "Unforeseen")
    assert failure.message == Bilingual(f"程序出错（{said}）。", f"The program has a bug ({said}).")
    assert f"public/articles/{FERRY}/{FERRY}.xml" not in yard.files()
    mended = yard.build(only=QUICK)
    assert (mended.made, mended.failures) == ([f"jats:{FERRY}"], [])
    assert f"public/articles/{FERRY}/{FERRY}.xml" in yard.files()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device", "/x"), KeyboardInterrupt()])
def test_what_the_system_refuses_and_an_interruption_end_the_build_before_anything_is_written(
    yard: Yard, error: BaseException
) -> None:
    with pytest.raises(type(error)) as caught:
        yard.build(only=QUICK, executor=Raising(f"jats:{FERRY}", error))
    assert caught.value is error
    assert not yard.out.exists()


class BreakingAtStart(Serial):
    """An executor that breaks while it starts a worker: the system's error first, and only then the plain word."""

    refused = False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self.refused:
            raise futures.BrokenExecutor("a worker died")
        self.refused = True
        raise OSError("handle is closed")


def test_a_pool_that_breaks_while_it_starts_a_worker_costs_nothing(yard: Yard) -> None:
    report = yard.build(only=QUICK, executor=BreakingAtStart())
    assert (set(report.made), report.failures) == (ALL_QUICK, [])
    assert DIED in yard.notes


def test_what_the_system_refuses_at_handing_over_ends_the_build_as_it_was_said(yard: Yard) -> None:
    class Refusing(Serial):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            raise error

    error = OSError(24, "Too many open files")
    with pytest.raises(OSError, match="Too many") as caught:
        yard.build(only=QUICK, executor=Refusing())
    assert caught.value is error
    assert not yard.out.exists()


def test_an_executor_that_takes_no_work_ends_the_build_before_anything_is_written(yard: Yard) -> None:
    closed = futures.ThreadPoolExecutor(1)
    closed.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        yard.build(only=QUICK, executor=closed)
    assert not yard.out.exists()


def interrupt() -> None:
    raise KeyboardInterrupt


def test_an_interruption_of_work_in_this_process_ends_it_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        Serial().submit(interrupt)


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_an_interruption_ends_the_workers_too_whatever_they_are_at() -> None:
    with contextlib.suppress(KeyboardInterrupt), workers(1) as pool:
        running = pool.submit(time.sleep, 600)
        while not running.running():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert isinstance(running.exception(), futures.BrokenExecutor)


class Elsewhere(Serial):
    """Workers whose libraries are not those of whoever asks them."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *args[:-1], "another toolchain", **kwargs)


def test_a_worker_with_other_versions_refuses_to_make_other_bytes(yard: Yard) -> None:
    with pytest.raises(Refused, match="A worker has other versions"):
        yard.build(only=QUICK, executor=Elsewhere())
    assert not yard.out.exists()


def test_errors_of_people_come_home_from_another_process(yard: Yard) -> None:
    """Pickled and back, an error is what it was: class, place and both languages."""
    import pickle

    errors = (
        BadFile(Place("issues/x/y/article.xml", 3), Bilingual("坏了。", "is bad."), Bilingual("改。", "Mend it.")),
        building.Unforeseen("KeyError: 'x'"),
    )
    for error in errors:
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), back.message, back.remedy, back.exit) == (
            type(error),
            error.message,
            error.remedy,
            error.exit,
        )


def spoil_a_change(yard: Yard) -> str:
    yard.edit(FERRY_XML, "</article>", "<!-- later --></article>")
    return f"{FERRY_XML}: the file changed while it was being used. Run the command again."


def spoil_a_removal(yard: Yard) -> str:
    (yard.home / FIGURE).unlink()
    return f"{FIGURE}: cannot be read (No such file or directory). See that the file exists and may be read."


@pytest.mark.parametrize("spoil", [spoil_a_change, spoil_a_removal])
def test_a_file_that_is_touched_after_it_was_read_stops_its_products_and_no_other(
    yard: Yard, spoil: Callable[[Yard], str]
) -> None:
    snapshot = yard.read().snapshot
    said = spoil(yard)
    where = {"cache": yard.cache, "out": yard.out, "archive": yard.archive}
    report = building.build(yard.home, snapshot, yard.select(only=QUICK), **where)
    assert set(report.made) == products(BRIDGE)
    assert [(name.partition(":")[2], str(error)) for name, error in report.failures] == [(FERRY, said)]


def test_two_articles_that_meet_the_same_bug_are_both_named(yard: Yard) -> None:
    report = yard.build(only=(("jats", None),), executor=Raising("jats", IndexError("list index out of range")))
    assert sorted(name for name, _ in report.failures) == [f"jats:{BRIDGE}", f"jats:{FERRY}"]
