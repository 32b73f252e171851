from django.urls import path

from dialogue.introduction import views

urlpatterns = [
    path("before", views.beginning, name="before"),
    path("before/example/<int:number>", views.example, name="before_example"),
    path("before/<slug:name>", views.page, name="before_page"),
]
