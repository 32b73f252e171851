"""Two runs that differ only in whether and what Ann answers are one and the same for everybody else."""

import pytest
from django.core import mail

from dialogue.accounts import people
from dialogue.measures import sharing
from dialogue.measures.instruments import OFFERED, instrument
from tests.support.pairs import FRESH, shown
from tests.support.rollback import rolled_back
from tests.support.rooms import done, to_sending

pytestmark = pytest.mark.long


def forms(edge):
    return {
        id: {item.id: str(edge(item.scores)) for item in instrument(id).items} for id in OFFERED
    }


RUNS = [None, forms(min), forms(max), {"csi4": {"happiness": "0"}}]


@pytest.fixture
def over(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ben, room, "end")
    return room


@pytest.mark.parametrize("shares", [False, True], ids=["nothing shared", "shared with Thea"])
def test_ben_and_ada_get_the_same_bytes_whatever_ann_answers(
    at_home, couple, ann, ben, ada, over, shares
):
    """Pages byte for byte but for what is fresh at each loading (times of day, tokens of one size),
    headers, how often the database is asked, e-mails, and the export."""
    if shares:
        for id in OFFERED:
            sharing.set_share(person_id=ann.pk, measure=id, who="therapist", on=True)

    def run(answers):
        mail.outbox.clear()
        for id, form in (answers or {}).items():
            answer = at_home(ann).post(f"/progress/{id}", form)
            assert (answer.status_code, answer.url) == (302, "/progress")
        bens = ["/sessions", "/progress", "/progress/partner", "/progress/share", "/profile"]
        bens += ["/progress/mine.json", "/progress/csi4", "/path", "/pulses", "/profile/looks"]
        bens += [f"/transcript/{over}", f"/timeline/{over}", "/copies/ours.md", "/side"]
        desk = [f"/admin/dialogue/person/{ann.pk}/change/", "/admin/dialogue/couple/", "/admin/"]
        return [
            list(shown(at_home(ben), bens)),
            list(shown(at_home(ada), [*desk, "/admin/dialogue/access/"])),
            FRESH.sub("·", str(people.export(person=ann, by=ada))),
            list(mail.outbox),
        ]

    rolled_back(lambda: run(None))  # after which Django remembers what it asks for only once
    first, *others = [rolled_back(lambda answers=answers: run(answers)) for answers in RUNS]
    assert all(other == first for other in others)


def test_what_ann_shares_and_has_not_answered_looks_like_what_she_does_not_share(
    at_home, couple, ann, ben, thea
):
    def pages():
        answers = (
            at_home(ben).get("/progress/partner"),
            at_home(thea).get(f"/progress/couple/{couple.pk}"),
        )
        return [FRESH.sub("·", answer.content.decode()) for answer in answers]

    before = pages()
    for id in OFFERED:
        for who in ("partner", "therapist"):
            sharing.set_share(person_id=ann.pk, measure=id, who=who, on=True)
    assert pages() == before


def test_whoever_holds_ann_s_phone_without_her_password_learns_nothing(browser, couple, ann):
    def run(answers):
        client = browser(ann)
        for id, form in (answers or {}).items():
            client.post(f"/progress/{id}", form)
            client.get("/sessions")  # where it says once that it was saved
        for address in ("/progress", "/progress/share", "/progress/partner", "/progress/mine.json"):
            assert client.get(address).url.startswith("/account/reauthenticate/")
        pages = [client.get(f"/progress/{id}") for id in OFFERED] + [client.get("/sessions")]
        return [FRESH.sub("·", page.content.decode()) for page in pages]

    first, *others = [rolled_back(lambda answers=answers: run(answers)) for answers in RUNS]
    assert all(other == first for other in others)
    assert "checked" in first[0]  # on “Leave it open”, and nowhere else
    assert first[0].count("checked") == 4
