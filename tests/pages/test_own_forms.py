"""Whose form is this? On every page that there is, in every form, found by the test itself: nobody else's
login sends it, and what its author wrote when their own had ended is there again for them alone."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404
from django.test import Client
from django.utils.html import escape
from django.views.defaults import page_not_found

from dialogue.accounts.middleware import SecondFactorFirst
from dialogue.base import unsaved, whose
from dialogue.base.filling import Forms, FoundForm
from dialogue.models import DialogueSession, Person
from dialogue.models.unsaved import Unsaved
from tests.support import cast
from tests.support.every import every_page
from tests.support.history import NAMES
from tests.support.page import Page
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db

WORDS = "“Two\nlines” & <more> of {number}"
LINE = "One line & <more> of {number}"
NOT_OURS = re.compile(
    r"(account|accounts|mfa|safety|admin)/"
)  # codes and passwords; ticks and buttons
WRITTEN_IN = re.compile(r'<textarea|type="text"|parts/fields?\.html')


def is_written(control) -> bool:
    kind = control.get("type") or "text"
    fixed = any(name in ("readonly", "disabled") for name, _value in control.attributes)
    return not fixed and (
        control.name == "textarea" or (control.name == "input" and kind in ("text", "search"))
    )


def filled_in(form: FoundForm) -> dict[str, list[str]]:
    """As a browser sends it: what stands in it, and our words in each field that takes some."""
    sent: dict[str, list[str]] = {}
    for number, one in enumerate(form.controls):
        ticked = any(name == "checked" for name, _value in one.attributes)
        if is_written(one):
            words = WORDS if one.name == "textarea" else LINE
            sent[one.get("name")] = [words.format(number=number)]
        elif one.get("type") == "hidden" or ticked:
            sent.setdefault(one.get("name"), []).append(one.get("value") or "on")
    return sent


def reads(client: Any, person: Person, address: str, words: set[str]) -> set[str]:
    """Which of the words the person finds in the fields of that page, having signed in."""
    client.force_login(person)
    return in_fields(cast.stepped_up(client).get(address), words)


def in_fields(answer: Any, words: set[str]) -> set[str]:
    page = Page(answer)
    areas = {area.text.removeprefix("\n") for area in page.all("textarea")}
    return words & (areas | {one.attributes.get("value", "") for one in page.all("input")})


def comes_back(address: str, to: str, sent, author: Person, other: Person) -> None:
    client: Any = Client(headers={"referer": f"http://testserver{address}"})
    client.force_login(author)
    Session.objects.filter(pk=client.cookies["sessionid"].value).delete()
    assert client.post(to, sent).url.startswith("/account/login/?next=")
    words = {value for values in sent.values() for value in values if "more>" in value}
    assert words and reads(client, other, address, words) == set()
    assert reads(client, author, address, words) == words
    unsaved.forget_all(person_id=author.pk)


def is_refused(client: Client, to: str, sent, author: Person) -> None:
    """What is kept of it, is its author's alone."""
    answer = client.post(to, sent)
    assert (answer.status_code, answer.headers.get("X-Code")) == (409, "somebody_else")
    assert not Unsaved.objects.exclude(person=author).exists()
    unsaved.forget_all(person_id=author.pk)


def gone(_middleware, request, *_view):
    """As if what the form is about were here no more."""
    return page_not_found(request, Http404()) if request.method == "POST" else None


def is_there_when_refused(address: str, to: str, sent, author: Person) -> None:
    """To be copied on the page that says so, and in its form again."""
    client: Any = Client(headers={"referer": f"http://testserver{address}"})
    client.force_login(author)
    words = {value for values in sent.values() for value in values if "more>" in value}
    answer: Any
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SecondFactorFirst, "process_view", gone)
        answer = cast.stepped_up(client).post(to, sent)
    copied = {area.text.removeprefix("\n") for area in Page(answer).all("textarea")}
    assert answer.status_code == 404 and words <= copied
    assert in_fields(client.get(address), words) == words
    unsaved.forget_all(person_id=author.pk)


@pytest.mark.long
def test_every_form_is_its_login_s_and_nothing_written_in_it_is_lost():
    couple = cast.everybody()
    omar, ada = (Person.objects.get(name=name) for name in ("Omar", "Ada"))
    forms, written, templates, by = 0, set(), set(), Client()
    typed, carried = set(), set()
    by.force_login(omar)
    answer: Any
    for name, answer in every_page(couple, omar, ada):
        templates |= {one.name for one in answer.templates}
        asked = answer.wsgi_request
        if asked.method != "GET" or not asked.user.is_authenticated:
            continue
        author, address = Person.objects.get(pk=asked.user.pk), asked.get_full_path()
        other = Person.objects.get(name=NAMES[0]) if author == omar else omar
        found = Forms(answer.content.decode()).forms
        areas = [one for form in found for one in form.controls if one.name == "textarea"]
        there = [one for one in Page(answer).all("textarea") if "name" in one.attributes]
        assert len(areas) == len(there), (
            f"{name}: one is in no form"
        )  # else it is only to be copied
        for form in found:
            if form.tag.get("method").lower() != "post":
                continue
            to, sent = form.tag.get("action") or address, filled_in(form)
            for one in [] if NOT_OURS.match(to[1:]) else form.controls:
                if is_written(one):
                    typed.add(one.get("name"))
                elif one.name == "button" or one.get("type") == "hidden":
                    carried.add(one.get("name"))
            assert sent[whose.FIELD] == [whose.mark_of(author.pk)], name
            forms += 1
            if other == omar:
                is_refused(by, to, sent, author)
            if any(map(is_written, form.controls)) and not to.startswith("/account/"):
                comes_back(address, to, sent, author, other)
                is_there_when_refused(address, to, sent, author)
                written.add(name)
    assert forms > 100 and len(written) > 25
    # A button's own value is nothing that somebody wrote, nor is what a page tells itself.
    assert len(carried) > 20 and not typed & unsaved.NOT_WRITTEN
    of_a_line = {
        name for name in carried if re.search("_[0-9a-f]{8}$", name)
    }  # what goes with its words
    assert carried - of_a_line - {*unsaved._PASSING} <= unsaved.NOT_WRITTEN
    unseen = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "csrf_token" in path.read_text() and WRITTEN_IN.search(path.read_text())
    } - templates
    assert {one for one in unseen if not NOT_OURS.match(one)} == {"base/unsaved.html"}


# --- one form, and the ways in which it can come too late --------------------------------------


def topic(client: Any, words: str = "The garden") -> dict[str, str]:
    page = Page(client.get("/sessions"))
    form = {name: page.value(name) for name in ("csrfmiddlewaretoken", "whose", "command")}
    return form | {"exercise": "appreciation", "topic": words}


@pytest.fixture
def client(couple, ann) -> Any:
    """Ann's browser."""
    client = Client(enforce_csrf_checks=True, headers={"referer": "http://testserver/sessions"})
    client.force_login(ann)
    return client


def test_ann_signs_in_again_meanwhile_and_finds_her_topic_in_the_form(client, ann):
    sent = topic(client)
    client.logout()
    client.force_login(ann)
    client.cookies["csrftoken"] = "c" * 32
    assert client.post("/sessions/start", sent).url == "/sessions"
    page = Page(client.get("/sessions"))
    assert "The garden" in page.html and "send it again" in page.text
    again = client.post("/sessions/start", topic(client, "The garden"))
    assert again.url.startswith("/room/")
    assert "The garden" not in [
        one.text.strip() for one in Page(client.get("/sessions")).all("textarea")
    ]
    assert not Unsaved.objects.exists()


@pytest.mark.parametrize("token", ["hers", "his"])
def test_ben_signs_in_meanwhile_and_ann_s_topic_waits_for_her_alone(client, ann, ben, token):
    """Sent as it stood in her tab, with the token of her login, or with that of his."""
    sent = topic(client)
    client.force_login(ben)
    if token == "his":
        sent["csrfmiddlewaretoken"] = topic(client)["csrfmiddlewaretoken"]
    else:
        client.cookies["csrftoken"] = "c" * 32
    answer = client.post("/sessions/start", sent)
    assert (answer.status_code, answer.headers["X-Code"]) == (409, "somebody_else")
    assert "The garden" not in answer.content.decode() + client.get("/sessions").content.decode()
    assert not DialogueSession.objects.exists() and Unsaved.objects.get().person == ann
    client.force_login(ann)
    page = Page(client.get("/sessions"))
    assert "The garden" in [one.text.strip() for one in page.all("textarea")]


def test_where_both_were_signed_out_each_finds_their_own_words_alone(client, ann, ben):
    for person, words in ((ann, "The garden"), (ben, "The attic")):
        client.force_login(person)
        sent = topic(client, words)
        client.logout()
        client.post("/sessions/start", sent)
    for person, own, other in ((ann, "The garden", "The attic"), (ben, "The attic", "The garden")):
        client.force_login(person)
        html = client.get("/sessions").content.decode()
        assert own in html and other not in html


def test_what_is_kept_is_sealed_and_can_be_let_go(client, ann, ben):
    sent = topic(client)
    client.logout()
    client.post("/sessions/start", sent)
    row = Unsaved.objects.get()
    assert b"garden" not in bytes(row.sealed) and row.person == ann
    client.force_login(ann)
    form = {"form": row.pk, "whose": whose.mark_of(ann.pk)}
    bens = Client()
    bens.force_login(ben)
    bens.post("/unsaved/discard", form | {"whose": whose.mark_of(ben.pk)})
    assert Unsaved.objects.exists()
    token = {"csrfmiddlewaretoken": topic(client)["csrfmiddlewaretoken"]}
    assert client.post("/unsaved/discard", form | token).url == "/sessions"
    assert not Unsaved.objects.exists()


@pytest.mark.parametrize("mark", ["", "1", "1:made-up", "x:y"])
def test_a_mark_that_we_did_not_make_keeps_nothing(browser, couple, mark):
    answer = browser().post("/sessions/start", {"topic": "The garden", "whose": mark})
    assert answer.url == "/account/login/?next=/sessions/start" and not Unsaved.objects.exists()


def test_a_form_whose_page_leads_elsewhere_by_now_is_shown_there(client, ann):
    sent = topic(client)
    client.logout()
    client.post("/sessions/start", sent, headers={"referer": "http://testserver/sessions/start"})
    client.force_login(ann)
    assert client.get("/sessions/start").url == "/sessions"
    assert escape("The garden") in client.get("/sessions").content.decode()


def test_of_a_button_that_meets_nothing_no_word_is_kept(client):
    sent = {name: one for name, one in topic(client).items() if name not in ("topic", "command")}
    for act in ("drop", "discard", "take_back"):
        answer = client.post("/gifts/7007", sent | {"exercise": "", "act": act, "task": "7"})
        assert answer.status_code == 404 and not Page(answer).all("textarea")
    assert not Unsaved.objects.exists()


def ticks(client: Any) -> dict[str, bool]:
    boxes = [one.attributes for one in Page(client.get("/progress/share")).all("input")]
    return {one["name"]: "checked" in one for one in boxes if one.get("type") == "checkbox"}


def test_what_was_posted_before_the_password_was_asked_for_is_there_after_it(browser, couple, ann):
    client = browser(ann)
    before = ticks(cast.stepped_up(browser(ann)))
    sent = {"whose": whose.mark_of(ann.pk)} | dict.fromkeys(before, "on")
    answer = client.post("/progress/share", sent)
    assert before and not any(before.values())
    assert answer.url == "/account/reauthenticate/?next=/progress/share"
    assert all(ticks(cast.stepped_up(client)).values())


def test_the_private_screen_keeps_nothing_that_its_author_did_not_send(browser, couple, ann):
    sent = {"whose": whose.mark_of(ann.pk), "act": "look", "afraid": "yes"}
    browser().post("/side", sent)
    browser(ann).post("/side", sent)
    assert not Unsaved.objects.exists()


# --- whose login it is now --------------------------------------------------------------------


def test_an_open_page_asks_whose_login_it_is_now(browser, ann, ben):
    pages = {person: browser(person).get("/whose").json() for person in (ann, ben, None)}
    assert pages[ann]["whose"] == whose.mark_of(ann.pk) != pages[ben]["whose"]
    assert pages[ann]["token"] and pages[None] == {"whose": "", "token": ""}
    head = Page(browser(ann).get("/sessions")).all("meta")
    assert pages[ann]["whose"] in [one.attributes.get("content") for one in head]
