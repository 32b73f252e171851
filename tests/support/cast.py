"""Ann and Ben are a couple, Thea their therapist, Omar an outsider, Ada the admin."""

import itertools
import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from dialogue.couple.couples import form_couple
from dialogue.models import Consent, ConsentText, Couple, Person, Practice
from dialogue.safety import own_consent, screening

PASSWORD = "a long walk by the sea"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's app that shows codes
_SEED = "of everybody's recovery codes"


def person(name: str, **fields: object) -> Person:
    email = f"{name.lower()}@example.org"
    made = Person.objects.create_user(email, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def therapist(name: str) -> Person:
    return with_second_factor(person(name, role=Person.Role.THERAPIST))


def admin(name: str) -> Person:
    return with_second_factor(person(name, role=Person.Role.ADMIN, is_superuser=True))


def with_second_factor(someone: Person) -> Person:
    """An app that shows codes, and recovery codes: ``next_code`` knows them."""
    TOTP.activate(someone, SECRET)
    data = {"seed": encrypt(_SEED), "used_mask": 0}
    Authenticator.objects.create(user=someone, type="recovery_codes", data=data)
    return someone


def hash_as_in_production(someone: Person) -> None:
    """So that a server, which knows none of the quicker ways of tests, can check the password."""
    someone.password = Argon2PasswordHasher().encode(PASSWORD, "only for tests")
    someone.save(update_fields=["password"])


def next_code() -> str:
    """A code for signing in that was not used yet: ten times for each person."""
    codes = RecoveryCodes(Authenticator(data={"seed": encrypt(_SEED)})).generate_codes()
    return str(codes[next(_used) % len(codes)])


_used = itertools.count()


def therapist_of(couple: Couple) -> Person | None:
    """As it is now."""
    return Couple.objects.get(pk=couple.pk).therapist


def keeps_safety_apart(someone: Person) -> Person:
    """A therapist who has said a policy, and that what concerns safety is outside of it."""
    said = {"secrets": Practice.Secrets.NONE, "keeps_safety_apart": True}
    Practice.objects.update_or_create(therapist=someone, defaults=said)
    return someone


def agreed(couple: Couple) -> Couple:
    """Both partners have agreed: the couple's dialogues are open. Nearly every test begins
    so; hence the rows are written at once. tests/safety/test_paired_runs.py sees that they are those
    that answering and agreeing leave."""
    text, _new = ConsentText.objects.get_or_create(
        version=1, defaults={"body": "What you agree to."}
    )
    now = timezone.now()
    told = {"couple": couple, "text": text, "given_at": now, "ends_at": now + screening.HOLDS_FOR}
    people = couple.partners.values_list("person", flat=True)
    for person_id in people:
        screening.keep(person_id=person_id, look=screening.Screening(at=now))
    Consent.objects.bulk_create(Consent(person_id=person_id, **told) for person_id in people)
    return couple


def copying(couple: Couple) -> Couple:
    """Each agrees that the other may take along what both said."""
    couple.partners.update(copies_since=timezone.now())
    return couple


def agreed_again(couple: Couple) -> Couple:
    """Both are asked and agree once more, after something has closed their dialogues."""
    for person_id in couple.partners.values_list("person", flat=True):
        own_consent.answer_screen(person_id=person_id, answers={})
        own_consent.agree(person_id=person_id)
    return couple


def everybody() -> Couple:
    """The whole cast at once, for a server's database."""
    person("Omar")
    admin("Ada")
    thea = therapist("Thea")
    return agreed(form_couple(first=person("Ann"), second=person("Ben"), therapist=thea))


def stepped_up(client: Client) -> Client:
    """The password was written once more, just now."""
    session = client.session
    once_more = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [once_more]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client
