"""What the study room announces."""

from django.dispatch import Signal

attempt_finished = Signal()
"""Sent with ``attempt``, inside the transaction that answered its last question."""
