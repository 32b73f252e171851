from django.urls import path

from dialogue.intake import views

urlpatterns = [
    path("intake", views.intake, name="intake"),
    path("intake/couple/<uuid:couple_id>", views.read_intake, name="read_intake"),
]
