"""What Ann writes and Ben reads: found by letting her write wherever she can, and him read whatever he may."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogue.models import DialogueSession, Person
from tests.rules.conftest import NUMBERED, World, as_person
from tests.support.forms import Sent, forms_of
from tests.support.history import SECRET
from tests.support.page import Page
from tests.support.rooms import completed

# Forms without a field of their own, which let the other read what was written before.
SHOWING = {"show_part"}


@dataclass
class Written:
    """``hinted``: Ann's browser looks at it for insults and threats before it is sent or shown."""

    where: tuple[str, str]  # the name of the address, and of the field
    words: str
    hinted: bool
    sent: bool
    read: bool = False


def let_ann_write(world: World, ann: Person) -> list[Written]:
    """Something of its own in each field of each form, as the pages are now."""
    for row in DialogueSession.objects.filter(state__step="answer"):
        completed(row.pk)  # else she waits for an answer before she asks again
    found, client, showing = list[Written](), as_person(ann), set[str]()
    for page in list(world.again(ann, takes_words)):
        for sent in forms_of(page, page.answer.wsgi_request.get_full_path()):  # type: ignore[attr-defined]
            found += _write(ann, page, sent, len(found))
            showing |= {sent.page} if sent.url_name in SHOWING else set()
    for address in showing:
        answer: Any = client.get(address)
        page = Page(answer)
        for sent in forms_of(page, address):
            if sent.url_name in SHOWING:
                client.post(sent.action, sent.data | {"act": "show"})
        for one in found:
            one.hinted = one.hinted or (
                hints(page) and any(one.words in text for text in looked_at(page))
            )
    return found


def _write(ann: Person, page: Page, sent: Sent, number: int) -> Iterator[Written]:
    words = {
        one.attributes["name"]: f"zebra {number + at} crossing" for at, one in enumerate(sent.texts)
    }
    if not words:
        return
    answer = as_person(ann).post(sent.action, sent.filled | words | next(iter(sent.buttons), {}))
    for one in sent.texts:
        name = one.attributes["name"]
        yield Written(
            where=(sent.url_name or "", NUMBERED.sub("", name)),
            words=words[name],
            hinted="data-read" in one.attributes and hints(page),
            sent=answer.status_code < 400,
        )


def takes_words(page: Page) -> bool:
    """Or shows what was written to the other."""
    return any(one in page.html for one in ("<textarea", 'type="text"', '/show"'))


def hints(page: Page) -> bool:
    """Whether the page has what looks at it, and what to say."""
    return 'name="read-by-partner"' in page.html and "js/base/read_by_partner" in page.html


def looked_at(page: Page) -> list[str]:
    return [one.attributes["value"] for one in page.all("input") if "data-read" in one.attributes]


def let_ben_read(world: World, ben: Person, written: list[Written]) -> tuple[set[str], set[str]]:
    """The names of his pages with words of the two; and of those with words of just now that were looked at."""
    with_words, reached = set[str](), set[str]()
    for page in world.again(ben, lambda page: SECRET in page.html):
        name = page.answer.wsgi_request.resolver_match.url_name  # type: ignore[attr-defined]
        for one in (one for one in written if one.words in page.html):
            one.read = True
            reached |= {name} if one.hinted else set()
        with_words |= {name} if SECRET in page.html else set()
    return with_words, reached
