"""Questions made from statements, and kept in step with them: see ``building``."""
