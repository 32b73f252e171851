"""The first wording of what partners agree to. Admins add newer ones; none is ever edited."""

from typing import Any

from django.db import migrations

BODY = """\
Joint sessions are for two people who both want them. You agree for yourself alone, and your partner for themselves.

What is kept
- What you send in a dialogue, the time of it, and what you were just writing: sealed, under a key of the two of you.
- Your name, your e-mail address and when you sign in.
- What you answer in private on this page: sealed, under a key of its own.

Who sees it
- What you send in a dialogue: your partner, and your therapist, if you have one together.
- What you were just writing, and what you answer in private: you alone.
- Those who run this installation see accounts, and never what you write or answer.

What your therapist sees
- Every dialogue of the two of you, while it happens and afterwards. You always see when they are in the room.
- Nothing of it while one of you has closed their side.
- Nothing that you answer in private, unless you say so yourself.
- Your therapist may keep a record of their own: notes, and, at the start of a remote session, where you are and whom to reach. It is sealed under keys of its own. Neither of you can open it, nor can those who run this installation. Ask your therapist what it says about you.
- When a therapist comes or goes, or says something new about secrets, you are both asked again.

For how long
- Dialogues stay for as long as the two of you work together here.
- When one of you ends the work together here, nobody can open the dialogues. They stay sealed for [days] days, so that both of you can come back to them; then their key is erased, and back-ups can no longer be read either.
- Your therapist’s own record stays with your therapist, with your names in it, for as long as they have a duty to keep it: also when the work has ended, and when an account is erased.
- Your answers in private stay until you erase them or answer anew.
- This agreement holds for 90 days. Then you are asked again.

Taking it back
- You may close your side at any time, in private, on this page. You need no reason, and none is shown to anybody.
- The joint sessions close at once. What was said stays readable for the two of you, and for nobody else.
- This is not an emergency service, and nobody is watching.
"""


def add(apps: Any, schema_editor: Any) -> None:
    apps.get_model("dialogue", "ConsentText").objects.get_or_create(
        version=1, defaults={"body": BODY}
    )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0005_couples_care_and_times")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
