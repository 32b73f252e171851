from django.urls import path

from dialogue.appointments import calendar_views, views

urlpatterns = [
    path("appointments", views.appointments, name="appointments"),
    path("appointments/weekly", views.suggest_rhythm, name="suggest_rhythm"),
    path("appointments/calendar", calendar_views.calendar, name="calendar"),
    path("appointments/<str:key>.ics", calendar_views.appointment_file, name="appointment_file"),
    path(
        "appointments/<int:appointment_id>/answer",
        views.answer_appointment,
        name="answer_appointment",
    ),
    path("appointments/<int:appointment_id>/move", views.move_appointment, name="move_appointment"),
    path("appointments/<int:appointment_id>/skip", views.skip_appointment, name="skip_appointment"),
    path(
        "appointments/<int:appointment_id>/skip/back",
        views.bring_back_appointment,
        name="bring_back_appointment",
    ),
    path(
        "appointments/<int:appointment_id>/cancel",
        views.cancel_appointment,
        name="cancel_appointment",
    ),
    path("calendar/<str:token>.ics", calendar_views.subscription, name="subscription"),
]
