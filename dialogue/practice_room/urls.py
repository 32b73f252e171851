from django.urls import path

from dialogue.practice_room import views

urlpatterns = [
    path("try", views.stories, name="stories"),
    path("try/together", views.first_evening, name="first_evening"),
    path("try/step", views.step, name="story_step"),
    path("try/<str:exercise>/<str:name>", views.one_story, name="story"),
]
