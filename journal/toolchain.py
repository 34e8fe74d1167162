"""What makes the bytes beside the facts: versions of the program, its libraries and the layout engine's C libraries."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("weasyprint", "pydyf", "lxml", "jinja2", "uharfbuzz", "ziamath", "pyphen", "pypinyin")
MAKERS = (
    "[a-z]*.py",
    *(f"{name}/**/*.py" for name in ("build", "html", "jats", "layout", "outputs", "references", "typography")),
)
LIBRARIES = {  # name → (file on Linux, file on macOS, function that tells the version as text)
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.dylib", "hb_version_string"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "hb_version_string"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.dylib", "FcGetVersion"),
}


@functools.cache
def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of everything that could change a byte of a product, by name."""
    found = {name: _package(name) for name in PACKAGES} | {name: _library(name) for name in LIBRARIES}
    found["python"] = platform.python_version()
    found["journal"] = source_digest()[:16]
    return tuple(sorted(found.items()))


@functools.cache
def fingerprint() -> str:
    """One sha256 over `versions()`."""
    return hashlib.sha256(repr(versions()).encode()).hexdigest()


@functools.cache
def source_digest() -> str:
    """The sha256 over the program's modules that take part in making: a changed line may change a product."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(p for part in MAKERS for p in package.glob(part)):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _library(name: str) -> str:
    linux, mac, function = LIBRARIES[name]
    try:
        tell = getattr(ctypes.CDLL(mac if sys.platform == "darwin" else linux), function)
    except (OSError, AttributeError):
        return "absent"
    if function == "FcGetVersion":
        return str(tell())
    tell.restype = ctypes.c_char_p
    return str(tell().decode())
