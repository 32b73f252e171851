from allauth.account.views import complete_password_reset
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from dialogue.views import addresses, home, invitations, logins, safety, sessions

urlpatterns = [
    path("", home.home, name="home"),
    path("safety", safety.safety, name="safety"),
    path("leave", home.leave, name="leave"),
    path("profile", home.profile, name="profile"),
    path("profile/looks", home.accesses, name="accesses"),
    path("account/email/", addresses.OwnAddresses.as_view(), name="account_email"),
    path("account/logins/", logins.OwnLogins.as_view(), name="usersessions_list"),
    path("account/keys/first", logins.second_factor, name="second_factor"),
    path("account/keys/", include("allauth.mfa.urls")),
    # Whoever chooses a new password is not signed in, which allauth forgets to say.
    path(
        "account/password/reset/complete/",
        login_not_required(complete_password_reset),
        name="account_complete_password_reset",
    ),
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
