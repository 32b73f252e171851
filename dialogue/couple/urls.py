from django.urls import path

from dialogue.couple import invitation_views, practice_views, therapist_views

urlpatterns = [
    path("invite", invitation_views.invite, name="invite"),
    path("invite/revoke", invitation_views.revoke_invitation, name="revoke_invitation"),
    path("invitation/no-thanks", invitation_views.no_thanks, name="no_thanks"),
    path("invitation/<str:token>", invitation_views.invitation, name="invitation"),
    path(
        "invite/confirm/<int:invitation_id>",
        invitation_views.confirm_partner,
        name="confirm_partner",
    ),
    path("invite/take-back", invitation_views.take_back_yes, name="take_back_yes"),
    path("therapist", therapist_views.therapist, name="therapist"),
    path(
        "therapist/<int:couple_therapist_id>/agree",
        therapist_views.agree_to_therapist,
        name="agree_to_therapist",
    ),
    path(
        "therapist/<int:couple_therapist_id>/end",
        therapist_views.end_with_therapist,
        name="end_with_therapist",
    ),
    path("practice", practice_views.practice, name="practice"),
    path("practice/code", practice_views.new_code, name="new_code"),
]
