"""A real SMTP server on loopback, which does to each letter what a test tells it to."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


@dataclass
class Manners:
    """What the server says to each letter in turn, once more what it said last; `accepted` are the letters that it took.

    One of: a code with text (said to DATA), `MAIL 421 …`, `RCPT 550 …`, `drop` (before it has kept the letter), `hide` (it
    keeps the letter and drops the reply), `hang`.
    """

    turns: list[str]
    accepted: list[EmailMessage] = field(default_factory=list)
    seen: int = 0

    def turn(self) -> str:
        return self.turns[min(self.seen, len(self.turns) - 1)]

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._at("MAIL")

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._at("RCPT")

    def _at(self, stage: str) -> str:
        turn = self.turn()
        if turn.startswith(stage):
            self.seen += 1
            return turn.removeprefix(f"{stage} ")
        return OK

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        turn = self.turn()
        self.seen += 1
        if turn in (OK, "hide"):
            letter: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
            self.accepted.append(letter)
        if turn in ("drop", "hide"):
            server.transport.abort()
        if turn == "hang":
            await asyncio.sleep(60)
        return turn


@contextmanager
def serving(manners: Manners, **options: Any) -> Iterator[int]:
    """The server, on a port of its own, until the end of the block."""
    with listening(lambda: SMTP(manners, **options)) as port:
        yield port


class Silent(asyncio.Protocol):
    """A server that takes the connection and says nothing."""


@contextmanager
def listening(factory: Callable[[], asyncio.BaseProtocol]) -> Iterator[int]:
    """A server of any protocol on loopback."""
    loop = asyncio.new_event_loop()
    made: list[asyncio.Server] = []
    ready = threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        made.append(loop.run_until_complete(loop.create_server(factory, "127.0.0.1", 0)))
        ready.set()
        loop.run_forever()
        made[0].close()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(asyncio.sleep(0.01))  # transports say good-bye
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield made[0].sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


__all__ = ["OK", "Manners", "Silent", "listening", "serving"]
