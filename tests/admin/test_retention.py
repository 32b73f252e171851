"""How long things are kept is Ada's to set; what somebody was told or has agreed to stays as it was."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.appointments.service import propose
from dialogue.couple.couples import former_couple
from dialogue.couple.invitations import invite
from dialogue.home.ending import end_couple
from dialogue.models import (
    Access,
    Appointment,
    Consent,
    ConsentText,
    Draft,
    Invitation,
    Person,
    Retention,
)
from dialogue.safety import retention
from tests.support import cast
from tests.support.rooms import to_sending

pytestmark = pytest.mark.django_db
DAYS = {
    "return_days": 30,
    "access_days": 730,
    "invitation_days": 30,
    "appointment_days": 90,
    "draft_days": 90,
}


def changed(desk, **days):
    address = reverse("admin:dialogue_retention_change", args=[Retention.objects.get().pk])
    return desk.post(address, DAYS | days)


def test_ada_changes_the_days_and_it_is_written_down(desk, ada):
    assert changed(desk, access_days=365).status_code == 302
    assert retention.kept().access_days == 365
    written = Access.objects.get(what="changed_retention")
    assert written.actor == ada and written.subject is None
    assert desk.get(reverse("admin:dialogue_access_changelist")).status_code == 200


@pytest.mark.parametrize("days", [{"return_days": 6}, {"access_days": 89}, {"draft_days": 366}])
def test_what_is_too_short_or_too_long_is_not_taken(desk, days):
    assert changed(desk, **days).status_code == 200
    assert not Access.objects.exists()


def test_there_is_one_row_and_it_stays(desk):
    row = Retention.objects.get()
    assert desk.get(reverse("admin:dialogue_retention_add")).status_code == 403
    gone = desk.post(reverse("admin:dialogue_retention_delete", args=[row.pk]), {"post": "yes"})
    assert gone.status_code == 403 and Retention.objects.get() == row


@pytest.mark.parametrize("who", ["ann", "thea", "omar"])
def test_nobody_else_changes_anything(client, couple, omar, who):
    client.force_login(Person.objects.get(name=who.title()))
    assert changed(client, return_days=7).status_code in (302, 403)
    assert retention.kept().return_days == 30


def test_another_time_to_come_back_is_another_agreement(desk, couple, ann):
    before = ConsentText.objects.get()
    assert "locked for 30 days" in before.wording and is_open(couple=couple)
    changed(desk, return_days=14)
    after = ConsentText.objects.get(version=2)
    assert "locked for 14 days" in after.wording and not is_open(couple=couple)
    before.refresh_from_db()
    assert "locked for 30 days" in before.wording
    desk.force_login(ann)
    cast.stepped_up(desk)
    cast.agreed_again(couple)
    assert is_open(couple=couple)
    assert "14 days" in desk.get("/couple/leave").content.decode()


def test_other_days_ask_nobody_again(desk, couple):
    changed(desk, appointment_days=30)
    assert ConsentText.objects.count() == 1 and is_open(couple=couple)


def test_who_has_left_keeps_the_day_that_was_named(desk, couple, ann, ben):
    end_couple(couple=couple)
    changed(desk, return_days=7)
    past = timedelta(days=20)
    type(couple).objects.update(ended_at=F("ended_at") - past, forget_at=F("forget_at") - past)
    call_command("tick")
    couple.refresh_from_db()
    assert bytes(couple.wrapped_key) and former_couple(one=ann, other=ben) == couple


def test_a_published_wording_is_never_altered_and_a_new_one_asks_again(desk, couple, ada):
    first = ConsentText.objects.get()
    add = reverse("admin:dialogue_consenttext_add")
    assert first.body.split("\n")[0] in desk.get(add).content.decode()
    assert desk.post(add, {"body": "We agree anew, for [days] days."}).status_code == 302
    newest = ConsentText.objects.get(version=2)
    assert newest.wording == "We agree anew, for 30 days." and not is_open(couple=couple)
    assert Access.objects.get(what="published_consent").actor == ada
    change = reverse("admin:dialogue_consenttext_change", args=[first.pk])
    delete = reverse("admin:dialogue_consenttext_delete", args=[first.pk])
    assert desk.post(change, {"body": "Quietly more."}).status_code == 403
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    with pytest.raises(TypeError):
        first.save()
    assert set(Consent.objects.values_list("text__version", flat=True)) == {1}


def test_what_is_old_goes_with_a_tick_and_what_is_not_stays(couple, ann, ben, omar, ada):
    room = to_sending(ann, ben)
    now = timezone.now()
    Draft.objects.create(dialogue_id=room, person=ann, moment=1, move="send", words=b"sealed")
    Draft.objects.create(dialogue_id=room, person=ben, moment=1, move="send", words=b"sealed")
    Draft.objects.filter(person=ann).update(kept_at=now - timedelta(days=91))
    for days in (29, 31):
        invite(inviter=omar)
        Invitation.objects.filter(expires_at__gt=now).update(expires_at=now - timedelta(days=days))
    for days, weekly, cancelled in ((91, False, 0), (89, False, 0), (400, True, 0), (9, True, 91)):
        time = propose(person=ann, begins_at=now + timedelta(days=1), minutes=60, weekly=weekly)
        Appointment.objects.filter(pk=time.pk).update(
            starts_at=now - timedelta(days=days),
            cancelled_at=now - timedelta(days=cancelled) if cancelled else None,
        )
    for days in (731, 729):
        Access.objects.create(
            at=now - timedelta(days=days), actor=ada, actor_role="admin", what="exported"
        )
    for _ in range(2):  # twice does no harm
        call_command("tick")
        assert [draft.person for draft in Draft.objects.all()] == [ben]
        assert Invitation.objects.count() == 1 and Access.objects.count() == 1
        kept = Appointment.objects.order_by("starts_at").values_list("weekly", flat=True)
        assert list(kept) == [True, False]
    assert couple.dialogues.exists()


def test_of_a_login_that_is_over_nothing_is_left_and_the_others_go_on(client, ann, ben):
    now = timezone.now()
    for person in (ann, ben):
        client.session.flush()
        client.force_login(person)
        key = client.session.session_key
        UserSession.objects.create(user=person, session_key=key, ip="192.0.2.1", user_agent="x")
        UserSession.objects.update(created_at=now - timedelta(days=2))
        if person == ann:
            Session.objects.filter(pk=key).update(expire_date=now - timedelta(hours=1))
            client.cookies.clear()
    call_command("tick")
    assert [login.user for login in UserSession.objects.all()] == [ben]
    assert [one.get_decoded()["_auth_user_id"] for one in Session.objects.all()] == [str(ben.pk)]


def test_changing_a_help_line_is_written_down(desk, ada):
    from dialogue.models import HelpLine

    line = HelpLine.objects.order_by("pk")[0]
    address = reverse("admin:dialogue_helpline_delete", args=[line.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert Access.objects.get(what="changed_help_line").actor == ada


def test_ada_sees_when_the_regular_work_was_last_done_and_that_it_was_not(desk):
    def said():
        return " ".join(desk.get("/admin/").content.decode().split())

    assert "The scheduled tasks have never run." in said()
    call_command("tick")
    assert "(manage.py tick) last ran on" in said() and "nothing is deleted" not in said()
    long_ago = timezone.now() - timedelta(hours=2, minutes=1)
    Retention.objects.update(ticked_at=long_ago)
    assert "The scheduled tasks last ran 2 hours, 1 minute ago." in said()
    assert "nobody gets reminders and nothing is deleted" in said()


def test_a_tick_that_failed_has_not_run(desk, monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr("dialogue.appointments.reminders.send_reminders", fail)
    with pytest.raises(OperationalError):
        call_command("tick")
    assert Retention.objects.get().ticked_at is None


def test_changing_how_long_things_are_kept_does_not_forget_when_it_last_ran(desk, ada):
    opened_before = retention.kept()
    call_command("tick")
    retention.change(changed=opened_before, by=ada)
    assert Retention.objects.get().ticked_at
