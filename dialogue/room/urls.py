from django.urls import path

from dialogue.room import one_phone_views as one_phone
from dialogue.room import timeline_views, views

urlpatterns = [
    path("room/<uuid:dialogue_id>", views.room, name="room"),
    path("room/<uuid:dialogue_id>/one-phone", one_phone.one_phone, name="one_phone"),
    path("transcript/<uuid:dialogue_id>", views.transcript, name="transcript"),
    path("timeline/<uuid:dialogue_id>", timeline_views.show, name="timeline"),
]
