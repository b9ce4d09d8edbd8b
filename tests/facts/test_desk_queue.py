"""What learners send the editors: reports of problems, proposed names, and what needs work."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.models import Alias, AliasProposal, Entity, Report, Statement
from quizzes.facts.signals import Change
from tests.factories import (
    AliasFactory,
    CommanderFactory,
    EntityFactory,
    StatementFactory,
    UserFactory,
)

from .desk import LIST, change_page, form_of, new_editor

pytestmark = pytest.mark.django_db

REPORTS = reverse("admin:facts_report_changelist")
PROPOSALS = reverse("admin:facts_aliasproposal_changelist")
INDEX = reverse("admin:index")


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def report() -> Report:
    reporter = UserFactory(username="lina")
    return Report.objects.create(
        statement=CommanderFactory(), reporter=reporter, text="It was Omar Reed."
    )


@pytest.fixture
def proposal() -> AliasProposal:
    entity = EntityFactory(label="Ahmed al-Mismari")
    return AliasProposal.objects.create(entity=entity, text="Ahmad Mesmary", times=3)


def send(client: Client, row: Any, step: str, **fields: Any) -> Any:
    url = change_page(row)
    return client.post(url, form_of(client, url) | {"_save": step} | fields)


def rows(client: Client, url: str, **query: Any) -> list[Any]:
    response = client.get(url, query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def test_it_works(editor: Client, report: Report) -> None:
    page = editor.get(REPORTS, {"state": "open"}).content.decode()
    assert "It was Omar Reed." in page
    assert "lina" in page
    assert "was commanded by" in page
    assert change_page(report.statement) in editor.get(change_page(report)).content.decode()
    done = send(editor, report, "settle", outcome="Corrected, with thanks.")
    assert done.status_code == 302
    report.refresh_from_db()
    assert report.settled_at is not None
    assert report.outcome == "Corrected, with thanks."
    assert rows(editor, REPORTS, state="open") == []
    assert rows(editor, REPORTS, state="settled") == [report]


def test_what_was_reported_is_not_changed(editor: Client, report: Report) -> None:
    send(editor, report, "settle", outcome="So it is.", text="Other", reporter="", statement="9")
    before = report.statement_id, report.reporter_id, report.text
    report.refresh_from_db()
    assert (report.statement_id, report.reporter_id, report.text) == before


def test_a_report_is_settled_with_a_word_on_it(editor: Client, report: Report) -> None:
    refused = send(editor, report, "settle", outcome=" ")
    assert "outcome" in refused.context["adminform"].form.errors
    assert send(editor, report, "", outcome="Looking into it.").status_code == 302
    report.refresh_from_db()
    assert (report.settled_at, report.outcome) == (None, "Looking into it.")


def test_a_settled_report_can_be_opened_again(editor: Client, report: Report) -> None:
    send(editor, report, "settle", outcome="Done.")
    assert send(editor, report, "open", outcome="Not done.").status_code == 302
    report.refresh_from_db()
    assert report.settled_at is None


def test_two_editors_on_one_report(editor: Client, report: Report) -> None:
    url = change_page(report)
    form = form_of(editor, url) | {"_save": "settle", "outcome": "Mine."}
    send(new_editor("berta"), report, "settle", outcome="Hers.")
    refused = editor.post(url, form)
    assert refused.status_code == 409
    assert "meanwhile another editor has settled this report: “Hers.”" in refused.content.decode()
    report.refresh_from_db()
    assert report.outcome == "Hers."
    again = form | {"state": refused.context["adminform"].form["state"].value()}
    assert editor.post(url, again).status_code == 302
    report.refresh_from_db()
    assert report.outcome == "Mine."


def test_reported_facts_are_found_until_the_report_is_settled(
    editor: Client, report: Report
) -> None:
    StatementFactory()
    Report.objects.create(statement=report.statement, text="And again.")
    assert rows(editor, LIST, work="reported") == [report.statement]
    for row in Report.objects.all():
        send(editor, row, "settle", outcome="Done.")
    assert rows(editor, LIST, work="reported") == []


def test_a_name_is_accepted(
    editor: Client, proposal: AliasProposal, announced: list[Change]
) -> None:
    announced.clear()
    assert send(editor, proposal, "accept", kind="name").status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == "accepted"
    alias = proposal.entity.aliases.get()
    assert (alias.text, alias.kind) == ("Ahmad Mesmary", "name")
    assert [change.entities for change in announced] == [{proposal.entity_id}]
    last = alias.history.latest()
    assert (last.history_user.username, last.history_change_reason) == (
        "edda",
        "A name that learners proposed",
    )


def test_a_name_may_be_corrected_first(editor: Client, proposal: AliasProposal) -> None:
    send(editor, proposal, "accept", name="  Ahmad al-Mesmary ")
    assert proposal.entity.aliases.get().text == "Ahmad al-Mesmary"


def test_what_learners_typed_is_added_by_the_editors(
    editor: Client, proposal: AliasProposal
) -> None:
    """It stands in no source, unless an editor says otherwise."""
    send(editor, proposal, "accept")
    assert proposal.entity.aliases.get().kind == "added"


@pytest.mark.parametrize("name", ["", "   ", "!!!", "x" * 151, "a\x00b"])
def test_a_name_that_is_none_is_refused(editor: Client, proposal: AliasProposal, name: str) -> None:
    refused = send(editor, proposal, "accept", name=name)
    if refused.status_code == 302:  # an empty field means the name as it was proposed
        assert not name.strip()
        return
    assert "name" in refused.context["adminform"].form.errors
    proposal.refresh_from_db()
    assert proposal.status == "open"
    assert not Alias.objects.exists()


@pytest.mark.parametrize("taken", ["label", "alias"])
def test_a_name_of_somebody_else_is_refused(
    editor: Client, proposal: AliasProposal, taken: str
) -> None:
    other = EntityFactory(label="ahmad mesmary" if taken == "label" else "Somebody")
    if taken == "alias":
        AliasFactory(entity=other, text="Ahmad al-Mesmary")
    refused = send(editor, proposal, "accept")
    assert f"is already a name of “{other}”" in refused.content.decode()
    proposal.refresh_from_db()
    assert proposal.status == "open"
    assert not proposal.entity.aliases.exists()


def test_a_name_more_like_that_of_another_is_asked_about(
    editor: Client, proposal: AliasProposal
) -> None:
    adnan = EntityFactory(label="Adnan Al-Shaari")
    EntityFactory(label="Ateyah Al-Shaari")
    wrong = AliasProposal.objects.create(entity=adnan, text="Ateya Shaari")
    right = AliasProposal.objects.create(entity=adnan, text="Adnan Shaary")
    said = act(editor, "accept_all", wrong, right)
    assert "“Ateya Shaari” was proposed for “Adnan Al-Shaari”, and is more like the name" in said
    assert not Alias.objects.exists()
    assert "1 name added." in act(editor, "accept_all", right)
    refused = send(editor, wrong, "accept")
    assert "sure" in refused.context["adminform"].form.errors
    page = refused.content.decode()
    assert "more like the name of “Ateyah Al-Shaari”" in page
    assert '<input type="checkbox" name="sure"' in page
    assert send(editor, wrong, "accept", sure="on").status_code == 302
    assert {it.text for it in adnan.aliases.all()} == {"Adnan Shaary", "Ateya Shaari"}


def test_a_name_unlike_all_of_its_own_is_asked_about(editor: Client) -> None:
    hill = EntityFactory(label="Al-Fatayeh")
    wrong = AliasProposal.objects.create(entity=hill, text="Qwertyuiop")
    others = [
        AliasProposal.objects.create(entity=hill, text=text)
        for text in ("Fatayih heights", "Al Fataieh")
    ]
    for label, text in (("Libyan National Army", "LNA"), ("Khalifa Haftar", "حفتر")):
        entity = EntityFactory(label=label)
        others.append(AliasProposal.objects.create(entity=entity, text=text))
    page = act(editor, "accept_all", wrong, *others)
    assert "“Qwertyuiop” was proposed for “Al-Fatayeh”, and shares little with any" in page
    assert page.count("shares little") == 1
    assert not Alias.objects.exists()
    page = send(editor, wrong, "accept").content.decode()
    assert "“Qwertyuiop” shares little with any name of “Al-Fatayeh”." in page
    assert send(editor, wrong, "accept", sure="on").status_code == 302


def test_all_that_keeps_names_out_is_said_at_once(editor: Client, proposal: AliasProposal) -> None:
    EntityFactory(label="Omar Reed")
    taken = AliasProposal.objects.create(entity=EntityFactory(label="Haftar"), text="Omar Reed")
    odd = AliasProposal.objects.create(entity=proposal.entity, text="Qwertyuiop")
    page = act(editor, "accept_all", proposal, taken, odd)
    assert "“Omar Reed” is already a name of “Omar Reed”" in page
    assert "“Qwertyuiop” was proposed" in page
    assert "“Omar Reed” was proposed" not in page


def test_what_became_of_a_name_is_said(editor: Client, proposal: AliasProposal) -> None:
    for step, said in (
        ("decline", "“Ahmad Mesmary” is declined as a name of"),
        ("open", "“Ahmad Mesmary” is open again as a name of"),
        ("accept", "“Ahmad Mesmary” is now a name of"),
    ):
        url = change_page(proposal)
        page = editor.post(url, form_of(editor, url) | {"_save": step}, follow=True)
        assert said in page.content.decode()
        assert "was changed successfully" not in page.content.decode()


def test_a_name_that_is_known_already_is_only_settled(
    editor: Client, proposal: AliasProposal
) -> None:
    AliasFactory(entity=proposal.entity, text="Ahmad al-Mesmary")
    send(editor, proposal, "accept")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.entity.aliases.count()) == ("accepted", 1)


def test_declined_and_opened_again(editor: Client, proposal: AliasProposal) -> None:
    send(editor, proposal, "decline")
    proposal.refresh_from_db()
    assert proposal.status == "declined"
    send(editor, proposal, "open")
    proposal.refresh_from_db()
    assert proposal.status == "open"
    assert not Alias.objects.exists()


def test_two_editors_on_one_name(editor: Client, proposal: AliasProposal) -> None:
    url = change_page(proposal)
    form = form_of(editor, url) | {"_save": "accept"}
    send(new_editor("berta"), proposal, "decline")
    refused = editor.post(url, form)
    assert refused.status_code == 409
    assert "it is declined" in refused.content.decode()
    assert not Alias.objects.exists()


def act(client: Client, action: str, *chosen: AliasProposal) -> str:
    sent = {"action": action, "_selected_action": [row.pk for row in chosen]}
    return str(client.post(PROPOSALS, sent, follow=True).content.decode())


def test_many_at_once(editor: Client, proposal: AliasProposal, announced: list[Change]) -> None:
    other = AliasProposal.objects.create(entity=EntityFactory(label="Haftar"), text="Hifter")
    announced.clear()
    assert "2 names added." in act(editor, "accept_all", proposal, other)
    assert len(announced) == 1
    assert Alias.objects.count() == 2
    third = AliasProposal.objects.create(entity=other.entity, text="The Marshal")
    assert "1 proposal declined." in act(editor, "decline_all", third, other)
    other.refresh_from_db()
    assert other.status == "accepted"  # its name stays


def test_many_at_once_or_none(editor: Client, proposal: AliasProposal) -> None:
    other = AliasProposal.objects.create(entity=EntityFactory(label="Haftar"), text="Reed")
    EntityFactory(label="Omar Reed")
    AliasFactory(entity=Entity.objects.get(label="Omar Reed"), text="Reed")
    page = act(editor, "accept_all", proposal, other)
    assert "“Reed” is already a name of “Omar Reed”" in page
    assert AliasProposal.objects.filter(status="open").count() == 2
    assert Alias.objects.count() == 1


def test_one_name_proposed_for_two(editor: Client, proposal: AliasProposal) -> None:
    other = AliasProposal.objects.create(
        entity=EntityFactory(label="Ahmed Mismar"), text="Ahmad Mesmary"
    )
    page = act(editor, "accept_all", proposal, other)
    assert "is already a name of" in page
    assert not Alias.objects.exists()


def test_entities_with_proposed_names(editor: Client, proposal: AliasProposal) -> None:
    EntityFactory()
    url = reverse("admin:facts_entity_changelist")
    assert rows(editor, url, work="proposals") == [proposal.entity]
    act(editor, "decline_all", proposal)
    assert rows(editor, url, work="proposals") == []


@pytest.mark.parametrize("record", ["report", "aliasproposal"])
def test_a_queue_is_neither_filled_nor_emptied_here(
    editor: Client, report: Report, proposal: AliasProposal, record: str
) -> None:
    row = {"report": report, "aliasproposal": proposal}[record]
    assert editor.get(reverse(f"admin:facts_{record}_add")).status_code == 403
    delete = reverse(f"admin:facts_{record}_delete", args=[row.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    listing = editor.get(reverse(f"admin:facts_{record}_changelist")).content.decode()
    assert "delete_selected" not in listing


@pytest.mark.parametrize("url", [REPORTS, PROPOSALS])
def test_strangers_stay_outside(url: str, report: Report, proposal: AliasProposal) -> None:
    assert Client().get(url).status_code == 302
    other = Client()
    other.force_login(UserFactory(is_staff=True))
    assert other.get(url).status_code == 403
    row = report if url == REPORTS else proposal
    assert other.post(change_page(row), {"_save": "accept"}).status_code == 403


def test_who_may_not_add_names_accepts_none(proposal: AliasProposal) -> None:
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_aliasproposal"))
    client = Client()
    client.force_login(user)
    send(client, proposal, "accept")
    act(client, "accept_all", proposal)
    assert not Alias.objects.exists()


@pytest.mark.parametrize("odd", ["x", "0", "-1", "9" * 30, "²", ""])
def test_forged_ids(editor: Client, proposal: AliasProposal, odd: str) -> None:
    sent = {"action": "accept_all", "_selected_action": [odd]}
    assert editor.post(PROPOSALS, sent).status_code in (200, 302)
    assert editor.get(f"{PROPOSALS}{odd or 'x'}/change/").status_code == 302
    assert editor.get(PROPOSALS, {"state": odd, "status__exact": odd}).status_code in (200, 302)
    assert editor.get(REPORTS, {"state": odd}).status_code == 200


def test_the_first_page_says_what_needs_work(
    editor: Client, report: Report, proposal: AliasProposal
) -> None:
    CommanderFactory(status="draft", cited=False)
    CommanderFactory(wording_outdated=True)
    one = StatementFactory(value_date="2018-06")
    StatementFactory(subject=one.subject, value_date="2018-07")
    work = {str(it.what): (it.count, it.address) for it in editor.get(INDEX).context["work"]}
    assert work == {
        "reports of problems": (1, f"{REPORTS}?state=open"),
        "names proposed by learners": (1, f"{PROPOSALS}?status__exact=open"),
        "without a source": (1, f"{LIST}?work=no-source"),
        "own wording to be checked": (1, f"{LIST}?work=wording"),
        "drafts": (1, f"{LIST}?work=drafts"),
        "sources differ, no sentence on how": (2, f"{LIST}?work=unexplained"),
    }
    for count, address in work.values():
        assert len(rows(editor, address)) == count


def test_the_first_page_of_others_says_nothing_of_it(report: Report) -> None:
    client = Client()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(INDEX).context["work"] == []


def test_nothing_to_do_shows_no_box(editor: Client) -> None:
    assert "What needs work" not in editor.get(INDEX).content.decode()


@pytest.mark.parametrize("url", [REPORTS, PROPOSALS, INDEX])
def test_lists_take_as_many_queries_for_few_and_many(editor: Client, url: str) -> None:
    counts = []
    for number in (2, 12):
        for _ in range(number):
            fact: Statement = CommanderFactory(where=EntityFactory(), property__slug=f"p{_}")
            Report.objects.create(statement=fact, reporter=UserFactory(), text="No.")
            AliasProposal.objects.create(entity=fact.subject, text=f"x{_}")
        editor.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
