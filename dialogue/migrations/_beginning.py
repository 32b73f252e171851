"""What every installation begins with: help lines, a consent text, how long things are kept; and the
guard over signed notes. Admins keep the rows from here on."""

from datetime import date
from typing import Any

# --- the rows -----------------------------------------------------------------------------------

# practice.md, section 4
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

# The first wording of what partners agree to. Admins add newer ones; none is ever edited.
CONSENT = """\
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


def write(apps: Any, schema_editor: Any) -> None:
    help_lines = apps.get_model("dialogue", "HelpLine").objects
    for position, (country, name, how, contact, source) in enumerate(LINES):
        help_lines.create(
            country=country,
            name=name,
            how=how,
            contact=contact,
            source=source,
            verified_on=VERIFIED,
            position=position,
        )
    apps.get_model("dialogue", "ConsentText").objects.create(version=1, body=CONSENT)
    apps.get_model("dialogue", "Retention").objects.create()


# --- the guard ----------------------------------------------------------------------------------

# A signed note stays as it is, whoever asks the database: also below the ORM.
ON = {
    "sqlite": """
        CREATE TRIGGER signed_notes_stay BEFORE UPDATE ON dialogue_sessionnote
        WHEN OLD.signed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a signed note stays as it is'); END
    """,
    "postgresql": """
        CREATE FUNCTION signed_notes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a signed note stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE TRIGGER signed_notes_stay BEFORE UPDATE ON dialogue_sessionnote
        FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION signed_notes_stay();
    """,
}
OFF = {
    "sqlite": "DROP TRIGGER IF EXISTS signed_notes_stay",
    "postgresql": """
        DROP TRIGGER IF EXISTS signed_notes_stay ON dialogue_sessionnote;
        DROP FUNCTION IF EXISTS signed_notes_stay();
    """,
}


def guard(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, ON)


def unguard(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, OFF)


def _run(schema_editor: Any, sql: dict[str, str]) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql[schema_editor.connection.vendor])
