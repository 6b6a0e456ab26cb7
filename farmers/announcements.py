"""What this room tells the rooms above it: facts, sent inside the transaction, with ids only."""

from django.dispatch import Signal

certificate_changed = Signal()
"""A certificate or its coverage changed standing. Carries `certificate_id`."""

person_anonymised = Signal()
"""A person is being made nameless. Carries `members`, `farmers`, `users` (ids), `by` (id of a user) and `at`.

Sent before the columns are emptied, so that whoever listens can still find the names in texts of its own.
"""
