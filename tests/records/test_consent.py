"""What partners agree to says that their therapist keeps a record. Who agreed before is asked again."""

from importlib import import_module

import pytest
from django.apps import apps

from dialogue.models import ConsentText
from dialogue.services.doors import is_open

pytestmark = pytest.mark.django_db
add = import_module("dialogue.migrations.0011_consent_names_the_record").add
FIRST = import_module("dialogue.migrations.0006_first_consent_text").BODY
SEEN = "- Your therapist may keep a record of their own"
STAYS = "- Your therapist’s own record stays with your therapist"


def test_a_new_installation_says_it_from_the_beginning():
    ConsentText.objects.all().delete()
    ConsentText.objects.create(version=1, body=FIRST)
    add(apps, None)
    text = ConsentText.objects.get()
    assert SEEN in text.wording and STAYS in text.wording


@pytest.mark.parametrize("body", ["as it was", "What admins wrote themselves."])
def test_an_older_wording_is_followed_by_one_that_says_it(couple, body):
    if body == "as it was":
        body = "\n".join(line for line in FIRST.splitlines() if not line.startswith((SEEN, STAYS)))
    ConsentText.objects.update(body=body)
    assert is_open(couple=couple)
    add(apps, None)
    add(apps, None)  # twice does no more
    first, second = ConsentText.objects.order_by("version")
    assert first.body == body and second.version == 2
    assert SEEN in second.wording and STAYS in second.wording
    assert [line for line in second.body.splitlines() if line in body.splitlines()]
    assert not is_open(couple=couple)
