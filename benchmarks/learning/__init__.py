"""Learners whose memory is known study the bank of the pack: is it foretold, and is it worth it?

``minds`` holds what is true of a memory, ``learners`` who has which and how they answer, ``bank``
the shape of the real bank. ``schools`` are the ways to study it: the project's own scheduling and
the others beside it. ``lives`` lets a learner live through the days, ``figures`` tells what came of
it, and ``tables`` prints that.
"""

from .tables import measure

__all__ = ["measure"]
