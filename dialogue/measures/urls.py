"""The addresses about how it is going. Their names are flat, as everybody's."""

from django.urls import path

from dialogue.measures import views

urlpatterns = [
    path("progress", views.progress, name="progress"),
    path("progress/share", views.share_measures, name="share_measures"),
    path("progress/partner", views.partner_progress, name="partner_progress"),
    path("progress/mine.json", views.progress_file, name="progress_file"),
    path("progress/doctor.json", views.doctor_file, name="doctor_file"),
    path("progress/couple/<uuid:couple_id>", views.couple_progress, name="couple_progress"),
    path("progress/<slug:measure>", views.answer_measure, name="answer_measure"),
    path("findings", views.findings, name="findings"),
]
