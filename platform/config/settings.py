"""Settings of every mode. What differs between modes is read from `config.environment`."""

import datetime as dt
from pathlib import Path
from urllib.parse import unquote

from csp.constants import NONE, SELF

from config import environment
from config.environment import ROOT, env

VITRINE_MODE = environment.mode()
IN_PRODUCTION = VITRINE_MODE == "production"
if IN_PRODUCTION:
    environment.stop_if_unsafe()

DATA_DIR = environment.data_dir()
DEBUG = env.bool("DEBUG", default=VITRINE_MODE == "development")
SECRET_KEY = env.str("SECRET_KEY", default=environment.INSECURE_SECRET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# ---- hosts ------------------------------------------------------------------------------------
BASE_DOMAIN = env.str("BASE_DOMAIN", default="localhost").lower()
PORT = env.int("PORT", default=8000)
PUBLIC_SCHEME = "https" if IN_PRODUCTION else env.str("PUBLIC_SCHEME", default="http")
PUBLIC_PORT = env.str("PUBLIC_PORT", default="" if IN_PRODUCTION else str(PORT))  # as seen by a browser; "" is the default port
ALLOWED_HOSTS = ["*"]  # tenants.middleware knows each host that is ours, and answers the others itself
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IN_PRODUCTION else None

# ---- apps -------------------------------------------------------------------------------------
# Public apps keep their tables in the schema `public` (alias `platform`), shop apps in each shop's
# schema (alias `default`). No app is both; kit.routers and the migrations runner rely on it.
SHOP_APPS = ["shops", "catalog", "orders", "payments"]
PUBLIC_APPS = [
    "tenants",
    "billing",
    "landing",
    "platform_admin",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
DEMO_APPS = []
STRIPE_SANDBOX = env.bool("STRIPE_SANDBOX", default=not IN_PRODUCTION)
if not IN_PRODUCTION:
    DEMO_APPS += ["demo"]
if STRIPE_SANDBOX and not IN_PRODUCTION:
    DEMO_APPS += ["stripe_sandbox"]
INSTALLED_APPS = [
    "modeltranslation",
    "kit",
    *PUBLIC_APPS,
    *SHOP_APPS,
    *DEMO_APPS,
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
]
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_APPS = SHOP_APPS  # read by the parts of django-tenants that we build on
SHARED_APPS = PUBLIC_APPS

MIDDLEWARE = [
    "tenants.middleware.ShopRoutingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.middleware.RefuseUnreadableInput",
    "kit.csp.OnePolicyMiddleware",
    "tenants.sessions.ShopSessionMiddleware",
    "kit.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kit.csrf.SameOriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kit.middleware.RefuseUnreadableForms",
    "shops.storefront.gate.LaunchGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls_platform"  # the routing middleware chooses config.urls_shop for a shop's host
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATE_LOADERS = ["kit.template_loader.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": TEMPLATE_LOADERS if DEBUG else [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kit.context.languages",
                "shops.context.shop_frame",
                "orders.context.cart",
                "landing.context.platform_frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kit.templatetags.badges",
                "kit.templatetags.formats",
                "kit.templatetags.icons",
            ],
        },
    }
]

# ---- database ---------------------------------------------------------------------------------
_database = env.db_url_config(environment.service_url("DATABASE_URL") or "postgres:///vitrine")
_connection = {
    **_database,
    "HOST": unquote(_database["HOST"]),  # a unix socket's folder is quoted in a URL
    "ENGINE": "kit.postgres",
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,  # kit.postgres looks at the socket instead, which costs no round trip
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
_statement_timeout = "-c statement_timeout=15000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=60000"
DATABASES = {
    "default": {
        **_connection,
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": env.int("DB_POOL_SIZE", default=8), "max_lifetime": 600, "timeout": 3},
            "options": _statement_timeout,
            "prepare_threshold": 5,  # only cursors of kit.postgres that ask for it prepare at all
        },
    },
    "platform": {
        **_connection,
        "FIXED_SCHEMA": "public",
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": env.int("DB_POOL_SIZE", default=8), "max_lifetime": 600, "timeout": 3},
            "options": _statement_timeout,
        },
    },
}
DATABASE_ROUTERS = ["kit.routers.SchemaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- cache, broker ----------------------------------------------------------------------------
REDIS_URL = environment.service_url("REDIS_URL") or "redis://127.0.0.1:6379/0"
CACHES = {
    "default": {
        "BACKEND": "kit.caching.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "kit.caching.scoped_key",
        "TIMEOUT": 300,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }
}
CELERY_BROKER_URL = REDIS_URL

# ---- pages that are kept (kit.versions) ---------------------------------------------------------
# A commit renews the pages of its shop, whatever table it wrote, but for the tables named here: no page of the storefront
# that may be kept reads them. tests/isolation/test_page_versions.py looks whether that is so.
TABLES_NOT_ON_PAGES = {
    "catalog_formeraddress",
    "catalog_scancount",
    "catalog_stockmovement",
    "django_migrations",
    "orders_banktransfer",
    "orders_cart",
    "orders_cartline",
    "orders_customer",
    "orders_order",
    "orders_orderevent",
    "orders_orderline",
    "orders_paymentsettings",
    "payments_balanceentry",
    "payments_bankpayment",
    "payments_dispute",
    "payments_ledgermark",
    "payments_paymentattempt",
    "payments_payout",
    "payments_refund",
    "payments_refundline",
    "payments_straypayment",
    "payments_stripeaccount",
    "payments_webhookevent",
    "shops_dailyfigure",
    "shops_keptfigures",
    "shops_invitation",
    "shops_outboxmessage",
    "shops_sharepicture",
    "shops_shopevent",
}
TABLES_NOT_IN_THE_FRAME = {"catalog_reservation", "catalog_stocklevel"}  # they change often, and only the pages of goods show them
# The same for the public schema: what does not say which host leads to which shop in which state.
TABLES_WITHOUT_HOSTS = {
    "billing_billingcheckout",
    "billing_billingevent",
    "billing_subscription",
    "django_admin_log",
    "mfa_authenticator",
    "tenants_alarm",
    "tenants_externalaccount",
    "tenants_handover",
    "tenants_heartbeat",
    "tenants_membership",
    "tenants_plan",
    "tenants_session",
    "tenants_shopwindow",
    "tenants_supportgrant",
    "tenants_user",
    "tenants_wakeup",
}
if "stripe_sandbox" in DEMO_APPS:
    TABLES_WITHOUT_HOSTS |= {f"stripe_sandbox_{name}" for name in ("apifault", "delivery", "idempotentrequest", "storedobject", "switches")}

# ---- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # a sign-in code proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_ADAPTER = "tenants.accounts.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's mailbox is not ours to fill
ACCOUNT_SESSION_REMEMBER = True
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)  # behind Caddy 1: else all people share one limit
# Where those proxies are; what anybody else says in X-Forwarded-For is not believed.
TRUSTED_PROXIES = env.list(
    "TRUSTED_PROXIES", default=["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
)
# amount/duration/per: one count over all hosts (kit.caching). "key" is account and address for login_failed, the account
# for login_failed_everywhere and request_login_code, the session's code for confirm_login_code.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_everywhere": "100/h/key",
    "request_login_code": "20/m/ip,3/m/key",
    "confirm_login_code": f"{ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS}/{ACCOUNT_LOGIN_BY_CODE_TIMEOUT}s/key",
}
# Orders, over all shops: from one address of the network, and under one e-mail. Demo and tests order as fast as they like.
ORDER_RATE_LIMITS = {"order": "60/h/ip,20/h/key"} if IN_PRODUCTION else {}
# Second keys: tenants.mfa, docs/adr/0009. An address is proven by the code that was sent to it, not by a row of allauth's.
MFA_ADAPTER = "tenants.mfa.MFAAdapter"
MFA_FORMS = {"add_webauthn": "tenants.mfa_forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION  # the demo and the tests have no https
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Opening a shop by oneself: each code is a mail, each shop a schema.
SIGN_UP_RATE_LIMITS = {"sign_up": "20/h/ip,5/h/key", "open_shop": "10/d/ip,5/d/key"} if IN_PRODUCTION else {}
ACCOUNT_FORMS = {"confirm_login_code": "tenants.accounts.ConfirmCodeForm"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Cookies belong to one host; none is ever set for the whole base domain (security.md C1, C2).
_prefix = "__Host-" if IN_PRODUCTION else ""
SESSION_ENGINE = "tenants.sessions"
SESSION_COOKIE_NAME = f"{_prefix}vitrine_session"
SESSION_COOKIE_AGE = int(dt.timedelta(days=30).total_seconds())
CSRF_COOKIE_NAME = f"{_prefix}vitrine_csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}vitrine_language"
CART_COOKIE_NAME = f"{_prefix}vitrine_cart"
PREVIEW_COOKIE_NAME = f"{_prefix}vitrine_preview"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CART_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kit.csrf.refused"
MESSAGE_STORAGE = "kit.messages.ShopCookieStorage"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# ---- languages --------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [ROOT / "locale"]
MODELTRANSLATION_LANGUAGES = ("fr", "nl", "en", "de")
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "nl", "en", "de")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# ---- who runs this platform: at the foot of its pages, as the law asks (L12) ---------------
OPERATOR = {
    "name": env.str("OPERATOR_NAME", default="Vitrine"),
    "address": env.str("OPERATOR_ADDRESS", default=""),
    "phone": env.str("OPERATOR_PHONE", default=""),
    "enterprise_number": env.str("OPERATOR_NUMBER", default=""),
}

# ---- files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(ROOT / "staticfiles"))
STATICFILES_DIRS = [ROOT / "static"]
MORE_STATIC_FILES = env.str(
    "MORE_STATIC_FILES", default=""
)  # a folder of the operator's, such as with official files (docs/legal-files.md)
if MORE_STATIC_FILES:
    STATICFILES_DIRS.append(Path(MORE_STATIC_FILES))
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(DATA_DIR / "media"))
_hashed_static = VITRINE_MODE in ("production", "demo")
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "kit.storage.ShopFileStorage"},
    "staticfiles": {
        "BACKEND": {
            "production": "kit.staticfiles.HashedStaticFiles",
            "demo": "kit.staticfiles.OwnFilesCompressed",
        }.get(VITRINE_MODE, "django.contrib.staticfiles.storage.StaticFilesStorage")
    },
}
if env.str("MEDIA_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "kit.storage_s3.ShopS3Storage",
        "OPTIONS": {
            "bucket_name": env.str("MEDIA_BUCKET"),
            "endpoint_url": env.str("MEDIA_ENDPOINT_URL", default=None),
            "default_acl": "private",
            "querystring_expire": 900,
        },
    }
WHITENOISE_USE_FINDERS = not _hashed_static
WHITENOISE_AUTOREFRESH = VITRINE_MODE == "development"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
PHOTO_MAX_BYTES = 25 * 1024 * 1024
PHOTOS_AT_ONCE = 12
BODY_MAX_BYTES = 1024 * 1024  # of a request without photographs
PHOTO_MAX_PIXELS = 40_000_000

# ---- mail -------------------------------------------------------------------------------------
MAILBOX_DIR = DATA_DIR / "mailbox"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "demo.mailbox.MailboxBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Vitrine <bonjour@{BASE_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ---- Stripe -----------------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="sk_test_sandbox" if STRIPE_SANDBOX else "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="whsec_sandbox" if STRIPE_SANDBOX else "")
STRIPE_PLATFORM_WEBHOOK_SECRET = env.str("STRIPE_PLATFORM_WEBHOOK_SECRET", default="whsec_sandbox_platform" if STRIPE_SANDBOX else "")
STRIPE_PORTAL_CONFIGURATION = env.str("STRIPE_PORTAL_CONFIGURATION", default="")  # bpc_...; empty: the Dashboard's own
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")
STRIPE_SANDBOX_HOST = f"stripe.{BASE_DOMAIN}"
_browser_port = f":{PUBLIC_PORT}" if PUBLIC_PORT else ""
STRIPE_SANDBOX_PAGES_URL = env.str("STRIPE_SANDBOX_PAGES_URL", default=f"{PUBLIC_SCHEME}://{STRIPE_SANDBOX_HOST}{_browser_port}")
STRIPE_SANDBOX_WEBHOOK_URL = env.str("STRIPE_SANDBOX_WEBHOOK_URL", default=f"http://127.0.0.1:{PORT}/webhooks/stripe/connect/")
STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL = env.str(
    "STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL", default=f"http://127.0.0.1:{PORT}/webhooks/stripe/platform/"
)
STRIPE_SANDBOX_WEBHOOK_HOST = BASE_DOMAIN
STRIPE_SANDBOX_API_ONLY = env.bool("STRIPE_SANDBOX_API_ONLY", default=False)  # the loopback process that answers the client library

# ---- what a browser may do with our pages -------------------------------------------------------
# A form that ends in a redirect to the payment page needs that page in form-action (Chromium checks redirects).
_payment_pages = (
    [environment.stripe_api_origin(STRIPE_SANDBOX_PAGES_URL)]
    if STRIPE_SANDBOX
    else ["https://checkout.stripe.com", "https://connect.stripe.com", "https://billing.stripe.com"]
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *_payment_pages],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IN_PRODUCTION
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^internal/"]
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # kit.csrf.SameOriginMiddleware is a CsrfViewMiddleware
    "security.W021",  # HSTS preload is the owner of the domain's decision
]

# ---- orders -----------------------------------------------------------------------------------
CHECKOUT_HOLD = dt.timedelta(minutes=20)
CHECKOUT_HOLD_AT_MOST = dt.timedelta(minutes=60)  # however often a checkout is reloaded: one visitor can't keep a shop from all others
CHECKOUT_HOLD_PAUSE = dt.timedelta(minutes=10)
PAYMENT_WINDOW = dt.timedelta(hours=3)  # from the order to the end of its last payment page: asking anew can't hold stock for ever
PAYMENT_SESSION_LIFETIME = dt.timedelta(minutes=31)  # Stripe refuses less than 30 minutes

# ---- logs -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tenant": {"()": "kit.logs.TenantFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(tenant)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tenant"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django.server": {"level": "WARNING"}, "PIL": {"level": "INFO"}, "stripe": {"level": "WARNING"}},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
