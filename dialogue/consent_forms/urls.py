from django.urls import path

from dialogue.consent_forms import signing_views, views

urlpatterns = [
    path("consent-forms", views.consent_forms, name="consent_forms"),
    path("consent-forms/<uuid:form_id>", views.consent_form, name="consent_form"),
    path("consent-forms/couple/<uuid:couple_id>", views.couple_forms, name="couple_forms"),
    path("sign", signing_views.to_sign, name="to_sign"),
    path("sign/<uuid:given_id>", signing_views.sign_form, name="sign_form"),
    path("sign/copy/<uuid:signature_id>.pdf", signing_views.signed_copy, name="signed_copy"),
]
