from django.urls import path

from dialogue.records import note_views, views

urlpatterns = [
    path("records", views.records, name="records"),
    path("couples/<uuid:couple_id>/record", views.record, name="record"),
    path("couples/<uuid:couple_id>/record/start", views.session_start, name="session_start"),
    path("couples/<uuid:couple_id>/record/erase", views.erase_record, name="erase_record"),
    path("couples/<uuid:couple_id>/record/notes/<uuid:note_id>", note_views.note, name="note"),
    path(
        "couples/<uuid:couple_id>/record/notes/<uuid:note_id>/draft",
        note_views.note_draft,
        name="note_draft",
    ),
    path("couples/<uuid:couple_id>/record/<str:seat>", views.partner_record, name="partner_record"),
]
