"""Quizzes begun before it was kept whose they are: what is no class work, the learner began.

It lies in this room as this room alone knows what is class work. Practice of one fact, which is
not offered to go on with, never counted since the field is there.
"""

from django.db import migrations
from django.db.models import Exists, OuterRef


def mark_own(apps, schema_editor):
    """Mark them, so that those unfinished are offered to go on with and can be dropped."""
    attempt = apps.get_model("study", "Attempt")
    assigned = apps.get_model("classes", "AssignmentAttempt")
    class_work = assigned.objects.filter(attempt=OuterRef("pk"))
    attempt.objects.filter(own=False, counts=True).exclude(Exists(class_work)).update(own=True)


class Migration(migrations.Migration):
    dependencies = [
        ("classes", "0002_regrading"),
        ("study", "0008_quizzes_and_practice"),
    ]

    operations = [migrations.RunPython(mark_own, migrations.RunPython.noop, elidable=True)]
