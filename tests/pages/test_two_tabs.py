"""The way in, open in two tabs, or in a browser that keeps nothing."""

from typing import Any

import pytest
from django.test import Client

from tests.support import cast
from tests.support.page import Page

pytestmark = pytest.mark.django_db


def test_who_signs_in_in_both_tabs_goes_on_and_nobody_goes_on_as_somebody_else(ann, ben):
    client: Any = Client(enforce_csrf_checks=True)
    token = Page(client.get("/account/login/")).value("csrfmiddlewaretoken")
    client.force_login(ann)
    client.cookies["csrftoken"] = "c" * 32

    def sends(email):
        form = {"csrfmiddlewaretoken": token, "login": email, "password": cast.PASSWORD}
        return client.post("/account/login/", form | {"next": "/gifts"})

    assert sends(f" {ann.email.upper()} ").url == "/gifts"
    answer = sends(ben.email)
    assert (answer.status_code, answer.headers["X-Code"]) == (409, "already_in")
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_who_keeps_no_cookies_is_told_so(ann):
    client: Any = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": ann.email, "password": cast.PASSWORD})
    page = Page(answer)
    assert (page.status, page.heading) == (403, "Your browser didn’t send a cookie")
    assert "/account/login/" in [link.attributes.get("href") for link in page.all("a")]
