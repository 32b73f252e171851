"""Signing up and in, as a browser sends it."""

import re

from tests.support.cast import PASSWORD

SIGN_UP, SIGN_IN, RESET = "/account/signup/", "/account/login/", "/account/password/reset/"

TELLING = re.compile(r"couple|therap|imago|dialogue|partner|ann|ben|thea", re.IGNORECASE)


def sign_up(client, **changed):
    return client.post(
        SIGN_UP, {"name": "Ann", "email": "ann@example.org", "password1": PASSWORD} | changed
    )


def sign_in(client, email="ann@example.org", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password} | more)


def signed_in(client):
    return "_auth_user_id" in client.session
