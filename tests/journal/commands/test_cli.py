"""What holds for every command: help, usage errors, exit codes, the language, the form of an error."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import filelock
import pytest

import cli
from journal.commands import manual
from journal.commands.display import width
from journal.commands.spoken import Argument, Option
from journal.errors import Bilingual

from .conftest import Program

ROOT = Path(__file__).parents[3]
CONTEXT = click.Context(cli.program, info_name="journal")
COMMANDS = [(), *(tuple(inside.command_path.split()[1:]) for _, inside in manual.walk(cli.program, CONTEXT))]


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


# ---------------------------------------------------------------- help


EVERY = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "journal")


@EVERY
def test_help_is_there_in_each_language_and_fits_a_page(journal: Program, command: tuple[str, ...]) -> None:
    said = {language: journal(*command, "--help", lang=language) for language in ("zh", "en", None)}
    assert [(answer.code, answer.err) for answer in said.values()] == [(0, "")] * 3
    for text in texts(command):
        assert (text.zh in said["zh"].out, text.en in said["en"].out) == (True, True)
        assert all(line in said[None].out for line in (*text.zh.splitlines(), *text.en.splitlines()))
    assert not is_chinese(said["en"].out.replace("zh=人权", "").replace("zh=文字", ""))
    assert max(width(line) for line in said[None].out.splitlines()) <= 120


def texts(command: tuple[str, ...]) -> list[Bilingual]:
    """All that a command says of itself; each argument and option says something."""
    found = {tuple(inside.command_path.split()[1:]): one for one, inside in manual.walk(cli.program, CONTEXT)}
    spoken = found.get(command, cli.program)
    said = [one.said for one in spoken.params if isinstance(one, Option | Argument)]
    assert len(said) == len(spoken.params)
    return [spoken.said, *([spoken.more] if spoken.more else []), *said]


def test_help_follows_lang(journal: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert journal("--help", lang=None).out == journal("--help", lang="zh").out
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert journal("--help", lang=None).out == journal("--help", lang="en").out


SLOW = "PIL distributed filelock fontTools jinja2 langcodes lxml pikepdf pypinyin rich sqlalchemy stdnum tomlkit uharfbuzz weasyprint"


@EVERY
def test_help_imports_nothing_slow(command: tuple[str, ...]) -> None:
    """PLEASE READ: `journal --help` answers within 0.15 s of CPU, of which click takes half. One import of lxml (0.04 s),
    stdnum (0.05), langcodes (0.1), rich (0.1) or weasyprint (0.7) at the top of a module spends the rest, so each is
    imported in the function that uses it.
    """
    code = f"import sys, cli; cli.run({[*command, '--help']!r}); print(sorted(set({SLOW!r}.split()) & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_version(journal: Program) -> None:
    from journal import __version__

    assert journal("--version").out == f"journal {__version__}\n"


def test_docs_commands_is_what_the_commands_say(request: pytest.FixtureRequest) -> None:
    page, file = manual.document(cli.program), ROOT / "docs/commands.md"
    if request.config.getoption("--update-expected"):
        file.write_text(page, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page


# ---------------------------------------------------------------- wrong arguments

WRONG = [
    (("nosuch",), "没有命令“nosuch”。参见 journal --help。", "No such command 'nosuch'. See: journal --help"),
    (
        ("statsu",),
        "没有命令“statsu”。是否想写 'status'？参见 journal --help。",
        "No such command 'statsu'. Did you mean 'status'? See: journal --help",
    ),
    (("issue", "plcae"), "没有命令“plcae”。是否想写 'place', 'plan'？参见 journal issue --help。", None),
    (("--lagn", "zh"), "没有选项 --lagn。是否想写 '--as', '--lang'？参见 journal --help。", None),
    (("--home",), "选项 --home 之后缺少它的值。参见 journal --help。", None),
    (("--json=1", "status"), "选项 --json 不带值。参见 journal --help。", None),
    (("issue", "show"), "缺少参数 ISSUE。参见 journal issue show --help。", None),
    (("issue", "place", "2031-1", "hao-bridge"), "缺少选项 --edition。参见 journal issue place --help。", None),
    (("status", "now"), "多余的参数：now。参见 journal status --help。", None),
    (("look",), "缺少参数 ISSUE|ARTICLE。参见 journal look --help。", None),
    (("validate",), "请给出要校验的文件，或 --fetch-schemas。", "Name a file to validate, or give --fetch-schemas."),
    (("validate", "gone.xml"), "没有文件 gone.xml。", "There is no file gone.xml."),
    (("build", "--jobs", "0"), "--jobs：“0”应为 1 至 256 的整数。", "--jobs: “0” is no number from 1 to 256."),
    (("build", "--jobs", "two"), "--jobs：“two”应为 1 至 256 的整数。", None),
    (("build", "--only", "pdf.english"), None, None),
    (("build", "--only", "pfd"), None, None),
    (("build", "2099-1"), "没有“2099-1”。现有：2031-1。", "There is no “2099-1”. Known here: 2031-1"),
    (("build", "--why", "out/public/nothing.pdf"), None, None),
    (
        ("check", "hao-brigde"),
        "没有“hao-brigde”。现有：hao-bridge。",
        "There is no “hao-brigde”. Known here: hao-bridge",
    ),
    (("check", "Hao Bridge"), None, None),
    (("issue", "show", "2031-9"), "没有“2031-9”。现有：2031-1。", "There is no “2031-9”. Known here: 2031-1"),
    (("issue", "new", "spring"), None, "“spring” tells no year and number: add --year, --number."),
    (("issue", "new", "forthcoming"), "forthcoming 不是一期。", "forthcoming is no issue."),
    (("issue", "new", "2031-2", "--date", "2031-02-30"), None, "--date: “2031-02-30” is no date like 2026-09-15."),
    (
        ("issue", "place", "2031-1", "hao-bridge", "--edition", "fr", "--column", "notes"),
        "没有“fr”。现有：en zh。",
        None,
    ),
    (
        ("issue", "place", "2031-1", "hao-bridge", "--edition", "zh", "--column", "note"),
        "没有“note”。现有：notes。",
        None,
    ),
    (
        ("issue", "place", "2031-1", "hao-bridge", "--edition", "zh", "--column", "notes", "--position", "2"),
        "该栏目中至多是第 1 篇。",
        "In that column it can be No. 1 at most.",
    ),
    (
        ("issue", "order", "2031-1", "hao-bridge", "--edition", "en", "--column", "articles"),
        "请列出文版 en 的栏目“articles”中的全部文章：hao-bridge marsh-ferry。",
        None,
    ),
    (("article", "show", "nobody"), None, None),
    (("init", "new", "--title", "zh"), "--title：“zh”应写成 zh=文字 的样子。", None),
    (("init", "new", "--issn", "zh=1234-123"), None, None),
    (
        ("init", "new", "--issn", "zh=1234-1234"),
        "--issn：“1234-1234”不是有效的ISSN：校验码不对，请核对是否抄错。",
        None,
    ),
    (
        ("build", "--only", "pdf.fr"),
        "没有“fr”。现有：en zh。",
        "There is no “fr”. Known here: en zh",
    ),
    (
        ("issue", "new", "Spring 1"),
        None,
        "“Spring 1” is not a valid issue id: it may hold a–z, 0–9 and dashes (none at either end), at most 64 characters.",
    ),
    (("init", "new", "--registrar", "datacite"), "--registrar：“datacite”不可用。可用：crossref chinadoi。", None),
    (("init", "new", "--site", "example.org"), None, None),
]


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_wrong_arguments_give_2_and_one_line(
    journal: Program, home: Path, arguments: tuple[str, ...], chinese: str | None, english: str | None
) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    for lang, said in (("zh", chinese), ("en", english)):
        answer = journal(*arguments, home=home, lang=lang)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
        assert answer.err.startswith("journal: ")
        assert said is None or answer.err == f"journal: {said}\n"
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert not Path("new").exists()


def test_a_wrong_language_is_told_in_both(journal: Program) -> None:
    answer = journal("--lang", "fr", "status", lang=None)
    assert (answer.code, answer.err) == (
        2,
        "journal: --lang：“fr”不可用。可用：zh en。 / --lang: “fr” is none of: zh en.\n",
    )


def test_nothing_typed_shows_the_help_and_gives_2(journal: Program) -> None:
    answer = journal(lang=None)
    assert (answer.code, answer.out, answer.err) == (2, "", journal("--help", lang=None).out)
    assert journal(lang="zh").err == "journal: 缺少命令。参见 journal --help。\n"


# ---------------------------------------------------------------- refusals


def test_without_a_home(journal: Program, tmp_path: Path) -> None:
    answer = journal("status", as_json=True)
    assert (answer.code, answer.data) == (
        3,
        {
            "error": "NoHome",
            "message": f"No journal.toml in {tmp_path} or any folder above it.",
            "fix": "Go into a journal's folder, name it with --home, or make one with: journal init DIR",
        },
    )
    assert answer.err == f"journal: {answer.data['message']} {answer.data['fix']}\n"


def test_a_folder_that_is_named_as_home_is_not_looked_for_upward(journal: Program, tmp_path: Path) -> None:
    answer = journal("status", home=tmp_path, lang="zh")
    assert (answer.code, answer.err) == (
        3,
        f"journal: {tmp_path} 中没有 journal.toml。请指明刊物的目录，或用 journal init DIR 新建。\n",
    )


@pytest.mark.parametrize(
    "command",
    [("build", "../x"), ("check", "../x"), ("look", "a/b"), ("issue", "show", ".."), ("article", "show", "..")],
)
def test_an_id_that_holds_a_path_is_refused(journal: Program, home: Path, command: tuple[str, ...]) -> None:
    answer = journal(*command, home=home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "UnsafeId")


@pytest.mark.parametrize("command", [("status",), ("build",), ("check",), ("issue", "list")])
def test_two_articles_with_one_id_are_refused(journal: Program, home: Path, command: tuple[str, ...]) -> None:
    (home / "issues/forthcoming/hao-bridge").mkdir(parents=True)
    answer = journal(*command, home=home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "SameId")


def test_what_the_system_refuses(journal: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = journal("init", "file/new")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == (
        f"journal: The system refused ({tmp_path}/file: File exists). See whether you have the right, and room on the disk.\n"
    )
    said = journal("init", "file/new", lang="zh").err
    assert said == f"journal: 系统拒绝（{tmp_path}/file: 已存在）。请检查权限与磁盘空间。\n"


def test_a_bug_is_called_one(
    journal: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.NOUNS, "unwritten", Bilingual("未写", "not written"))
    answer = journal("unwritten", as_json=True)
    assert (answer.code, answer.data["error"]) == (70, "Bug")
    assert answer.err == (
        "journal: The program has a bug (ModuleNotFoundError: No module named 'journal.commands.unwritten'). "
        "Please report it with the command you typed; JOURNAL_DEBUG=1 shows more.\n"
    )
    monkeypatch.setenv("JOURNAL_DEBUG", "1")
    assert journal("unwritten").err.startswith("Traceback ")


# ---------------------------------------------------------------- the language


def test_language_by_option_then_lang_then_journal(
    journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        journal("check", "x", home=home, lang=None).err == "journal: 没有“x”。现有：2031-1 hao-bridge marsh-ferry。\n"
    )
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert journal("check", "x", home=home, lang=None).err.startswith("journal: There is no “x”.")
    assert journal("check", "x", home=home, lang="zh").err.startswith("journal: 没有")
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert journal("check", "x", home=home, lang=None).err.startswith("journal: 没有")


def test_outside_a_journal_both_languages_are_used(journal: Program) -> None:
    assert " / No journal.toml in " in journal("status", lang=None).err


# ---------------------------------------------------------------- signals and pipes


def _listen() -> None:
    """In the child: hear Ctrl-C, even where the tests run in the background and their shell ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, **pipes, text=True, preexec_fn=_listen)  # noqa: PLW1509  # no other thread runs


def test_interrupted_while_another_journal_is_at_work(home: Path) -> None:
    cache = Path(os.environ["JOURNAL_CACHE"])
    cache.mkdir(exist_ok=True)
    with filelock.FileLock(cache / "edit.lock"):
        process = start(
            "--home",
            str(home),
            "--lang",
            "en",
            "issue",
            "order",
            "2031-1",
            "hao-bridge",
            "--edition",
            "zh",
            "--column",
            "articles",
        )
        assert process.stderr
        assert process.stderr.readline() == "journal: another journal is at work in this home; waiting …\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "journal: interrupted.\n")


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    process = start("--home", str(home), "--json", "article", "names", "hao-bridge")
    assert process.stdout
    process.stdout.close()  # before it has read the home, and long before it prints
    assert process.stderr
    with process.stderr:
        assert (process.stderr.read(), process.wait(timeout=60)) == ("", 141)
