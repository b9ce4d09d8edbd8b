"""What an edit does to published questions is shown at the desk before it is saved."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.bank.admin.own_words import keep_words
from quizzes.bank.admin.written import Wish, made_of, write
from quizzes.bank.models import Correction, Question
from quizzes.facts import effects as facts_effects
from quizzes.facts.admin import effects as desk_effects
from quizzes.facts.admin.states import changes_of
from quizzes.facts.effects import Altered, Effects
from quizzes.facts.models import Alias, Entity, Property, Source, Statement
from quizzes.facts.signals import Change, one_change
from quizzes.study.models import Memory
from tests.bank.packs import captures, commands, disputed_capture
from tests.factories import (
    AssignmentFactory,
    CommanderFactory,
    QuestionSetFactory,
    SchoolClassFactory,
    StatementFactory,
    UserFactory,
)
from tests.study.steps import memory_values

from .desk import ADD, LIST, act, change_page, form_of, new_editor, new_statement, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_follows")]


@pytest.fixture
def edda() -> Client:
    return new_editor("edda")


@pytest.fixture
def berta() -> Client:
    return new_editor("berta")


@pytest.fixture
def fact() -> Statement:
    """One of some captures: on 3 March 2018 the army captured the harbour."""
    return captures()[0]


def choice() -> Question:
    return Question.objects.get(key="capture-0:choice:value")


def is_between(response: Any) -> bool:
    return "admin/facts/effects.html" in [it.name for it in response.templates]


def hidden(response: Any) -> dict[str, Any]:
    """What a browser sends from the page between, but for the button."""
    assert is_between(response)
    context = response.context
    sent: dict[str, Any] = {"effects": context["effects"].fingerprint}
    for name, value in context["kept"]:
        sent.setdefault(name, []).append(value)
    if context["asks_reason"]:
        sent["change_reason"] = context["reason"] or "The report was misread"
    return sent


def confirm(client: Client, url: str, response: Any, **fields: Any) -> Any:
    return client.post(url, hidden(response) | fields)


def test_it_works(edda: Client, fact: Statement, announced: list[Change]) -> None:
    url = change_page(fact)
    asked = save(edda, url, value_date="5 March 2018", _save="")
    assert asked.status_code == 200
    text = asked.content.decode()
    assert "Nothing is saved yet." in text
    assert re.sub(r"<.*?>", "", text).count("5 March 2018") >= 2
    assert "This is a correction" in text
    fact.refresh_from_db()
    assert (fact.value_date, choice().right_answer) == ("2018-03-03", "3 March 2018")
    assert not Correction.objects.exists()
    assert not LogEntry.objects.exists()
    assert fact.history.count() == 1

    done = confirm(edda, url, asked, change_reason="The report was misread")
    assert done.status_code == 302
    fact.refresh_from_db()
    assert (fact.value_date, choice().right_answer) == ("2018-03-05", "5 March 2018")
    said = Correction.objects.get(statement=fact)
    assert (said.was, said.now) == ("3 March 2018", "5 March 2018")
    assert said.reason == "The report was misread"
    assert LogEntry.objects.count() == 1
    told = edda.get(reverse("admin:facts_statement_changelist")).content.decode()
    assert told.count("was changed successfully") == 1


def test_both_versions_stand_side_by_side(edda: Client, fact: Statement) -> None:
    before = choice()
    asked = save(edda, change_page(fact), value_date="5 March 2018")
    altered = {it.key: it for it in asked.context["effects"].altered}[before.key]
    assert altered.before["Question"] == before.stem
    assert altered.before["Right answer"] == "3 March 2018"
    assert altered.after is not None
    assert altered.after["Right answer"] == "5 March 2018"
    offered = altered.before["Answers offered"].split("\n")
    assert offered == [option["text"] for option in before.options]
    assert "5 March 2018" in altered.after["Answers offered"]
    assert "Choice, asks for the value" in asked.content.decode()


def test_learners_and_open_assignments_are_counted(edda: Client, fact: Statement) -> None:
    for _ in range(3):
        learner = UserFactory()
        Memory.objects.create(
            learner=learner, statement=fact, **memory_values("2026-02-20", "2026-03-09")
        )
    questions = [choice()]
    AssignmentFactory(
        title="Week <one>",
        question_set=QuestionSetFactory(questions=questions),
        school_class=SchoolClassFactory(name="7b"),
    )
    AssignmentFactory(title="Over", due_at="2020-01-01T00:00Z")
    text = save(edda, change_page(fact), value_date="5 March 2018").content.decode()
    assert "3 learners have a memory of it" in text
    assert "1 open assignment contains it: “Week &lt;one&gt;” (7b)." in text
    assert Memory.objects.filter(correction__isnull=False).count() == 0
    alone = commands()[0]
    text = save(edda, change_page(alone), value_entity=alone.subject_id).content.decode()
    assert "3 learners" not in text


def test_back_to_the_form_keeps_what_was_typed(edda: Client, fact: Statement) -> None:
    url = change_page(fact)
    asked = save(edda, url, value_date="5 March 2018", note="Mine", change_reason="Misread")
    again = confirm(edda, url, asked, _back_to_form="1")
    assert again.status_code == 200
    assert not is_between(again)
    form = again.context["adminform"].form
    assert (form["value_date"].value(), form["note"].value()) == ("5 March 2018", "Mine")
    assert form["change_reason"].value() == "Misread"
    assert not form.errors
    assert "Please correct the error" not in again.content.decode()
    fact.refresh_from_db()
    assert (fact.value_date, fact.note) == ("2018-03-03", "")
    assert fact.history.count() == 1


@pytest.mark.parametrize(
    "fields", [{}, {"note": "For us"}, {"change_reason": "Nothing at all"}, {"topic": None}]
)
def test_what_learners_do_not_see_is_saved_at_once(
    edda: Client, fact: Statement, fields: dict[str, Any]
) -> None:
    fields = {name: value for name, value in fields.items() if value is not None}
    assert save(edda, change_page(fact), **fields).status_code == 302


def test_a_new_fact_that_merely_brings_questions(edda: Client, fact: Statement) -> None:
    count = Question.objects.count()
    assert edda.post(ADD, new_statement()).status_code == 302
    assert Question.objects.count() > count


def test_a_new_fact_that_changes_other_questions(edda: Client) -> None:
    """Another value of the same subject: the facts dispute each other now."""
    command = commands()[0]
    assert command.value_entity
    form = new_statement(
        subject=command.subject_id,
        property=command.property_id,
        dispute_note="They differ.",
    )
    asked = edda.post(ADD, form)
    assert is_between(asked)
    assert not asked.context["asks_reason"]
    assert Statement.objects.filter(slug="new-fact").count() == 0
    assert confirm(edda, ADD, asked).status_code == 302
    assert Statement.objects.filter(slug="new-fact", status="published").count() == 1


def test_a_draft_changes_nothing(edda: Client) -> None:
    draft = CommanderFactory(status="draft")
    assert save(edda, change_page(draft), importance=3).status_code == 302


def test_retiring_takes_questions_away(edda: Client, fact: Statement) -> None:
    asked = save(edda, change_page(fact), _continue="retire")
    effects = asked.context["effects"]
    own = [it for it in effects.altered if it.key.startswith("capture-0:")]
    assert own
    assert all(it.after is None for it in own)
    assert effects.vanishing == len(own)
    assert not effects.corrected
    assert "no longer asked" in asked.content.decode()
    assert confirm(edda, change_page(fact), asked).status_code == 302
    fact.refresh_from_db()
    assert fact.status == "retired"


def test_entities_aliases_properties_and_sources(edda: Client) -> None:
    command = commands()[0]
    person = command.value_entity
    assert person
    alias = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": "Hooda", "aliases-0-kind": "spelling"}
    for row, fields in (
        (person, {"label": "Omar Sallem"}),
        (person, alias),
        (command.property, {"ask_value": "Who was in command of {subject}?"}),
        (command.property, {"label": "was led by", "ask_value": "Who led {subject}?"}),
    ):
        row.refresh_from_db()
        asked = save(edda, change_page(row), **fields)
        assert is_between(asked), fields
        assert not asked.context["effects"].corrected
        assert confirm(edda, change_page(row), asked).status_code == 302
    assert Entity.objects.get(pk=person.pk).label == "Omar Sallem"
    assert Alias.objects.filter(text="Hooda", entity=person).exists()
    assert Property.objects.get(pk=command.property_id).ask_value == "Who led {subject}?"
    assert not Correction.objects.exists()


def test_a_source_that_is_named_in_questions(edda: Client) -> None:
    disputed_capture()
    source = Source.objects.first()
    asked = save(edda, change_page(source), cite_as="The Morning Post, 12 June 2018")
    assert is_between(asked)
    assert "The Morning Post" in asked.content.decode()
    assert confirm(edda, change_page(source), asked).status_code == 302


def test_what_somebody_else_changed_meanwhile_is_shown_again(
    edda: Client, berta: Client, fact: Statement
) -> None:
    """Not the record itself, but another on which the questions hang."""
    url = change_page(fact)
    asked = save(edda, url, value_date="5 March 2018")
    subject = fact.subject
    hers = save(berta, change_page(subject), question_clause="did the army take the harbour")
    assert confirm(berta, change_page(subject), hers).status_code == 302
    again = confirm(edda, url, asked)
    assert is_between(again)
    assert "Somebody else has changed the facts" in again.content.decode()
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-03"
    assert confirm(edda, url, again).status_code == 302
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-05"


def test_the_record_itself_is_guarded_still(edda: Client, berta: Client, fact: Statement) -> None:
    url = change_page(fact)
    asked = save(edda, url, value_date="5 March 2018")
    assert save(berta, url, note="Hers").status_code == 302
    refused = confirm(edda, url, asked)
    assert refused.status_code == 409
    fact.refresh_from_db()
    assert (fact.value_date, fact.note) == ("2018-03-03", "Hers")


def test_a_double_click_saves_once(edda: Client, fact: Statement) -> None:
    url = change_page(fact)
    asked = save(edda, url, value_date="5 March 2018")
    assert confirm(edda, url, asked).status_code == 302
    confirm(edda, url, asked)
    assert fact.history.count() == 2
    assert Correction.objects.filter(statement=fact).count() == 1


def test_a_forged_fingerprint_shows_the_page(edda: Client, fact: Statement) -> None:
    asked = save(edda, change_page(fact), value_date="5 March 2018", effects="0" * 64)
    assert is_between(asked)
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-03"


def test_a_mistake_in_the_form_comes_first(edda: Client, fact: Statement) -> None:
    refused = save(edda, change_page(fact), value_date="no date at all")
    assert not is_between(refused)
    assert refused.context["adminform"].form.errors


def test_what_was_typed_is_escaped(edda: Client, fact: Statement) -> None:
    asked = save(
        edda, change_page(fact), value_date="5 March 2018", note='"><script>alert(1)</script>'
    )
    assert "<script>alert(1)" not in asked.content.decode()


def test_many_questions_are_counted_and_twenty_shown(edda: Client) -> None:
    with one_change():
        captures(6), commands(6)
    prop = Property.objects.get(slug="happened")
    prop.refresh_from_db()
    source = {"ask_value": "{value.ask} was it that {subject.clause}?"}
    asked = save(edda, change_page(prop), **source)
    effects = asked.context["effects"]
    assert len(asked.context["shown"]) == min(20, len(effects.altered))
    assert asked.context["more"] == max(0, len(effects.altered) - 20)


def test_queries_do_not_grow_with_learners(edda: Client, fact: Statement) -> None:
    url = change_page(fact)
    form = form_of(edda, url) | {"value_date": "5 March 2018"}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert is_between(edda.post(url, form))
        return len(queries)

    def learners(count: int) -> None:
        values = memory_values("2026-02-20", "2026-03-09")
        Memory.objects.bulk_create(
            Memory(learner=UserFactory(), statement=fact, **values) for _ in range(count)
        )

    learners(1)
    few = cost()
    learners(20)
    assert cost() == few


def test_who_may_not_change_facts_sees_nothing(fact: Statement, as_alice: Client) -> None:
    response = as_alice.post(change_page(fact), {"value_date": "5 March 2018"})
    assert response.status_code == 302
    assert "/login/" in response["Location"]
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-03"


def chosen(client: Client, action: str, *rows: Statement) -> Any:
    ids = [row.pk for row in rows]
    return client.post(LIST, {"action": action, "_selected_action": ids})


def test_the_actions_on_many_count_too(edda: Client, fact: Statement) -> None:
    own = Question.objects.published().filter(statement=fact).count()
    page = chosen(edda, "retire", fact)
    assert page.context["effects"].vanishing == own
    assert f"{own} questions are no longer asked." in page.content.decode()
    fact.refresh_from_db()
    assert fact.status == "published"
    asked = {it.title for it in page.context["shown"] if it.vanishes}
    assert asked == set(
        Question.objects.published().filter(statement=fact).values_list("stem", flat=True)
    )
    uncited = CommanderFactory(status="draft", cited=False)
    assert "effects" not in chosen(edda, "publish", uncited).context


def test_what_comes_to_be_asked_is_shown(edda: Client, fact: Statement) -> None:
    own = Question.objects.published().filter(statement=fact).count()
    act(edda, "retire", fact)
    page = chosen(edda, "publish", fact)
    assert page.context["effects"].appearing == own
    assert f"{own} questions are asked that were not." in page.content.decode()
    assert sum(it.appears for it in page.context["shown"]) == own
    assert "newly asked" in page.content.decode()
    act(edda, "publish", fact)
    assert Question.objects.published().filter(statement=fact).count() == own


def test_what_was_not_asked_before_is_shown_last() -> None:
    new, minor, other = (
        Altered("a", "", "", None, {}),
        Altered("b", "", "", {}, {}, minor=True),
        Altered("c", "", "", {}, None),
    )
    assert Effects(altered=[new, minor, other]).ordered == [other, minor, new]
    assert not Effects(altered=[new])


def test_a_correction_needs_its_reason(edda: Client, fact: Statement) -> None:
    url = change_page(fact)
    asked = save(edda, url, value_date="5 March 2018")
    refused = confirm(edda, url, asked, change_reason=" ")
    assert refused.status_code == 422
    assert "the reason for the correction is missing" in refused.content.decode()
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-03"
    assert not Correction.objects.exists()
    assert confirm(edda, url, refused, change_reason="Misread").status_code == 302
    assert Correction.objects.get().reason == "Misread"


def test_the_way_back_shows_its_effects(edda: Client, berta: Client, fact: Statement) -> None:
    url = change_page(fact)
    moment = changes_of(fact)[-1].moment
    asked = save(edda, url, value_date="5 March 2018")
    assert confirm(edda, url, asked).status_code == 302
    back = reverse("admin:facts_statement_back", args=[fact.pk, moment])
    page = edda.get(back)
    text = page.content.decode()
    assert "This is a correction" in text
    assert "No learner has a memory of it yet." in text
    sent = {"state": page.context["token"], "effects": page.context["effects"].fingerprint}

    subject = fact.subject
    hers = save(berta, change_page(subject), question_clause="did the army take the harbour")
    assert confirm(berta, change_page(subject), hers).status_code == 302
    refused = edda.post(back, sent)
    assert refused.status_code == 409
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-05"
    again = sent | {"effects": refused.context["effects"].fingerprint}
    assert edda.post(back, again).status_code == 302
    fact.refresh_from_db()
    assert fact.value_date == "2018-03-03"
    assert [(it.was, it.now) for it in Correction.objects.filter(statement=fact)] == [
        ("5 March 2018", "3 March 2018"),
        ("3 March 2018", "5 March 2018"),
    ]


# What people wrote about the fact as it was.


def standing(response: Any) -> list[tuple[str, str]]:
    assert is_between(response)
    return [(it.name, it.text) for it in response.context["effects"].standing]


def test_a_question_written_by_hand_is_told_of(edda: Client, fact: Statement) -> None:
    stem = "What fell to the army on 3 March 2018?"
    draft = made_of(Wish(fact, "typed", stem, "The harbour")).draft
    assert draft
    own, _new = write(draft)
    asked = save(edda, change_page(fact), value_date="5 March 2018")
    assert standing(asked) == [("A question written by an editor", f"{stem} – The harbour")]
    text = asked.content.decode()
    assert "Written about the fact as it was" in text
    assert reverse("admin:bank_question_change", args=[own.pk]) in text
    assert confirm(edda, change_page(fact), asked).status_code == 302
    own.refresh_from_db()
    assert own.own_outdated


def test_a_question_in_an_editors_words_is_told_of(edda: Client, fact: Statement) -> None:
    keep_words(choice(), "When did soldiers raise their flag over the harbour?", [])
    asked = save(edda, change_page(fact), value_date="5 March 2018")
    assert [name for name, _text in standing(asked)] == ["A question in an editor’s words"]


def test_an_explanation_that_stays_is_told_of(edda: Client, fact: Statement) -> None:
    fact.explanation = "On the same day the mill burnt."
    fact.save()
    asked = save(edda, change_page(fact), value_date="5 March 2018")
    assert ("Explanation", "On the same day the mill burnt.") in standing(asked)
    mended = {"explanation": "Two days before, the mill burnt."}
    assert standing(save(edda, change_page(fact), value_date="5 March 2018", **mended)) == []


def test_a_note_beside_it_that_names_the_old_answer_is_told_of(
    edda: Client, fact: Statement
) -> None:
    fact.dispute = "When did the harbour fall?"
    fact.save()
    other = Statement.objects.get(slug="capture-1")
    other.dispute, other.note = fact.dispute, "Others write 3 March 2018."
    other.save()
    silent = Statement.objects.get(slug="capture-2")
    silent.note = "Others write 3 March 2018."
    silent.save()
    told = standing(save(edda, change_page(fact), value_date="5 March 2018"))
    assert told == [("Editor's note, capture-1", "Others write 3 March 2018.")]


def test_a_sentence_beside_it_that_names_the_old_answer_is_told_of(
    edda: Client, fact: Statement
) -> None:
    beside = StatementFactory(
        subject=fact.subject, own_sentence="The harbour fell at noon on 3 March 2018.", slug="noon"
    )
    told = standing(save(edda, change_page(fact), value_date="5 March 2018"))
    assert told == [("Own sentence, noon", beside.own_sentence)]


def test_the_others_are_named(
    edda: Client, fact: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (facts_effects, desk_effects):
        monkeypatch.setattr(module, "MOST_SHOWN", 1)
    monkeypatch.setattr(facts_effects, "MOST_NAMED", 2)
    asked = save(edda, change_page(fact), value_date="5 March 2018")
    found, text = asked.context["effects"], asked.content.decode()
    assert found.total > 4
    details = text.split("<details>")[1].split("</details>")[0]
    assert f"and {found.total - 1} more questions." in details
    assert details.count("<li>") == 2
    assert found.ordered[1].name in details
    assert f"{found.total - 3} others are not named here." in details
