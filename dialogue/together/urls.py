from django.urls import path

from dialogue.together import views

urlpatterns = [
    path("vision", views.our_vision, name="vision"),
    path("vision/earlier", views.earlier_visions, name="earlier_visions"),
    path("vision/earlier/<int:number>", views.earlier_vision, name="earlier_vision"),
    path("caring", views.our_caring, name="caring"),
    path("together/<uuid:couple_id>", views.read_together, name="read_together"),
]
