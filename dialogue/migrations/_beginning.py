"""What every installation begins with: help lines, a consent text, how long things are kept; and the
guard over signed notes. Admins keep the rows from here on."""

from typing import Any

# --- the rows -----------------------------------------------------------------------------------

# Nobody has rung these for this installation: they begin unverified, and an admin who has tried one
# says so. The source is where its operator publishes it.
US_DV = "National Domestic Violence Hotline"
US_CRISIS = "988 Suicide and Crisis Lifeline"
LINES = [
    # country, name, how, contact, source
    ("US", "Emergency", "emergency", "911", "fcc.gov"),
    ("US", US_DV, "phone", "800-799-7233", "thehotline.org"),
    ("US", US_DV, "tty", "800-787-3224", "thehotline.org"),
    ("US", US_DV, "text", "START to 88788", "thehotline.org"),
    ("US", US_DV, "chat", "thehotline.org", "thehotline.org"),
    ("US", US_CRISIS, "phone", "988", "988lifeline.org"),
    ("US", US_CRISIS, "text", "988", "988lifeline.org"),
    ("US", US_CRISIS, "chat", "988lifeline.org", "988lifeline.org"),
    ("GB", "Emergency", "emergency", "999", "gov.uk"),
    ("GB", "National Domestic Abuse Helpline", "phone", "0808 2000 247", "nationaldahelpline.org.uk"),
    ("GB", "National Domestic Abuse Helpline", "chat", "nationaldahelpline.org.uk", "nationaldahelpline.org.uk"),
    ("GB", "Men’s Advice Line", "phone", "0808 801 0327", "mensadviceline.org.uk"),
    ("GB", "Samaritans, for any crisis", "phone", "116 123", "samaritans.org"),
    ("GB", "Shout, for any crisis", "text", "SHOUT to 85258", "giveusashout.org"),
    ("IE", "Emergency", "emergency", "112", "gov.ie"),
    ("IE", "Women’s Aid", "phone", "1800 341 900", "womensaid.ie"),
    ("IE", "Women’s Aid", "chat", "womensaid.ie", "womensaid.ie"),
    ("IE", "Men’s Aid", "phone", "01 554 3811", "mensaid.ie"),
    ("IE", "Samaritans, for any crisis", "phone", "116 123", "samaritans.org"),
    ("IE", "Text About It, for any crisis", "text", "HELLO to 50808", "textaboutit.ie"),
    ("AU", "Emergency", "emergency", "000", "triplezero.gov.au"),
    ("AU", "1800RESPECT", "phone", "1800 737 732", "1800respect.org.au"),
    ("AU", "1800RESPECT", "text", "0458 737 732", "1800respect.org.au"),
    ("AU", "1800RESPECT", "chat", "1800respect.org.au", "1800respect.org.au"),
    ("AU", "Lifeline, for any crisis", "phone", "13 11 14", "lifeline.org.au"),
    ("AU", "Lifeline, for any crisis", "text", "0477 13 11 14", "lifeline.org.au"),
    ("NZ", "Emergency", "emergency", "111", "police.govt.nz"),
    ("NZ", "Women’s Refuge", "phone", "0800 733 843", "womensrefuge.org.nz"),
    ("NZ", "1737, for any crisis", "phone", "1737", "1737.org.nz"),
    ("NZ", "1737, for any crisis", "text", "1737", "1737.org.nz"),
    ("CA", "Emergency", "emergency", "911", "canada.ca"),
    ("CA", "ShelterSafe: shelters and their lines", "web", "sheltersafe.ca", "sheltersafe.ca"),
    ("CA", "988 Suicide Crisis Helpline", "phone", "988", "988.ca"),
    ("CA", "988 Suicide Crisis Helpline", "text", "988", "988.ca"),
    ("DE", "Emergency", "emergency", "112", "bbk.bund.de"),
    ("DE", "Police", "emergency", "110", "bbk.bund.de"),
    ("DE", "Hilfetelefon Gewalt gegen Frauen", "phone", "116 016", "hilfetelefon.de"),
    ("DE", "Hilfetelefon Gewalt gegen Frauen", "chat", "www.hilfetelefon.de", "hilfetelefon.de"),
    ("DE", "Hilfetelefon Gewalt an Männern", "phone", "0800 1239900", "maennerhilfetelefon.de"),
    ("DE", "TelefonSeelsorge", "phone", "0800 1110111", "telefonseelsorge.de"),
    ("DE", "TelefonSeelsorge", "chat", "online.telefonseelsorge.de", "telefonseelsorge.de"),
    ("AT", "Emergency", "emergency", "112", "oesterreich.gv.at"),
    ("AT", "Police", "emergency", "133", "oesterreich.gv.at"),
    ("AT", "Frauenhelpline gegen Gewalt", "phone", "0800 222 555", "frauenhelpline.at"),
    ("AT", "Männernotruf", "phone", "0800 246 247", "maennernotruf.at"),
    ("AT", "TelefonSeelsorge", "phone", "142", "telefonseelsorge.at"),
    ("CH", "Emergency", "emergency", "112", "ch.ch"),
    ("CH", "Police", "emergency", "117", "ch.ch"),
    ("CH", "Opferhilfe Schweiz", "web", "www.opferhilfe-schweiz.ch", "opferhilfe-schweiz.ch"),
    ("CH", "Die Dargebotene Hand", "phone", "143", "143.ch"),
    ("CH", "Die Dargebotene Hand", "chat", "www.143.ch", "143.ch"),
    ("FR", "Emergency", "emergency", "112", "service-public.fr"),
    ("FR", "Police", "emergency", "17", "service-public.fr"),
    ("FR", "Urgences par SMS", "text", "114", "info.urgence114.fr"),
    ("FR", "Violences Femmes Info", "phone", "3919", "arretonslesviolences.gouv.fr"),
    ("FR", "Prévention du suicide", "phone", "3114", "3114.fr"),
    ("ES", "Emergency", "emergency", "112", "112.es"),
    ("ES", "016, violencia de género", "phone", "016", "violenciagenero.igualdad.gob.es"),
    ("ES", "024, conducta suicida", "phone", "024", "sanidad.gob.es"),
    ("NL", "Emergency", "emergency", "112", "112.nl"),
    ("NL", "Veilig Thuis", "phone", "0800 2000", "veiligthuis.nl"),
    ("NL", "Veilig Thuis", "chat", "veiligthuis.nl", "veiligthuis.nl"),
    ("NL", "113 Zelfmoordpreventie", "phone", "0800 0113", "113.nl"),
    ("NL", "113 Zelfmoordpreventie", "chat", "www.113.nl", "113.nl"),
    ("IN", "Emergency", "emergency", "112", "112.gov.in"),
    ("IN", "Women Helpline", "phone", "181", "wcd.gov.in"),
    ("IN", "Tele-MANAS, for any crisis", "phone", "14416", "telemanas.mohfw.gov.in"),
    ("ZA", "Emergency", "emergency", "112", "gov.za"),
    ("ZA", "Police", "emergency", "10111", "saps.gov.za"),
    ("ZA", "Gender-Based Violence Command Centre", "phone", "0800 428 428", "gov.za"),
    ("ZA", "SADAG suicide crisis line", "phone", "0800 567 567", "sadag.org"),
    ("", "Emergency in Europe and many other countries", "emergency", "112", "112.eu"),
]

# The first wording of what partners agree to. Admins add newer ones; none is ever edited.
CONSENT = """\
Dialogues are for two people who both want them. You only agree for yourself.

- Your partner reads what you send in a dialogue, and can keep it.
- Your private answers here are encrypted. The app shows them to nobody but you, unless you choose to tell a therapist.
- Anyone who holds this server’s database and its key could read what’s stored. The app itself doesn’t show it to them.
- You can withdraw at any time, in private, without a reason. Dialogues then close for both of you.
- This lasts 90 days at most. Then you’re both asked again.
- This isn’t an emergency service, and nobody is watching.

[therapist]
With your therapist
- Your therapist reads your dialogues, and sees where you are in one and who is there.
- Nothing that you answer in private reaches them by itself. After a dialogue, you can let them know that it didn’t feel safe.

[more]

What is stored
- What you send in a dialogue, when you sent it, and what you were writing. It’s encrypted with a key that belongs to the two of you.
- Your name, your email address and when you sign in.
- Your private answers, encrypted with a key of their own. If you set a pause, that too.

Who sees it
- What you send in a dialogue: your partner, and your therapist, if you have one together.
- What you were writing but haven’t sent, and your private answers: only you.
- People who run this site see accounts, who is in which couple, and when something was opened. In the app, they can’t open what you write or answer. Anyone who holds the server’s database together with its key can read it.

[therapist]
What your therapist sees
- Every dialogue of the two of you, while it happens and afterwards. You always see when they’re in the room.
- None of it while dialogues are closed.
- After a dialogue, you can say how safe you felt. No answer reaches your therapist by itself. If it didn’t feel safe, you can let them know, without the number.
- Your answers about safety reach them only if you say so on your private page. You can stop that, but they’ll know what they’ve read by then.
- Before they see anything about safety, your therapist agrees that it isn’t part of any policy on secrets.
- Your therapist can keep a record of their own: notes and, when you meet remotely, where you are and who to call. It’s encrypted with keys of its own. In the app, neither of you can open it, and neither can the people who run this site. Anyone who holds the server’s database with its key could. Ask your therapist what it says about you.
- When a therapist joins or leaves, or says something new about secrets, you’re both asked again.

For how long
- Dialogues stay for as long as you’re a couple here.
- When one of you parts ways here, nobody can open the dialogues. They stay locked for [days] days, so that you can both come back to them. Then their key is deleted. An older backup can hold them and the key for longer. The people who run the server could open that.
- A therapist’s own record stays with the therapist, with your names in it, for as long as they have a duty to keep it. That’s also true after their work with you has ended, and after an account is deleted.
- Your private answers stay until you delete them or answer again.

Withdrawing
- You can withdraw on your private page at any time. You don’t have to give a reason, and the app shows none to anyone. Your partner may still guess.
- When one of you withdraws, both agreements end, and dialogues close right away. Both of you are asked again before they open.
- Dialogues also close for ordinary reasons: after 90 days, when this text changes, when something about a therapist changes, or for a pause of some weeks. Neither of you is told which it was.
- What was said stays readable for the two of you.
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
