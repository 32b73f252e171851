"""Whether those who listen to a room may still hear it: asked again at every delivery (I10)."""

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import (
    OuterRef,
    QuerySet,
    Value,
)
from django.utils import timezone

from dialogue.access.askers import Asker
from dialogue.access.consent import gate_open
from dialogue.access.therapists import cared_for
from dialogue.base.prepared import Prepared
from dialogue.engine.protocol import Seat
from dialogue.models import DialogueSession, Partner


def still_permitted(*, askers: dict[Asker, Seat], row: DialogueSession) -> set[Asker]:
    """Those of ``askers`` who may still be where they sit in ``row``."""
    logins = [asker.login for asker in askers if asker.login]
    found = _still_here(len(logins)).rows(
        couple_id=row.couple_id, now=timezone.now(), **_numbered(logins)
    )
    going_on = {key for _nobody, key, what in found if what == _A_LOGIN_GOES_ON}
    passwords = {(person_id, seat): password for person_id, password, seat in found}
    return {
        asker
        for asker, seat in askers.items()
        if (asker.person_id, seat) in passwords
        and (
            not asker.login
            or (asker.login in going_on and passwords[asker.person_id, seat] == asker.password)
        )
    }


def _here(*, couple_id: UUID, now: datetime, **logins: str) -> "QuerySet[Partner, Any]":
    """Who has a place with this couple, while its sessions are open: (person, password, seat); and
    which logins go on."""
    partners = Partner.objects.current().filter(
        gate_open(OuterRef("couple"), now), couple=couple_id
    )
    cared = cared_for().filter(gate_open(OuterRef("pk"), now), pk=couple_id)
    going_on = Session.objects.filter(pk__in=["none", *logins.values()], expire_date__gt=now)
    return partners.values_list("person_id", "person__password", "seat").union(
        cared.values_list("therapist_id", "therapist__password", Value("therapist")),
        going_on.values_list(Value(0), "pk", Value(_A_LOGIN_GOES_ON)),
        all=True,
    )


@cache
def _still_here(logins: int) -> Prepared[Partner]:
    """For that many logins: as many as a room has, so there are few of these."""
    marks = _numbered([f"login {place}" for place in range(logins)])
    return Prepared(_here, couple_id=UUID(int=7), now=_NOW, **marks)


def _numbered(logins: list[str]) -> dict[str, str]:
    return {f"login{place}": login for place, login in enumerate(logins)}


_A_LOGIN_GOES_ON = "login"
_NOW = datetime(1970, 1, 2, tzinfo=UTC)
