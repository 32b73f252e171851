from django.urls import path

from dialogue.home import (
    caseload_views,
    course_views,
    ending_views,
    feelings_views,
    front,
    homework_views,
    joint_work_views,
    look_views,
    path_views,
    takeaway_views,
    today_views,
    us_views,
    views,
)

urlpatterns = [
    path("", front.home, name="home"),
    path("today", today_views.today, name="today"),
    path("us", us_views.us, name="us"),
    path("us/look", look_views.look, name="look"),
    path("us/picture/<str:seat>", look_views.picture, name="picture"),
    path("us/words", us_views.own_words, name="own_words"),
    path("sessions", views.sessions, name="sessions"),
    path("sessions/start", views.start, name="start"),
    path("course", course_views.our_course, name="course"),
    path("course/questions", course_views.course_questions, name="course_questions"),
    path("path", path_views.path, name="path"),
    path("joint/<uuid:couple_id>", joint_work_views.joint_work, name="joint_work"),
    path("guesses", feelings_views.guesses, name="guesses"),
    path("room/<uuid:dialogue_id>/feelings", feelings_views.pick_feelings, name="pick_feelings"),
    path("caseload", caseload_views.caseload, name="caseload"),
    path("caseload/<uuid:couple_id>", caseload_views.glance, name="glance"),
    path("homework", homework_views.homework, name="homework"),
    path("takeaway/<uuid:dialogue_id>", takeaway_views.takeaway, name="takeaway"),
    path("couple/leave", ending_views.leave_couple, name="leave_couple"),
]
