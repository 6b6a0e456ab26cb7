#!/usr/bin/env python
"""Run a management command of Chợ Nông Dân."""

import os
import sys


def main() -> None:
    """Hand the arguments to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "market.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 settings come first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
