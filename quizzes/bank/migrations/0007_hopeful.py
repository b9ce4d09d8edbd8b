from typing import Any

from django.db import migrations, models


def hope_for_all_refused(apps: Any, schema_editor: Any) -> None:
    """Whatever is refused is looked at again until the next build tells which it need not be."""
    question = apps.get_model("bank", "Question")
    question.objects.filter(status="refused").update(hopeful=True)


class Migration(migrations.Migration):
    dependencies = [
        ("bank", "0006_stems"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="hopeful",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(hope_for_all_refused, migrations.RunPython.noop),
    ]
