"""Facts older than the history get their state of now as its beginning."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

KEPT = ("Source", "Topic", "Entity", "Alias", "Property", "Statement", "Citation")
REASON = "As it was when the history began"


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    moment = timezone.now()
    for name in KEPT:
        _begin(apps.get_model("facts", name), apps.get_model("facts", f"Historical{name}"), moment)
    _begin_links(apps)


def _begin(model: Any, history: Any, moment: Any) -> None:
    columns = {f.attname for f in history._meta.fields} & {f.attname for f in model._meta.fields}
    known = set(history.objects.values_list("id", flat=True))
    history.objects.bulk_create(
        history(
            **{column: getattr(row, column) for column in columns},
            history_date=moment,
            # How it came about is not known: "+" would say that it was added at this moment.
            history_type="~",
            history_change_reason=REASON,
        )
        for row in model.objects.all()
        if row.pk not in known
    )


def _begin_links(apps: Apps) -> None:
    """Keep with which other entities each entity is not to be confused."""
    kept = apps.get_model("facts", "HistoricalEntity_different_from")
    entity = apps.get_model("facts", "Entity")
    states = apps.get_model("facts", "HistoricalEntity").objects.filter(
        history_change_reason=REASON
    )
    begun = dict(states.values_list("id", "history_id"))
    links = entity.different_from.through.objects.filter(from_entity__in=begun)
    kept.objects.bulk_create(
        kept(
            history_id=begun[link.from_entity_id],
            from_entity_id=link.from_entity_id,
            to_entity_id=link.to_entity_id,
            id=link.pk,
        )
        for link in links
    )


class Migration(migrations.Migration):
    dependencies = [("facts", "0002_history_and_queues")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
