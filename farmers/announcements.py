"""What this room tells the rooms above it: facts, sent inside the transaction, with ids only."""

from django.dispatch import Signal

certificate_changed = Signal()
"""A certificate or its coverage changed standing. Carries `certificate_id`."""
