"""A clinician's exercise, written as one file by following the docs, runs in the room as it is."""

import pytest

from dialogue.engine import exercises
from tests.engine.test_exercise_files import GRATITUDE
from tests.support.liverooms import Rooms
from tests.support.rooms import asked_by

ONE_TURN = (
    ("ben", "accept"), ("ann", "ready"), ("ben", "ready"), ("ann", "intend"), ("ben", "intend"),
    *(("ann", "send"), ("ben", "mirror"), ("ann", "got_it")) * 3,
    ("ann", "thank"), ("ben", "thank"), ("ann", "stop"),
    ("ann", "appreciate"), ("ben", "appreciate"),
)  # fmt: skip
WORDY = {"send", "mirror", "appreciate"}


@pytest.mark.django_db(transaction=True)
def test_ann_and_ben_thank_each_other_three_times(with_own_exercises, tmp_path, couple, ann, ben):
    server = with_own_exercises("gratitude", GRATITUDE)
    exercises.offer_own(tmp_path / "exercises")  # in this process, where it is asked for
    try:
        room = asked_by(ann, "gratitude", "Thank you for the tea.")
    finally:
        exercises._own.clear()
        exercises.exercise.cache_clear()
    rooms = Rooms(server)
    rooms.sign_in(ann, ben)

    async def scene(anns, bens):
        assert anns.welcome["exercise"]["title"] == "Three thanks"
        at = {"ann": anns, "ben": bens}
        for name, act in ONE_TURN:
            for client in at.values():
                newest = max(one.now["moment"] for one in at.values())
                await client.until(lambda one=client, newest=newest: one.now["moment"] >= newest)
            await at[name].act(act, "Thank you for the tea." if act in WORDY else "")
        await anns.until(lambda: anns.now["outcome"] == "completed")
        assert [event["name"] for event in anns.events].count("mirror") == 3

    rooms.play(room, [ann, ben], scene)
