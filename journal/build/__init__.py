"""From a snapshot to files: a plan of artifacts, each made once from what it names, by any executor."""

from journal.build.out import archive_path, archive_pdf
from journal.build.plan import Artifact, Plan, Selection, outputs, plan
from journal.build.report import Event, Report
from journal.build.run import Unforeseen, build
from journal.build.why import why
from journal.build.work import Serial

__all__ = [
    "Artifact",
    "Event",
    "Plan",
    "Report",
    "Selection",
    "Serial",
    "Unforeseen",
    "archive_path",
    "archive_pdf",
    "build",
    "outputs",
    "plan",
    "why",
]
