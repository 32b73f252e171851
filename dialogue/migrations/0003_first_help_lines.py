"""The help lines to start with (practice.md, section 4). Admins keep them from here on."""

from datetime import date
from typing import Any

from django.db import migrations

VERIFIED = date(2026, 11, 1)
US_DV = "National Domestic Violence Hotline"
LINES = [
    # country, name, how, contact, source
    ("US", "Emergency", "emergency", "911", "fcc.gov"),
    ("US", US_DV, "phone", "800-799-7233", "thehotline.org"),
    ("US", US_DV, "tty", "800-787-3224", "thehotline.org"),
    ("US", US_DV, "text", "START to 88788", "thehotline.org"),
    ("US", US_DV, "chat", "thehotline.org", "thehotline.org"),
    ("US", "Suicide and Crisis Lifeline", "phone", "988", "988lifeline.org"),
    ("GB", "Emergency", "emergency", "999", "gov.uk"),
    ("GB", "National Domestic Abuse Helpline", "phone", "0808 2000 247", "nationaldahelpline.org.uk"),
    ("GB", "Men’s Advice Line", "phone", "0808 801 0327", "mensadviceline.org.uk"),
    ("IE", "Emergency", "emergency", "112", "gov.ie"),
    ("IE", "Women’s Aid", "phone", "1800 341 900", "womensaid.ie"),
    ("AU", "Emergency", "emergency", "000", "triplezero.gov.au"),
    ("AU", "1800RESPECT", "phone", "1800 737 732", "1800respect.org.au"),
    ("", "Emergency in Europe and many other countries", "emergency", "112", "112.eu"),
]


def add(apps: Any, schema_editor: Any) -> None:
    help_line = apps.get_model("dialogue", "HelpLine")
    for position, (country, name, how, contact, source) in enumerate(LINES):
        help_line.objects.get_or_create(
            country=country,
            how=how,
            contact=contact,
            defaults={"name": name, "source": source, "verified_on": VERIFIED, "position": position},
        )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0002_help_lines")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
