"""The computer on which is measured, as JSON: `python -m benchmarks.machine`."""

from __future__ import annotations

import json
import os
import platform
import re
from pathlib import Path

from journal import toolchain


def facts() -> dict[str, object]:
    """Cores, processor, memory, load, system, and the versions that could change a byte."""
    return {
        "cores": os.cpu_count(),
        "processor": _read("/proc/cpuinfo", r"model name\s*: (.*)") or platform.processor() or platform.machine(),
        "memory_mb": int(_read("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0) // 1000,
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "versions": dict(toolchain.versions()),
    }


def _read(file: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(file).read_text("utf-8"))
    except OSError:
        return ""
    return found[1] if found else ""


if __name__ == "__main__":
    print(json.dumps(facts()))
