"""The addresses of copies. Each file has one of its own, so that its name ends as its kind does."""

from django.urls import path

from dialogue.copies import views

urlpatterns = [
    path("copies", views.copies, name="copies"),
    path("copies/brought.md", views.brought_file, name="brought_file"),
    *(
        path(
            f"copies/{whose}.{kind}",
            views.copy,
            {"whose": whose, "kind": kind},
            name=f"copy_{whose}_{kind}",
        )
        for whose in ("mine", "ours")
        for kind in views.KINDS
    ),
]
