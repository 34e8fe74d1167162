"""Two editors at two machines decide at the same moment: one does, the other is told what is possible now."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .bureau import Bureau

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_one_of_two_is_refused(bureau: Bureau) -> None:
    ids = [bureau.submitted() for _ in range(3)]
    environ = {**os.environ, "JOURNAL_TRUST_AS": "1", "JOURNAL_NOW": bureau.now.isoformat()}
    for id in ids:
        processes = [
            subprocess.Popen(
                [sys.executable, str(ROOT / "cli.py"), "--home", str(bureau.home), "--lang", "en", "--as", who,
                 "manuscript", "decide", id, action],
                env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for who, action in (("wenren", "ask-completion"), ("duanmu", "withdraw"))
        ]  # fmt: skip
        answers = [(*process.communicate(timeout=120), process.returncode) for process in processes]
        done = [code for _, _, code in answers]
        events = bureau("wenren", "manuscript", "history", id, as_json=True).data[1:]
        # A withdrawal may follow the request for what is missing; the other way round it is refused.
        assert len(events) == done.count(0)
        assert sorted(done) in ([0, 0], [0, 3])
        if 3 in done:
            assert "is not possible now" in answers[done.index(3)][1]
            assert [event["kind"]["en"] for event in events] == ["withdraw, by the author"]
    assert bureau("wenren", "ledger", "verify").code == 0
