"""Bringing the bank in step with the facts: in place, once, and only where something changed."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.models import Alias, Citation, Entity, Property, Statement
from quizzes.facts.signals import one_change
from quizzes.study.models import Memory
from tests.factories import (
    AliasFactory,
    CitationFactory,
    EntityFactory,
    StatementFactory,
    UserFactory,
)
from tests.snapshots import fill

from .packs import (
    UNITS,
    capture,
    captures,
    commands,
    disputed_capture,
    event,
    newspaper,
    quotations,
    wrong_of,
)

pytestmark = pytest.mark.django_db
at_rest = pytest.mark.usefixtures("bank_at_rest")


def question(key: str) -> Question:
    return Question.objects.get(key=key)


def state() -> dict[str, Any]:
    """All that may change about a question, by key."""
    return {
        q.key: (q.version, q.status, q.updated_at, q.snapshot()) for q in Question.objects.all()
    }


def content() -> dict[str, Any]:
    """All that building decides of a question, by key; others are told by their ids."""
    entities, leans_on = defaultdict(set), defaultdict(set)
    for question, entity in Question.entities.through.objects.values_list("question", "entity"):
        entities[question].add(entity)
    for question, fact in Question.leans_on.through.objects.values_list("question", "statement"):
        leans_on[question].add(fact)
    return {
        q.key: (
            *(q.status, q.problem, q.hopeful, q.difficulty, q.snapshot()),
            *(entities[q.pk], leans_on[q.pk]),
        )
        for q in Question.objects.all()
    }


def renewed(before: dict[str, Any]) -> set[str]:
    """Keys of the questions that were written since ``before``."""
    return {key for key, now in state().items() if before.get(key) != now}


def facts_of(keys: set[str]) -> set[str]:
    return {key.split(":")[0] for key in keys}


def make_the_facts() -> None:
    with one_change():
        captures()
        commands()
        quotations()


def fill_the_bank() -> None:
    """The facts with the questions that follow them, which are made once for all tests."""
    fill(make_the_facts)


def written(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in queries.captured_queries if q["sql"].startswith(verbs)]


@at_rest
def test_it_works() -> None:
    make_the_facts()
    report = build_bank()
    assert set(report.made) == set(Question.objects.published().values_list("key", flat=True))
    assert [report.changed, report.retired, report.unchanged] == [[], [], []]
    # All of a fact base like this has one source, so that none is asked for it.
    assert all(key.endswith(":source") for key in report.refused)


@at_rest
def test_a_second_build_writes_nothing() -> None:
    make_the_facts()
    disputed_capture("2018-03-12", "2018-03-21")  # shared dates, so some are refused
    build_bank()
    before = state()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = build_bank()
    assert written(queries) == []
    assert state() == before
    assert [report.made, report.changed, report.retired] == [[], [], []]
    assert len(report.unchanged) == Question.objects.published().count()
    assert len(report.refused) == Question.objects.filter(status="refused").count() > 0


@at_rest
def test_the_version_rises_when_the_content_changes_and_only_then() -> None:
    rows = captures()
    build_bank()
    before = question("capture-0:choice:value")
    rows[0].topic = StatementFactory().topic
    rows[0].importance = 3
    rows[0].save()
    build_bank()
    assert question(before.key).version == 1
    rows[0].explanation = "It took a night."
    rows[0].save()
    build_bank()
    after = question(before.key)
    assert after.version == 2
    assert after.pk == before.pk
    assert after.explanation.endswith("It took a night.")
    assert question("capture-1:choice:value").version == 1


@at_rest
def test_a_changed_value_changes_the_question_in_place_and_keeps_memories() -> None:
    rows = captures()
    build_bank()
    before = question("capture-0:date:value")
    memory = Memory.objects.create(
        learner=UserFactory(),
        statement=rows[0],
        stability=10,
        difficulty=5,
        stage="recall",
        last_day=date(2026, 3, 1),
        due=date(2026, 3, 11),
    )
    rows[0].value_date = "2018-03-05"
    rows[0].save()
    report = build_bank()
    after = question(before.key)
    assert (after.pk, after.version, after.answers) == (before.pk, 2, ["2018-03-05"])
    assert before.key in report.changed
    memory.refresh_from_db()
    assert (memory.stability, memory.statement_id) == (10, rows[0].pk)


@at_rest
def test_a_question_retires_with_its_fact_and_comes_back_as_the_same() -> None:
    rows = captures()
    build_bank()
    before = question("capture-0:choice:value")
    memory = Memory.objects.create(
        learner=UserFactory(),
        statement=rows[0],
        stability=10,
        difficulty=5,
        stage="recall",
        last_day=date(2026, 3, 1),
        due=date(2026, 3, 11),
    )
    rows[0].status = "retired"
    rows[0].save()
    report = build_bank()
    assert before.key in report.retired
    assert question(before.key).status == "retired"
    assert build_bank().retired == []
    rows[0].status = "published"
    rows[0].save()
    report = build_bank()
    after = question(before.key)
    assert before.key in report.changed
    assert before.key not in report.made
    assert (after.pk, after.status, after.version) == (before.pk, "published", 1)
    assert after.options == before.options
    assert Memory.objects.filter(pk=memory.pk).exists()


@at_rest
def test_a_refused_question_is_kept_with_the_reason_and_published_once_it_is_mended() -> None:
    captures()
    rival = capture("the barracks", "2018-03-03", slug="barracks")
    report = build_bank()
    key = "capture-0:choice:subject"
    assert report.refused[key] == question(key).problem == "the same is said of another subject"
    assert key not in report.made
    rival.value_date = "2018-05-03"
    rival.save()
    report = build_bank()
    assert key in report.changed
    assert (question(key).status, question(key).problem) == ("published", "")


@at_rest
def test_a_published_question_that_breaks_a_rule_is_refused() -> None:
    captures()
    build_bank()
    capture("the barracks", "2018-03-03", slug="barracks")
    report = build_bank()
    key = "capture-0:choice:subject"
    assert key in report.changed
    assert key in report.refused
    assert question(key).status == "refused"


@at_rest
def test_only_the_wanted_statements_are_built() -> None:
    rows = captures()
    build_bank([rows[0].pk])
    assert set(Question.objects.values_list("statement__slug", flat=True)) == {"capture-0"}
    build_bank([rows[1].pk])
    assert not Question.objects.filter(status="retired").exists()


@at_rest
def test_nothing_wanted_changes_nothing() -> None:
    make_the_facts()
    report = build_bank([])
    assert [report.made, report.retired, report.unchanged] == [[], [], []]
    assert not Question.objects.exists()


# The bank follows by itself.


def test_a_saved_statement_renews_its_questions_and_no_others() -> None:
    fill_the_bank()
    before = state()
    row = Statement.objects.get(slug="capture-0")
    row.explanation = "It took a night."
    row.save()
    assert facts_of(renewed(before)) == {"capture-0"}


def test_a_save_that_changes_nothing_renews_nothing() -> None:
    fill_the_bank()
    before = state()
    with CaptureQueriesContext(connection) as queries:
        Statement.objects.get(slug="capture-0").save()
    assert renewed(before) == set()
    assert [sql for sql in written(queries) if "bank_question" in sql] == []


def test_a_renamed_entity_renews_the_questions_that_name_or_offer_it() -> None:
    fill_the_bank()
    before = state()
    naming = {q.key for q in Question.objects.all() if "Huda Faraj" in str(q.snapshot())}
    for person in Entity.objects.filter(label="Huda Faraj"):
        person.label = "Huda Bint Faraj"
        person.save()
    assert renewed(before) == naming
    assert not any("Huda Faraj" in str(q.snapshot()) for q in Question.objects.all())


def test_a_renamed_wrong_option_keeps_the_other_one() -> None:
    fill_the_bank()
    first, second = wrong_of(question("command-0:choice:value"))
    person = Statement.objects.get(property__slug="commander", value_entity__label=first)
    assert person.value_entity
    person.value_entity.label = "Zahra Bashir"
    person.value_entity.save()
    assert second in wrong_of(question("command-0:choice:value"))


def test_a_new_alias_renews_the_questions_that_accept_it() -> None:
    fill_the_bank()
    before = state()
    AliasFactory(entity=Statement.objects.get(slug="command-1").value_entity, text="Hooda")
    assert renewed(before) == {
        "command-1:typed:value",
        "command-1:flashcard:value",
        "command-1:choice:value",
        "command-1:cloze:value",
    }
    assert question("command-1:typed:value").answers == ["Huda Faraj", "Hooda"]


def test_an_alias_taken_away_is_no_longer_accepted() -> None:
    fill_the_bank()
    AliasFactory(entity=Statement.objects.get(slug="command-1").value_entity, text="Hooda")
    Alias.objects.get(text="Hooda").delete()
    assert question("command-1:typed:value").answers == ["Huda Faraj"]


def test_a_reworded_property_renews_its_questions_and_no_others() -> None:
    fill_the_bank()
    before = state()
    prop = Property.objects.get(slug="commander")
    prop.ask_value = "Who was at the head of {subject}?"
    prop.save()
    touched = renewed(before)
    assert facts_of(touched) == {f"command-{n}" for n in range(5)}
    assert all(key.endswith(":value") for key in touched)


def test_without_its_last_source_a_fact_is_not_asked() -> None:
    fill_the_bank()
    before = state()
    citation = Citation.objects.get(statement__slug="capture-0")
    citation.delete()
    retired = {q.key for q in Question.objects.filter(status="retired")}
    assert retired
    assert facts_of(retired) == {"capture-0"}
    assert retired <= renewed(before)
    CitationFactory(statement=Statement.objects.get(slug="capture-0"))
    assert not Question.objects.filter(status="retired").exists()


def test_a_second_source_renews_nothing() -> None:
    fill_the_bank()
    before = state()
    CitationFactory(statement=Statement.objects.get(slug="capture-0"), source=newspaper("the Mail"))
    assert renewed(before) == set()


def test_a_new_fact_gets_its_questions_and_disturbs_no_other() -> None:
    fill_the_bank()
    before = state()
    capture("the barracks", "2018-03-16", slug="barracks")
    assert facts_of(renewed(before)) == {"barracks"}
    assert question("barracks:choice:value").status == "published"


def test_a_retired_fact_retires_its_questions_at_once() -> None:
    fill_the_bank()
    row = Statement.objects.get(slug="capture-0")
    row.status = "retired"
    row.save()
    of_fact = Question.objects.filter(statement=row)
    assert {q.status for q in of_fact} == {"retired"}


def test_a_new_rival_makes_the_old_fact_disputed_and_its_end_makes_it_plain_again() -> None:
    fill_the_bank()
    row = Statement.objects.get(slug="capture-0")
    rival = capture("", "2018-05-03", subject=row.subject, slug="rival")
    assert question("capture-0:date:value").stem.startswith("According to ")
    rival.subject = event("the barracks")
    rival.save()
    assert not question("capture-0:date:value").stem.startswith("According to ")


def test_a_date_that_is_shared_no_longer_may_be_asked_again() -> None:
    fill_the_bank()
    rival = capture("the barracks", "2018-03-03", slug="barracks")
    assert question("capture-0:choice:subject").status == "refused"
    rival.value_date = "2018-05-03"
    rival.save()
    assert question("capture-0:choice:subject").status == "published"


def test_enough_wrong_options_at_last() -> None:
    commands(2)
    assert question("command-0:choice:value").status == "refused"
    StatementFactory(
        subject=EntityFactory(kind="unit", label=UNITS[3]),
        property=Property.objects.get(slug="commander"),
        value_date="",
        value_entity=EntityFactory(label="Layla Hamdan"),
    )
    assert question("command-0:choice:value").status == "published"


def test_a_stem_shared_with_a_question_not_touched_is_refused() -> None:
    fill_the_bank()
    stem = "When did the guns fall silent?"
    capture("tower one", "2018-03-16", slug="one", own_stem=stem)
    second = capture("tower two", "2018-06-26", slug="two", own_stem=stem)
    assert question("one:date:value").status == "published"
    assert question("two:date:value").status == "refused"
    second.own_stem = ""
    second.save()
    assert question("two:date:value").status == "published"


def test_an_event_that_becomes_disputed_is_offered_no_longer() -> None:
    fill_the_bank()
    asked = question("capture-0:choice:subject")
    wrong = Entity.objects.filter(questions=asked).exclude(pk=asked.statement.subject_id).first()
    assert wrong
    capture("", "2018-01-01", subject=wrong, slug="rival")
    text = f"{wrong.clause[0].upper()}{wrong.clause[1:]}"
    assert text not in wrong_of(question("capture-0:choice:subject"))


def test_a_correction_reaches_the_questions_that_offer_the_old_words() -> None:
    fill_the_bank()
    offered = wrong_of(question("capture-0:choice:value"))[0]
    row = next(r for r in Statement.objects.all() if r.value_text_for_people == offered)
    row.value_date = "2018-08-08"
    row.save()
    assert offered not in wrong_of(question("capture-0:choice:value"))


def an_edit(rng: random.Random) -> Callable[[], Any]:
    """A random edit of the kind editors make."""
    row = rng.choice(list(Statement.objects.select_related("property", "subject")))
    entity = rng.choice(list(Entity.objects.exclude(kind="event")))

    def redate() -> None:
        if row.value_date:
            row.value_date = f"2018-0{rng.randint(1, 6)}-{rng.randint(10, 28)}"
        row.save()

    def give_to_another() -> None:
        same = Statement.objects.filter(property=row.property).exclude(pk=row.pk)
        row.subject = rng.choice(list(same)).subject
        row.save()

    def another_value() -> None:
        if row.value_entity:
            row.value_entity = rng.choice(list(Entity.objects.filter(kind="person")))
        row.save()

    def set_field(name: str, *values: str) -> Callable[[], None]:
        def edit() -> None:
            setattr(row, name, rng.choice(values))
            row.save()

        return edit

    def rename() -> None:
        entity.label = f"{entity.label} II"
        entity.save()

    return rng.choice(
        [
            redate,
            redate,
            give_to_another,
            another_value,
            rename,
            set_field("status", "published", "retired", "draft"),
            set_field("sensitivity", "ordinary", "context", "restricted"),
            set_field("rank", "normal", "deprecated"),
            set_field("own_stem", "When was it?", ""),
            lambda: AliasFactory(entity=entity, text=f"Alias {rng.random()}"),
        ]
    )


@pytest.mark.parametrize("seed", range(6))
def test_following_edits_comes_to_the_same_as_building_anew(seed: int) -> None:
    rng = random.Random(seed)
    fill_the_bank()
    disputed_capture()
    for step in range(15):
        an_edit(rng)()
        before = content()
        report = build_bank()
        assert content() == before, f"step {step}: {report.changed} {report.made} {report.retired}"


def test_many_changes_at_once_cost_one_build() -> None:
    with CaptureQueriesContext(connection) as one_by_one:
        capture("the harbour", "2018-03-03")
    with one_change(), CaptureQueriesContext(connection) as inside:
        commands()
    assert not any("bank_question" in q["sql"] for q in inside.captured_queries)
    assert any("bank_question" in q["sql"] for q in one_by_one.captured_queries)
    assert Question.objects.filter(statement__slug="command-0").exists()


def test_an_edit_that_fails_leaves_the_bank_alone() -> None:
    fill_the_bank()
    before = state()
    row = Statement.objects.get(slug="capture-0")

    def fail() -> None:
        with one_change():
            row.explanation = "It took a night."
            row.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert state() == before


# At the desk.


@pytest.fixture
def at_the_desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", password="a long enough password"))
    return client


def form_of(response: Any) -> dict[str, Any]:
    """The data a browser would send back for the forms of an admin page."""
    data: dict[str, Any] = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data


def confirmed(client: Client, url: str, data: dict[str, Any]) -> Any:
    """Save a form whose effects are shown first, and say yes to them."""
    before = state()
    shown = client.post(url, data).context["effects"]
    assert state() == before
    return client.post(url, data | {"effects": shown.fingerprint})


def test_the_desks_form_renews_the_questions_touched_and_no_others(at_the_desk: Client) -> None:
    fill_the_bank()
    row = Statement.objects.get(slug="capture-0")
    url = reverse("admin:facts_statement_change", args=[row.pk])
    data = form_of(at_the_desk.get(url))
    before = state()
    response = confirmed(at_the_desk, url, data | {"explanation": "It took a night."})
    assert response.status_code == 302
    assert facts_of(renewed(before)) == {"capture-0"}
    assert question("capture-0:choice:value").explanation.endswith("It took a night.")


def test_an_alias_given_at_the_desk_is_accepted(at_the_desk: Client) -> None:
    fill_the_bank()
    person = Statement.objects.get(slug="command-1").value_entity
    assert person
    url = reverse("admin:facts_entity_change", args=[person.pk])
    data = form_of(at_the_desk.get(url))
    name = next(key for key in data if key.endswith("TOTAL_FORMS") and "alias" in key)
    prefix = name.removesuffix("-TOTAL_FORMS")
    data |= {name: "1", f"{prefix}-0-text": "Hooda", f"{prefix}-0-kind": "spelling"}
    before = state()
    response = confirmed(at_the_desk, url, data)
    assert response.status_code == 302
    assert question("command-1:typed:value").answers == ["Huda Faraj", "Hooda"]
    assert facts_of(renewed(before)) == {"command-1"}


# What it costs.


def cost_of_one_edit() -> int:
    row = Statement.objects.get(slug="capture-0")
    row.explanation = f"{row.explanation}!"
    with CaptureQueriesContext(connection) as queries:
        row.save()
    return len(queries)


def test_queries_for_one_edit_do_not_grow_with_the_facts() -> None:
    fill_the_bank()
    some_captures(range(70))
    cost_of_one_edit()
    few = cost_of_one_edit()
    some_captures(range(70, 140))
    assert cost_of_one_edit() == few


def some_captures(numbers: Iterable[int]) -> None:
    """Captures a week apart, long before the others, so that none is shown beside them."""
    with one_change():
        for n in numbers:
            day = date(2005, 1, 1) + timedelta(days=7 * n)
            capture(f"outpost {n} of {n * 37}", day.isoformat(), slug=f"more-{n}")


@at_rest
def test_queries_for_a_full_build_do_not_grow_with_the_facts() -> None:
    commands()
    build_bank()
    with CaptureQueriesContext(connection) as few:
        build_bank()
    captures()
    quotations()
    build_bank()
    with CaptureQueriesContext(connection) as many:
        build_bank()
    assert len(many) == len(few)


def test_a_very_long_quotation_is_refused_and_kept_as_far_as_there_is_room() -> None:
    one, *_rest = quotations()
    one.value_text = "word " * 150
    one.save()
    build_bank()
    assert all(len(question.stem) <= 500 for question in one.questions.all())
    typed = one.questions.get(format="typed", direction="subject")
    assert (len(typed.stem), typed.status) == (500, "refused")
