"""Whatever an address, or a field of a form, can name that belongs to somebody else: something that
exists, and beside it what never was.

Who holds a link is entitled to what it opens, for as long as it works. So of links those count as
foreign that work no more: used, taken back, run out, or of an account that is closed.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from dialogue.appointments import calendar_links
from dialogue.appointments import service as appointments
from dialogue.couple import invitations
from dialogue.course import service as courses
from dialogue.models import Access, Couple, Course, Invitation, Person, Practice
from dialogue.records import notes
from tests.support import cast
from tests.support.history import (
    SECRET,
    ended,
    form_given,
    gift,
    sheets_of,
    signed,
    the_two,
    written,
)
from tests.support.rooms import asked_by, done

ABSENT = 70_070_070


@dataclass(frozen=True)
class Row:
    """``name`` is that of an address; ``here`` and ``never`` are what it leads to, or, if there is a
    ``named`` field, what is written there."""

    name: str
    here: object
    never: object
    form: dict[str, str] = field(default_factory=dict)
    named: str = ""

    def address(self, what: object) -> str:
        if self.named:
            return reverse(self.name)
        return reverse(self.name, args=what if isinstance(what, tuple) else [what])

    def shown(self, what: object) -> str:
        """As it may come back in an answer, to whoever has just asked for it."""
        return str(what) if self.named and not isinstance(what, int) else self.address(what)

    def posted(self, what: object) -> dict[str, str]:
        return self.form | ({self.named: str(what)} if self.named else {})


def rows(couple: Couple) -> Iterator[Row]:
    """All of it that is not the asker's: of Ann and Ben, and of Eve, Fay and Gil around them."""
    ann, ben = the_two()
    over, running, later = ended(ann, ben), asked_by(ann, topic=SECRET), _kept_for_later(ann, ben)
    yield Row("room", running, uuid4())
    for name in ("room", "transcript", "timeline"):
        yield Row(name, over, uuid4())
    yield from _of_records(couple)
    yield from _to_sign(couple, ann)
    yield Row("takeaway", over, uuid4(), {"sentence": "1-0"})
    yield Row("pick_feelings", over, uuid4(), {"feeling": "sad"})
    yield Row("pulse", over, uuid4(), {"safe": "2"})
    yield Row("pulse_saved", over, uuid4(), {"act": "tell"})
    yield Row("couple_progress", couple.pk, uuid4())
    yield Row("glance", couple.pk, uuid4())
    yield Row("read_intake", couple.pk, uuid4())
    yield Row("one_phone", over, uuid4(), {"password": cast.PASSWORD})
    yield Row("joint_work", couple.pk, uuid4(), {"wait": "1"})
    care = couple.couple_therapists.get()
    yield Row("agree_to_therapist", care.pk, ABSENT)
    yield Row("end_with_therapist", care.pk, ABSENT)
    soon = timezone.now() + timedelta(hours=5)
    time = appointments.propose(person=ann, begins_at=soon, minutes=60, weekly=True)
    form = {"answer": "yes", "revision": "0", "slot": "other", "begins_at": soon.isoformat()}
    for name in ("answer", "move", "cancel", "skip", "bring_back"):
        yield Row(f"{name}_appointment", time.pk, ABSENT, form)
    yield Row("gift", gift(ann, ben), ABSENT, {"act": "tick"})
    yield Row("appointment_file", f"a{time.pk}", f"a{ABSENT}")
    yield Row("appointment_file", f"d{later.hex}", f"d{uuid4().hex}")
    key = Authenticator.objects.create(user=ann, type="webauthn", data={"name": "Ann's key"})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield Row(name, key.pk, ABSENT, {"name": "Mine"})
    yield from _written_alone(ann, ben, couple)
    yield from _of_links(ann)
    yield from _named_in_forms(ann, couple)


def _of_records(couple: Couple) -> Iterator[Row]:
    today = timezone.localdate()
    hers: Any = {"therapist_id": couple.therapist_id, "couple_id": couple.pk}
    note = notes.begin_note(**hers, template="free", met_on=today)
    content: Any = {"revision": 0, "met_on": today, "content": {"text": SECRET}}
    notes.keep_note(**hers, note_id=note, **content)
    form = {"revision": "0"}
    for name in ("record", "session_start", "erase_record"):
        yield Row(name, couple.pk, uuid4(), form)
    yield Row("partner_record", (couple.pk, "first"), (uuid4(), "first"), form)
    for name in ("note", "note_draft"):
        yield Row(name, (couple.pk, note), (uuid4(), uuid4()), form)
        yield Row(name, (couple.pk, note), (couple.pk, uuid4()), form)


def _to_sign(couple: Couple, ann: Person) -> Iterator[Row]:
    form, given = form_given(couple, SECRET)
    copy, never = signed(ann, given), uuid4()
    for act in ("save", "finish", "give", "discard"):
        yield Row("consent_form", form, never, {"act": act, "couple": str(couple.pk)})
    yield Row("couple_forms", couple.pk, never)
    for act in ("sign", "withdraw"):
        yield Row("sign_form", given, never, {"act": act, "version": "1", "name": "Omar"})
    yield Row("signed_copy", copy, never)


def _written_alone(ann: Person, ben: Person, couple: Couple) -> Iterator[Row]:
    """A workup is nobody's but its owner's; what the two have revealed is theirs and Thea's."""
    own, never = written(ann), uuid4()
    yield Row("workup", own, never)
    yield Row("workup_step", (own, "home"), (never, "home"), {"home": "x"})
    yield Row("show_part", own, never, {"part": "wish"})
    yield Row("erase_workup", own, never)
    yield Row("workups", own, never, named="after")
    sheets_of(ann)
    sheets_of(ben)
    yield Row("read_together", couple.pk, never)
    yield Row("earlier_vision", 1, ABSENT)


def _kept_for_later(ann: Person, ben: Person) -> UUID:
    dialogue_id = asked_by(ann)
    done(ben, dialogue_id, "propose", time=timezone.now() + timedelta(hours=3))
    return dialogue_id


def _of_links(ann: Person) -> Iterator[Row]:
    eve, fay, gil = (cast.person(name) for name in ("Eve", "Fay", "Gil"))
    _used, used = invitations.invite(inviter=eve)
    invitations.accept_invitation(token=used, invited=fay)
    (yes,) = invitations.yes_to(inviter=eve)
    for answer in ("yes", "no"):
        yield Row("confirm_partner", yes.pk, ABSENT, {"answer": answer})
    taken_back = invitations.invite(inviter=gil)[1]
    invitations.revoke_invitations(inviter=gil)
    run_out = invitations.invite(inviter=gil)[1]
    Invitation.objects.filter(inviter=gil).update(expires_at=timezone.now())
    closed = cast.person("Hal")
    of_closed, calendar = (
        invitations.invite(inviter=closed)[1],
        calendar_links.new_link(person=closed),
    )
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    for token in (used, taken_back, run_out, of_closed):
        yield Row("invitation", token, secrets.token_urlsafe(24))
    older = calendar_links.new_link(person=ann)
    calendar_links.new_link(person=ann)
    for token in (older, calendar):
        yield Row("subscription", token, secrets.token_urlsafe(24))


def _named_in_forms(ann: Person, couple: Couple) -> Iterator[Row]:
    session = Session.objects.create(expire_date=timezone.now() + timedelta(hours=1))
    login = UserSession.objects.create(user=ann, session_key=session.pk, ip="::1", user_agent="x")
    yield Row("usersessions_list", login.pk, ABSENT, named="login")
    assert couple.therapist
    hidden = Practice.objects.create(therapist=couple.therapist)
    yield Row("therapist", hidden.pk, ABSENT, named="practice")
    of_nobody = Practice.objects.create(therapist=cast.person("Ida"))  # no therapist any more
    yield Row("therapist", of_nobody.code, "ZZZZ9999", named="code")
    courses.propose(person_id=ann.pk, planned=8, goal=SECRET)
    theirs = Course.objects.get()
    for act in ("agree", "decline", "goal", "end"):
        yield Row("course", theirs.pk, ABSENT, {"act": act, "goal": "Mine"}, named="course")
    form = {"slot": "other", "at": "2030-01-01T10:00", "minutes": "60"}
    yield Row("appointments", couple.pk, uuid4(), form, named="couple_id")
    for action in ("action_primary", "action_send", "action_remove"):
        yield Row("account_email", ann.email, "ann@example.net", {action: ""}, named="email")


@dataclass(frozen=True)
class Kept:
    """A page of the admin's about one object."""

    page: str
    here: object
    never: object = ABSENT
    named = ""

    def address(self, what: object) -> str:
        return f"/admin/{self.page.format(what)}"

    def shown(self, what: object) -> str:
        return self.address(what)

    def posted(self, what: object) -> dict[str, str]:
        return {"post": "yes"}


def kept(couple: Couple) -> Iterator[Kept]:
    """Every page about an object, with the first there is of each."""
    ann = Person.objects.get(name="Ann")
    for what in ("merge", "erase", "export", ""):
        yield Kept(f"dialogue/person/{{}}/{what}", ann.pk)
    Practice.objects.create(therapist=Person.objects.get(name="Thea"))
    Access.objects.create(actor=ann, actor_role="admin", what="saw_account", subject=ann)
    firsts = {Person: ann.pk, Couple: couple.pk}
    for model in admin.site._registry:
        first = firsts.get(model) or model._default_manager.values_list("pk", flat=True)[0]
        never = uuid4() if model is Couple else ABSENT
        for what in ("change/", "delete/", "history/"):
            name = f"{model._meta.app_label}/{model._meta.model_name}"
            yield Kept(f"{name}/{{}}/{what}", first, never)
