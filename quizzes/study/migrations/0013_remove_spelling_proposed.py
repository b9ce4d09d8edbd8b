from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("study", "0012_link_proposals")]

    operations = [migrations.RemoveField(model_name="response", name="spelling_proposed")]
