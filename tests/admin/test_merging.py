"""Ann had two accounts. All of both is the one's now, and no door opens by it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.utils import timezone

from dialogue.models import (
    Answer,
    Calendar,
    Consent,
    Couple,
    Draft,
    Event,
    Invitation,
    Person,
    Practice,
    Reminder,
)
from dialogue.services import appointments, care, couples, drafts, screening, side
from dialogue.services.access import Asker
from dialogue.services.appointments import propose
from dialogue.services.doors import is_open
from dialogue.services.merging import LEFT, MOVED, SETTLED, CannotMerge, merge
from tests import cast
from tests.rooms import seat_of, to_sending

pytestmark = pytest.mark.django_db
WORRY: dict[str, screening.Answer] = {"afraid": "yes"}


@pytest.fixture
def anna(db):
    """Ann's other account."""
    return cast.person("Anna")


def test_whatever_leads_to_a_person_has_been_thought_of():
    """A model that is added later fails here, until it is said what becomes of its rows."""
    leading = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and not field.many_to_many and field.related_model is Person
    }
    assert leading == {*MOVED, *SETTLED, *LEFT}
    assert len(leading) == len(MOVED) + len(SETTLED) + len(LEFT)


def test_all_that_the_duplicate_had_is_kept(couple, ada, ann, ben, anna):
    room = to_sending(ann, ben)
    writing = drafts.Writing(moment=1, move="send", words="Half a sent")
    drafts.keep_draft(asker=Asker(ann.pk), dialogue_id=room, writing=writing)
    soon = timezone.now() + timedelta(hours=5)
    time = propose(person=ann, begins_at=soon, minutes=60)
    token = appointments.new_link(person=ann)
    Reminder.objects.create(person=ann, key="a1", begins_at=soon)
    said = Event.objects.filter(author=ann).count()
    merge(kept=anna, duplicate=ann, by=ada)
    assert not Person.objects.filter(pk=ann.pk).exists()
    assert said and Event.objects.filter(author=anna).count() == said
    assert Answer.objects.get(appointment=time).person == anna
    assert appointments.subscriber(token=token) == anna
    assert Reminder.objects.get().person == anna
    assert set(EmailAddress.objects.filter(user=anna).values_list("email", "primary")) == {
        ("anna@example.org", True),
        ("ann@example.org", False),
    }
    cast.agreed(couple)
    kept = drafts.draft_of(person_id=anna.pk, seated=seat_of(anna, room))
    assert kept == writing
    assert not Draft.objects.exclude(person=anna).exists()


def test_no_answer_of_the_one_account_comes_to_stand_in_the_other(couple, ada, ann, ben, anna):
    side.look(person_id=ann.pk, answers=WORRY)
    screening.keep(person_id=anna.pk, look=screening.Look(answers={"afraid": "no"}))
    merge(kept=anna, duplicate=ann, by=ada)
    assert screening.look_of(person_id=anna.pk).answers == {"afraid": "no"}
    assert not screening.look_of(person_id=ann.pk).answers
    own = side.side_of(person_id=anna.pk)
    assert own is not None and own.step == "look" and not is_open(couple=couple)


def test_what_was_agreed_to_stays_on_record_and_opens_nothing(couple, ada, ann, anna):
    assert is_open(couple=couple)
    merge(kept=anna, duplicate=ann, by=ada)
    consent = Consent.objects.get(person=anna)
    assert consent.couple == couple and consent.withdrawn_at and not is_open(couple=couple)


def test_where_both_have_one_the_kept_account_s_stays(ada, ann, ben, anna, omar):
    own, theirs = appointments.new_link(person=ann), appointments.new_link(person=anna)
    mine, _ = couples.invite(inviter=ann)
    couples.invite(inviter=anna)
    merge(kept=ann, duplicate=anna, by=ada)
    assert appointments.subscriber(token=own) == ann
    assert appointments.subscriber(token=theirs) is None
    assert couples.open_invitation_of(inviter=ann) == mine
    assert Invitation.objects.filter(inviter=ann).count() == 2
    assert not Calendar.objects.exclude(person=ann).exists()
    assert appointments.subscriber(token="nothing of Omar") is None


def test_nobody_has_invited_themselves(ada, ann, anna):
    _invitation, token = couples.invite(inviter=ann)
    couples.accept_invitation(token=token, invited=anna)
    merge(kept=ann, duplicate=anna, by=ada)
    assert not couples.yes_to(inviter=ann) and couples.own_yes(invited=ann) is None
    assert not Couple.objects.exists()


def test_a_yes_that_waits_goes_on_waiting(ada, ann, ben, anna):
    _invitation, token = couples.invite(inviter=ben)
    couples.accept_invitation(token=token, invited=anna)
    merge(kept=ann, duplicate=anna, by=ada)
    (yes,) = couples.yes_to(inviter=ben)
    assert yes.redeemed_by == ann


def test_thea_s_two_practices_are_one_with_the_code_that_she_keeps(couple, ada, thea):
    again = cast.therapist("Theodora")
    Practice.objects.create(therapist=again, about="", times="Mondays")
    Practice.objects.create(
        therapist=thea, about="Calm.", times="Fridays", takes_couples=True, code="OLDER234"
    )
    merge(kept=again, duplicate=thea, by=ada)
    practice = Practice.objects.get()
    assert (practice.therapist, practice.about, practice.times) == (again, "Calm.", "Mondays")
    assert not practice.takes_couples and care.practice_by_code(code="OLDER234") is None
    couple.refresh_from_db()
    assert couple.therapist == again and couple.cares.get().therapist == again


def test_what_must_stay_two_stays_two(couple, ada, ann, ben, thea, omar, anna):
    couples.form_couple(first=omar, second=anna)
    for kept, duplicate, why in (
        (ann, ann, "same"),
        (ann, ben, "one_couple"),
        (ann, thea, "roles"),
        (ann, omar, "two_couples"),
        (ada, ada, "same"),
        (cast.admin("Adele"), ada, "yourself"),
    ):
        with pytest.raises(CannotMerge, match=why):
            merge(kept=kept, duplicate=duplicate, by=ada)
    couples.end_couple(couple=couple)
    with pytest.raises(CannotMerge, match="one_couple"):
        merge(kept=ann, duplicate=ben, by=ada)
    assert Person.objects.count() == 7
