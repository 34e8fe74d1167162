"""The authorities' schemas: which file each judges, where they lie, and how to take them out of pinned packages."""

from __future__ import annotations

import enum
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from lxml import etree

from journal.errors import FINDINGS, Bilingual, JournalError, Misused

FOLDER_VARIABLE = "JOURNAL_SCHEMAS"
CACHE_VARIABLE = "JOURNAL_CACHE"


def cache_folder() -> Path:
    """Where fetched schemas are kept: `$JOURNAL_CACHE`, else `~/.cache/journal`."""
    return Path(os.environ.get(CACHE_VARIABLE) or Path.home() / ".cache" / "journal")


def folders(schema_dir: Path | None, cache: Path | None = None) -> tuple[Path, ...]:
    """Where schemas are looked for, in this order: the folder named, `$JOURNAL_SCHEMAS`, the cache."""
    if schema_dir is not None and not schema_dir.is_dir():
        raise Misused(Bilingual(f"没有文件夹 {schema_dir}。", f"There is no folder {schema_dir}."))
    named = os.environ.get(FOLDER_VARIABLE)
    places = (schema_dir, Path(named) if named else None, _kept(cache or cache_folder()))
    return tuple(dict.fromkeys(place.absolute() for place in places if place is not None))


def _kept(cache: Path) -> Path:
    return cache / "schemas"


# ---------------------------------------------------------------- what a file is


class Family(enum.Enum):
    """Whose format a file is in."""

    JATS = "JATS"
    CROSSREF = "Crossref"
    DOAJ = "DOAJ"
    OAI = "OAI-PMH"
    OJS = "OJS"


class Tagset(enum.IntEnum):
    """The three JATS tag sets: each takes all that the one before it takes, and more."""

    AUTHORING = 1
    PUBLISHING = 2
    ARCHIVING = 3

    @property
    def title(self) -> str:
        """Its name, as NISO gives it."""
        return {1: "Article Authoring", 2: "Journal Publishing", 3: "Journal Archiving and Interchange"}[self.value]


class Version(NamedTuple):
    """A version: its number, and "d2" for a second draft of it."""

    major: int
    minor: int
    draft: str = ""

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}{self.draft}"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says it is; what it does not say is None."""

    family: Family
    tagset: Tagset | None = None
    version: Version | None = None
    release: str = ""  # of a format that is not JATS: 5.4.0

    @property
    def title(self) -> str:
        """What it is, for people."""
        tagset = self.tagset.title if self.tagset else ""
        return " ".join(filter(None, (self.family.value, tagset, str(self.version or ""), self.release)))


# The root element by namespace and name; the namespace of Crossref ends in its release.
_ROOTS: tuple[tuple[re.Pattern[str], Family], ...] = (
    (re.compile(r"(?:\{[^}]*(?:jats|JATS)[^}]*\})?article"), Family.JATS),  # harvesters put it into a namespace
    (re.compile(r"\{http://www\.crossref\.org/schema/(?P<release>[0-9.]+)\}doi_batch"), Family.CROSSREF),
    (re.compile(r"records"), Family.DOAJ),
    (re.compile(r"\{http://www\.openarchives\.org/OAI/2\.0/\}OAI-PMH"), Family.OAI),
    (re.compile(r"\{http://pkp\.sfu\.ca\}.+"), Family.OJS),
)
_PUBLIC = re.compile(
    r"-//(?:NLM|NISO)//DTD (?P<jats>JATS )?.*?(?P<tagset>Publishing|Archiving|Authoring)"
    r".*?\bv?(?P<major>\d+)\.(?P<minor>\d+)(?P<draft>d\d+)?\b"
)
_VERSION = re.compile(r"(?P<major>\d+)\.(?P<minor>\d+)(?P<draft>d\d+)?")


def recognise(tree: etree._ElementTree) -> Document | None:
    """What a file is, by its root element and DOCTYPE; None if it is nothing known here."""
    root = tree.getroot()
    for pattern, family in _ROOTS:
        found = pattern.fullmatch(str(root.tag))
        if found and family is Family.JATS:
            return _jats(tree)
        if found:
            return Document(family, release=found.groupdict().get("release", ""))
    return None


def _jats(tree: etree._ElementTree) -> Document:
    root = tree.getroot()
    public = _PUBLIC.match(tree.docinfo.public_id or "")
    if public:
        return Document(Family.JATS, Tagset[public["tagset"].upper()], _version(public, before_jats=not public["jats"]))
    meta = root.find("processing-meta")
    base = (meta.get("base-tagset") or "").upper() if meta is not None else ""
    stated = _VERSION.fullmatch(root.get("dtd-version", ""))
    return Document(
        Family.JATS,
        Tagset[base] if base in Tagset.__members__ else None,
        _version(stated, before_jats=stated["major"] != "1") if stated else None,
    )


def _version(found: re.Match[str], *, before_jats: bool) -> Version:
    # The NLM tag sets 1.0–3.0 came before JATS 1.0, and NISO's trial was 0.4: they rank below, as drafts of it.
    if before_jats:
        return Version(0, int(found["minor"]), f" (NLM {found['major']}.{found['minor']})")
    return Version(int(found["major"]), int(found["minor"]), found["draft"] or "")


# ---------------------------------------------------------------- the schemas at hand


class Form(enum.IntEnum):
    """How a schema is written; of two that say the same, the first judges: it loads at once and knows IDs."""

    DTD = 1
    XSD = 2
    XSD11 = 3


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema at hand."""

    path: Path
    form: Form
    document: Document  # what it describes

    @property
    def title(self) -> str:
        """What it is, for people."""
        return f"{self.document.title} {self.form.name.removesuffix('11')}"


_JATS_PLACES: tuple[tuple[Tagset, Form, str], ...] = (
    (Tagset.PUBLISHING, Form.DTD, "jats-publishing-*/main.dtd"),
    (Tagset.PUBLISHING, Form.DTD, "jats-publishing-*/JATS-journalpublishing*-mathml3.dtd"),
    (Tagset.PUBLISHING, Form.DTD, "JATS-journalpublishing*-mathml3.dtd"),  # a folder as NLM packs it
    (Tagset.ARCHIVING, Form.DTD, "jats-archiving-*/main.dtd"),
    (Tagset.ARCHIVING, Form.DTD, "jats-archiving-*/JATS-archivearticle*-mathml3.dtd"),
    (Tagset.ARCHIVING, Form.DTD, "JATS-archivearticle*-mathml3.dtd"),
    (Tagset.PUBLISHING, Form.XSD, "jats-xsd-*/JATS-journalpublishing*-mathml3.xsd"),
)
_PLACES: dict[Family, tuple[str, ...]] = {
    Family.CROSSREF: ("crossref/{0}/crossref{0}.xsd", "crossref{0}.xsd"),
    Family.DOAJ: ("doaj/doajArticles.xsd", "doajArticles.xsd"),
    Family.OAI: ("oai/all.xsd", "oai/OAI-PMH.xsd"),
    Family.OJS: ("ojs/native.xsd", "native.xsd"),
}
# libxml2 reads XSD 1.0 alone.
_XSD11 = frozenset({"5.5.0"})
_IN_NAME = re.compile(
    r"(?:jats-[a-z]+-|publishing|archivearticle)(?P<major>\d+)(?:[.-](?P<minor>\d+)(?P<draft>d\d+)?)?"
)


def at_hand(document: Document, places: tuple[Path, ...]) -> tuple[Schema, ...]:
    """The schemas that can say something of such a document, the nearest first."""
    if document.family is not Family.JATS:
        return tuple(_other(document, places))
    return tuple(sorted(_every_jats(places), key=lambda schema: _distance(schema, document)))


def _other(document: Document, places: tuple[Path, ...]) -> Iterator[Schema]:
    form = Form.XSD11 if document.release in _XSD11 else Form.XSD
    for place in places:
        for name in _PLACES[document.family]:
            path = place / name.format(document.release)
            if path.is_file():
                yield Schema(path, form, document)


def _every_jats(places: tuple[Path, ...]) -> Iterator[Schema]:
    for place in places:
        for tagset, form, pattern in _JATS_PLACES:
            for path in sorted(place.glob(pattern)):
                found = _IN_NAME.search(path.relative_to(place).as_posix())
                if found:
                    version = Version(int(found["major"]), int(found["minor"] or 0), found["draft"] or "")
                    yield Schema(path, form, Document(Family.JATS, tagset, version))


def _distance(schema: Schema, document: Document) -> tuple[int, int, int, int]:
    has, wanted = schema.document.version, document.version or schema.document.version
    assert has is not None
    assert wanted is not None
    tagset = document.tagset or Tagset.PUBLISHING
    steps = (has.major - wanted.major) * 100 + has.minor - wanted.minor
    # A newer version takes what an older one took; the other way round it knows too little.
    return abs((schema.document.tagset or 0) - tagset), abs(steps), int(steps < 0), int(schema.form)


class NotLoaded(Exception):
    """A schema that cannot be used here: why, and what to do, for people."""

    def __init__(self, reason: Bilingual, todo: Bilingual) -> None:
        super().__init__(reason, todo)
        self.reason, self.todo = reason, todo


@functools.cache
def load(schema: Schema) -> Any:
    """The schema ready to judge; each is loaded once a process (the XSDs take seconds). NotLoaded if it cannot be."""
    return _LOADERS[schema.form](schema.path)


def _load_dtd(path: Path) -> Any:
    return _loaded(lambda: etree.DTD(str(path)), path)


def _load_xsd(path: Path) -> Any:
    return _loaded(lambda: etree.XMLSchema(file=str(path)), path)


def _loaded(load: Callable[[], Any], path: Path) -> Any:
    try:
        return load()
    except etree.LxmlError as error:
        reason = Bilingual(f"{path} 无法使用（{error}）", f"{path} cannot be used ({error})")
        raise NotLoaded(
            reason, Bilingual("请换用官方发布的完整文件。", "Put the complete files there, as published.")
        ) from None


def _load_xsd11(path: Path) -> Any:
    import importlib

    try:
        xmlschema = importlib.import_module("xmlschema")
    except ImportError:
        reason = Bilingual(
            "它的模式用 XSD 1.1 写成，libxml2 读不了", "its schema is written in XSD 1.1, which libxml2 cannot read"
        )
        raise NotLoaded(
            reason, Bilingual("请运行 pip install xmlschema。", "Install what can: pip install xmlschema")
        ) from None
    return xmlschema.XMLSchema11(str(path))


_LOADERS: dict[Form, Callable[[Path], Any]] = {Form.DTD: _load_dtd, Form.XSD: _load_xsd, Form.XSD11: _load_xsd11}


@functools.cache
def namespace(schema: Schema) -> str:
    """The namespace that an XSD describes; JATS itself has none, but Crossref's copy of it has."""
    found = re.search(rb'targetNamespace="([^"]*)"', schema.path.read_bytes()[:4000])
    return found[1].decode() if found else ""


# ---------------------------------------------------------------- fetched


@dataclass(frozen=True, slots=True)
class Taken:
    """What to take out of a wheel: the file `main` of its `folder` and all that it names, as the folder `name`."""

    name: str
    folder: str
    main: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package file that carries schemas; only the file with this very sha256 will do."""

    package: str
    version: str
    digest: str
    taken: tuple[Taken, ...]


_IN_BIOPYTHON = "Bio/Entrez/DTDs/"
_IN_COMMONMETA = "commonmeta/resources/crossref/"
WHEELS = (
    Wheel(
        "biopython",
        "1.88",
        "99e1f7022ab8eee2ae9e9a05b66ad183b9fe4eeb4e561a65ed0fd85eef5f8267",
        (Taken("jats-archiving-1.3", _IN_BIOPYTHON, "JATS-archivearticle1-3-mathml3.dtd"),),
    ),
    Wheel(
        "commonmeta-py",
        "0.312",
        "a62cc3010bdc69aca87d325a5bf6f51b3f7fa59fce8913dab5afafcff061d99e",
        (
            Taken("jats-xsd-1.3d2", _IN_COMMONMETA, "JATS-journalpublishing1-3d2-mathml3.xsd"),
            Taken("crossref/5.5.0", _IN_COMMONMETA, "crossref5.5.0.xsd"),
        ),
    ),
    Wheel(
        "commonmeta-py",
        "0.228",
        "0e53a18c1269be0aeba4e6d8578f9f02af406c735ee1d020fe4458d3677678e2",
        (Taken("crossref/5.4.0", _IN_COMMONMETA, "crossref5.4.0.xsd"),),
    ),
)
# Biopython's wheel is built for each system and the DTDs are the same in all: one of them serves everybody.
_ONE_BUILD = "--platform manylinux2014_x86_64 --python-version 3.11 --implementation cp --abi cp311".split()
_PIP = (
    "download --no-deps --require-hashes --only-binary :all: --no-input --disable-pip-version-check --retries 1".split()
)


@dataclass(eq=False)
class NotFetched(JournalError):
    """A package that carries schemas could not be had."""

    package: str
    reason: Bilingual
    zh: ClassVar[str] = "无法取得 {package}（其中有校验所需的模式文件）：{reason}。"
    en: ClassVar[str] = "{package}, which carries schemas, could not be fetched: {reason}."
    fix_zh: ClassVar[str] = "请联网后重试，或用 --schema-dir 指明已有官方模式文件的文件夹。"
    fix_en: ClassVar[str] = "Try again with a connection, or name a folder with the official schemas: --schema-dir"
    exit: ClassVar[int] = FINDINGS


def fetch(cache: Path | None = None, wheels: tuple[Wheel, ...] = WHEELS) -> tuple[Path, ...]:
    """Take the schemas out of the pinned wheels into the cache, each folder whole or not at all; where they now lie."""
    kept = _kept(cache or cache_folder())
    for wheel in wheels:
        if not all(_is_there(kept / taken.name, wheel) for taken in wheel.taken):
            _unpack(wheel, kept)
    return tuple(kept / taken.name for wheel in wheels for taken in wheel.taken)


_SOURCE = "SOURCE.txt"


def _source(wheel: Wheel) -> str:
    return f"{wheel.package}=={wheel.version} sha256:{wheel.digest}\n"


def _is_there(folder: Path, wheel: Wheel) -> bool:
    try:
        return (folder / _SOURCE).read_text("utf-8") == _source(wheel)
    except OSError:
        return False


def _unpack(wheel: Wheel, kept: Path) -> None:
    from journal import archive

    data = _download(wheel)
    members = archive.members(data, f"{wheel.package}-{wheel.version}.whl")
    for taken in wheel.taken:
        inside = {name.removeprefix(taken.folder): members[name] for name in members if name.startswith(taken.folder)}
        _place(kept / taken.name, {**_with_all_it_names(taken.main, inside), _SOURCE: _source(wheel).encode()})


def _download(wheel: Wheel) -> bytes:
    """The bytes of the very file that is pinned."""
    with tempfile.TemporaryDirectory(prefix="journal-schemas-") as scratch:
        folder = Path(scratch)
        pins = folder / "pins.txt"
        pins.write_text(f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.digest}\n", "utf-8")
        command = (*_pip(wheel), *_PIP, *_ONE_BUILD, "--dest", scratch, "-q", "-r", str(pins))
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        found = sorted(folder.glob("*.whl"))
        if done.returncode or not found:
            raise NotFetched(wheel.package, _last_words(done.stderr or done.stdout))
        data = found[0].read_bytes()
    # Whoever did the download, the pin is ours.
    if hashlib.sha256(data).hexdigest() != wheel.digest:
        raise NotFetched(
            wheel.package, Bilingual("文件与固定的 sha256 不符", "the file is not the one with the pinned sha256")
        )
    return data


def _pip(wheel: Wheel) -> tuple[str, ...]:
    """A pip that runs here: this Python's own, the one uv brings (its environments have none), or the system's."""
    import importlib.util

    if importlib.util.find_spec("pip"):
        return sys.executable, "-m", "pip"
    uv, pip = shutil.which("uv"), shutil.which("pip3") or shutil.which("pip")
    if uv:
        return uv, "tool", "run", "--quiet", "pip"
    if pip:
        return (pip,)
    raise NotFetched(wheel.package, Bilingual("既没有 pip 也没有 uv", "there is neither pip nor uv"))


def _last_words(output: str) -> Bilingual:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "error"))] or lines
    said = errors[-1].removeprefix("ERROR:").strip() if errors else ""
    return Bilingual(said or "pip 没有给出原因", said or "pip gave no reason")


# What a schema names of other files; of what it names on the web, the same wheel has a copy.
_NAMED = re.compile(rb'"(?P<name>[A-Za-z0-9][A-Za-z0-9/._-]*\.(?:ent|mod|dtd|xsd))"')
_ON_THE_WEB: tuple[tuple[bytes, bytes], ...] = (
    (b"http://www.w3.org/2009/01/xml.xsd", b"xml.xsd"),
    (b"http://www.w3.org/2001/xml.xsd", b"xml.xsd"),
    (b"http://www.w3.org/Math/XMLSchema/mathml3/mathml3.xsd", b"standard-modules/mathml3/mathml3.xsd"),
)


def _with_all_it_names(main: str, inside: dict[str, bytes]) -> dict[str, bytes]:
    """`main` and every file it names, directly or not, at the place where it is looked for."""
    wanted, files = [main], dict[str, bytes]()
    while wanted:
        name = wanted.pop()
        # Biopython keeps flat what DTDs look for in sub-folders (iso8879/…): a bare name will do.
        data = inside.get(name, inside.get(name.rpartition("/")[2]))
        if data is None or name in files:
            continue
        files[name] = functools.reduce(lambda text, pair: text.replace(*pair), _ON_THE_WEB, data)
        beside = name.rpartition("/")[0]
        for found in _NAMED.finditer(files[name]):
            wanted.append(_joined(beside, found["name"].decode(), inside))
    return files


def _joined(beside: str, name: str, inside: dict[str, bytes]) -> str:
    near = os.path.normpath(f"{beside}/{name}").lstrip("/")
    return near if near in inside else name


def _place(folder: Path, files: dict[str, bytes]) -> None:
    """Put a folder in its place in one step, so that nobody ever sees half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new, old = scratch / "new", scratch / "old"
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(data)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process has just put the same files there
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
