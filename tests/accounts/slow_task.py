"""A task that takes long the first time, so that its worker can be killed or told to stop meanwhile."""

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def linger(log: str, first_seconds: float) -> None:
    file = Path(log)
    is_first = not file.exists()
    with file.open("a") as lines:
        lines.write(f"begun {os.getpid()}\n")
    if is_first:
        time.sleep(first_seconds)
    with file.open("a") as lines:
        lines.write(f"done {os.getpid()}\n")
