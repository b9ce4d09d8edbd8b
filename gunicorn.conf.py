"""How gunicorn serves the program: two workers with four threads each."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Idle browser connections must not hold a thread for long.
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = os.environ.get("LOG_LEVEL", "warning")
