"""Who decides, and within how many days? No rule could be read; each association sets its own."""

import environ

env = environ.Env()

# The commune registers, the province admits, the district between them is gone since July 2025: as one province worked
# before the reform; how the associations have cut it anew is not published.
ADMITTING_LEVEL = env("ADMITTING_LEVEL", default="province")
ADMISSION_DUE_DAYS = env.int("ADMISSION_DUE_DAYS", default=15)
CERTIFICATE_DUE_DAYS = env.int("CERTIFICATE_DUE_DAYS", default=5)
LISTING_DUE_DAYS = env.int("LISTING_DUE_DAYS", default=3)
# Before the last day of a certificate: when its farmer is reminded, and when by a message that costs money too.
CERTIFICATE_REMINDER_DAYS = env.list("CERTIFICATE_REMINDER_DAYS", cast=int, default=[90, 30, 7])
CERTIFICATE_MESSAGE_DAYS = env.list("CERTIFICATE_MESSAGE_DAYS", cast=int, default=[30, 7])
