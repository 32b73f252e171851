"""Ann and Ben are a couple, Thea their therapist, Omar an outsider, Ada the admin."""

from dialogue.models import Couple, Person
from dialogue.services.couples import form_couple

PASSWORD = "a long walk by the sea"


def person(name: str, **fields: object) -> Person:
    email = f"{name.lower()}@example.org"
    return Person.objects.create_user(email, PASSWORD, name=name, **fields)


def therapist(name: str) -> Person:
    return person(name, role=Person.Role.THERAPIST)


def admin(name: str) -> Person:
    return person(name, role=Person.Role.ADMIN, is_superuser=True)


def everybody() -> Couple:
    """The whole cast at once, for a server's database."""
    person("Omar")
    admin("Ada")
    return form_couple(first=person("Ann"), second=person("Ben"), therapist=therapist("Thea"))
