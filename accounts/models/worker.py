"""Which worker processes are alive, so that the tasks of a dead one are taken up again."""

from django.db import models


class Worker(models.Model):
    """A worker process; `beat_at` is renewed every few seconds while it lives (accounts/working.py)."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id
