"""What makes each feel loved: they swap, and nothing is counted."""

import pytest
from django.utils import timezone

from dialogue.together import caring_behaviors as caring
from tests.support.page import Page
from tests.together.sheets import place, swapped

pytestmark = pytest.mark.django_db


def test_they_swap_and_ben_gives_as_he_likes_and_nothing_is_counted(
    browser, page, couple, ann, ben
):
    swapped(ann, ben)
    ranks = [one for one in page(ann, "/caring").fields if one.name.startswith("rank_")]
    assert {one.name for one in ranks} and len({one.name for one in ranks}) == 3
    caring.rate(person_id=ann.pk, ranks={"wish sing": 5, "wish dance with me": 2})
    seen = page(ben, "/caring").text
    assert "sing most important of all" in seen and "important" not in seen.split("sing")[0]
    theirs = caring.wishes_of(place=place(ben), seat="first")
    assert [one.text for one in theirs] == ["make tea", "sing", "dance with me"]
    code = Page(browser(ben).get("/caring")).value("which")
    for _again in range(3):
        browser(ben).post("/caring", {"act": "did", "which": code})
    tea = caring.wishes_of(place=place(ann))[0]
    assert tea.done_on == timezone.localdate()
    assert "last on" in page(ann, "/caring").text
    browser(ben).post("/caring", {"act": "did_not", "which": code})
    assert not caring.wishes_of(place=place(ann))[0].done


def test_nobody_marks_their_own_wish_as_done_or_changes_the_other_s(browser, couple, ann, ben):
    swapped(ann, ben)
    code = Page(browser(ben).get("/caring")).value("which")
    browser(ann).post("/caring", {"act": "did", "which": code})
    caring.rate(person_id=ben.pk, ranks={"now make tea": 1})
    tea = caring.wishes_of(place=place(ann))[0]
    assert (tea.rank, tea.done) == (0, "")


def test_what_is_rated_stays_with_its_words(browser, couple, ann, ben):
    swapped(ann, ben)
    caring.rate(person_id=ann.pk, ranks={"now make tea": 4})
    form = {"act": "keep", "now": "Make tea\nhum", "wish": "x" * 121}
    answer = browser(ann).post("/caring", form)
    assert answer.status_code == 422 and Page(answer).field("wish").errors
    browser(ann).post("/caring", form | {"wish": ""})
    own = caring.wishes_of(place=place(ann))
    assert [(one.text, one.rank) for one in own] == [("Make tea", 4), ("hum", 0)]
