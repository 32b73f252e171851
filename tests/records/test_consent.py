"""What partners agree to says that their therapist keeps a record."""

import pytest

from dialogue.models import ConsentText

pytestmark = pytest.mark.django_db
SEEN = "- Your therapist can keep a record of their own"
STAYS = "- A therapist’s own record stays with the therapist"


def test_a_new_installation_says_it_from_the_beginning():
    text = ConsentText.objects.get()
    assert text.version == 1
    assert SEEN in text.wording and STAYS in text.wording
