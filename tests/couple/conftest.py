"""Ann and Ben without a therapist, and the practice of one."""

import pytest

from dialogue.couple.couples import form_couple
from dialogue.models import Practice


@pytest.fixture
def practice(thea):
    return Practice.objects.create(
        therapist=thea,
        code="THEA2345",
        takes_couples=True,
        languages="English, Deutsch",
        times="Evenings",
        about="I work slowly.",
        secrets="none",
    )


@pytest.fixture
def two(ann, ben):
    """Ann and Ben, without a therapist."""
    return form_couple(first=ann, second=ben)
