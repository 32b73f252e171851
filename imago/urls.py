from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dialogue.urls")),
    path("admin/", admin.site.urls),
]
