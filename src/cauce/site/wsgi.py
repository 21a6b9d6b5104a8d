"""The WSGI application that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cauce.site import connections, occupancy, vega

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cauce.site.settings")

application = connections.watched(get_wsgi_application())

# Whatever serves it, an upgrade or a restore must know that the data are in use.
occupancy.share(settings.CAUCE.data_dir)

# Models can be imported only now.
from cauce.apps.catalog.figures import warming  # noqa: E402

warming.begin(vega.keep)
