"""Every page in most of its shapes, each as it is answered to one of the cast."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from dialogue.appointments.service import propose
from dialogue.couple.invitations import accept_invitation, invite
from dialogue.course import service as courses
from dialogue.gifts import service as gifts
from dialogue.introduction.texts import EXAMPLE, PAGES
from dialogue.measures import sharing as measure_sharing
from dialogue.measures.instruments import EVERY, OFFERED
from dialogue.models import Commitment, Couple, Course, DialogueSession, Person
from dialogue.pulses import service as pulses
from dialogue.records import course, notes, remote_starts, tasks
from dialogue.records.remote_starts import Start
from dialogue.together import caring_behaviors as caring
from dialogue.together import vision
from dialogue.together.caring_behaviors import LISTS
from dialogue.together.vision import Say
from dialogue.workup import service as workup
from dialogue.workup import sharing
from dialogue.workup.forms import STEPS
from dialogue.workup.service import SIDES, Trait, begin
from tests.measures.courses import course as course_of
from tests.support import cast
from tests.support.rooms import asked_by, done, given, to_sending

# Stands in topics and words. No title, header or foreign page may hold it.
SECRET = "Sunday at the lake"
NAMES = ("Annabel", "Benedict")
INTRODUCTION = (
    "/before",
    *(f"/before/{page.name}" for page in PAGES),
    *(f"/before/example/{number}" for number in range(1, len(EXAMPLE) + 2)),
)


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
    sharing.show(person_id=ann.pk, workup_id=own, part="wish", words=SECRET)
    return own


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


def together(ann: Person, ben: Person, language: str) -> Iterator[tuple[str, HttpResponse]]:
    """While Ann writes, while she waits, and in the end both sheets with something said of them."""
    client = signed_in(ann, language)
    for address in ("/vision", "/caring"):
        yield f"{ann} writes: {address}", client.get(address)
    sheets_of(ann)
    for address in ("/vision", "/caring"):
        yield f"{ann} waits: {address}", client.get(address)
    sheets_of(ben)
    vision.answer(person_id=ben.pk, says={1: Say(shared=True, rank=4), 2: Say(shared=False)})
    caring.mark_done(person_id=ben.pk, key=f"now {SECRET.casefold()}", on=timezone.localdate())


def course_of_two(
    ann: Person, ben: Person, over: UUID, language: str
) -> Iterator[tuple[str, HttpResponse]]:
    """No course; one that is proposed, as each sees it; one that is over, and another declined. It
    ends with one that goes on, and of which both are asked."""
    hers, his = (signed_in(person, language) for person in (ann, ben))

    def proposed() -> int:
        courses.propose(person_id=ann.pk, planned=8, goal=SECRET)
        return Course.objects.latest("pk").pk

    yield "Ann has no course", hers.get("/course")
    first = proposed()
    yield "Ann has proposed a course", hers.get("/course")
    yield "Ben is asked about a course", his.get("/course")
    courses.agree(person_id=ben.pk, course_id=first, goal=SECRET)
    held = DialogueSession.objects.get(pk=over)
    held.state["outcome"], held.closed_at = "completed", timezone.now()
    held.save(update_fields=["state", "closed_at"])
    courses.end(person_id=ann.pk, course_id=first)
    yield "Ann looks back at a course", hers.get("/course")
    declined = proposed()
    courses.decline(person_id=ben.pk, course_id=declined)
    yield "Ann after a no to a course", hers.get("/course")
    Course.objects.filter(pk=declined).delete()  # as a day later
    courses.agree(person_id=ben.pk, course_id=proposed(), goal=SECRET)


def every_page(
    couple: Couple, omar: Person, ada: Person, language: str = "en"
) -> Iterator[tuple[str, HttpResponse]]:
    Person.objects.update(language=language)
    ann, ben = the_two()
    assert couple.therapist
    running, over = asked_by(ann, topic=SECRET), ended(ann, ben)
    aloud = asked_by(ann, topic=SECRET)
    done(ann, aloud, "speak")
    token = invite(inviter=cast.person("Eve"))[1]
    care = couple.couple_therapists.get()
    time = propose(person=ann, begins_at=timezone.now() + timedelta(hours=5), minutes=60)
    draft, signed = recorded(couple)
    going_on = gift(ann, ben)
    gifts.propose(
        person=ben,
        gift_id=going_on,
        words=SECRET,
        rhythm="daily",
        until=timezone.localdate() + timedelta(days=5),
    )
    gifts.thank(person=ann, gift_id=gift(ann, ben), words=SECRET)
    gifts.let_go(person=ann, gift_id=gift(ann, ben))
    fay, finn = (cast.person(name, language=language) for name in ("Fay", "Finn"))
    accept_invitation(token=invite(inviter=fay)[1], invited=finn)
    own, empty = written(ann), begin(person_id=ann.pk)
    answered(ann, ben, over)
    yield from together(ann, ben, language)
    yield from course_of_two(ann, ben, over, language)
    visits: dict[Person | None, list[str]] = {
        None: [
            "/",
            "/safety",
            "/findings",
            *INTRODUCTION,
            "/try",
            "/try/couples_dialogue/kitchen",
            "/account/login/",
            "/account/signup/",
            "/account/password/reset/",
            "/account/password/reset/done/",
            "/account/login/code/",
            "/account/inactive/",
            f"/invitation/{token}",
            "/nowhere",
        ],
        ann: [
            "/sessions",
            f"/room/{running}",
            f"/room/{running}/one-phone",
            f"/room/{aloud}/one-phone",
            f"/transcript/{running}",
            f"/transcript/{over}",
            "/try",
            "/try/parent_child/own",
            f"/timeline/{over}",
            f"/timeline/{running}",
            f"/pulse/{over}",
            f"/pulse/{over}/saved",
            "/pulses",
            "/progress",
            "/progress/share",
            "/progress/partner",
            *(f"/progress/{id}" for id in OFFERED),
            "/profile",
            "/profile/time-zone?to=Asia/Tokyo",
            "/side",
            "/rest",
            "/profile/looks",
            "/couple/leave",
            "/gifts",
            f"/gifts/{going_on}",
            "/therapist",
            f"/therapist/{care.pk}/end",
            "/appointments",
            f"/appointments/{time.pk}/move",
            "/appointments/calendar",
            "/account/email/",
            "/account/password/change/",
            "/account/logins/",
            "/account/keys/",
            "/account/keys/webauthn/",
            "/account/reauthenticate/",
            "/account/logout/",
            "/safety",
            "/nowhere",
            "/path",
            "/vision",
            "/vision/earlier",
            "/vision/earlier/2",
            "/caring",
            "/course",
            "/course/questions",
            "/path",
            "/workup",
            "/workup/rest",
            "/workup/shown",
            f"/workup/{own}",
            f"/workup/{empty}",
            f"/workup/beside?one={own}&other={empty}",
            f"/sessions?workup={own}&part=wish",
            *(f"/workup/{one}/{step}" for one in (own, empty) for step in STEPS),
        ],
        ben: ["/workup", "/workup/shown", "/progress", "/progress/partner"],
        omar: [
            "/sessions",
            "/progress",
            "/progress/share",
            "/progress/partner",
            "/gifts",
            "/path",
            "/workup",
            "/workup/shown",
            "/invite",
            f"/invitation/{token}",
            "/invitation/no",
            f"/room/{running}",
        ],
        fay: ["/sessions"],
        finn: ["/sessions"],
        couple.therapist: [
            "/sessions",
            "/board",
            f"/room/{running}",
            f"/transcript/{over}",
            f"/timeline/{over}",
            "/practice",
            "/gifts",
            "/appointments",
            f"/therapist/{care.pk}/end",
            f"/joint/{couple.pk}",
            f"/progress/couple/{couple.pk}",
            f"/together/{couple.pk}",
            "/records",
            f"/couples/{couple.pk}/record",
            f"/couples/{couple.pk}/record/first",
            f"/couples/{couple.pk}/record/second",
            f"/couples/{couple.pk}/record/start",
            f"/couples/{couple.pk}/record/notes/{draft}",
            f"/couples/{couple.pk}/record/notes/{signed}",
        ],
        ada: ["/sessions", *admin_pages(ann, couple)],
    }
    for person, addresses in visits.items():
        client = signed_in(person, language)
        for address in addresses:
            yield f"{person}: {address}", client.get(address)
    for person, address, form in refused_forms(ann, omar, own) + refused_notes(couple, draft):
        yield f"{person} sends {address}", signed_in(person, language).post(address, form)


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


def admin_pages(ann: Person, couple: Couple) -> list[str]:
    """Every list, every form for something new, and what there is of the first of each kind."""
    pages = ["/admin/", "/admin/password_change/"]
    pages += [f"/admin/dialogue/person/{ann.pk}/{what}" for what in ("merge", "erase")]
    for model in admin.site._registry:
        name = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        first = {Person: ann, Couple: couple}.get(model) or model._default_manager.first()
        pages += [f"/admin/{model._meta.app_label}/", name, f"{name}add/"]
        if first:
            pages += [f"{name}{first.pk}/{what}/" for what in ("change", "history", "delete")]
    return list(dict.fromkeys(pages))


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
        (omar, "/invite", {}),
        (ann, "/vision", {"act": "add", "text": ""}),
        (ann, "/course", {"act": "propose", "planned": "x", "goal": SECRET * 1000}),
        (ann, "/course/questions", {"measure": "csi4"}),
        (ann, "/caring", {"act": "keep", "now": SECRET * 20}),
        (ann, f"/workup/{own}/home", {"home": SECRET * 1000}),
        (ann, f"/workup/{own}/traits", {"positive_0": SECRET * 10}),
        (ann, f"/workup/{own}/partner", {"partner": SECRET * 10}),
    ]


def signed_in(person: Person | None, language: str) -> Client:
    client = Client(headers={"accept-language": language})
    if person:
        client.force_login(person)
        cast.stepped_up(client)
    return client
