"""Who can write into the database cannot change what the audit says without being noticed."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dialogue.accounts import people
from dialogue.base import audit, audit_chain
from dialogue.models import Access, AccessChain, Retention
from dialogue.safety import retention

pytestmark = pytest.mark.django_db
READ, LEFT = Access.What.READ_TRANSCRIPT, Access.What.CHANGED_THERAPIST


@pytest.fixture
def lines(couple, ann, ben, thea):
    """Thea has read four times, and all of it is chained."""
    for _ in range(2):
        audit.record(actor=thea, what=LEFT, subjects=[ann, ben])
    assert audit_chain.chain() == 4
    return list(Access.objects.order_by("place"))


def faults(**more):
    return [(one.fault, one.place) for one in audit_chain.check(**more).broken]


def test_what_is_as_it_was_written_is_whole(lines, capsys):
    found = audit_chain.check()
    assert (found.lines, found.first, found.last, found.broken) == (4, 1, 4, ())
    call_command("audit")
    assert found.link in capsys.readouterr().out


def test_nothing_was_written_and_all_of_it_is_whole(db, capsys):
    call_command("audit")
    assert "none yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changed",
    [
        {"what": Access.What.SAW_ACCOUNT},
        {"at": timezone.now() - timedelta(days=3)},
        {"actor_role": "partner"},
        {"actor_number": 4711},
        {"subject_number": None},
    ],
)
def test_a_changed_line_is_found_at_its_place(lines, changed, capsys):
    Access.objects.filter(place=2).update(**changed)
    assert ("changed", 2) in faults()
    with pytest.raises(CommandError, match="not intact"):
        call_command("audit")
    assert "changed: line 2" in capsys.readouterr().err


def test_a_line_that_points_at_omar_instead_is_found(lines, omar):
    Access.objects.filter(place=3).update(subject=omar)
    assert faults() == [("pointed elsewhere", 3)]


def test_a_line_that_was_taken_out_is_found(lines):
    Access.objects.filter(place=3).delete()
    assert ("missing", 3) in faults()


def test_the_newest_lines_taken_out_with_their_end_are_found_by_who_kept_a_link(lines):
    kept = audit_chain.check().link
    Access.objects.filter(place__gt=2).delete()
    assert ("missing", 3) in faults()
    AccessChain.objects.update(place=2, link=lines[1].link)
    assert faults() == []  # nothing here tells of it; but Ada wrote down the link
    assert faults(since=kept) == [("shortened", 2)]
    assert faults(since=lines[1].link.hex()) == []


def test_two_lines_that_changed_places_are_found(lines):
    for place, other in ((2, 99), (3, 2), (99, 3)):
        Access.objects.filter(place=place).update(place=other)
    assert ("changed", 2) in faults() and ("changed", 3) in faults()


def test_a_line_that_stays_loose_is_found(lines, thea, ann):
    audit.record(actor=thea, what=LEFT, subjects=[ann])
    assert faults() == []  # the next tick chains it
    Access.objects.filter(link=None).update(at=timezone.now() - timedelta(hours=2))
    assert faults() == [("loose", 0)]


def test_an_erased_account_leaves_the_chain_whole(lines, ann, ada):
    people.disable(person=ann, by=ada)
    ann.delete()
    audit_chain.chain()
    assert faults() == [] and Access.objects.filter(subject=None).exists()


def test_what_was_kept_long_enough_goes_and_the_rest_stays_whole(lines, thea, ann):
    days = Retention.objects.order_by("pk").first() or Retention()
    Access.objects.filter(place__lte=2).delete()  # (written anew, as of long ago)
    AccessChain.objects.all().delete()
    Access.objects.update(place=None, link=None)
    Access.objects.filter(pk=lines[2].pk).update(
        at=timezone.now() - timedelta(days=days.access_days + 1)
    )
    audit_chain.chain()
    assert retention.clear_away() >= 1
    found = audit_chain.check()
    assert (found.lines, found.first, found.last, found.broken) == (1, 2, 2, ())
    assert audit_chain.clear(before=timezone.now() + timedelta(days=1)) == 1
    audit.record(actor=thea, what=LEFT, subjects=[ann])
    assert audit_chain.chain() == 1
    found = audit_chain.check()
    assert (found.lines, found.first, found.last, found.broken) == (1, 3, 3, ())
