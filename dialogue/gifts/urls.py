from django.urls import path

from dialogue.gifts import views

urlpatterns = [
    path("gifts", views.all_gifts, name="gifts"),
    path("gifts/<int:gift_id>", views.gift, name="gift"),
]
