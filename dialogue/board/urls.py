from django.urls import path

from dialogue.board import views

urlpatterns = [
    path("board", views.board, name="board"),
]
