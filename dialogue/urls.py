"""All pages, by subject. Names are flat: each is used once, in whichever subject."""

from django.urls import include, path

SUBJECTS = (
    "home",
    "copies",
    "accounts",
    "safety",
    "room",
    "introduction",
    "practice_room",
    "board",
    "couple",
    "records",
    "consent_forms",
    "intake",
    "workup",
    "together",
    "gifts",
    "pulses",
    "measures",
    "appointments",
)

urlpatterns = [path("", include(f"dialogue.{subject}.urls")) for subject in SUBJECTS]
