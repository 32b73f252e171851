"""Every page in most of its shapes, each as it is answered to one of the cast."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from dialogue.appointments.service import propose
from dialogue.couple.invitations import accept_invitation, invite
from dialogue.course import service as courses
from dialogue.gifts import service as gifts
from dialogue.introduction.texts import EXAMPLE, PAGES
from dialogue.measures.instruments import OFFERED
from dialogue.models import Couple, Course, Person
from dialogue.together import caring_behaviors as caring
from dialogue.together import vision
from dialogue.together.vision import Say
from dialogue.workup.forms import STEPS
from dialogue.workup.service import begin
from tests.support import cast
from tests.support.history import (
    SECRET,
    answered,
    ended,
    form_given,
    gift,
    recorded,
    sheets_of,
    signed,
    the_two,
    written,
)
from tests.support.refused import refused_forms, refused_notes
from tests.support.rooms import asked_by, completed, turned

INTRODUCTION = (
    "/before",
    *(f"/before/{page.name}" for page in PAGES),
    *(f"/before/example/{number}" for number in range(1, len(EXAMPLE) + 2)),
)


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
    completed(over)
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
    turned(ann, ben, aloud, "speak")
    token = invite(inviter=cast.person("Eve"))[1]
    care = couple.couple_therapists.get()
    time = propose(person=ann, begins_at=timezone.now() + timedelta(hours=5), minutes=60)
    draft, signed_note = recorded(couple)
    consent_form, given = form_given(couple)
    signed(ben, given)
    unsigned = form_given(couple)[1]
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
            "/rights",
            "/findings",
            *INTRODUCTION,
            "/try",
            "/try/together",
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
            "/today",
            "/us",
            "/us/words",
            "/us/look",
            f"/room/{running}",
            f"/room/{running}/one-phone",
            f"/room/{aloud}/one-phone",
            f"/transcript/{running}",
            f"/transcript/{over}",
            f"/takeaway/{over}",
            "/try",
            "/try/together",
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
            "/copies",
            "/homework",
            "/intake",
            "/sign",
            f"/sign/{unsigned}",
            "/guesses",
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
        ben: [
            "/sign",
            f"/sign/{given}",
            "/workup",
            "/workup/shown",
            "/progress",
            "/progress/partner",
        ],
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
            "/invitation/no-thanks",
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
            "/caseload",
            f"/intake/couple/{couple.pk}",
            "/consent-forms",
            f"/consent-forms/{consent_form}",
            f"/consent-forms/couple/{couple.pk}",
            f"/caseload/{couple.pk}",
            f"/together/{couple.pk}",
            "/records",
            f"/couples/{couple.pk}/record",
            f"/couples/{couple.pk}/record/first",
            f"/couples/{couple.pk}/record/second",
            f"/couples/{couple.pk}/record/start",
            f"/couples/{couple.pk}/record/notes/{draft}",
            f"/couples/{couple.pk}/record/notes/{signed_note}",
        ],
        ada: ["/sessions", "/design/", *admin_pages(ann, couple)],
    }
    for person, addresses in visits.items():
        client = signed_in(person, language)
        for address in addresses:
            yield f"{person}: {address}", client.get(address)
    for person, address, form in refused_forms(ann, omar, own) + refused_notes(couple, draft):
        yield f"{person} sends {address}", signed_in(person, language).post(address, form)
    client = signed_in(omar, language)
    client.post("/invite")
    yield "Omar has a link: /invite", client.get("/invite")


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


def signed_in(person: Person | None, language: str) -> Client:
    client = Client(headers={"accept-language": language})
    if person:
        client.force_login(person)
        cast.stepped_up(client)
    return client
