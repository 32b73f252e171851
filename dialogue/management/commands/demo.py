from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from dialogue.access.askers import Asker
from dialogue.access.dialogues import find
from dialogue.couple.couples import form_couple
from dialogue.management.demo_script import EXERCISE, FINISHED, RUNNING, Line
from dialogue.models import Person, Practice
from dialogue.room.attempts import Attempt, Taken
from dialogue.room.attempts import Command as Turn
from dialogue.room.opening import open_dialogue
from dialogue.room.turns import take_turn
from dialogue.safety import own_consent

PASSWORD = "two chairs and tea"  # noqa: S105 - known to everybody, hence the refusal below
_ROLE = Person.Role
_CODE = "THEA2345"
_PEOPLE: dict[str, tuple[str, str, str]] = {
    "Ann": (_ROLE.PARTNER, "she", "in a couple with Ben; a dialogue waits for his mirror"),
    "Ben": (_ROLE.PARTNER, "he", "in a couple with Ann"),
    "Mia": (_ROLE.PARTNER, "she", "in a couple with Jo; they have not begun yet"),
    "Jo": (_ROLE.PARTNER, "they", "in a couple with Mia"),
    "Thea": (_ROLE.THERAPIST, "she", "the therapist of both couples; her code is THEA 2345"),
    "Ada": (_ROLE.ADMIN, "", "the admin, at /admin/"),
}


_WITH_CODES = ("Thea", "Ada")


class Command(BaseCommand):
    help = "Add the demo people who are missing, with two dialogues. Changes nothing that is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ready",
            action="store_true",
            help="before that, migrate the database and collect the static files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if any(origin.startswith("https:") for origin in settings.IMAGO_ORIGINS):
            raise CommandError(
                "The demo people have a password that everyone knows, so they are never created "
                "where IMAGO_ORIGINS names an https:// address."
            )
        if options["ready"]:  # here, since a process for each would take seconds to start
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
        with transaction.atomic():
            people = {name: _person(name) for name in _PEOPLE}
            _open_practice(people["Thea"])
            if _form(people["Ann"], people["Ben"], people["Thea"]):
                _play(FINISHED, people)
                _play(RUNNING, people)
            _form(people["Mia"], people["Jo"], people["Thea"])
        self._tell(people)

    def _tell(self, people: dict[str, Person]) -> None:
        self.stdout.write(f"\nSign in at {settings.IMAGO_ORIGINS[0]}/account/login/ as one of\n")
        for name, person in people.items():
            self.stdout.write(f"  {person.email:18} {_PEOPLE[name][2]}")
        self.stdout.write(f"each with the password: {PASSWORD}\n\n")
        self.stdout.write("Therapists and admins are asked for a code, too. Each works once:\n")
        for name in _WITH_CODES:
            self.stdout.write(f"  {name:18} {' '.join(_codes(people[name])[:5])}")
        self.stdout.write("\n")
        self.stdout.write(
            "A browser can only be signed in to one account. Open the second partner in a private window,\n"
            "in another browser profile or in another browser.\n\n"
        )


def _person(name: str) -> Person:
    email = f"{name.lower()}@example.org"
    role, pronoun, _line = _PEOPLE[name]
    found = Person.objects.filter(email=email).first()
    person = found or Person.objects.create_user(
        email,
        PASSWORD,
        name=name,
        pronoun=pronoun,
        role=role,
        time_zone="Europe/Berlin",
        is_superuser=role == _ROLE.ADMIN,
    )
    # Confirmed, since nobody reads these mailboxes.
    EmailAddress.objects.get_or_create(
        user=person, email=email, defaults={"verified": True, "primary": True}
    )
    return person


def _codes(person: Person) -> list[str]:
    """Recovery codes that were not used yet, beside an app for codes that nobody has."""
    if not Authenticator.objects.filter(user=person).exclude(type="recovery_codes").exists():
        TOTP.activate(person, generate_totp_secret())
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    if not codes:
        Authenticator.objects.filter(user=person, type="recovery_codes").delete()
        codes = RecoveryCodes.activate(person).get_unused_codes()
    return codes


def _open_practice(therapist: Person) -> None:
    Practice.objects.get_or_create(
        therapist=therapist,
        defaults={
            "code": _CODE,
            "takes_couples": True,
            "languages": "English, Deutsch",
            "times": "Weekday evenings",
            "about": "I have worked with couples in this way for twelve years.",
        },
    )


def _form(first: Person, second: Person, therapist: Person) -> bool:
    """Whether they became a couple just now; not if one of them ever was in one."""
    if first.partnerships.exists() or second.partnerships.exists():
        return False
    form_couple(first=first, second=second, therapist=therapist)
    for person in (first, second):
        _agree(person)
    return True


def _agree(person: Person) -> None:
    """Each has opened their own side, without answering the private screen."""
    own_consent.answer_screen(person_id=person.pk, answers={})
    own_consent.agree(person_id=person.pk)


def _play(script: tuple[Line, ...], people: dict[str, Person]) -> None:
    """A dialogue as these people would have had it, through the same door as everybody."""
    (opener, _ask, topic), *lines = script
    dialogue_id = open_dialogue(person_id=people[opener].pk, exercise_id=EXERCISE, topic=topic).pk
    for who, move, words in lines:
        asker = Asker(people[who].pk)
        answer = take_turn(
            Attempt(
                asker,
                dialogue_id,
                Turn(id=uuid4(), name=move, moment=_moment(asker, dialogue_id), words=words),
            )
        )
        if not isinstance(answer, Taken):
            raise CommandError(f"the demo dialogue refuses {move} by {who}: {answer.code}")


def _moment(asker: Asker, dialogue_id: UUID) -> int:
    return find(asker=asker, dialogue_id=dialogue_id).state.moment
