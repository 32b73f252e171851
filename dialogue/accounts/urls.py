from allauth.account.views import complete_password_reset
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from dialogue.accounts import address_views, login_views, rights, views, well_known

urlpatterns = [
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path(".well-known/change-password", well_known.change_password, name="change_password_here"),
    path("whose", views.whose_login, name="whose_login"),
    path("unsaved/discard", views.discard_unsaved, name="discard_unsaved"),
    path("rights", rights.rights, name="rights"),
    path("profile", views.profile, name="profile"),
    path("profile/time-zone", views.time_zone, name="time_zone"),
    path("profile/looks", views.accesses, name="accesses"),
    path("account/email/", address_views.OwnAddresses.as_view(), name="account_email"),
    path("account/logins/", login_views.OwnLogins.as_view(), name="usersessions_list"),
    path("account/keys/first", login_views.second_factor, name="second_factor"),
    path("account/keys/", include("allauth.mfa.urls")),
    # Whoever chooses a new password is not signed in, which allauth forgets to say.
    path(
        "account/password/reset/complete/",
        login_not_required(complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "account/confirm-email/",
        login_not_required(address_views.AddressCode.as_view()),
        name="account_email_verification_sent",
    ),
    path("account/", include("allauth.account.urls")),
]
