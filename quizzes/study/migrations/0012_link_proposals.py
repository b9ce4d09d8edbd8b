"""Answers sent as another spelling are linked with what was proposed, which their words tell."""

import unicodedata

from django.db import migrations

from quizzes.lib.names import fold

ASKED_FOR = {"value": "value_entity_id", "subject": "subject_id", "claimant": "attributed_to_id"}


def link(apps, schema_editor):
    """Find of each such answer the proposal for the entity that was asked for, by folded text."""
    proposals = {}
    for row in apps.get_model("facts", "AliasProposal").objects.order_by("-pk"):
        proposals[row.entity_id, fold(row.text)] = row.pk
    responses = apps.get_model("study", "Response").objects
    sent = responses.filter(spelling_proposed=True).select_related("statement", "question")
    for response in sent.iterator():
        column = ASKED_FOR.get(response.question.direction)
        entity = getattr(response.statement, column) if column else None
        if found := proposals.get((entity, fold(_tidy(response.given)))):
            responses.filter(pk=response.pk).update(proposal=found)


def mark(apps, schema_editor):
    """Say of each answer again only that it was sent."""
    responses = apps.get_model("study", "Response").objects
    responses.filter(proposal__isnull=False).update(spelling_proposed=True)


def _tidy(text):
    """As it was done when the text was proposed."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(shown.split())


class Migration(migrations.Migration):
    dependencies = [("study", "0011_response_proposal")]

    operations = [migrations.RunPython(link, mark)]
