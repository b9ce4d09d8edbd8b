import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0007_vague_values"),
        ("study", "0010_reviewsession_pace"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                help_text="What the answer was sent as: another spelling of the name.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="responses",
                to="facts.aliasproposal",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("proposal__isnull", False)),
                fields=["learner", "proposal"],
                name="response_with_proposal",
            ),
        ),
    ]
