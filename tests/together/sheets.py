"""What Ann and Ben write for each other, as far as it has come."""

from dialogue.access import seats
from dialogue.together import caring_behaviors as caring
from dialogue.together import vision

OURS, HERS, HIS = "We laugh every day.", "We live by the sea.", "We have a dog."


def place(person):
    found = seats.seat_of(person_id=person.pk)
    assert found
    return found


def revealed(ann, ben):
    vision.write(person_id=ann.pk, texts=[OURS, HERS])
    vision.write(person_id=ben.pk, texts=[HIS])
    vision.say_ready(person_id=ann.pk, ready=True)
    vision.say_ready(person_id=ben.pk, ready=True)


def now(person):
    found = vision.newest(place=place(person))
    assert found
    return found


def texts(sentences):
    return [one.text for one in sentences]


def swapped(ann, ben):
    caring.write(person_id=ann.pk, lists={"now": ["make tea"], "wish": ["dance with me", "sing"]})
    caring.write(person_id=ben.pk, lists={"past": ["wait for me at the door"]})
    for person in (ann, ben):
        caring.say_ready(person_id=person.pk, ready=True)
