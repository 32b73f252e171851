from django.contrib import admin
from django.urls import include, path

from dialogue.views import addresses, home, invitations, safety, sessions

urlpatterns = [
    path("", home.home, name="home"),
    path("safety", safety.safety, name="safety"),
    path("leave", home.leave, name="leave"),
    path("profile", home.profile, name="profile"),
    path("profile/looks", home.accesses, name="accesses"),
    path("account/email/", addresses.OwnAddresses.as_view(), name="account_email"),
    path("account/", include("allauth.account.urls")),
    path("sessions", sessions.sessions, name="sessions"),
    path("sessions/start", sessions.start, name="start"),
    path("room/<uuid:dialogue_id>", sessions.room, name="room"),
    path("transcript/<uuid:dialogue_id>", sessions.transcript, name="transcript"),
    path("invite", invitations.invite, name="invite"),
    path("invite/revoke", invitations.revoke_invitation, name="revoke_invitation"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("admin/", admin.site.urls),
]
