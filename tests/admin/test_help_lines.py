"""Help lines: nobody has rung them for this installation until an admin says so, and every page says that."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from dialogue.models import Access, HelpLine, Person
from dialogue.safety import own_consent, pauses
from dialogue.safety.screening import CAUTIONS
from tests.support.page import Page
from tests.support.rooms import done, to_sending

pytestmark = pytest.mark.django_db
NOT_YET, LINES = "not checked here yet", "safety/help_lines.html"


def templates_with(text):
    root = Path(settings.BASE_DIR) / "templates"
    return {
        str(path.relative_to(root)) for path in root.rglob("*.html") if text in path.read_text()
    }


def shown_with_help_lines(at_home, ann, ben):
    """Every page that shows them, by the templates that it is made of."""
    client = at_home(ann)
    over = to_sending(ann, ben)
    done(ben, over, "end")
    yield client.get("/safety")
    yield client.get(f"/pulse/{over}/saved")
    own_consent.answer_screen(person_id=ann.pk, answers={CAUTIONS[0]: "yes"})
    yield client.get("/side")
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    yield client.get("/side")
    own_consent.say_about(person_id=ann.pk, about="partner")
    yield client.get("/side")
    pauses.set_pause(person_id=ann.pk, weeks=2)
    yield client.get("/side")


def told(page):
    """What stands beside each number or address, line by line."""
    rows = [row.text for row in page.all("li")]
    return {
        line.pk: [row for row in rows if line.name in row and line.contact in row]
        for line in HelpLine.objects.all()
    }


def test_wherever_a_help_line_is_shown_it_says_that_nobody_here_has_tried_it_until_ada_has(
    at_home, browser, desk, couple, ann, ben
):
    assert templates_with("line.contact") == {LINES}, "one place shows them"
    holders = templates_with('include "safety/somebody.html"')
    pages = list(shown_with_help_lines(at_home, ann, ben))
    rendered = {template.name for page in pages for template in page.templates}
    assert holders <= rendered and len(holders) > 3
    assert templates_with(f'include "{LINES}"') == {"safety/countries.html", "safety/somebody.html"}
    for page in pages:
        assert LINES in {template.name for template in page.templates}
        for pk, rows in told(Page(page)).items():
            assert rows and all(NOT_YET in row for row in rows), (page.request["PATH_INFO"], pk)

    tried, *rest = HelpLine.objects.values_list("pk", flat=True)
    for chosen in ([tried], rest):
        form = {"action": "verify", "_selected_action": chosen}
        assert desk.post(reverse("admin:dialogue_helpline_changelist"), form).status_code == 302
        for page in (Page(at_home(ann).get("/side")), Page(browser().get("/safety"))):
            assert page.text.count(NOT_YET) == HelpLine.objects.filter(verified_on=None).count()
            checked = HelpLine.objects.filter(verified_on=timezone.localdate()).count()
            assert page.text.count(f"checked {date_format(timezone.localdate())}") == checked > 0
    assert NOT_YET not in page.text
    assert Access.objects.filter(what="changed_help_line").count() == 2


def test_the_lines_of_where_ann_lives_come_first_and_open_and_of_every_other_country_one_press_away(
    browser, ann, ben
):
    Person.objects.filter(pk=ann.pk).update(time_zone="Europe/Berlin")
    ann.refresh_from_db()
    hers, his = (Page(browser(person).get("/safety")) for person in (ann, ben))
    (first, *others), all_of_his = (
        [one for one in page.all("details") if one.attributes["class"] == "help-country"]
        for page in (hers, his)
    )
    assert "Germany" in first.text and "open" in first.attributes
    assert others[0].text.split()[:2] == ["Other", "countries"]
    assert not [one for one in others + all_of_his if "open" in one.attributes]
    assert all(told(page)[line] for page in (hers, his) for line in told(hers))


def test_ada_corrects_each_line_and_says_when_it_was_tried_and_nobody_else_does(
    desk, browser, ann, thea
):
    for line in HelpLine.objects.all():
        address = reverse("admin:dialogue_helpline_change", args=[line.pk])
        form = {
            name: getattr(line, name) for name in ("country", "name", "how", "source", "position")
        }
        form |= {"contact": line.contact, "verified_on": "2026-11-20"}
        for person in (ann, thea):
            assert browser(person).post(address, form).status_code in (302, 403, 404)
        line.refresh_from_db()
        assert line.verified_on is None
        assert desk.post(address, form).status_code == 302, line
        line.refresh_from_db()
        assert str(line.verified_on) == "2026-11-20"
    first = HelpLine.objects.earliest("pk")
    form = {name: getattr(first, name) for name in ("country", "name", "how", "source", "position")}
    address = reverse("admin:dialogue_helpline_change", args=[first.pk])
    desk.post(address, form | {"contact": "0000 111 222", "verified_on": ""})
    (row,) = told(Page(browser().get("/safety")))[first.pk]
    assert "0000 111 222" in row and NOT_YET in row
    assert Access.objects.filter(what="changed_help_line").count() == HelpLine.objects.count() + 1


def test_ada_is_told_of_help_lines_that_nobody_has_verified_for_a_year(desk):
    HelpLine.objects.update(verified_on=timezone.localdate() - timedelta(days=365))
    assert "verified" not in desk.get(reverse("admin:index")).content.decode()
    stale = HelpLine.objects.order_by("pk")[0]
    for verified_on in (timezone.localdate() - timedelta(days=366), None):
        HelpLine.objects.filter(pk=stale.pk).update(verified_on=verified_on)
        page = desk.get(reverse("admin:index")).content.decode()
        assert "1 help line hasn’t been tried here, or not within a year" in page
        assert f"{reverse('admin:dialogue_helpline_changelist')}?o=5" in page
