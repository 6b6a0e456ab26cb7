"""Within how many days is something decided? No rule could be read; each association sets its own."""

import environ

env = environ.Env()

ADMISSION_DUE_DAYS = env.int("ADMISSION_DUE_DAYS", default=15)
CERTIFICATE_DUE_DAYS = env.int("CERTIFICATE_DUE_DAYS", default=5)
LISTING_DUE_DAYS = env.int("LISTING_DUE_DAYS", default=3)
