"""What a person may see, take away, correct and delete, and how long things are kept, stands on one page."""

import re

import pytest

from dialogue.models import Retention

pytestmark = pytest.mark.django_db


def test_anybody_reads_it_and_each_link_leads_somewhere(
    couple, browser, ann, thea, omar, ada, page
):
    assert browser().get("/rights").status_code == 200
    for person in (ann, thea, omar, ada):
        client = browser(person)
        text = client.get("/rights").content.decode()
        main = text[text.index("<main") : text.index("</main")]
        links = set(re.findall(r'href="([^"#]+)"', main))
        assert len(links) >= 5, person
        for link in links:
            assert client.get(link).status_code in (200, 302), (person, link)


def test_the_days_are_those_that_ada_has_set(page, omar):
    days = {
        "return_days": 41,
        "access_days": 401,
        "invitation_days": 42,
        "appointment_days": 43,
        "draft_days": 44,
    }
    Retention.objects.update(**days)
    text = page(omar, "/rights").text
    for number in days.values():
        assert f"{number} days" in text, number
    assert "deleted after 41 days" in text


def test_every_length_is_on_it_also_of_what_nobody_sets(page, omar):
    """A new one must be told of as well."""
    text = page(omar, "/rights").text
    for kept in (
        "A sentence you saved",
        "Your picture and your color",
        "Forms you signed",
        "That you sent a form",
        "Which emails you’d like",
    ):
        assert kept in text
    settable = {field.name for field in Retention._meta.fields if field.name.endswith("_days")}
    assert settable == {
        *("return_days", "access_days", "invitation_days", "appointment_days", "draft_days")
    }
