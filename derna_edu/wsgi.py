"""The entry point for web servers: ``gunicorn derna_edu.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derna_edu.settings")
application = get_wsgi_application()
