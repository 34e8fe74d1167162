"""Schemas are taken out of pinned packages, whole or not at all, and judge like the official ones."""

import hashlib
import importlib.util
import io
import os
import zipfile
from pathlib import Path

import pytest

from journal.errors import FINDINGS, Level
from journal.jats import schemas
from journal.jats.schemas import NotFetched, Taken, Wheel
from journal.jats.validate import validate

pip = pytest.mark.skipif(not importlib.util.find_spec("pip"), reason="there is no pip here to fetch with")

# A tiny archiving DTD, flat as Biopython keeps it, though it looks for one of its files in a sub-folder.
DTD = {
    "Bio/Entrez/DTDs/JATS-archivearticle9-9-mathml3.dtd": b"""<!ENTITY % rest SYSTEM "parts.ent">
%rest;
<!ELEMENT article (p+)>
<!ATTLIST article dtd-version CDATA #IMPLIED>
""",
    "Bio/Entrez/DTDs/parts.ent": b"""<!ENTITY % more SYSTEM "iso8879/more.ent">
%more;
""",
    "Bio/Entrez/DTDs/more.ent": b"<!ELEMENT p (#PCDATA)>",
    "Bio/Entrez/DTDs/unasked.dtd": b"<!ELEMENT",
}


def wheel(folder: Path, files: dict[str, bytes]) -> Wheel:
    """A package with these files in a folder that pip can fetch from, pinned as it is."""
    info = "tiny_schemas-1.0.dist-info"
    files = {
        **files,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny-schemas\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    folder.mkdir()
    (folder / "tiny_schemas-1.0-py3-none-any.whl").write_bytes(packed.getvalue())
    taken = Taken("jats-archiving-9.9", "Bio/Entrez/DTDs/", "JATS-archivearticle9-9-mathml3.dtd")
    return Wheel("tiny-schemas", "1.0", hashlib.sha256(packed.getvalue()).hexdigest(), (taken,))


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheel:
    made = wheel(tmp_path / "index", DTD)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pip
@pytest.mark.slow
def test_what_is_fetched_is_what_the_schema_names(tiny: Wheel, tmp_path: Path) -> None:
    (folder,) = schemas.fetch(tmp_path / "cache", (tiny,))
    source = f"tiny-schemas==1.0 sha256:{tiny.digest}\n".encode()
    assert files(folder) == {
        "JATS-archivearticle9-9-mathml3.dtd": DTD["Bio/Entrez/DTDs/JATS-archivearticle9-9-mathml3.dtd"],
        "parts.ent": DTD["Bio/Entrez/DTDs/parts.ent"],
        "iso8879/more.ent": DTD["Bio/Entrez/DTDs/more.ent"],
        "SOURCE.txt": source,
    }
    assert sorted(path.name for path in folder.parent.iterdir()) == ["jats-archiving-9.9"]


@pip
@pytest.mark.slow
def test_what_is_fetched_judges(tiny: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_SCHEMAS", raising=False)
    schemas.fetch(tmp_path / "cache", (tiny,))
    head = (
        b'<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v9.9 2099//EN" "x">'
    )
    assert validate(head + b"<article><p>x</p></article>", "a.xml", None, tmp_path / "cache") == ()
    (finding,) = validate(head + b"<article>\n<q/></article>", "a.xml", None, tmp_path / "cache")[:1]
    assert finding.level is Level.ERROR


@pip
@pytest.mark.slow
def test_fetching_again_asks_nobody(tiny: Wheel, tmp_path: Path) -> None:
    (folder,) = schemas.fetch(tmp_path / "cache", (tiny,))
    (tmp_path / "index" / "tiny_schemas-1.0-py3-none-any.whl").unlink()
    before = files(folder)
    assert schemas.fetch(tmp_path / "cache", (tiny,)) == (folder,)
    assert files(folder) == before


@pip
@pytest.mark.slow
def test_another_pin_takes_the_place_of_the_old_one(tiny: Wheel, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "schemas" / "jats-archiving-9.9"
    folder.mkdir(parents=True)
    (folder / "SOURCE.txt").write_text("tiny-schemas==0.9 sha256:0\n", "utf-8")
    (folder / "old.dtd").write_text("", "utf-8")
    schemas.fetch(tmp_path / "cache", (tiny,))
    assert "old.dtd" not in files(folder)
    assert "parts.ent" in files(folder)


@pip
@pytest.mark.slow
def test_only_the_pinned_file_will_do(tiny: Wheel, tmp_path: Path) -> None:
    other = Wheel(tiny.package, tiny.version, "0" * 64, tiny.taken)
    with pytest.raises(NotFetched) as caught:
        schemas.fetch(tmp_path / "cache", (other,))
    assert caught.value.exit == FINDINGS
    assert not (tmp_path / "cache").exists()


@pip
@pytest.mark.slow
def test_offline_it_says_so_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(NotFetched) as caught:
        schemas.fetch(tmp_path / "cache", (Wheel("no-such-schemas", "1.0", "0" * 64, (Taken("x", "x/", "x.dtd"),)),))
    assert "no-such-schemas" in caught.value.say("zh")
    assert "--schema-dir" in caught.value.say("zh")
    assert "--schema-dir" in caught.value.say("en")
    assert not (tmp_path / "cache").exists()


def test_what_the_web_has_is_looked_for_in_the_wheel() -> None:
    inside = {
        "a.xsd": b'<import schemaLocation="http://www.w3.org/2009/01/xml.xsd"/><include schemaLocation="parts/b.xsd"/>',
        "xml.xsd": b"<x/>",
        "parts/b.xsd": b'<include schemaLocation="c.xsd"/>',
        "parts/c.xsd": b"<c/>",
        "d.xsd": b"<d/>",
    }
    found = schemas._with_all_it_names("a.xsd", inside)
    assert set(found) == {"a.xsd", "xml.xsd", "parts/b.xsd", "parts/c.xsd"}
    assert b"http:" not in found["a.xsd"]


def test_every_pin_is_a_sha256_and_every_folder_is_one_that_is_looked_for() -> None:
    for pinned in schemas.WHEELS:
        assert len(bytes.fromhex(pinned.digest)) == 32
    names = {taken.name for pinned in schemas.WHEELS for taken in pinned.taken}
    assert names == {"jats-archiving-1.3", "jats-xsd-1.3d2", "crossref/5.4.0", "crossref/5.5.0"}


def test_the_folder_that_is_named_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_SCHEMAS", str(tmp_path / "env"))
    assert schemas.folders(tmp_path, tmp_path / "cache") == (tmp_path, tmp_path / "env", tmp_path / "cache" / "schemas")
    monkeypatch.delenv("JOURNAL_SCHEMAS")
    monkeypatch.setenv("JOURNAL_CACHE", str(tmp_path / "elsewhere"))
    assert schemas.folders(None) == (tmp_path / "elsewhere" / "schemas",)


# ---------------------------------------------------------------- the fetched schemas, where ./dev has fetched them

FETCHED = schemas.folders(None)[-1]
ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "issues").rglob("article.xml"))


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("JOURNAL_SCHEMAS", raising=False)
    if not all((FETCHED / taken.name).is_dir() for pinned in schemas.WHEELS for taken in pinned.taken):
        pytest.skip("no schemas are fetched: journal validate --fetch-schemas")
    return FETCHED


@pytest.mark.slow
def test_the_fetched_schemas_judge_as_the_official_ones_do(fetched: Path) -> None:
    for file in SOURCES:
        data = file.read_bytes()
        assert {finding.level for finding in validate(data, file.name, fetched)} == {Level.NOTE}
        wrong = data.replace(b"</history>", b"</history><volume>3</volume>", 1).replace(
            b"<body>", b'<body mood="calm">', 1
        )
        found = [finding.place.what for finding in validate(wrong, file.name, fetched) if finding.level is Level.ERROR]
        assert found == ["<volume>", "<body>"]
