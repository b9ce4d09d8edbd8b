"""The command ``dump_facts``: what it writes can be loaded, and says the same."""

import shutil
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.facts.models import Alias, Entity, Property, Source, Statement, Topic
from quizzes.facts.models.entities import flaw_of_name
from quizzes.facts.pack import dump_pack, load_pack
from quizzes.facts.pack.records import MODELS, prefetched, record_of
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    StatementFactory,
    TopicFactory,
)

from .conftest import PackFolder

pytestmark = pytest.mark.django_db


def dump(folder: Path) -> str:
    out = StringIO()
    call_command("dump_facts", str(folder), stdout=out)
    return out.getvalue()


def records() -> dict[str, list[Any]]:
    """The whole fact base as plain records."""
    return {kind: [record_of(kind, row) for row in prefetched(kind)] for kind in MODELS}


def forget_everything() -> None:
    Statement.objects.all().delete()
    for model in MODELS.values():
        model._default_manager.all().delete()


def test_it_works(pack: PackFolder, empty_pack: PackFolder) -> None:
    pack.load()
    written = dump(empty_pack.path)
    assert written == (
        "2 sources, 2 topics, 6 entities, 8 properties, 7 statements written to"
        f" {empty_pack.path}\n"
    )
    assert empty_pack.files() == pack.files()


def test_load_dump_load_changes_nothing(pack: PackFolder, empty_pack: PackFolder) -> None:
    pack.load()
    before = records()
    dump(empty_pack.path)
    report = empty_pack.load()
    assert not report.changed
    assert not report.created
    assert not report.conflicts
    forget_everything()
    empty_pack.load()
    assert records() == before


def test_the_seed_pack_is_written_back_byte_for_byte(empty_pack: PackFolder) -> None:
    load_pack(project.FACT_PACK)
    dump(empty_pack.path)
    assert empty_pack.files() == PackFolder(project.FACT_PACK).files()


def test_the_project_has_a_pack_of_its_own(settings: Any, empty_pack: PackFolder) -> None:
    settings.FACT_PACK = empty_pack.path
    TopicFactory()
    call_command("dump_facts", stdout=StringIO())
    assert "topics.yaml" in empty_pack.files()


def test_records_made_at_the_desk_are_written_too(empty_pack: PackFolder) -> None:
    fact = CommanderFactory(
        own_stem="Who led {subject}?",
        attributed_to=EntityFactory(),
        where=EntityFactory(kind="place", latitude="32.10000", longitude="-0.5"),
        when="2018-05",
        status="draft",
    )
    AliasFactory(entity=fact.subject, kind="acronym")
    fact.subject.different_from.add(fact.value_entity)
    CitationFactory(statement=fact, source=fact.citations.get().source, locator="p. 2", quote="Q")
    before = records()
    dump(empty_pack.path)
    forget_everything()
    empty_pack.load()
    assert records() == before
    assert not empty_pack.load().changed


def test_dumping_after_an_edit_at_the_desk_ends_the_conflict(pack: PackFolder) -> None:
    pack.load()
    Topic.objects.filter(slug="feast").update(title="The great feast")
    dump(pack.path)
    assert not pack.load().conflicts


def test_kinds_ticked_in_any_order_are_written_in_one(
    pack: PackFolder, empty_pack: PackFolder
) -> None:
    pack.load()
    Property.objects.filter(slug="began").update(subject_kinds=["event", "conflict"])
    dump(empty_pack.path)
    assert empty_pack.files() == pack.files()


def test_a_topic_that_became_empty_leaves_no_file(pack: PackFolder) -> None:
    pack.load()
    Statement.objects.update(topic=Topic.objects.get(slug="harbour"))
    dump(pack.path)
    assert "statements/feast.yaml" not in pack.files()
    assert not pack.load().changed


def test_files_that_the_dumper_did_not_write_are_left_alone(pack: PackFolder) -> None:
    pack.load()
    pack.write("notes/mine.yaml", "# my own\n")
    pack.write("notes/readme.txt", pack.read("topics.yaml"))
    dump(pack.path)
    assert pack.read("notes/mine.yaml") == "# my own\n"
    assert pack.read("notes/readme.txt")


def test_dumping_a_pack_of_other_files_over_itself(
    pack: PackFolder, empty_pack: PackFolder
) -> None:
    pack.load()
    shutil.move(pack.path / "topics.yaml", pack.path / "headings.yaml")
    dump(pack.path)
    assert not pack.load().changed


def test_an_empty_fact_base(empty_pack: PackFolder) -> None:
    assert dump(empty_pack.path).startswith("0 sources, 0 topics, 0 entities")
    assert empty_pack.files() == {}
    EntityFactory()
    dump(empty_pack.path)
    assert not empty_pack.load().changed


def test_a_place_that_cannot_be_written_to(pack: PackFolder) -> None:
    pack.load()
    with pytest.raises(CommandError, match="cannot be written"):
        dump(pack.path / "topics.yaml")


def test_statements_come_in_order_of_time(empty_pack: PackFolder) -> None:
    topic = TopicFactory(slug="t")
    for slug, day in [("c", "2018-03"), ("a", "2019"), ("b", "2018-03")]:
        StatementFactory(slug=slug, topic=topic, value_date=day)
    CommanderFactory(slug="e", topic=topic)
    CommanderFactory(slug="d", topic=topic, when="2018-04")
    dump(empty_pack.path)
    lines = empty_pack.read("statements/t.yaml").splitlines()
    slugs = [line.removeprefix("- slug: ") for line in lines if line.startswith("- slug: ")]
    assert slugs == ["b", "c", "d", "a", "e"]


# What the database and the forms of the desk let through: no NUL, no lone surrogates, and
# nothing but text at both ends.
texts = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1)
    .map(str.strip)
    .filter(bool)
)
AWKWARD = [
    *(
        "yes",
        "no",
        "null",
        "~",
        "2018",
        "2018-05-07",
        "1e3",
        "0x1F",
        "=",
        "<<",
        "- a",
        "-",
        "--- a",
    ),
    *("a: b", "a:", ": a", "a # b", "# a", "#", "'a'", '"a"', "it's", "“a”", "[a]", "{a: b}", "]"),
    *(
        "*a",
        "&a",
        "!a",
        "|",
        "> a",
        "%a",
        "@a",
        "`a`",
        "? a",
        ", a",
        "a\nb",
        "a\n\n b\n\tc",
        "a\\n",
    ),
    *("درنة", "é", "e\u0301", "\u200f\u202e", "😀", "a\x85b", "a\u2028b", "\x7f\x1b", "\ufeffa"),
    *("a" * 140, "a " * 70 + "b", "a\tb", "a  b", "...", "a\n...\nb", "a\n---\nb"),
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
@example(text="\n".join(AWKWARD))
def test_any_text_survives(text: str) -> None:
    survives(text)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_survive(text: str) -> None:
    survives(text.strip())


def survives(text: str) -> None:
    """Dump a fact base full of ``text`` and load it back."""
    with TemporaryDirectory() as folder, transaction.atomic():
        forget_everything()
        fact = StatementFactory(
            property__datatype="text", value_date="", value_text=text, note=text, cited=False
        )
        name = text[:150].strip()
        Entity.objects.update(label="a" if flaw_of_name(name) else name, note=text)
        Alias.objects.create(entity=fact.subject, text=name)
        CitationFactory(statement=fact, quote=text[:200].strip(), locator=text[:150].strip())
        Source.objects.update(title=text[:250].strip())
        before = records()
        dump_pack(Path(folder))
        assert not load_pack(Path(folder)).changed
        forget_everything()
        load_pack(Path(folder))
        assert records() == before


def test_a_very_long_note_survives() -> None:
    survives("word " * 5_000 + "end")


def test_a_full_disk_leaves_the_pack_that_was_there(
    pack: PackFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack.load()
    dump_pack(pack.path)
    before = pack.files()
    Entity.objects.update(note="Changed")
    write, written = Path.write_text, list[Path]()

    def fill_the_disk(path: Path, text: str, **kwargs: Any) -> int:
        written.append(path)
        if len(written) == 3:
            write(path, text[:10], **kwargs)
            raise OSError(28, "No space left on device")
        return write(path, text, **kwargs)

    monkeypatch.setattr(Path, "write_text", fill_the_disk)
    with pytest.raises(OSError, match="No space"):
        dump_pack(pack.path)
    assert pack.files() == before
    assert not list(pack.path.rglob("*.new"))
