"""By which ways do messages reach a phone, and what do the providers know of us? Nothing is set until a contract is made."""

import environ

env = environ.Env()

MESSAGE_WAYS = env.list("MESSAGE_WAYS", default=["console"])
MESSAGE_TIMEOUT_SECONDS = env.float("MESSAGE_TIMEOUT_SECONDS", default=10)
ESMS_URL = env(
    "ESMS_URL", default="https://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/"
)
ESMS_API_KEY = env("ESMS_API_KEY", default="")
ESMS_SECRET_KEY = env("ESMS_SECRET_KEY", default="")
ESMS_BRANDNAME = env("ESMS_BRANDNAME", default="")
ESMS_SANDBOX = env.bool("ESMS_SANDBOX", default=False)
ESMS_COST_VND = env.int("ESMS_COST_VND", default=0)
ZALO_URL = env("ZALO_URL", default="https://business.openapi.zalo.me/message/template")
ZALO_TOKEN_URL = env("ZALO_TOKEN_URL", default="https://oauth.zaloapp.com/v4/oa/access_token")
ZALO_APP_ID = env("ZALO_APP_ID", default="")
ZALO_SECRET_KEY = env("ZALO_SECRET_KEY", default="")
ZALO_TEMPLATES = env.dict("ZALO_TEMPLATES", default={})
ZALO_COST_VND = env.int("ZALO_COST_VND", default=0)
