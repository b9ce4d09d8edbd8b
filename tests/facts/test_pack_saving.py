"""Writing many records at once: nothing is lost that saving each of them would do."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.models import Alias, Citation, Entity, Source, Statement, Topic
from quizzes.facts.signals import Change, one_change
from tests.factories import EntityFactory

from .conftest import PackFolder
from .desk import form_of, new_editor

pytestmark = pytest.mark.django_db

HARBOUR = "statements/harbour.yaml"
LOADED = "Loaded from the fact pack"


def kept(model: Any, **of: Any) -> list[tuple[str, str | None, Any]]:
    """What the history of a model holds, oldest first: sign, reason and user."""
    states = model.history.filter(**of).order_by("history_id")
    return [(s.history_type, s.history_change_reason, s.history_user) for s in states]


def test_it_works(pack: PackFolder) -> None:
    pack.load()
    assert kept(Statement, slug="guard-strength") == [("+", LOADED, None)]
    state = Statement.history.get(slug="guard-strength")
    assert (state.value_quantity, state.unit, state.where.slug) == ("~120", "keepers", "lighthouse")
    assert Citation.history.count() == Citation.objects.count()
    assert Alias.history.count() == Alias.objects.count()
    moments = {s.history_date for model in (Entity, Statement) for s in model.history.all()}
    assert len(moments) == 1


def test_the_columns_worked_out_are_there(pack: PackFolder) -> None:
    pack.load()
    fact: Any = Statement.objects.get(slug="guard-strength")
    assert (fact.value_low, fact.value_high) == (108, 132)
    assert (str(fact.when_first), str(fact.when_last)) == ("1904-01-01", "1904-12-31")
    pack.edit(HARBOUR, "when: 1904", "when: 1905-02")
    pack.edit(HARBOUR, "value: ~120", "value: '>=200'")
    pack.load()
    fact = Statement.objects.get(slug="guard-strength")
    assert (fact.value_low, fact.value_high) == (200, None)
    assert (str(fact.when_first), str(fact.when_last)) == ("1905-02-01", "1905-02-28")


def test_a_change_is_kept_with_what_it_was(pack: PackFolder) -> None:
    pack.load()
    pack.edit(HARBOUR, "value: ~120", "value: 130")
    pack.load()
    states = Statement.history.filter(slug="guard-strength").order_by("history_id")
    assert [(s.history_type, s.value_quantity) for s in states] == [("+", "~120"), ("~", "130")]
    assert kept(Statement, slug="guard-commander") == [("+", LOADED, None)]


def test_parts_that_go_and_come_are_kept(pack: PackFolder) -> None:
    pack.load()
    pack.edit("entities.yaml", "    - text: HG\n      kind: acronym\n", "    - text: Guards\n")
    pack.edit(HARBOUR, "locator: page 7", "locator: page 8")
    pack.load()
    assert kept(Alias, text="HG") == [("+", LOADED, None), ("-", LOADED, None)]
    assert kept(Alias, text="Harbor Guard") == [("+", LOADED, None)]
    assert kept(Citation, locator="page 7") == [("+", LOADED, None), ("-", LOADED, None)]
    assert kept(Citation, locator="page 8") == [("+", LOADED, None)]


def test_whom_an_entity_might_be_confused_with_is_kept(pack: PackFolder) -> None:
    pack.load()
    night = Entity.objects.get(slug="night-guard")
    [state] = Entity.history.filter(slug="guard")
    assert [link.to_entity_id for link in state.different_from.all()] == [night.pk]
    pack.edit("entities.yaml", "  different_from:\n    - night-guard\n", "")
    pack.edit("entities.yaml", "  different_from:\n    - guard\n", "")
    pack.load()
    newest = Entity.history.filter(slug="guard").order_by("-history_id").first()
    assert newest is not None
    assert [*newest.different_from.all()] == []


def test_an_entity_outside_the_pack_is_linked_too(pack: PackFolder) -> None:
    other = EntityFactory(slug="elsewhere")
    pack.edit(
        "entities.yaml", "  label: Jane Ash\n", "  label: Jane Ash\n  different_from: elsewhere\n"
    )
    pack.load()
    assert [entity.slug for entity in other.different_from.all()] == ["jane-ash"]


def link_ash_with(pack: PackFolder, slug: str) -> None:
    new = f"  label: Jane Ash\n  different_from: {slug}\n"
    pack.edit("entities.yaml", "  label: Jane Ash\n", new)


@pytest.mark.parametrize("inside", [True, False])
def test_both_ends_of_a_link_have_their_history(
    pack: PackFolder, announced: list[Change], inside: bool
) -> None:
    pack.load()
    feast = Entity.objects.get(slug="feast") if inside else EntityFactory(slug="elsewhere")
    announced.clear()
    link_ash_with(pack, feast.slug)
    report = pack.load()
    ash = Entity.objects.get(slug="jane-ash")
    newest = [row.history.order_by("-history_id")[0] for row in (ash, feast)]
    assert [(it.history_type, it.history_change_reason) for it in newest] == [("~", LOADED)] * 2
    linked = [[link.to_entity_id for link in it.different_from.all()] for it in newest]
    assert linked == [[feast.pk], [ash.pk]]
    assert len({it.history_date for it in newest}) == 1
    assert [change.entities for change in announced] == [{ash.pk, feast.pk}]
    assert report.changed["entities"] == 2
    assert not pack.load().changed


def test_a_link_that_goes_is_in_the_history_of_both(pack: PackFolder) -> None:
    other = EntityFactory(slug="elsewhere")
    link_ash_with(pack, "elsewhere")
    pack.load()
    pack.edit("entities.yaml", "  different_from: elsewhere\n", "")
    pack.load()
    assert not other.different_from.exists()
    newest = other.history.order_by("-history_id")[0]
    assert [*newest.different_from.all()] == []


def test_a_form_opened_before_a_link_was_loaded_is_stale(pack: PackFolder) -> None:
    pack.load()
    other = EntityFactory(slug="elsewhere")
    editor = new_editor("editor")
    url = reverse("admin:facts_entity_change", args=[other.pk])
    stale = form_of(editor, url) | {"description": "A lamp"}
    link_ash_with(pack, "elsewhere")
    pack.load()
    assert editor.post(url, stale).status_code == 409
    assert [row.slug for row in other.different_from.all()] == ["jane-ash"]


def test_links_with_a_kept_record_are_left(pack: PackFolder) -> None:
    pack.load()
    feast = Entity.objects.get(slug="feast")
    feast.description = "A day in May"
    feast.save()
    link_ash_with(pack, "feast")
    entries = feast.history.count()
    for _ in range(2):
        report = pack.load("keep")
        assert [str(it) for it in report.left] == [
            "entities.yaml, line 24, different_from: the link with “feast” was not written, "
            "because “feast” has been edited here"
        ]
        assert not report.changed["entities"]
        assert [problem.message.partition(" has")[0] for problem in report.conflicts] == ["“feast”"]
        assert not feast.different_from.exists()
        assert feast.history.count() == entries
    pack.load("overwrite")
    assert [row.slug for row in feast.different_from.all()] == ["jane-ash"]


def test_links_of_a_kept_record_are_not_taken_away(pack: PackFolder) -> None:
    pack.load()
    night = Entity.objects.get(slug="night-guard")
    night.note = "Seen"
    night.save()
    pack.edit("entities.yaml", "  different_from:\n    - night-guard\n", "")
    pack.edit("entities.yaml", "  different_from:\n    - guard\n", "")
    [left] = pack.load("keep").left
    assert "“night-guard” was not taken away" in left.message
    assert [row.slug for row in night.different_from.all()] == ["guard"]


def test_nobody_is_confused_with_themselves(pack: PackFolder) -> None:
    link_ash_with(pack, "jane-ash")
    [problem] = pack.problems()
    assert (problem.line, problem.field) == (24, "different_from")
    assert problem.message == "nobody is confused with themselves; name others here"


def test_history_tells_loads_from_edits_at_the_desk(pack: PackFolder) -> None:
    pack.load()
    editor = new_editor("editor")
    row = Statement.objects.get(slug="guard-strength")
    url = reverse("admin:facts_statement_change", args=[row.pk])
    data = form_of(editor, url) | {"note": "Counted again", "change_reason": "A slip"}
    assert editor.post(url, data).status_code == 302
    told = kept(Statement, slug="guard-strength")
    assert [(sign, reason, str(user)) for sign, reason, user in told] == [
        ("+", LOADED, "None"),
        ("~", "A slip", "editor"),
    ]


def change_the_aliases_at_the_desk(editor: Client) -> None:
    """Take one alias of the guard away and add another, as a browser would."""
    guard = Entity.objects.get(slug="guard")
    url = reverse("admin:facts_entity_change", args=[guard.pk])
    data = form_of(editor, url)
    prefix = next(key for key in data if key.endswith("-TOTAL_FORMS")).removesuffix("-TOTAL_FORMS")
    count = int(data[f"{prefix}-INITIAL_FORMS"])
    data |= {
        f"{prefix}-TOTAL_FORMS": str(count + 1),
        f"{prefix}-{count}-text": "Guards",
        f"{prefix}-{count}-kind": "spelling",
        f"{prefix}-0-DELETE": "on",
    }
    assert editor.post(url, data).status_code == 302


def test_an_edit_of_aliases_at_the_desk_is_a_conflict(pack: PackFolder) -> None:
    pack.load()
    change_the_aliases_at_the_desk(new_editor("editor"))
    assert {alias.text for alias in Alias.objects.all()} == {"Guards", "Harbor Guard"}
    [problem] = pack.problems()
    assert problem.message == "“guard” has been edited here and differs in: aliases"
    assert pack.load("keep").conflicts
    assert Alias.objects.filter(text="Guards").exists()
    assert not pack.load("overwrite").changed["statements"]
    assert {alias.text for alias in Alias.objects.all()} == {"HG", "Harbor Guard"}
    assert [sign for sign, _, _ in kept(Alias, text="Guards")] == ["+", "-"]
    assert not pack.load().changed


def test_a_load_is_announced_as_if_each_record_had_been_saved(
    pack: PackFolder, announced: list[Change]
) -> None:
    pack.load()
    announced.clear()
    pack.edit(HARBOUR, "locator: page 7", "locator: page 8")
    pack.edit("sources.yaml", "cite_as: the almanac of the harbour", "cite_as: the almanac")
    pack.load()
    [change] = announced
    commander = Statement.objects.get(slug="guard-commander")
    assert change.statements == {commander.pk}
    announced.clear()
    pack.edit("sources.yaml", "cite_as: the almanac", "cite_as: an almanac")
    pack.load()
    assert [change.statements for change in announced] == [{commander.pk}]


def test_a_load_inside_a_change_belongs_to_it(pack: PackFolder, announced: list[Change]) -> None:
    with one_change("A new year"):
        pack.load()
        assert announced == []
    assert len(announced) == 1
    assert kept(Topic, slug="feast") == [("+", "A new year", None)]


def more(count: int) -> str:
    """As many facts on the guard as there are years, each with a source."""
    return "statements:\n" + "".join(
        f"- slug: year-{n}\n  subject: guard\n  property: strength\n  value: {n + 1}\n"
        f"  when: {1000 + n}\n  topic: harbour\n"
        f"  citations:\n    - source: gazette\n      locator: para. {n}\n"
        for n in range(count)
    )


def test_queries_do_not_grow_with_the_records(pack: PackFolder) -> None:
    def cost(count: int) -> int:
        pack.write("statements/more.yaml", more(count))
        with CaptureQueriesContext(connection) as queries:
            pack.load()
        return len(queries)

    pack.load()
    few = cost(2)
    Statement.objects.filter(slug__startswith="year-").delete()
    assert cost(20) == few


def test_those_the_database_refuses_are_all_named(pack: PackFolder) -> None:
    wrong = more(9).replace(
        "value: 3\n", "value: 3\n  attributed_to: jane-ash\n  unattributed: yes\n"
    )
    wrong = wrong.replace(
        "value: 8\n", "value: 8\n  attributed_to: jane-ash\n  unattributed: yes\n"
    )
    pack.write("statements/more.yaml", wrong)
    found = pack.problems()
    assert [problem.line for problem in found] == [20, 67]
    assert {problem.message for problem in found} == {
        "Either name who claims it or tick that nobody is named."
    }
    assert not Source.objects.exists()


def test_mistakes_of_a_record_and_of_the_rules_come_together(pack: PackFolder) -> None:
    pack.edit(HARBOUR, "subject: guard", "subject: jane-ash")
    pack.edit("statements/feast.yaml", "'{value.ask} was the lamp", "'{value.asked} was the lamp")
    assert [(problem.file, problem.field) for problem in pack.problems()] == [
        ("statements/feast.yaml", "own_stem"),
        (HARBOUR, "subject"),
    ]


def test_a_name_that_two_entities_have(pack: PackFolder) -> None:
    pack.edit("entities.yaml", "text: Harbor Guard", "text: jane-ash")
    [problem] = [it for it in pack.problems() if it.field == "aliases"]
    assert "“jane-ash” is a name of “Jane Ash” already." in problem.message
    assert (problem.file, problem.line) == ("entities.yaml", 17)
