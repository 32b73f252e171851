"""Therapists keep records now: whoever agreed to a wording that does not say so is asked again."""

from typing import Any

from django.db import migrations

BEFORE = "- Nothing that you answer in private, unless you say so yourself.\n"
SEES = """\
- Your therapist may keep a record of their own: notes, and, at the start of a remote session, where you are and whom to reach. It is sealed under keys of its own. Neither of you can open it, nor can those who run this installation. Ask your therapist what it says about you.
"""
STAYS = """\
- Your therapist’s own record stays with your therapist, with your names in it, for as long as they have a duty to keep it: also when the work has ended, and when an account is erased.
"""
UNTIL = "- Your answers in private stay until"


def add(apps: Any, schema_editor: Any) -> None:
    texts = apps.get_model("dialogue", "ConsentText")
    newest = texts.objects.order_by("-version").first()
    if newest is None or SEES in newest.body:
        return
    body = newest.body.replace("\r\n", "\n")
    if BEFORE in body and UNTIL in body:
        body = body.replace(BEFORE, BEFORE + SEES).replace(UNTIL, STAYS + UNTIL)
    else:  # a wording of the admins' own
        body = body.rstrip() + "\n\nThe record of your therapist\n" + SEES + STAYS
    texts.objects.create(
        version=newest.version + 1, body=body, return_days=newest.return_days
    )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0010_records")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
