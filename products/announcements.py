"""What this room tells the rooms above it: facts, sent inside the transaction, with ids only."""

from django.dispatch import Signal

product_published = Signal()
"""A product went on sale, for the first time or again. Carries `product_id`."""
