"""Forms that are sent with something wrong in them."""

from uuid import UUID, uuid4

from dialogue.models import Couple, Person
from tests.support.history import SECRET


def refused_notes(couple: Couple, draft: UUID) -> list[tuple[Person | None, str, dict[str, str]]]:
    thea, record = couple.therapist, f"/couples/{couple.pk}/record"
    return [
        (thea, record, {"act": "course", "revision": "0", "planned": "x", "last_on": "x"}),
        (thea, record, {"act": "agenda", "revision": "0", "agenda": f"{SECRET} "}),
        (thea, record, {"act": "give", "what": "", "until": "x", "who": "x"}),
        (thea, record, {"act": "begin", "template": "x", "met_on": "2999-01-01"}),
        (thea, f"{record}/start", {"seat": "first"}),
        (thea, f"{record}/notes/{draft}", {"act": "sign", "revision": "0", "met_on": "2026-11-01"}),
    ]


def refused_forms(
    ann: Person, omar: Person, own: UUID
) -> list[tuple[Person | None, str, dict[str, str]]]:
    return [
        (None, "/account/login/", {"login": "x", "password": ""}),
        (None, "/account/login/", {"login": ann.email, "password": "not this one"}),
        (None, "/account/signup/", {"name": "", "email": "x", "password1": "x"}),
        (None, "/account/password/reset/", {"email": "x"}),
        (ann, "/profile", {"name": "", "time_zone": "x"}),
        (ann, "/progress/csi4", {}),
        (ann, "/progress/csi16", {"happiness": "7", "good": "x"}),
        (ann, "/progress/areas", {"trust": "11"}),
        (ann, "/sessions/start", {"topic": SECRET, "command": str(uuid4())}),
        (ann, "/appointments", {"slot": "other", "at": "x"}),
        (ann, "/appointments/calendar", {"save": "1", "reminders": "on"}),
        (ann, "/appointments/calendar", {"link": "1"}),
        (ann, "/account/password/change/", {"oldpassword": "x", "password1": "x"}),
        (ann, "/account/email/", {"action_add": "", "email": "x"}),
        (omar, "/sessions/start", {"topic": SECRET, "exercise": "appreciation", "command": "x"}),
        (ann, "/vision", {"act": "add", "text": ""}),
        (ann, "/course", {"act": "propose", "planned": "x", "goal": SECRET * 1000}),
        (ann, "/course/questions", {"measure": "csi4"}),
        (ann, "/caring", {"act": "keep", "now": SECRET * 20}),
        (ann, f"/workup/{own}/home", {"home": SECRET * 1000}),
        (ann, f"/workup/{own}/traits", {"positive_0": SECRET * 10}),
        (ann, f"/workup/{own}/partner", {"partner": SECRET * 10}),
    ]
