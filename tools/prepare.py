"""Is the database migrated, the demo loaded, the static folder filled? Does what is left.

Runs inside the environment, as two processes side by side: `tools.prepare database` and `tools.prepare static`.
Everything here may be repeated at every start.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from tools.environment import ROOT


def static_fingerprint() -> str:
    """A hash of our own static files and of the packages that bring the others."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def collect_static() -> None:
    """Fill the static folder with hashed, compressed copies, when something changed."""
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    wanted = static_fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("… Đang nén tệp tĩnh / Compressing the static files …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def fill_database() -> None:
    """Migrate, then load the demo, which happens once."""
    print("… Đang cập nhật cơ sở dữ liệu / Migrating the database …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_demo")


PARTS = {"database": fill_database, "static": collect_static}


def main() -> int:
    """Prepare the part named on the command line; a full disk is told by the status ENOSPC."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "market.settings.dev")
    try:
        django.setup()
        PARTS[sys.argv[1]]()
    except (OSError, OperationalError) as error:
        is_full = getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or "is full" in str(error)
        if not is_full:
            raise
        return errno.ENOSPC
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
