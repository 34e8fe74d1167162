"""What is in PDF files, as JSON: `python -m benchmarks.pdfs FILE …`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def facts(path: Path) -> dict[str, int]:
    """Size, pages, pages whose content is in the structure tree, bookmarks, and bytes of fonts."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        tree = pdf.Root.get("/StructTreeRoot")
        known = set(_numbers(tree.get("/ParentTree"))) if tree is not None else set()
        tagged = sum(1 for page in pdf.pages if int(page.obj.get("/StructParents", -1)) in known)
        with pdf.open_outline() as outline:
            marks = len(outline.root)
        return {
            "bytes": path.stat().st_size,
            "pages": len(pdf.pages),
            "tagged": tagged,
            "bookmarks": marks,
            "fonts": sum(len(each.read_raw_bytes()) for each in _fonts(pdf)),
        }


def _numbers(tree: Any) -> list[int]:
    """The keys of a number tree."""
    if tree is None:
        return []
    own = [int(key) for key in list(tree.get("/Nums", []))[::2]]
    return own + [number for kid in tree.get("/Kids", []) for number in _numbers(kid)]


def _fonts(pdf: Any) -> list[Any]:
    """Every embedded font file."""
    names = ("/FontFile", "/FontFile2", "/FontFile3")
    return [
        each[name]
        for each in pdf.objects
        if hasattr(each, "keys") and each.get("/Type") == "/FontDescriptor"
        for name in names
        if name in each
    ]


if __name__ == "__main__":
    print(json.dumps({name: facts(Path(name)) for name in sys.argv[1:]}))
