"""The fields of a statement by what they are for."""

# The entities it speaks of.
ROLES = ("subject", "value_entity", "where", "attributed_to")
# What it says; when one of these changes, its own wording may no longer fit.
MEANING = (
    *("subject", "property", "value_entity", "value_date", "value_quantity", "unit", "value_text"),
    *("when", "where", "attributed_to", "unattributed"),
)
# The wording of its own.
WORDING = ("own_sentence", "own_stem", "own_subject_stem", "explanation", "dispute_note")
