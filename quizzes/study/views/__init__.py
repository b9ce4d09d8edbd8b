"""The pages of the study room: the day's review, and quizzes."""
