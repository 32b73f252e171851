"""Addresses that programs know by heart, and what only they read."""

from datetime import datetime, timedelta

from django.utils import timezone


def test_where_a_hole_is_told_of(browser, settings):
    assert browser().get("/.well-known/security.txt").status_code == 404
    settings.IMAGO_SECURITY_CONTACT = "mailto:security@imago.example"
    settings.IMAGO_ORIGINS = ["https://imago.example"]
    answer = browser().get("/.well-known/security.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@imago.example"
    assert fields["Canonical"] == "https://imago.example/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=30) < left < timedelta(days=365)


def test_a_password_manager_finds_where_passwords_are_changed(browser, ann):
    assert browser().get("/.well-known/change-password").url == "/account/password/change/"
    client = browser(ann)
    assert client.get(client.get("/.well-known/change-password").url).status_code == 200
    # By which it tells whether the answers here mean anything.
    probe = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200"
    assert browser().get(probe).status_code == 404
