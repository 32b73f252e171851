"""A partner's part: to read what they were given, to sign it alone, to take the signature back, to keep a copy.

Whether the other has signed is in nothing that is found here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from dialogue.base import vault
from dialogue.base.documents import Block, Heading, Line, Quote
from dialogue.base.problems import Absent
from dialogue.consent_forms.service import (
    FOR_SIGNATURES,
    Signed,
    Version,
    newest_version,
    place_of,
    signature_rows,
    signatures,
)
from dialogue.models import Partner, Person
from dialogue.models.consent_forms import FormGiven, Signature

NAME = 120  # letters
_SIZE = 512  # of a sealed name, always


class NothingToSign(Absent):
    """It is absent, or another's, or asked for no more; nobody learns which."""


class OtherWords(Exception):
    """There is a newer version than the one that was read."""


@dataclass(frozen=True, slots=True, repr=False)
class ToSign:
    """One form, for one partner. ``asked``: whether their therapist asks for it now; ``mine``: what this
    partner has signed of it, the newest first."""

    id: UUID
    therapist: Person
    version: Version
    asked: bool
    mine: list[Signed]

    @property
    def holds(self) -> Signed | None:
        """The signature under these words, where there is one that was not withdrawn."""
        found = (one for one in self.mine if one.version.pk == self.version.pk)
        return next((one for one in found if one.withdrawn_at is None), None)

    @property
    def earlier(self) -> list[Signed]:
        """Of older words, or withdrawn."""
        return [one for one in self.mine if one != self.holds]

    @property
    def waits(self) -> bool:
        return self.asked and self.holds is None


def all_for(*, person_id: int) -> list[ToSign]:
    """What this partner is asked to sign, and what they have signed."""
    rows = _found(person_id).order_by("given_at", "pk")
    return [found for row in rows if (found := _to_sign(row, person_id))]


def waits_for(*, person_id: int) -> ToSign | None:
    """The first that this partner is asked to sign and has not."""
    return next((one for one in all_for(person_id=person_id) if one.waits), None)


def one_for(*, person_id: int, given_id: UUID) -> ToSign:
    row = _found(person_id).filter(pk=given_id).first()
    found = row and _to_sign(row, person_id)
    if not found:
        raise NothingToSign
    return found


def sign(*, person_id: int, given_id: UUID, version: int, name: str) -> None:
    """Under the words that were read: OtherWords where these are not the newest any more. To sign what is
    signed already does no harm."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person_id)
        found = one_for(person_id=person_id, given_id=given_id)
        if not found.asked:
            raise NothingToSign
        if found.version.number != version:
            raise OtherWords
        if found.holds is not None:
            return
        row = Signature(
            pk=uuid4(),
            given_id=given_id,
            version_id=found.version.pk,
            person_id=person_id,
            signed_at=timezone.now(),
        )
        row.wrapped_key = vault.new_key(FOR_SIGNATURES, row.pk)
        content = name + " " * (_SIZE - len(name.encode()))
        key = vault.opened_key(FOR_SIGNATURES, row.wrapped_key, row.pk)
        row.sealed = vault.seal(key, content, *place_of(row))
        row.save()


def withdraw(*, person_id: int, given_id: UUID) -> None:
    """What this partner has signed of it holds no longer, at any time and without a reason. That it was
    signed, and until when, stays."""
    found = one_for(person_id=person_id, given_id=given_id)
    rows = Signature.objects.filter(given=found.id, person=person_id, withdrawn_at=None)
    rows.update(withdrawn_at=timezone.now())


def copy_of(*, person_id: int, signature_id: UUID) -> Iterator[Block]:
    """What one has signed oneself, to keep. Raises NothingToSign for anybody else's."""
    rows = signature_rows().filter(pk=signature_id, person=person_id)
    found = next(iter(signatures(rows)), None)
    if found is None:
        raise NothingToSign
    therapist = rows[0].given.form.therapist
    yield Heading(1, _("A form from your therapist"))
    yield Line(_("From %(name)s") % {"name": therapist.name})
    yield Heading(2, found.version.words.title)
    made = {"number": found.version.number, "day": _shown(found.version.made_at, "DATE_FORMAT")}
    yield Line(_("Version %(number)d, from %(day)s") % made)
    yield Quote(found.version.words.text)
    yield Heading(3, _("Your signature"))
    yield Quote(found.name)
    signed = {"when": _shown(found.signed_at, "DATETIME_FORMAT"), "name": found.person.name}
    yield Line(_("Signed on %(when)s, while signed in as %(name)s") % signed)
    if found.withdrawn_at:
        when = _shown(found.withdrawn_at, "DATETIME_FORMAT")
        yield Line(_("Withdrawn on %(when)s") % {"when": when})


# --- within ------------------------------------------------------------------------------------


def _found(person_id: int) -> QuerySet[FormGiven]:
    """What is asked of this person now, and what they have signed at any time."""
    couples = Partner.objects.in_place().filter(person=person_id).values("couple")
    now = Q(ended_at=None, couple__in=couples, couple__therapist=F("form__therapist"))
    before = Q(pk__in=Signature.objects.filter(person=person_id).values("given"))
    rows = FormGiven.objects.filter(now | before).select_related("form__therapist", "couple")
    return rows.annotate(asked=Q(now))


def _to_sign(row: FormGiven, person_id: int) -> ToSign | None:
    mine = signatures(signature_rows().filter(given=row, person=person_id))
    asked: bool = row.asked  # type: ignore[attr-defined]
    newest = newest_version(row.form)
    # Of a form that is asked for no more, no newer words are read than those that were signed.
    version = newest if asked else mine[0].version if mine else None
    if version is None:
        return None
    return ToSign(row.pk, row.form.therapist, version, asked, mine)


def _shown(at: datetime, form: str) -> str:
    return formats.date_format(timezone.localtime(at), form)
