"""I4: each seat counts what it may see, 1, 2, 3 …; what is hidden leaves no trace."""

import pytest

from tests.support.rooms import done, numbers_of, refused, seen_by, to_sending


@pytest.mark.django_db
def test_everybody_counts_without_gaps(couple, ann, ben, thea):
    room = to_sending(ann, ben)
    done(thea, room, "whisper", "Let her finish.", to="second")
    done(ann, room, "send", "I feel alone.")
    done(thea, room, "whisper", "You did well.", to="first")
    for person in (ann, ben, thea):
        numbers = numbers_of(person, room)
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_a_whisper_to_ben_leaves_no_trace_with_ann(couple, ann, ben, thea):
    plain, whispered = to_sending(ann, ben), to_sending(ann, ben)
    done(thea, whispered, "whisper", "Let her finish.", to="second")
    for room in (plain, whispered):
        done(ann, room, "send", "I feel alone.")
    assert numbers_of(ann, plain) == numbers_of(ann, whispered)
    assert [entry.happened for entry in seen_by(ann, plain)] == [
        entry.happened for entry in seen_by(ann, whispered)
    ]
    assert "Let her finish." in [entry.words for entry in seen_by(ben, whispered)]
    assert "Let her finish." not in [entry.words for entry in seen_by(ann, whispered)]


@pytest.mark.django_db
def test_partners_cannot_whisper(couple, ann, ben):
    room = to_sending(ann, ben)
    assert refused(ann, room, "whisper", "psst", to="second") == "not_for_you"
