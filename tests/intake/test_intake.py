"""Ann tells Thea something before they begin. It is Ann's until she sends it, and Ben's never."""

import pytest
from django.core import mail
from django.db import connection

from dialogue.couple import couple_therapist
from dialogue.intake import service
from dialogue.models import Access
from dialogue.models.intake import Intake
from tests.support import cast
from tests.support.page import Page
from tests.support.pairs import shown
from tests.support.rollback import rolled_back

HERS, HOPE = "Since the move we hardly talk.", "To laugh again."
WRITTEN = {"brings": HERS, "hopes": HOPE, "act": "save"}
SENT = WRITTEN | {"act": "send"}


def read_by(at_home, person, couple):
    return Page(at_home(person).get(f"/intake/couple/{couple.pk}")).text


def test_thea_reads_what_was_sent_as_it_was_sent_and_nothing_once_it_is_taken_back(
    at_home, couple, ann, thea
):
    at_home(ann).post("/intake", WRITTEN)
    assert HERS not in read_by(at_home, thea, couple)
    at_home(ann).post("/intake", SENT)
    told = read_by(at_home, thea, couple)
    assert HERS in told and HOPE in told and "What brings you here?" in told
    assert told.count("Nothing sent to you") == 1  # of Ben
    kept = at_home(ann).post("/intake", SENT | {"brings": "Not yet."}, headers={"X-Keep": "1"})
    assert kept.status_code == 200 and HERS in read_by(at_home, thea, couple)
    assert "isn’t sent yet" in Page(at_home(ann).get("/intake")).text
    at_home(ann).post("/intake", {"act": "take_back"})
    assert HERS not in read_by(at_home, thea, couple)
    assert "Not yet." in at_home(ann).get("/intake").content.decode()
    at_home(ann).post("/intake", {"act": "erase"})
    assert not Intake.objects.exists()
    looks = Access.objects.filter(actor=thea, what=Access.What.SAW_ACCOUNT)
    assert len({look.subject_id for look in looks}) == 2


def test_nobody_else_reads_it_and_a_later_therapist_starts_with_none(
    at_home, browser, couple, ann, ben, thea, omar, ada
):
    at_home(ann).post("/intake", SENT)
    for person in (ann, ben, omar, ada):
        assert at_home(person).get(f"/intake/couple/{couple.pk}").status_code == 404
    assert HERS not in at_home(ben).get("/intake").content.decode()
    for person in (omar, thea, ada):
        assert at_home(person).get("/intake").status_code == 404
    assert browser(ann).get("/intake").status_code == 302  # her password first
    other = cast.therapist("Theodora")
    couple_therapist.assign(couple=couple, therapist=other)
    assert HERS not in read_by(at_home, other, couple)
    assert at_home(thea).get(f"/intake/couple/{couple.pk}").status_code == 404
    assert HERS not in at_home(ann).get("/intake").content.decode()


def test_it_lies_sealed_in_one_size_and_opens_for_nobody_else_s_row(at_home, couple, ann, ben):
    at_home(ann).post("/intake", SENT)
    at_home(ben).post("/intake", {"act": "send"} | dict.fromkeys(service.QUESTIONS, "🦆" * 4_000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, sent FROM dialogue_intake")
        rows = [bytes(one) for row in cursor.fetchall() for one in row]
    assert len({len(row) for row in rows}) == 1 and not any(HERS.encode() in row for row in rows)
    assert service.own(person_id=ann.pk).answers == {"brings": HERS, "hopes": HOPE}


@pytest.mark.long
def test_ben_and_ada_get_the_same_bytes_whether_ann_writes_and_sends(
    at_home, couple, ann, ben, ada
):
    def run(form):
        mail.outbox.clear()
        if form:
            at_home(ann).post("/intake", form)
        bens = ["/intake", "/therapist", "/sessions", "/profile/looks", "/copies/ours.md", "/side"]
        adas = [f"/admin/dialogue/person/{ann.pk}/change/", "/admin/dialogue/couple/", "/admin/"]
        pages = [list(shown(at_home(one), which)) for one, which in ((ben, bens), (ada, adas))]
        return [*pages, list(mail.outbox)]

    rolled_back(lambda: run(None))
    first, *others = [rolled_back(lambda form=form: run(form)) for form in (None, WRITTEN, SENT)]
    assert all(other == first for other in others)
