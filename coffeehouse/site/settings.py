"""Django's settings, computed from the one table of options. Names an operator can set keep their option's name.

Importing this touches no file but `.env`: the data folder is made by the commands that need it.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

from coffeehouse.site import addresses, options
from coffeehouse.site.keys import secret_key

PACKAGE = Path(__file__).resolve().parent.parent

# The house
DATA = options.folder("COFFEEHOUSE_DATA") or Path.cwd() / "data"
DEBUG = options.switch("DEBUG")
KEYS = DATA / "keys"
# Lazy: a type checker or `--help` must not make a key.
SECRET_KEY = SimpleLazyObject(lambda: options.text("SECRET_KEY") or secret_key(KEYS / "secret_key"))
DATABASES = {"default": addresses.database(options.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Address and processes
HOST = options.text("HOST")
PORT = options.number("PORT")
BASE_URL = (options.text("BASE_URL") or f"http://localhost:{PORT}").rstrip("/")
DOMAIN = addresses.authority(BASE_URL)  # what stands after the @ in a handle
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [addresses.host(BASE_URL), "localhost", "127.0.0.1", "[::1]", *options.words("ALLOWED_HOSTS")]
WEB_WORKERS = options.number("WEB_WORKERS")
STREAMING_PORT = options.number("STREAMING_PORT") or PORT + 1
STREAMING_URL = options.text("STREAMING_URL") or addresses.streaming(BASE_URL, STREAMING_PORT)
VALKEY_URL = options.text("VALKEY_URL")

# The body
BODY_NAME = options.text("BODY_NAME")
BODY_COLOUR = options.text("BODY_COLOUR")
BODY_ACCENT = options.text("BODY_ACCENT")
BODY_ABOUT = options.text("BODY_ABOUT")
NATION = options.text("NATION")
CONTACT_EMAIL = options.text("CONTACT_EMAIL")
SHOW_PEERS = options.switch("SHOW_PEERS")

# Ledger and policy
LEDGER_ORIGIN = options.text("LEDGER_ORIGIN") or f"{DOMAIN}/ledger"
LEDGER_FOLDER = DATA / "ledger"
WITNESS_NAME = options.text("WITNESS_NAME") or f"{DOMAIN}/witness"
RECORDS_ACCOUNT = options.text("RECORDS_ACCOUNT").lstrip("@")
AUDITOR_EMAIL = options.text("AUDITOR_EMAIL")
CHECKPOINT_SECONDS = options.number("CHECKPOINT_SECONDS")
RECORD_CLASSES = str(options.folder("RECORD_CLASSES") or "")
POLICY_PACK = options.folder("POLICY_PACK") or PACKAGE / "policy" / "packs" / "default"

# Limits
TEST_MODE = addresses.test_mode(options.switch("TEST_MODE"), BASE_URL)
TEST_MEMBERS = options.folder("TEST_MEMBERS")
RATE_LIMITS = options.switch("RATE_LIMITS") and not TEST_MODE
API_REQUESTS = options.number("API_REQUESTS")
INCIDENT_STOP = options.switch("INCIDENT_STOP")
MAX_POST_CHARACTERS = options.number("MAX_POST_CHARACTERS")
MEDIA_MAX_BYTES = options.number("MEDIA_MAX_BYTES")
MEDIA_MAX_PIXELS = options.number("MEDIA_MAX_PIXELS")
VIDEO_MAX_BYTES = options.number("VIDEO_MAX_BYTES")
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
PACKS_FOLDER = DATA / "packs"  # release packs; nothing is served from it but through the page of packs
INCOMING_FOLDER = DATA / "incoming"  # uploads before they are prepared; nothing is served from it
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 8
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "coffeehouse.site.uploads.NamelessUploadHandler",
]

# Signing in
STAFF_SECOND_FACTOR = {"required": True, "off": False}.get(options.text("STAFF_SECOND_FACTOR"), IS_HTTPS)
DIRECTORIES = options.folder("DIRECTORIES")

# Mail, logs and proxies
LOG_FORMAT = options.text("LOG_FORMAT")
LOGGING_CONFIG = None  # coffeehouse.site.logs.configure() does it, for every process alike
TRUSTED_PROXIES = options.words("TRUSTED_PROXIES")
OUTBOUND = options.switch("OUTBOUND")
OUTBOUND_PORTS = addresses.ports(options.words("OUTBOUND_PORTS"))
OUTBOUND_ALLOW = addresses.networks(options.words("OUTBOUND_ALLOW"), BASE_URL)
LINK_PREVIEWS = options.switch("LINK_PREVIEWS")
TRANSLATE_URL = options.text("TRANSLATE_URL").rstrip("/")
TRANSLATE_KEY = options.text("TRANSLATE_KEY")

# Other servers
FEDERATION = options.text("FEDERATION")
AUTHORIZED_FETCH = options.switch("AUTHORIZED_FETCH")
SHOW_DOMAIN_BLOCKS = options.text("SHOW_DOMAIN_BLOCKS")

# Mail
MAIL_FOLDER = DATA / "mail"
DEFAULT_FROM_EMAIL = options.text("MAIL_FROM") or CONTACT_EMAIL or f"house@{addresses.host(BASE_URL)}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 30
if options.text("SMTP_URL"):
    EMAIL_BACKEND = "coffeehouse.delivery.mail.ServerBackend"
    globals().update(addresses.mail(options.text("SMTP_URL")))
else:
    EMAIL_BACKEND = "coffeehouse.delivery.mail.FolderBackend"

# Django
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "coffeehouse.ledger",
    "coffeehouse.engine",
    "coffeehouse.domain.people",
    "coffeehouse.domain.posts",
    "coffeehouse.domain.federation",
    "coffeehouse.domain.publishing",
    "coffeehouse.domain.policies",
    "coffeehouse.domain.cases",
    "coffeehouse.domain.records",
    "coffeehouse.domain.requests",
    "coffeehouse.domain.packs",
    "coffeehouse.delivery",
    "coffeehouse.channels.web",
]
# Each one costs every request: a new line needs a reason. Host, size and proxy checks are in `gate.py`, before Django.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",  # nosniff, referrer, HSTS, opener
    "whitenoise.middleware.WhiteNoiseMiddleware",  # static files end here
    "coffeehouse.channels.federation.negotiating.NegotiationMiddleware",  # a page or a document
    "coffeehouse.site.headers.HeadersMiddleware",  # permissions policy, request id, one log line
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "coffeehouse.site.urls"
WSGI_APPLICATION = "coffeehouse.site.wsgi.application"
APPEND_SLASH = False
AUTH_USER_MODEL = "people.Member"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/home"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "channels" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "coffeehouse.channels.web.environment.environment"},
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Language and time
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_NAMES = {"en": "English", "cy": "Cymraeg"}
LANGUAGES = [(code, LANGUAGE_NAMES.get(code, code)) for code in options.words("LANGUAGES")]
LANGUAGE_CODE = LANGUAGES[0][0]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_HTTPS

# Cookies and headers
_COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "coffeehouse.channels.web.problems.show_csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # a council's other services are not ours to decide for
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        # The OAuth page widens this for its own response: an app's redirect address may be of any scheme.
        "form-action": [SELF],
    }
}
