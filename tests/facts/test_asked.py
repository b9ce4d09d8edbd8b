"""Kinds of fact that are read and never asked: the pack, the desk, the bank."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.models import Property
from tests.factories import CommanderFactory, EntityPropertyFactory

pytestmark = pytest.mark.django_db

PACK = """\
properties:
- slug: looked-up-on
  label: was looked up on
  datatype: date
  sentence: '{subject} was looked up {value.phrase}'
  asked: no
- slug: began
  label: began
  datatype: date
  sentence: '{subject} began {value.phrase}'
"""


@pytest.mark.usefixtures("bank_follows")
def test_it_works() -> None:
    facts = [CommanderFactory() for _n in range(4)]
    build_bank()
    assert Question.objects.published().exists()
    kind = facts[0].property
    kind.asked = False
    kind.save()
    assert not Question.objects.published().exists()
    kind.asked = True
    kind.save()
    assert Question.objects.published().exists()


def test_no_format_asks_it_and_the_report_says_why() -> None:
    fact = CommanderFactory(property=EntityPropertyFactory(asked=False))
    report = build_bank()
    assert not Question.objects.exists()
    assert report.silent[fact.slug] == "its kind of fact is read, not asked"


def test_the_pack_holds_it_only_where_it_is_no(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "properties.yaml").write_text(PACK)
    call_command("load_facts", pack, verbosity=0)
    told = dict(Property.objects.values_list("slug", "asked"))
    assert told == {"looked-up-on": False, "began": True}
    call_command("dump_facts", tmp_path / "out", verbosity=0)
    dumped = (tmp_path / "out" / "properties.yaml").read_text()
    assert dumped.count("asked:") == 1
    assert dumped.index("looked-up-on") < dumped.index("asked: no")


def test_the_desk_says_it_in_plain_words(admin_client: Client) -> None:
    kind = EntityPropertyFactory()
    page = admin_client.get(reverse("admin:facts_property_change", args=[kind.pk]))
    assert "no question of any format is made of them" in page.content.decode()
