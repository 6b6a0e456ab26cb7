"""What is true in every environment; every value that differs comes from the environment (docs/configuration.md)."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF  # noqa: F401 re-exported for the other settings modules
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()
env.read_env(ROOT / ".env")

from market.settings.deadlines import *  # noqa: E402 read after .env is
from market.settings.providers import *  # noqa: E402

VAR = Path(env("VAR_DIR", default=str(ROOT / "var")))
SECRET_KEY = env("SECRET_KEY", default="")
PUBLIC_ADDRESS = env("PUBLIC_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
PROVINCE_CODE = env("PROVINCE_CODE", default="52")

# Encryption of personal fields: "id:base64 of 32 bytes", newest first (accounts/encryption.py).
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY", default="")

DEBUG = False
ROOT_URLCONF = "market.urls"
WSGI_APPLICATION = "market.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "market",
    "market.desk",
    "market.workspace",
    "market.shop",
    "market.pages",
    "market.channels",
    "traceability",
    "products",
    "farmers",
    "accounts",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "market.desk.gate.DeskGateMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "market.shop.addresses.languages",
                "market.workspace.notices.unread",
            ],
        },
    },
]

# --- One machine (embedded) or many (services): decided by these two addresses alone. ---------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'chonongdan.sqlite3'}")}
REDIS_URL = env("REDIS_URL", default="")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864; "
            "PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# In the embedded profile each process keeps its own copies, so nothing may live there longer than 3 seconds.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"], "OPTIONS": {}},
}
# A task whose worker has been silent for this long is taken up again (accounts/working.py).
WORKER_SILENT_AFTER = timedelta(seconds=env.int("WORKER_SILENT_AFTER_SECONDS", default=30))
TASK_ATTEMPTS = 5

# --- Files. Private ones have no address; they leave only through views that check rights. ----------------
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
PRIVATE_ROOT = VAR / "private"
S3_BUCKET_PUBLIC = env("S3_BUCKET_PUBLIC", default="")
S3_BUCKET_PRIVATE = env("S3_BUCKET_PRIVATE", default="")
S3_ENDPOINT = env("S3_ENDPOINT", default="").rstrip("/")
_named = {S3_ENDPOINT, S3_BUCKET_PUBLIC, S3_BUCKET_PRIVATE}
if _named != {""} and ("" in _named or len(_named) < 3):
    raise ImproperlyConfigured(
        "S3_ENDPOINT, S3_BUCKET_PUBLIC and S3_BUCKET_PRIVATE are set together, to two different buckets"
    )


def _bucket(kind: str, name: str, **options: object) -> dict[str, object]:
    return {
        "BACKEND": f"accounts.buckets.{kind}",
        "OPTIONS": {"bucket_name": name, "endpoint_url": S3_ENDPOINT} | options,
    }


STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "accounts.private_files.PrivateStorage"},
    "staticfiles": {"BACKEND": "market.static_files.HashedFiles"},
}
_public_files = [SELF]
if S3_ENDPOINT:
    _store = urlsplit(f"{S3_ENDPOINT}/{S3_BUCKET_PUBLIC}")
    _public_files.append(f"{S3_ENDPOINT}/{S3_BUCKET_PUBLIC}/")
    STORAGES["default"] = _bucket(
        "PublicBucket",
        S3_BUCKET_PUBLIC,
        custom_domain=_store.netloc + _store.path,
        url_protocol=f"{_store.scheme}:",
    )
    STORAGES["private"] = _bucket("PrivateBucket", S3_BUCKET_PRIVATE)
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Language, time, numbers ------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["market.formats"]
# Off: ids and widths in templates must stay plain; what people read is grouped where it is written.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Sign-in (facts: codes cost money, a known phone stays in for 180 days; officers for 8 hours) ----------
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "workspace:home"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "farmers.desk_access.DeskAccessBackend",
]
SESSION_COOKIE_AGE = 180 * 86_400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DESK_SESSION_HOURS = 8
SIGN_IN_CODE_MINUTES = 10
SIGN_IN_CODE_ATTEMPTS = 5
SIGN_IN_CODES_PER_PHONE_10_MINUTES = env.int("SIGN_IN_CODES_PER_PHONE_10_MINUTES", default=3)
SIGN_IN_CODES_PER_PHONE_DAY = env.int("SIGN_IN_CODES_PER_PHONE_DAY", default=8)
SIGN_IN_CODES_PER_ADDRESS_HOUR = env.int("SIGN_IN_CODES_PER_ADDRESS_HOUR", default=60)
SIGN_IN_CODES_PER_DEVICE_HOUR = env.int("SIGN_IN_CODES_PER_DEVICE_HOUR", default=10)
SIGN_IN_CODES_DAY = env.int("SIGN_IN_CODES_DAY", default=20_000)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Listings under supervision (facts: docs/configuration.md says which come from the law and which are ours) ----
# How far a price moves unseen until the province sets its own bounds: a lost or added nought never passes.
PRICE_UP_PERCENT = env.int("PRICE_UP_PERCENT", default=20)
PRICE_DOWN_PERCENT = env.int("PRICE_DOWN_PERCENT", default=30)
# Within how many hours a report is acted on, by its ground. The law gives 24 for an authority's order.
TAKE_DOWN_HOURS = {
    "authority": 1,
    "danger": 1,
    "fake": 1,
    "rights": 24,
    "misleading": 24,
    "complaints": 24,
} | env.dict("TAKE_DOWN_HOURS", cast={"value": int}, default={})
# How many days ahead the law wants the farmer warned where nobody is in danger.
TAKE_DOWN_WARNING_DAYS = env.int("TAKE_DOWN_WARNING_DAYS", default=5)

ACCOUNT_ADAPTER = "accounts.second_factor.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "accounts.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Chợ Nông Dân"
MFA_TOTP_TOLERANCE = 1

# --- Security ---------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/hoi/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [*_public_files, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# Wagtail's admin still carries inline scripts; its policy is set by market/desk/gate.py for /hoi/ alone.
DESK_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    f"img-src {' '.join(_public_files)} data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

# --- Wagtail ----------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Chợ Nông Dân"
WAGTAILADMIN_BASE_URL = PUBLIC_ADDRESS
WAGTAILADMIN_LOGIN_URL = "accounts:sign_in"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_MODERATION_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt")]
WAGTAILIMAGES_IMAGE_MODEL = "pages.EditorialImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"level": "INFO"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
