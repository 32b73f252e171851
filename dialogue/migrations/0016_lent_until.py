from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0015_together")]

    operations = [
        migrations.AddField(
            "dialoguesession", "lent_until", models.DateTimeField(blank=True, null=True)
        ),
    ]
