"""What therapists and admins look at is written down, without content, for the person concerned to read."""

import pytest
from django.urls import reverse

from dialogue.models import Access
from tests.rooms import to_sending

pytestmark = pytest.mark.django_db


def test_ann_reads_that_thea_read_a_transcript(client, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    client.force_login(thea)
    client.get(reverse("transcript", args=[room]))
    client.get(reverse("transcript", args=[room]))
    assert Access.objects.filter(subject=ann).count() == 1  # one look, not two
    client.force_login(ann)
    page = client.get(reverse("accesses")).content.decode()
    assert "Thea" in page
    assert "read a transcript of you" in page


def test_omar_reads_nothing_of_anns(client, couple, ann, ben, thea, omar):
    room = to_sending(ann, ben)
    client.force_login(thea)
    client.get(reverse("transcript", args=[room]))
    client.force_login(omar)
    page = client.get(reverse("accesses")).content.decode()
    assert "Thea" not in page
    assert "Nobody has looked" in page


def test_partners_reading_their_own_words_are_nobodys_concern(client, couple, ann, ben):
    room = to_sending(ann, ben)
    client.force_login(ben)
    client.get(reverse("transcript", args=[room]))
    assert not Access.objects.exists()


def test_ada_can_search_the_log_and_not_change_it(client, couple, ann, ben, ada):
    client.force_login(ada)
    client.get(reverse("admin:dialogue_person_change", args=[ann.pk]))
    found = client.get(reverse("admin:dialogue_access_changelist"), {"q": "ann"})
    assert "looked at the account of" in found.content.decode()
    access = Access.objects.get()
    change = reverse("admin:dialogue_access_change", args=[access.pk])
    assert client.post(change, {"what": "erased"}).status_code == 403
    delete = reverse("admin:dialogue_access_delete", args=[access.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    with pytest.raises(TypeError):
        access.save()


@pytest.mark.django_db(transaction=True)
def test_thea_in_the_room_is_written_down(rooms, ann, ben, thea):
    room = to_sending(ann, ben)

    async def scene(thea):
        await thea.beat()

    rooms.play(room, [thea], scene)
    entered = Access.objects.filter(what="entered_room")
    assert set(entered.values_list("subject__name", flat=True)) == {"Ann", "Ben"}
