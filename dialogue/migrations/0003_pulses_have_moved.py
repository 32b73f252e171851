"""The table goes in a transaction of its own, after what was in it has been committed elsewhere."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0002_measures")]

    operations = [migrations.DeleteModel(name="Pulse")]
