from django.urls import path

from dialogue.safety import help_views, quick_exit, views

urlpatterns = [
    path("safety", help_views.safety, name="safety"),
    path("side", views.own_side, name="side"),
    path("rest", views.rest, name="rest"),
    path("leave", quick_exit.leave, name="leave"),
]
