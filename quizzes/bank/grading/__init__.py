"""Grading of typed answers, pure Python: names, dates and numbers against what is accepted.

The rules, by the numbers the rest of the code calls them by:

1. Case, diacritics, hyphens, apostrophes, ranks, titles and articles do not matter.
2. A word with digits matches exactly, never nearly.
3. The name of another entity is wrong, and the note says whose it is.
4. "A or B" is wrong.
5. Arabic names in Latin letters match by their consonants where the vowels differ little; the
   usual spelling is shown.
6. A slip is almost right, with the spelling shown, unless another name is as near.
7. A unique surname is right; a shared surname or a given name is partial. So with the number of a
   unit, with initials, and with half of a name that is no person's.
8. A date that is too coarse or can be read two ways is partial, a finer one right, a day off wrong.
9. A number, in digits or words, with or without its unit, is the sourced one exactly; in another
   unit it is another number.

What is partial, vague, or no date or number at all may be asked for once more.
"""

from .dates import grade_date
from .names import Name, grade_name
from .numbers import grade_number
from .verdicts import Grade, Verdict

__all__ = ["Grade", "Name", "Verdict", "grade_date", "grade_name", "grade_number"]
