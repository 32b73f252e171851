"""What holds for every form that any page shows. Here is no test that has a database of its own."""

import re
from datetime import timedelta
from typing import Any

import pytest

from dialogue.models import Person
from dialogue.workup import sharing
from tests.rules.conftest import as_person
from tests.rules.once import BY_THEIR_ADDRESS, ELSEWHERE, everything, posted_to, sent_twice
from tests.rules.reading import hints, let_ann_write, let_ben_read
from tests.rules.written import INVISIBLE, full
from tests.support.history import the_two
from tests.support.page import Page
from tests.support.rollback import rollback

pytestmark = pytest.mark.long


TOO_LONG = re.compile(r"(\d+) (characters|letters)")


def test_nothing_is_cut_off_and_as_much_as_a_form_says_it_takes_is_taken(world, subtests):
    """A browser cuts what is pasted at ``maxlength``, and says nothing. Here it is said, with the words whole."""
    visited = set()
    for person, sent in world.forms():
        for field in sent.texts:
            name = field.attributes["name"]
            if (person, sent.action, name) in visited:
                continue
            with subtests.test(f"{person}: {sent.name}: {name}"):
                assert "maxlength" not in field.attributes
                pasted = "word " * 4000 + "last"
                told = TOO_LONG.search(
                    errors_of(answer := posted(person, sent, name, pasted), name)
                )
                if told is None:  # it takes more, or is what nobody writes here
                    continue
                visited.add((person, sent.action, name))
                assert pasted in answer.content.decode()
                written = full(int(told[1]), field.tag == "input")
                assert not errors_of(posted(person, sent, name, written), name)
    assert len({name for _person, _action, name in visited}) > 12, visited


def posted(person, sent, name, written):
    with rollback():
        data = sent.data | {name: written} | next(iter(sent.buttons), {})
        answer = as_person(person).post(sent.action, data)
    assert answer.status_code < 500
    return answer


def test_what_nobody_can_see_is_as_empty_in_every_form(world, subtests):
    visited = set()
    for person, sent in world.forms():
        for field in sent.texts:
            name = field.attributes["name"]
            if (person, sent.action, name) in visited:
                continue
            visited.add((person, sent.action, name))
            with subtests.test(f"{person}: {sent.name}: {name}"):
                said = []
                for written in ("", INVISIBLE):
                    answer = posted(person, sent, name, written)
                    said.append((answer.status_code, errors_of(answer, name)))
                assert said[0] == said[1]
    assert len({name for _person, _action, name in visited}) > 12, visited


def errors_of(answer, name):
    if answer.status_code != 422:
        return ""
    return " ".join(one.errors for one in Page(answer).fields if one.name == name)


# --- once ------------------------------------------------------------------------------------------


def test_every_form_that_is_sent_twice_does_it_once(world, subtests, mailoutbox):
    """Whatever it does. The second answer is that of the first time."""
    sent_here, done, before = set(), set(), everything()
    for person, sent in world.forms():
        for button in sent.buttons or [{}]:
            with subtests.test(f"{person}: {sent.name} {button}"), rollback():
                after = sent_twice(person, sent.action, sent.filled | button, mailoutbox)
                if after is not None:
                    sent_here.add(sent.url_name)
                if after not in (None, before):
                    done.add(sent.url_name)
    assert len(done) > 30, done
    assert posted_to() - sent_here == BY_THEIR_ADDRESS | set(ELSEWHERE)


# --- read by the partner -----------------------------------------------------------------------------

# Of words that are typed in a room, where each is looked at: tests/js/read_by_partner.test.js.
IN_A_ROOM = {"room", "transcript", "takeaway", "timeline", "gift", "us"}
READ_BEFORE = {"earlier_vision"}  # both have read it, where it was written
OF_THEA_S = {"to_sign", "sign_form"}
OF_ONESELF = {("profile", "name")}  # what somebody is called
# Once both have shown theirs, each sentence has a field of its own.
NOT_NOW = {("vision", "sentences")}


def test_whatever_ben_reads_of_ann_s_was_looked_at_for_insults_before(world, monkeypatch):
    """Where that is, is found: she writes wherever she can, and he reads whatever he may."""
    monkeypatch.setattr(sharing, "A_NIGHT", timedelta(0))
    ann, ben = the_two()
    with rollback():
        written = let_ann_write(world, ann)
        with_words, reached = let_ben_read(world, ben, written)
    assert {one.where for one in written if one.read and not one.hinted} == OF_ONESELF
    read = {one.where for one in written if one.read} | NOT_NOW
    assert {one.where for one in written if one.hinted} <= read, (
        "it says so of what he does not read"
    )
    assert {one.where for one in written} == {one.where for one in written if one.sent}
    # A new page with words that Ben reads: it has to be said above where they are written.
    assert with_words - reached <= IN_A_ROOM | READ_BEFORE | OF_THEA_S
    assert len(reached) > 6, reached
    with rollback():
        invites = as_person(Person.objects.get(name="Omar"))
        answer: Any = invites.post("/invite", follow=True)
    page = Page(answer)
    (message,) = page.all("textarea")
    assert hints(page) and "data-read" in message.attributes, (
        "which goes to his partner by other ways"
    )
