from django.urls import path

from dialogue.pulses import views

urlpatterns = [
    path("pulse/<uuid:dialogue_id>", views.pulse, name="pulse"),
    path("pulse/<uuid:dialogue_id>/saved", views.pulse_saved, name="pulse_saved"),
    path("pulses", views.own_pulses, name="pulses"),
    path("pulses.json", views.pulses_file, name="pulses_file"),
]
