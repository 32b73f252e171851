"""Where every address leads, with something of others behind it."""

import pytest
from django.urls import reverse

from tests.support.foreign import rows


@pytest.fixture
def at(couple):
    """The address of a name, where it leads to something of others."""
    leading = {"story": reverse("story", args=["appreciation", "soup"])}
    leading["before_page"] = reverse("before_page", args=["hurt"])
    leading["before_example"] = reverse("before_example", args=[1])
    leading["picture"] = reverse("picture", args=["first"])
    leading["answer_measure"] = reverse("answer_measure", args=["csi4"])
    for row in rows(couple):
        leading.setdefault(row.name, row.address(row.here))
    return lambda name: leading.get(name) or reverse(name)
