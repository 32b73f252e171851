"""The therapist's part: to write a form, to make a version of it, to give it to a couple, and to read who signed.

A form exists for the therapist who wrote it. What was signed stays theirs to read after their work with the
couple has ended, as their record does.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.access.therapists import at_work
from dialogue.base import vault
from dialogue.base.problems import Absent
from dialogue.models import Couple, Partner, Person
from dialogue.models.consent_forms import ConsentForm, FormGiven, FormVersion, Signature

TITLE, TEXT = 80, 20_000  # letters
MOST = 50  # forms of one therapist
FOR_FORMS, FOR_SIGNATURES = "consent forms", "signatures"


class NoSuchForm(Absent):
    """It is absent, or another's; nobody learns which."""


class TooManyForms(Exception):
    """As many as one therapist may have."""


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    title: str = ""
    text: str = ""

    @property
    def whole(self) -> bool:
        return bool(self.title and self.text)


@dataclass(frozen=True, slots=True, repr=False)
class Version:
    pk: int
    number: int
    words: Words
    made_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """``draft``: as it is being written; ``newest``: as couples read it, once there is a version."""

    id: UUID
    draft: Words
    newest: Version | None

    @property
    def title(self) -> str:
        return self.draft.title or (self.newest.words.title if self.newest else "")

    @property
    def is_changed(self) -> bool:
        return self.newest is None or self.newest.words != self.draft


@dataclass(frozen=True, slots=True, repr=False)
class Signed:
    """``name``: as it was written; ``person``: whose login it was."""

    id: UUID
    person: Person
    name: str
    version: Version
    signed_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """To which couple, and what each of the two has signed of it, by person, the newest first."""

    id: UUID
    form: Form
    couple: Couple
    given_at: datetime
    ended_at: datetime | None
    signed: list[tuple[Person, list[Signed]]]


# --- writing ---------------------------------------------------------------------------------


def forms_of(*, therapist_id: int) -> list[Form]:
    rows = _forms(therapist_id)
    return [opened(row) for row in rows.order_by("begun_at", "pk")]


def form_of(*, therapist_id: int, form_id: UUID) -> Form:
    """Raises NoSuchForm for anybody else's."""
    return opened(_row(therapist_id, form_id))


def begin(*, therapist_id: int) -> UUID:
    """An empty one. An empty one that is there already is found again."""
    with transaction.atomic():
        _one_at_a_time(therapist_id)
        rows = list(_forms(therapist_id))
        for row in rows:
            found = opened(row)
            if found.draft == Words() and found.newest is None:
                return row.pk
        if len(rows) >= MOST:
            raise TooManyForms
        row = ConsentForm(pk=uuid4(), therapist_id=therapist_id)
        row.wrapped_key = vault.new_key(FOR_FORMS, row.pk)
        row.sealed = _sealed(row, Words(), "draft")
        row.save()
    return row.pk


def keep(*, therapist_id: int, form_id: UUID, words: Words) -> None:
    """What its therapist has written by now. No couple reads it."""
    with transaction.atomic():
        row = _locked(therapist_id, form_id)
        row.sealed = _sealed(row, words, "draft")
        row.save(update_fields=["sealed"])


def make_version(*, therapist_id: int, form_id: UUID, words: Words) -> int:
    """Keep it, and let couples read it so. Where the words are others than before, whoever had signed is
    asked anew; the same words are the version that there is. Its number."""
    assert words.whole
    with transaction.atomic():
        row = _locked(therapist_id, form_id)
        row.sealed = _sealed(row, words, "draft")
        row.save(update_fields=["sealed"])
        newest = newest_version(row)
        if newest and newest.words == words:
            return newest.number
        number = newest.number + 1 if newest else 1
        FormVersion.objects.create(
            form=row, number=number, sealed=_sealed(row, words, "version", number)
        )
    return number


def discard(*, therapist_id: int, form_id: UUID) -> bool:
    """It goes for good, with its key; not once somebody has signed it."""
    with transaction.atomic():
        row = _locked(therapist_id, form_id)
        if Signature.objects.filter(given__form=row).exists():
            return False
        row.delete()
    return True


def has_any(*, person_id: int) -> bool:
    """Whether this account has written a form or signed one: then it is not given to another mailbox."""
    wrote = ConsentForm.objects.filter(therapist=person_id).exists()
    return wrote or Signature.objects.filter(person=person_id).exists()


# --- giving, and who signed ------------------------------------------------------------------


def give(*, therapist_id: int, form_id: UUID, couple_id: UUID) -> None:
    """Both partners of the therapist's couple are asked from now on. Given again, it does no harm."""
    with transaction.atomic():
        row = _locked(therapist_id, form_id)
        couple = Couple.objects.with_therapist(therapist_id).filter(pk=couple_id).first()
        if couple is None or newest_version(row) is None:
            raise NoSuchForm
        FormGiven.objects.update_or_create(form=row, couple=couple, defaults={"ended_at": None})


def take_back(*, therapist_id: int, form_id: UUID, couple_id: UUID) -> None:
    """They are asked no more. What was signed stays signed."""
    row = _row(therapist_id, form_id)
    given = FormGiven.objects.filter(form=row, couple=couple_id, ended_at=None)
    if not given.update(ended_at=timezone.now()):
        raise NoSuchForm


def given_of(
    *, therapist_id: int, form_id: UUID | None = None, couple_id: UUID | None = None
) -> list[Given]:
    """Of one form, or to one couple: also of couples that the therapist worked with before."""
    rows = FormGiven.objects.filter(form__in=_forms(therapist_id))
    if form_id is not None:
        rows = rows.filter(form=form_id)
    if couple_id is not None:
        rows = rows.filter(couple=couple_id)
    found = rows.select_related("form", "couple").prefetch_related("couple__partners__person")
    return [_given(row) for row in found.order_by("given_at", "pk")]


# --- for the two services --------------------------------------------------------------------


def opened(row: ConsentForm) -> Form:
    return Form(row.pk, _unsealed(row, bytes(row.sealed), "draft"), newest_version(row))


def newest_version(row: ConsentForm) -> Version | None:
    found = FormVersion.objects.filter(form=row).order_by("-number").first()
    return version_opened(row, found) if found else None


def version_opened(row: ConsentForm, version: FormVersion) -> Version:
    words = _unsealed(row, bytes(version.sealed), "version", version.number)
    return Version(version.pk, version.number, words, version.made_at)


def signatures(rows: Iterable[Signature]) -> list[Signed]:
    """Opened; what was signed comes with them."""
    return [
        Signed(
            id=row.pk,
            person=row.person,
            name=vault.unseal(
                vault.opened_key(FOR_SIGNATURES, bytes(row.wrapped_key), row.pk),
                bytes(row.sealed),
                *place_of(row),
            ).rstrip(),
            version=version_opened(row.given.form, row.version),
            signed_at=row.signed_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


def signature_rows() -> QuerySet[Signature]:
    rows = Signature.objects.select_related("person", "version", "given__form__therapist")
    return rows.order_by("-signed_at", "pk")


def place_of(row: Signature) -> tuple[object, ...]:
    return (FOR_SIGNATURES, row.pk, row.version_id, row.person_id, row.signed_at.isoformat())


# --- within ------------------------------------------------------------------------------------


def _forms(therapist_id: int) -> QuerySet[ConsentForm]:
    return ConsentForm.objects.filter(therapist__in=at_work().filter(pk=therapist_id))


def _row(therapist_id: int, form_id: UUID) -> ConsentForm:
    row = _forms(therapist_id).filter(pk=form_id).first()
    if row is None:
        raise NoSuchForm
    return row


def _locked(therapist_id: int, form_id: UUID) -> ConsentForm:
    _one_at_a_time(therapist_id)
    return _row(therapist_id, form_id)


def _one_at_a_time(therapist_id: int) -> None:
    if not at_work().filter(pk=therapist_id).exists():
        raise NoSuchForm
    Person.objects.select_for_update(no_key=True).get(pk=therapist_id)


def _given(row: FormGiven) -> Given:
    by_person: dict[int, list[Signed]] = {}
    for one in signatures(signature_rows().filter(given=row)):
        by_person.setdefault(one.person.pk, []).append(one)
    places: list[Partner] = sorted(row.couple.partners.all(), key=lambda place: place.seat)
    signed = [(place.person, by_person.get(place.person_id, [])) for place in places]
    return Given(row.pk, opened(row.form), row.couple, row.given_at, row.ended_at, signed)


def _sealed(row: ConsentForm, words: Words, *place: object) -> bytes:
    content = json.dumps({"title": words.title, "text": words.text}, ensure_ascii=False)
    return vault.seal(_key(row), content, FOR_FORMS, row.pk, *place)


def _unsealed(row: ConsentForm, sealed: bytes, *place: object) -> Words:
    return Words(**json.loads(vault.unseal(_key(row), sealed, FOR_FORMS, row.pk, *place)))


def _key(row: ConsentForm) -> bytes:
    return vault.opened_key(FOR_FORMS, bytes(row.wrapped_key), row.pk)
