"""Settings, from environment variables, secure by default. docs/operations.md lists them all."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from imago import environment as env
from imago.counting import MAX_ENTRIES, TABLE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("IMAGO_VAR", str(BASE_DIR / "var")))

DEBUG = env.flag("IMAGO_DEBUG")
SECRET_KEY = env.secret("IMAGO_SECRET_KEY", debug=DEBUG)
IMAGO_MASTER_KEYS = env.master_keys(
    env.required(
        "IMAGO_MASTER_KEYS",
        how="It seals what partners write; `manage.py newkeys` prints a fresh one. Keep it apart from the database.",
        debug_default="debug:" + "QUFB" * 10 + "QUE=",
        debug=DEBUG,
    )
)
IMAGO_ORIGINS = env.origins(
    env.text("IMAGO_ORIGINS", "http://localhost:8000,http://127.0.0.1:8000")
)
ALLOWED_HOSTS = env.hosts(IMAGO_ORIGINS)
CSRF_TRUSTED_ORIGINS = IMAGO_ORIGINS
ENCRYPTED = all(origin.startswith("https://") for origin in IMAGO_ORIGINS)

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "dialogue",
]
MIDDLEWARE = [
    "dialogue.accounts.middleware.SameOriginOnly",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before the files: a picture can hold scripts, too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "dialogue.base.links.WholeLinks",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dialogue.accounts.own_forms.OwnForms",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dialogue.safety.quick_exit.AfterLeaving",
    "dialogue.accounts.middleware.Activity",
    "dialogue.accounts.middleware.PersonalSettings",
    "dialogue.accounts.middleware.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dialogue.accounts.middleware.CalmRefusals",
    "dialogue.accounts.late_codes.LateCodes",
    "allauth.account.middleware.AccountMiddleware",
    "dialogue.home.waking.Waking",
    "dialogue.base.once.Once",
]
ROOT_URLCONF = "imago.urls"
ASGI_APPLICATION = "imago.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["dialogue.templatetags.whose"],
        },
    }
]

# --- where the words are kept -------------------------------------------------------------
IMAGO_PREPARED = env.flag("IMAGO_PREPARED", "1")
DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'imago.sqlite3'}",
        pooler=env.flag("IMAGO_BEHIND_POOLER"),
        prepared=IMAGO_PREPARED,
    )
}
# How many pages one process makes at once, each with a connection of its own (imago.pages).
IMAGO_PAGES_AT_ONCE = env.number("IMAGO_PAGES_AT_ONCE", 20, least=1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
IMAGO_PROCESSES = env.number("IMAGO_PROCESSES", 1)
CHANNEL_LAYERS = (
    {
        # Never the core layer: after a FLUSHALL it wakes nobody again, and its restart closes every socket.
        "default": {
            "BACKEND": "imago.layer.Pokes",
            "CONFIG": {"hosts": [{"address": REDIS_URL, **env.ALIVE_REDIS}], "prefix": "imago"},
        }
    }
    if REDIS_URL
    else {}
)

# What several processes count together: above all, how often somebody has tried to sign in.
CACHES = {
    "default": {
        "BACKEND": "imago.counting.Counting",
        "LOCATION": REDIS_URL,
        "OPTIONS": env.ALIVE_REDIS | {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": TABLE,
        "OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES},
    }
}

# --- people --------------------------------------------------------------------------------
AUTH_USER_MODEL = "dialogue.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "dialogue.accounts.passwords.HardToGuess"}]
# In the session, never in a cookie of their own: messages may name people.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_REDIRECT_URL = "sessions"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "dialogue.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "dialogue.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_FORMS = {
    "signup": "dialogue.accounts.adapters.SignupForm",
    "confirm_email_verification_code": "dialogue.accounts.codes.ConfirmAddress",
    "confirm_login_code": "dialogue.accounts.codes.ConfirmLogin",
    "confirm_password_reset_code": "dialogue.accounts.codes.ConfirmReset",
}
ACCOUNT_SIGNUP_REDIRECT_URL = "invite"
# Only where an address is confirmed first can signing up keep silent about who is here already.
# By codes: a link in a mailbox, or in a history, would tell where it leads.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Besides allauth's own: a therapist's code is not to be found by trying, and whoever practises does
# so at a human pace.
ACCOUNT_RATE_LIMITS = {"therapist_code": "10/h/user,60/h/ip", "practice_step": "120/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "dialogue.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "dialogue.accounts.adapters.CodeAfterPassword",
    "reauthenticate": "dialogue.accounts.adapters.CodeOnceMore",
    "add_webauthn": "dialogue.accounts.adapters.PasskeyForm",
    "login_webauthn": "dialogue.accounts.adapters.PasskeyLogin",
    "authenticate_webauthn": "dialogue.accounts.adapters.PasskeyAfterPassword",
    "reauthenticate_webauthn": "dialogue.accounts.adapters.PasskeyOnceMore",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENCRYPTED  # then every origin is this machine
MFA_TOTP_ISSUER = "Together"
MFA_TOTP_TOLERANCE = (
    1  # phones are some seconds off; that each code works once: dialogue.accounts.adapters
)
# A login ends by itself when nothing was done with it for so long, and after twelve hours anyway.
IMAGO_IDLE_MINUTES = env.number("IMAGO_IDLE_MINUTES", 30)
IMAGO_LOGIN_HOURS = 12
SESSION_COOKIE_AGE = 60 * IMAGO_IDLE_MINUTES
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
# By this name a browser takes a cookie from this host alone, and from no other below the same domain.
SESSION_COOKIE_NAME = env.cookie("sessionid", encrypted=ENCRYPTED)
CSRF_COOKIE_NAME = env.cookie("csrftoken", encrypted=ENCRYPTED)
IMAGO_LEFT_COOKIE_NAME = env.cookie("n", encrypted=ENCRYPTED)
CSRF_COOKIE_AGE = None  # on a shared computer nothing stays for a year
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "dialogue" / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["imago.formats"]
TIME_ZONE = "UTC"

# --- files and mail ------------------------------------------------------------------------
# What is uploaded are words: never in a file of this machine's, not for a moment. What is larger is no file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 8_200_000
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for them
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dialogue.base.assets.Bundled"
    },
}
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_SECURITY = env.mail_security("EMAIL_SECURITY", host=EMAIL_HOST)
EMAIL_PORT = env.number("EMAIL_PORT", {"tls": 465, "none": 25}.get(EMAIL_SECURITY, 587))
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 8  # so that who waits for a page hears within ten seconds that no mail went
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "hello@localhost")

# --- what a page may do --------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, *(origin.replace("http", "ws", 1) for origin in IMAGO_ORIGINS)],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": that makes browsers send "Origin: null" with forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = ENCRYPTED
SECURE_HSTS_SECONDS = 31536000 if ENCRYPTED else 0
# A choice: it would close whatever else is below this name and not encrypted.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENCRYPTED and env.flag(
    "IMAGO_HSTS_SUBDOMAINS"
)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for it
if env.flag("IMAGO_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "dialogue.base.errors.forbidden_form"
# Where "Leave quickly" goes: an ordinary page that says nothing about this one.
IMAGO_EXERCISES = env.text("IMAGO_EXERCISES")  # a folder of exercise files of one's own
IMAGO_LEAKED_PASSWORDS = env.file("IMAGO_LEAKED_PASSWORDS")  # sorted SHA-1 digests, a line each
IMAGO_SECURITY_CONTACT = env.contact("IMAGO_SECURITY_CONTACT")  # for /.well-known/security.txt
# For so long a step that has just appeared takes no press: the second of a double one meant the step before.
IMAGO_UNSEEN_MS = env.number("IMAGO_UNSEEN_MS", 500)
IMAGO_QUICK_EXIT = env.text("IMAGO_QUICK_EXIT", "https://www.wikipedia.org/")

# --- what is written down ------------------------------------------------------------------
# Warnings and errors only, and never what somebody wrote.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "imago.logs.WithoutWords",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("IMAGO_LOG_LEVEL", "WARNING")},
}
