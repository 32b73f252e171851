from allauth.account.views import complete_password_reset
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from dialogue.accounts import address_views as addresses
from dialogue.accounts import login_views as logins
from dialogue.appointments import calendar_views as calendars
from dialogue.appointments import views as appointments
from dialogue.board import views as board
from dialogue.couple import (
    invitation_views as invitations,
)
from dialogue.couple import (
    practice_views as practice,
)
from dialogue.couple import (
    therapist_views as care,
)
from dialogue.gifts import views as gifts
from dialogue.home import ending_views as leaving
from dialogue.home import front as home
from dialogue.home import path_views
from dialogue.home import views as sessions
from dialogue.practice_room import views as stories
from dialogue.pulses import views as pulses
from dialogue.records import note_views as notes
from dialogue.records import views as records
from dialogue.room import one_phone
from dialogue.room import timeline_views as timelines
from dialogue.safety import help_views as safety
from dialogue.safety import views as side
from dialogue.together import views as together
from dialogue.workup import views as workup

urlpatterns = [
    path("", home.home, name="home"),
    path("safety", safety.safety, name="safety"),
    path("side", side.own_side, name="side"),
    path("rest", side.rest, name="rest"),
    path("joint/<uuid:couple_id>", side.joint_work, name="joint_work"),
    path("vision", together.our_vision, name="vision"),
    path("vision/earlier", together.earlier_visions, name="earlier_visions"),
    path("vision/earlier/<int:number>", together.earlier_vision, name="earlier_vision"),
    path("caring", together.our_caring, name="caring"),
    path("together/<uuid:couple_id>", together.read_together, name="read_together"),
    path("workup", workup.workups, name="workups"),
    path("workup/beside", workup.beside, name="workups_beside"),
    path("workup/shown", workup.shown_to_me, name="shown_to_me"),
    path("workup/mine.md", workup.workups_file, name="workups_file"),
    path("workup/<uuid:workup_id>", workup.whole, name="workup"),
    path("workup/<uuid:workup_id>/show", workup.show_part, name="show_part"),
    path("workup/<uuid:workup_id>/erase", workup.erase_workup, name="erase_workup"),
    path("workup/<uuid:workup_id>/<slug:step>", workup.workup_step, name="workup_step"),
    path("leave", home.leave, name="leave"),
    path("try", stories.stories, name="stories"),
    path("try/step", stories.step, name="story_step"),
    path("try/<str:exercise>/<str:name>", stories.one_story, name="story"),
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
    path("room/<uuid:dialogue_id>/one-phone", one_phone.one_phone, name="one_phone"),
    path("transcript/<uuid:dialogue_id>", sessions.transcript, name="transcript"),
    path("timeline/<uuid:dialogue_id>", timelines.show, name="timeline"),
    path("pulse/<uuid:dialogue_id>", pulses.pulse, name="pulse"),
    path("pulses", pulses.own_pulses, name="pulses"),
    path("pulses.json", pulses.pulses_file, name="pulses_file"),
    path("path", path_views.path, name="path"),
    path("gifts", gifts.all_gifts, name="gifts"),
    path("gifts/<int:gift_id>", gifts.gift, name="gift"),
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
    path("records", records.records, name="records"),
    path("couples/<uuid:couple_id>/record", records.record, name="record"),
    path("couples/<uuid:couple_id>/record/start", records.session_start, name="session_start"),
    path("couples/<uuid:couple_id>/record/erase", records.erase_record, name="erase_record"),
    path("couples/<uuid:couple_id>/record/notes/<uuid:note_id>", notes.note, name="note"),
    path(
        "couples/<uuid:couple_id>/record/notes/<uuid:note_id>/draft",
        notes.note_draft,
        name="note_draft",
    ),
    path(
        "couples/<uuid:couple_id>/record/<str:seat>", records.partner_record, name="partner_record"
    ),
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
        "appointments/<int:appointment_id>/skip/back",
        appointments.bring_back_appointment,
        name="bring_back_appointment",
    ),
    path(
        "appointments/<int:appointment_id>/cancel",
        appointments.cancel_appointment,
        name="cancel_appointment",
    ),
    path("calendar/<str:token>.ics", calendars.subscription, name="subscription"),
    path("admin/", admin.site.urls),
]
