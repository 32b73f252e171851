from django.contrib import admin
from django.urls import include, path

handler500 = "dialogue.base.errors.broken"

urlpatterns = [
    path("", include("dialogue.urls")),
    path("admin/", admin.site.urls),
]
