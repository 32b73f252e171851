from django.urls import path

from dialogue.workup import views

urlpatterns = [
    path("workup", views.workups, name="workups"),
    path("workup/beside", views.beside, name="workups_beside"),
    path("workup/rest", views.rest, name="workup_rest"),
    path("workup/shown", views.shown_to_me, name="shown_to_me"),
    path("workup/mine.md", views.workups_file, name="workups_file"),
    path("workup/<uuid:workup_id>", views.whole, name="workup"),
    path("workup/<uuid:workup_id>/show", views.show_part, name="show_part"),
    path("workup/<uuid:workup_id>/erase", views.erase_workup, name="erase_workup"),
    path("workup/<uuid:workup_id>/<slug:step>", views.workup_step, name="workup_step"),
]
