"""A private hint before an insult or a threat stands at every field that the partner will read."""

import re

import pytest

from tests.support.history import gift, the_two

pytestmark = pytest.mark.django_db
FIELD = re.compile(r"<(?:textarea|input type=\"text\")[^>]*>")


@pytest.mark.parametrize("path", ["/sessions", "/gifts", "/vision", "/caring", "/course"])
def test_each_field_of_words_hints_in_ann_s_browser_and_nothing_is_sent(browser, couple, ann, path):
    gift(*the_two())
    page = browser(ann).get(path).content.decode()
    fields = FIELD.findall(page)
    assert fields and all("data-read" in field for field in fields), path
    assert 'name="read-by-partner"' in page and "js/base/read_by_partner" in page
