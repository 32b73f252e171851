"""What Ann and Ben have written and done here, in words that can be found again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from dialogue import text
from dialogue.consent_forms import service as consent_forms
from dialogue.consent_forms import signing
from dialogue.measures import sharing as measure_sharing
from dialogue.measures.instruments import EVERY, OFFERED
from dialogue.models import Commitment, Couple, Person
from dialogue.models.workup import Workup
from dialogue.pulses import service as pulses
from dialogue.records import course, notes, remote_starts, tasks
from dialogue.records.remote_starts import Start
from dialogue.together import caring_behaviors as caring
from dialogue.together import vision
from dialogue.together.caring_behaviors import LISTS
from dialogue.workup import service as workup
from dialogue.workup import sharing
from dialogue.workup.service import SIDES, Trait
from tests.measures.courses import course as course_of
from tests.support.rooms import done, given, to_sending

# Stands in topics and words. No title, header or foreign page may hold it.
SECRET = "Sunday at the lake"

NAMES = ("Annabel", "Benedict")


def the_two() -> tuple[Person, Person]:
    """Ann and Ben, under names that do not occur in ordinary text."""
    Person.objects.filter(name="Ann").update(name=NAMES[0])
    Person.objects.filter(name="Ben").update(name=NAMES[1])
    return Person.objects.get(name=NAMES[0]), Person.objects.get(name=NAMES[1])


def ended(ann: Person, ben: Person) -> UUID:
    room = to_sending(ann, ben)
    done(ann, room, "send", SECRET)
    done(ben, room, "mirror", SECRET)
    done(ben, room, "end")
    return room


def gift(ann: Person, ben: Person) -> int:
    """Ben has promised Ann one of her requests: the number of the gift."""
    room = given(ann, ben, [SECRET] * 3, topic=SECRET)
    return Commitment.objects.get(dialogue=room).pk


def written(ann: Person) -> UUID:
    """A workup with something in each of its parts, one sentence of it shown to the partner."""
    own = workup.begin(person_id=ann.pk)
    traits = tuple(Trait(0, side, SECRET, strong=True, shared=True) for side in SIDES)
    said = dict.fromkeys(("wanted", "felt", "did"), (SECRET,))
    workup.keep(
        person_id=ann.pk, workup_id=own, home=SECRET, caregivers={0: SECRET}, traits=traits, **said
    )
    slept_on(own)
    sharing.show(person_id=ann.pk, workup_id=own, part="wish", words=SECRET)
    return own


def slept_on(workup_id: UUID) -> None:
    """It was last changed the day before yesterday."""
    Workup.objects.filter(pk=workup_id).update(changed_at=timezone.now() - timedelta(days=2))


def answered(ann: Person, ben: Person, over: UUID) -> None:
    """Both have answered everything several times, in two versions of the pulse; Ann shares with Ben
    and with their therapist, and both would like to see one picture of one measure."""
    for person in (ann, ben):
        course_of(person, OFFERED, 3)
        pulses.give(person_id=person.pk, dialogue_id=over, answers=pulses.Answers(7, 2, 5, 9))
        pulses.tell(person_id=person.pk, dialogue_id=over, tell=True)
    for id in EVERY:
        measure_sharing.set_share(person_id=ann.pk, measure=id, who="therapist", on=True)
    for id in OFFERED:
        measure_sharing.set_share(person_id=ann.pk, measure=id, who="partner", on=True, beside=True)
    measure_sharing.set_share(person_id=ben.pk, measure="csi4", who="partner", on=True, beside=True)


def sheets_of(person: Person) -> None:
    """A vision and the three lists, and ready to reveal them."""
    vision.write(person_id=person.pk, texts=[SECRET])
    caring.write(person_id=person.pk, lists={name: [SECRET] for name in LISTS})
    caring.rate(person_id=person.pk, ranks={f"now {SECRET.casefold()}": 5})
    vision.say_ready(person_id=person.pk, ready=True)
    caring.say_ready(person_id=person.pk, ready=True)


def recorded(couple: Couple) -> tuple[UUID, UUID]:
    """Something in every part of Thea's record, in words that hold the SECRET: a draft, and a signed
    note. Homework is shared."""
    hers: dict[str, Any] = {"therapist_id": couple.therapist_id, "couple_id": couple.pk}
    today = timezone.localdate()
    course.keep_course(**hers, revision=0, goals=SECRET, planned=8, last_on=today)
    course.keep_agenda(**hers, revision=1, agenda=SECRET)
    tasks.give(**hers, who="both", what=SECRET, until=today, share=True)
    tasks.give(**hers, who="first", what=SECRET, until=None)
    remote_starts.note_start(**hers, whose="first", start=Start(SECRET, SECRET, SECRET))
    draft = notes.begin_note(**hers, template="session", met_on=today)
    signed = notes.begin_note(**hers, template="follow_up", met_on=today)
    said: dict[str, Any] = {"revision": 0, "met_on": today, "content": {"since": SECRET}}
    notes.sign_note(**hers, note_id=signed, **said)
    notes.add_to_note(**hers, note_id=signed, words=SECRET)
    return draft, signed


def form_given(couple: Couple, words: str = SECRET) -> tuple[UUID, UUID]:
    """A consent form of Thea's that both are asked to sign: the form, and what was given."""
    assert couple.therapist
    hers: dict[str, Any] = {"therapist_id": couple.therapist.pk}
    form = consent_forms.begin(**hers)
    said = consent_forms.Words(text.line(words), words)
    consent_forms.make_version(**hers, form_id=form, words=said)
    consent_forms.give(**hers, form_id=form, couple_id=couple.pk)
    (given,) = consent_forms.given_of(**hers, form_id=form)
    return form, given.id


def signed(person: Person, given: UUID, name: str = SECRET, version: int = 1) -> UUID:
    """The number of the signature."""
    signing.sign(person_id=person.pk, given_id=given, version=version, name=name)
    (mine, *_) = signing.one_for(person_id=person.pk, given_id=given).mine
    return mine.id
