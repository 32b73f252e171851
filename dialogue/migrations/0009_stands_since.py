from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0008_own_log_alone")]

    operations = [
        migrations.RenameField("dialoguesession", "changed_at", "stands_since"),
    ]
