"""What the bank announces to the rooms above."""

from django.dispatch import Signal

# Sent once for each change to the facts that made an answer wrong which had been right, inside its
# transaction, with the ``corrections`` (models.Correction) that were kept of it; and for a question
# written by hand whose right answer is changed, with the one that is of this question alone.
keys_corrected = Signal()
