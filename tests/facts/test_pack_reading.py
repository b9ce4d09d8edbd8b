"""Files that are no pack: each is refused with file, line and what would be right."""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.facts.models import Source
from quizzes.facts.pack import PackError, Problem, reading
from quizzes.facts.pack.parsing import parse_records
from quizzes.facts.pack.reading import RECORD_KINDS, read_pack

from .conftest import PackFolder

HEADINGS = "“sources:”, “topics:”, “entities:”, “properties:”, “statements:”"
BOMB = "sources: &a [x, x]\ntopics: &b [*a, *a, *a]\nentities: &c [*b, *b, *b]\n"
# Words of the format and signs of YAML: what random text needs to get past the first line.
PIECES = [
    *(f"{kind}:\n" for kind in RECORD_KINDS),
    *("- slug: a\n", "  title: b\n", "  aliases:\n", "    - text: c\n", "- ", "  ", "\n", "\t"),
    *("'", '"', "|\n", ">\n", "&a ", "*a ", "!x ", "? ", ": ", "{", "}", "[", "]", ",", "#", "%"),
    *("---\n", "...\n", "\\", "\\U", "\\x", "\\ud800", "\\0", "FFFFFFFF", "\x85", "\u2028", "é"),
]


def read(content: str | bytes) -> None:
    """Read ``content`` as the one file of a pack."""
    with TemporaryDirectory() as folder:
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (Path(folder) / "a.yaml").write_bytes(raw)
        parse = read_pack(Path(folder))
        assert all(record.kind in RECORD_KINDS for record in parse)


def refused(content: str | bytes) -> Problem:
    with pytest.raises(PackError) as error:
        read(content)
    [problem] = error.value.problems
    assert problem.file == "a.yaml"
    assert str(problem) in str(error.value)
    return problem


def test_it_works(pack: PackFolder) -> None:
    records = read_pack(pack.path)
    assert [r.kind for r in records].count("statements") == 7
    first = next(r for r in records if r.kind == "topics")
    assert (first.file, first.line) == ("topics.yaml", 4)
    assert first.cells["title"].value == "The harbour"
    assert first.cells["title"].line == 5


def test_every_scalar_stays_text(empty_pack: PackFolder) -> None:
    values = ["yes", "2018", "2018-05-07", "1e3", "~", "null", "0x1F", "1:30", "=", "<<"]
    fields = "".join(f"  f{i}: {value}\n" for i, value in enumerate(values))
    empty_pack.write("a.yaml", f"topics:\n- slug: no\n{fields}")
    [record] = read_pack(empty_pack.path)
    assert [cell.value for cell in record.cells.values()] == ["no", *values]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The YAML parser written in C, and the one that is used where it is not there."""
    loader = getattr(yaml, request.param, None)
    if loader is None:
        pytest.skip("PyYAML was built without its parser in C")
    monkeypatch.setattr(reading, "_Loader", loader)


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("topics:\n- slug: a\n\ttitle: b\n", 3, "this is not YAML: found "),
        ('topics:\n- slug: "a\n', 3, "this is not YAML: found unexpected end of stream"),
        ("topics:\n- slug: a\n  title: b: c\n", 3, "this is not YAML: mapping values are not"),
        ("topics:\n- slug: a\n---\ntopics: []\n", 3, "a second document begins here; a"),
        ("topics:\n- slug: a\n  title: \x01\n", 3, "this is not YAML: unacceptable character"),
        ("topics:\n- slug: *a\n", 2, "YAML aliases (*name) are not allowed"),
        (BOMB, 2, "YAML aliases (*name) are not allowed; write the value out"),
        ("topics:\n- slug: a\n  <<: *b\n", 3, "YAML aliases (*name) are not allowed"),
        ("topics:\n- slug: a\n  title: !!python/object:os.system b\n", 3, "YAML tags (tag:yaml."),
        ("topics:\n- slug: a\n  title: !x b\n", 3, "YAML tags (!x) are not allowed; write the"),
        ("topics:\n- !!omap\n  slug: a\n", 2, "YAML tags (tag:yaml.org,2002:omap) are not"),
        ("a\n\n  x: 1".encode("utf-16"), 1, "this is not UTF-8 text; save the file as UTF-8"),
        (b"topics:\n- slug: \xff\n", 2, "this is not UTF-8 text; save the file as UTF-8"),
        ("", 1, f"the file is empty; it begins with one of {HEADINGS}"),
        ("# only a remark\n", 1, f"the file is empty; it begins with one of {HEADINGS}"),
        ("hello", 1, f"the file must begin with one of {HEADINGS}"),
        ("\n- slug: a\n", 2, f"the file must begin with one of {HEADINGS}"),
        ("topics:\n- slug: a\n  ? [b]\n  : c\n", 3, "a field's name must be a plain word"),
        ("topics:\n- slug: " + "[" * 5000, 2, "this is nested too deeply"),
        ("topics:\n- slug: " + "[" * 2000 + "]" * 2000, 2, "this is nested too deeply"),
        ('topics:\n- slug: a\n  title: "\\ud800"\n', 3, "this "),
        ('topics:\n- slug: a\n  title: "a\\0b"\n', 3, "this holds a sign that is no text"),
        ('topics:\n- slug: a\n  "\\0": b\n', 3, "this holds a sign that is no text"),
    ],
)
def test_what_is_no_yaml_or_no_pack(content: str | bytes, line: int, message: str) -> None:
    problem = refused(content)
    assert (problem.line, problem.field) == (line, "")
    assert problem.message.startswith(message)


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize("sign", ["\\UFFFFFFFF", "\\U00110000"])
def test_a_sign_that_does_not_exist(sign: str) -> None:
    problem = refused(f'topics:\n- slug: a\n  title: "{sign}"\n')
    assert problem.message.startswith("this is not YAML: ")


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ("topics:\n- slug: a\n\ttitle: b\n", "; indent with spaces, not with tabs"),
        ("topics:\n- slug: a\n  title: b: c\n", "; put a value with “: ” in it in quotation marks"),
        ("topics:\n- slug: @a\n", "; put the value in quotation marks"),
        ('topics:\n- slug: "a\n', "; a quotation mark is not closed"),
    ],
)
@pytest.mark.usefixtures("_either_parser")
def test_what_would_be_right_is_said(content: str, advice: str) -> None:
    assert refused(content).message.endswith(advice)


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(
    ("content", "line", "field", "message"),
    [
        ("facts:\n- slug: a\n", 2, "facts", f"not a heading; write one of {HEADINGS}"),
        ("topics:\n", 1, "topics", "must be a list: lines that begin with “- ”"),
        ("topics:\n  slug: a\n", 2, "topics", "must be a list: lines that begin with “- ”"),
        ("topics:\n- a\n", 2, "topics", "a record must have fields, as in “slug: harbour”"),
        ("topics: []\ntopics: []\n", 2, "topics", "this field stands here twice"),
        ("topics:\n- slug: a\n  slug: b\n", 3, "slug", "this field stands here twice"),
    ],
)
def test_what_is_yaml_but_no_record(content: str, line: int, field: str, message: str) -> None:
    assert refused(content) == Problem("a.yaml", line, field, message)


def test_noise() -> None:
    noise = random.Random(7)
    assert refused(noise.randbytes(1_000_000)).message.startswith("this is not UTF-8 text")
    letters = "".join(map(chr, range(32, 127))) + "\n"
    refused("".join(noise.choices(letters, k=1_000_000)))


def test_a_file_that_is_too_large() -> None:
    problem = refused(b"#" * 5_000_001)
    assert problem.message == "the file has 5,000,001 bytes; at most 5 MB are read"


def test_a_list_that_is_too_long() -> None:
    problem = refused("topics:\n" + "- a\n" * 20_001)
    assert problem.message == "a list has at most 20,000 entries"


def test_no_folder_or_no_files(empty_pack: PackFolder) -> None:
    with pytest.raises(PackError, match="empty: no .yaml files here; a pack is a folder with"):
        read_pack(empty_pack.path)
    with pytest.raises(PackError, match="missing: there is no such folder"):
        read_pack(empty_pack.path / "missing")


def test_a_file_instead_of_a_folder(pack: PackFolder) -> None:
    with pytest.raises(PackError, match="topics.yaml: this is a file; name the folder"):
        read_pack(pack.path / "topics.yaml")


def test_a_folder_with_the_name_of_a_file(pack: PackFolder) -> None:
    pack.write("deep/more.yaml/topics.yaml", "topics:\n- slug: a\n  title: b\n")
    with pytest.raises(PackError) as error:
        read_pack(pack.path)
    assert [str(problem) for problem in error.value.problems] == [
        "deep/more.yaml: this is a folder; give it a name that does not end like a file’s"
    ]


@pytest.mark.parametrize("ending", [".yml", ".YAML", ".Yaml", ".YML"])
def test_a_file_by_a_name_that_is_not_read(pack: PackFolder, ending: str) -> None:
    pack.write(f"more{ending}", "topics:\n- slug: a\n  title: b\n")
    pack.write("wrong.yaml", "facts: []\n")
    with pytest.raises(PackError) as error:
        read_pack(pack.path)
    assert [problem.file for problem in error.value.problems] == [f"more{ending}", "wrong.yaml"]
    assert "let its name end in .yaml" in error.value.problems[0].message


def test_a_pack_of_files_by_other_names_only(empty_pack: PackFolder) -> None:
    empty_pack.write("sources.yml", "sources: []\n")
    empty_pack.write("notes.txt", "read by nobody")
    with pytest.raises(PackError, match="sources.yml: let its name end in .yaml"):
        read_pack(empty_pack.path)


def test_a_file_that_cannot_be_read(pack: PackFolder) -> None:
    os.symlink("nowhere", pack.path / "topics-2.yaml")
    with pytest.raises(PackError, match="topics-2.yaml, line 1: this cannot be read"):
        read_pack(pack.path)


def test_mistakes_of_several_files_come_together(pack: PackFolder) -> None:
    pack.write("a.yaml", "")
    pack.write("deep/b.yaml", "facts: []\n")
    with pytest.raises(PackError) as error:
        read_pack(pack.path)
    assert [problem.file for problem in error.value.problems] == ["a.yaml", "deep/b.yaml"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(empty_pack: PackFolder) -> None:
    empty_pack.write("a.yaml", "\ufefftopics:\r\n- slug: a\r\n  title: b\r\n")
    [record] = read_pack(empty_pack.path)
    assert {name: cell.value for name, cell in record.cells.items()} == {"slug": "a", "title": "b"}


def never_anything_but_pack_error(content: str | bytes) -> None:
    with TemporaryDirectory() as name:
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (Path(name) / "a.yaml").write_bytes(raw)
        try:
            records = read_pack(Path(name))
        except PackError as error:
            assert all(p.file == "a.yaml" and p.line > 0 and p.message for p in error.problems)
        else:
            assert all(record.line > 0 for record in records)


@given(st.one_of(st.binary(), st.text()))
@example("\ud800")
@example('"\\UFFFFFFFF"')
def test_random_files(content: str | bytes) -> None:
    never_anything_but_pack_error(content)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_random_yaml(content: str) -> None:
    never_anything_but_pack_error(content)


@pytest.mark.django_db
def test_nothing_is_loaded_of_a_broken_pack(pack: PackFolder) -> None:
    pack.write("zzz.yaml", "facts: []")
    assert [problem.file for problem in pack.problems()] == ["zzz.yaml"]
    assert not Source.objects.exists()
    assert parse_records(read_pack(_mended(pack)))


def _mended(pack: PackFolder) -> Path:
    (pack.path / "zzz.yaml").unlink()
    return pack.path


def test_what_is_no_plain_file(pack: PackFolder) -> None:
    os.mkfifo(pack.path / "pipe.yaml")
    os.symlink("loop.yaml", pack.path / "loop.yaml")
    os.symlink("/dev/zero", pack.path / "zero.yaml")
    with pytest.raises(PackError) as error:
        read_pack(pack.path)
    found = error.value.problems
    assert [problem.file for problem in found] == ["loop.yaml", "pipe.yaml", "zero.yaml"]
    assert {problem.message for problem in found} == {
        "this cannot be read: there is no such file, or it is no plain one"
    }


def test_a_folder_within_itself_is_read_once(pack: PackFolder) -> None:
    once = len(read_pack(pack.path))
    os.symlink(pack.path, pack.path / "again")
    assert len(read_pack(pack.path)) == once


def test_a_folder_that_may_not_be_read(pack: PackFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(folder: Path, onerror: Any) -> Iterator[Any]:
        yield str(folder), ["statements"], ["topics.yaml"]
        onerror(PermissionError(13, "Permission denied", str(folder / "statements")))

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(PackError, match="statements: this cannot be read: Permission den"):
        read_pack(pack.path)


def test_a_file_that_may_not_be_read(pack: PackFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PackError, match="topics.yaml, line 1: this cannot be read: Permission den"):
        read_pack(pack.path)


def test_a_pack_that_is_too_large(pack: PackFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_PACK", 1_000)
    with pytest.raises(PackError, match="bytes; at most 0 MB are read"):
        read_pack(pack.path)


def test_a_record_with_too_many_fields() -> None:
    fields = "".join(f"  f{n}: a\n" for n in range(100))
    problem = refused(f"topics:\n- slug: a\n{fields}")
    assert (problem.line, problem.message) == (102, "a record has at most 100 fields")


@pytest.mark.django_db
def test_merge_keys_are_no_fields(empty_pack: PackFolder) -> None:
    empty_pack.write("a.yaml", "topics:\n- slug: a\n  title: b\n  <<: {position: 1}\n")
    [record] = read_pack(empty_pack.path)
    assert set(record.cells) == {"slug", "title", "<<"}
    with pytest.raises(PackError, match="a.yaml, line 4, <<: not a field of a topic"):
        parse_records([record])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        "topics: " + "[" * 4_000_000,
        "topics: " + "{a: " * 1_000_000,
        "topics:\n" + "- " * 2_000_000,
        "topics:\n- slug: a\n  title: " + "x" * 4_900_000,
        'topics:\n- slug: a\n  title: "' + "x\\n" * 1_500_000 + '"\n',
        "topics:\n" + "- a\n" * 1_200_000,
    ],
)
def test_what_is_huge_is_read_in_seconds(content: str, empty_pack: PackFolder) -> None:
    empty_pack.write("a.yaml", content)
    start = time.process_time()
    try:
        parse_records(read_pack(empty_pack.path))
    except PackError as error:
        assert error.problems[0].line <= 3
    assert time.process_time() - start < 10


@pytest.mark.django_db
def test_after_some_hundred_mistakes_the_reading_stops(empty_pack: PackFolder) -> None:
    records = "".join(f"- slug: s-{n}\n  colour: red\n" for n in range(2_000))
    empty_pack.write("a.yaml", f"topics:\n{records}")
    empty_pack.write("b.yaml", f"sources:\n{records}")
    with pytest.raises(PackError) as refused:
        parse_records(read_pack(empty_pack.path))
    told = str(refused.value).splitlines()
    assert len(told) <= 302
    assert "reading stopped here, with 3,8" in told[-1]
    assert told[-1].endswith("more to read: mend these first")


@pytest.mark.parametrize("count", [301, 302, 2_000])
def test_of_very_many_mistakes_some_hundred_are_told(count: int) -> None:
    told = str(PackError([Problem("a.yaml", n, "", "odd") for n in range(1, count + 1)]))
    lines = told.splitlines()
    assert len(lines) == (301 if count == 301 else 302)
    assert lines[-1] == ("a.yaml, line 301: odd" if count == 301 else f"and {count - 301:,} more")


@pytest.mark.django_db
def test_no_more_names_than_the_desk_can_save(pack: PackFolder) -> None:
    names = "".join(f"    - text: Guard {n}\n" for n in range(151))
    pack.edit("entities.yaml", "  aliases:\n", f"  aliases:\n{names}")
    with pytest.raises(PackError, match="153 entries; at most 150 are allowed"):
        parse_records(read_pack(pack.path))
