"""I11: order comes from the number, never from a clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.support.rooms import done, folded, seen_by, state_of, to_sending


@pytest.mark.django_db
def test_a_clock_that_runs_backwards_changes_nothing(couple, ann, ben, monkeypatch):
    clock = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)

    def backwards() -> datetime:
        nonlocal clock
        clock -= timedelta(minutes=7)
        return clock

    monkeypatch.setattr(timezone, "now", backwards)
    room = to_sending(ann, ben)
    done(ann, room, "send", "First.")
    done(ben, room, "mirror", "Second.")
    assert [entry.words for entry in seen_by(ann, room)][-2:] == ["First.", "Second."]
    assert folded(room) == state_of(room)


@pytest.mark.django_db
def test_no_query_of_the_log_sorts_by_time(couple, ann, ben, django_assert_max_num_queries):
    room = to_sending(ann, ben)
    with django_assert_max_num_queries(8) as asked:
        seen_by(ann, room)
    assert not any(
        "ORDER BY" in q["sql"] and '"at"' in q["sql"].partition("ORDER BY")[2] for q in asked
    )
