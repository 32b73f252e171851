"""Leave quickly: from any page, however old, and nothing stays behind."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.support.page import Page


def check_gone(answer, client):
    assert answer.status_code == 302 and answer.url == settings.IMAGO_QUICK_EXIT
    cleared = answer.headers["Clear-Site-Data"]
    assert '"cache"' in cleared and '"storage"' in cleared
    assert "no-store" in answer.headers["Cache-Control"]
    assert not client.cookies["sessionid"].value


@pytest.mark.parametrize("method", ["get", "post"])
def test_ann_leaves_and_her_login_is_over_on_the_server_too(browser, ann, omar, method):
    client, elsewhere, other = browser(ann), browser(ann), browser(omar)
    login = client.cookies["sessionid"].value
    check_gone(getattr(client, method)("/leave"), client)
    assert not Session.objects.filter(pk=login).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = login
    assert stolen.get("/sessions").headers["Location"] == "/account/login/?next=/sessions"
    assert elsewhere.get("/sessions").status_code == other.get("/sessions").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_works_for_somebody_who_is_not_signed_in(browser, method):
    answer = getattr(browser(), method)("/leave")
    assert answer.url == settings.IMAGO_QUICK_EXIT and answer.headers["Clear-Site-Data"]


@pytest.mark.parametrize("token", [None, "", "old" * 10])
def test_it_works_from_an_old_page(ann, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    form = {} if token is None else {"csrfmiddlewaretoken": token}
    check_gone(client.post("/leave", form, headers={"origin": "https://elsewhere"}), client)
    assert not Session.objects.exists()


def test_to_ask_for_its_headers_alone_ends_nothing(browser, ann):
    """Browsers and scanners look ahead at links in this way."""
    client = browser(ann)
    assert client.head("/leave").status_code == 302
    assert Session.objects.count() == 1


def test_the_link_away_is_in_the_page_without_any_script(browser, ann):
    links = [link.attributes.get("href") for link in Page(browser(ann).get("/sessions")).all("a")]
    assert "/leave" in links


def test_where_the_server_did_not_hear_of_it_the_next_thing_it_hears_ends_the_login(browser, ann):
    """Her phone had no network when she left: the page could only leave a cookie."""
    client, elsewhere = browser(ann), browser(ann)
    client.cookies[settings.IMAGO_LEFT_COOKIE_NAME] = "0"
    check_gone(client.get("/gifts"), client)
    assert client.cookies[settings.IMAGO_LEFT_COOKIE_NAME].value == "1"
    assert client.get("/sessions").url == settings.IMAGO_QUICK_EXIT
    assert elsewhere.get("/sessions").status_code == 200


def test_a_script_that_has_left_already_is_led_nowhere_and_the_login_is_over(browser, ann, omar):
    client, other = browser(ann), browser(omar)
    answer = client.post("/leave?told")
    assert (answer.status_code, answer.content) == (204, b"") and answer.headers["Clear-Site-Data"]
    assert not client.cookies["sessionid"].value and other.get("/sessions").status_code == 200
    assert client.get("/sessions").url == settings.IMAGO_QUICK_EXIT


def test_an_open_tab_that_asks_whose_login_it_is_hears_that_somebody_left(browser, ann):
    client = browser(ann)
    client.post("/leave")
    assert client.get("/whose").url == settings.IMAGO_QUICK_EXIT
