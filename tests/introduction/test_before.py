"""Five minutes before the first dialogue: for anybody, skipped at will, and found again later."""

from itertools import pairwise

import pytest

from dialogue.introduction.texts import EXAMPLE, PAGES
from tests.support.page import Page

pytestmark = pytest.mark.django_db


def links(page):
    return {one.attributes.get("href") for one in page.all("a")}


def read(client, address):
    page = Page(client.get(address))
    assert page.status == 200, address
    return page


def test_somebody_without_an_account_reads_all_five_and_may_leave_at_each(client):
    assert {f"/before/{page.name}" for page in PAGES} <= links(read(client, "/before"))
    for page, later in pairwise(PAGES):
        found = read(client, f"/before/{page.name}")
        assert found.heading == page.title
        assert {f"/before/{later.name}", "/try"} <= links(found)
    assert {"/findings", "/account/signup/"} <= links(read(client, "/before/studies"))
    assert client.get("/before/nothing").status_code == 404
    assert not client.cookies


def test_the_example_is_followed_step_by_step_and_read_as_a_whole(client):
    assert "/before/example/1" in links(read(client, "/before/dialogue"))
    for number, step in enumerate(EXAMPLE, 1):
        found = read(client, f"/before/example/{number}")
        assert found.heading == step.title and str(step.idea) in found.html
        assert {f"/before/example/{number + 1}", "/before/limits"} <= links(found)
    whole = read(client, f"/before/example/{len(EXAMPLE) + 1}").html
    for line in (line for step in EXAMPLE for line in step.lines):
        assert whole.count(f'<p class="words">{line.words}</p>') == 1
    for number in (0, len(EXAMPLE) + 2, 10**9):
        assert client.get(f"/before/example/{number}").url == "/before/dialogue"


def test_the_example_has_all_that_the_listener_does(client):
    titles = [str(step.title) for step in EXAMPLE]
    does = ["Mirror", "Validate", "Empathize"]
    assert [title for title in titles if title in does] == does
    for address in ("/", "/before/dialogue"):
        page = read(client, address)
        heads = [one.text.strip() for tag in ("h2", "h3") for one in page.all(tag)]
        assert [head for head in heads if head in does] == does


def test_ann_finds_it_again_and_goes_back_to_her_dialogues(browser, couple, ann):
    assert "/before" in links(read(browser(ann), "/sessions"))
    assert "/sessions" in links(read(browser(ann), "/before/imago"))


def test_it_says_whom_it_is_not_for_and_what_no_study_found(client):
    limits, studies = (read(client, f"/before/{name}") for name in ("limits", "studies"))
    assert "talk freely" in limits.html and "/safety" in links(limits)
    assert "Nobody has studied this app" in studies.html
    assert "clinically significant" in studies.html
