from allauth.account.views import complete_password_reset
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from dialogue.views import (
    addresses,
    appointments,
    board,
    calendars,
    care,
    home,
    invitations,
    leaving,
    logins,
    practice,
    safety,
    sessions,
    side,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("safety", safety.safety, name="safety"),
    path("side", side.own_side, name="side"),
    path("rest", side.rest, name="rest"),
    path("joint/<uuid:couple_id>", side.joint_work, name="joint_work"),
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
    path("board", board.board, name="board"),
    path("room/<uuid:dialogue_id>", sessions.room, name="room"),
    path("transcript/<uuid:dialogue_id>", sessions.transcript, name="transcript"),
    path("invite", invitations.invite, name="invite"),
    path("invite/revoke", invitations.revoke_invitation, name="revoke_invitation"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
    path("invite/confirm/<int:invitation_id>", invitations.confirm_partner, name="confirm_partner"),
    path("invite/take-back", invitations.take_back_yes, name="take_back_yes"),
    path("couple/leave", leaving.leave_couple, name="leave_couple"),
    path("couple/transcripts.md", leaving.transcripts, name="transcripts"),
    path("therapist", care.therapist, name="therapist"),
    path("therapist/<int:care_id>/agree", care.agree_to_care, name="agree_to_care"),
    path("therapist/<int:care_id>/end", care.end_care, name="end_care"),
    path("practice", practice.practice, name="practice"),
    path("practice/code", practice.new_code, name="new_code"),
    path("appointments", appointments.appointments, name="appointments"),
    path("appointments/calendar", calendars.calendar, name="calendar"),
    path("appointments/<str:key>.ics", calendars.appointment_file, name="appointment_file"),
    path(
        "appointments/<int:appointment_id>/answer",
        appointments.answer_appointment,
        name="answer_appointment",
    ),
    path(
        "appointments/<int:appointment_id>/move",
        appointments.move_appointment,
        name="move_appointment",
    ),
    path(
        "appointments/<int:appointment_id>/skip",
        appointments.skip_appointment,
        name="skip_appointment",
    ),
    path(
        "appointments/<int:appointment_id>/cancel",
        appointments.cancel_appointment,
        name="cancel_appointment",
    ),
    path("calendar/<str:token>.ics", calendars.subscription, name="subscription"),
    path("admin/", admin.site.urls),
]
