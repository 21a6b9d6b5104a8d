"""Says as JSON how each dataset of a demonstration is shown: ``python -m … FOLDER``."""

import json
import os
import sys
from typing import Any


def main(folder: str) -> None:
    """Prints a list of what each dataset's page has."""
    os.environ |= {"CAUCE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cauce.site.settings"}
    import django

    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.test import Client

    from cauce.apps.catalog import access, queries
    from cauce.apps.catalog.figures.first import drawn_first
    from cauce.cli.serve import collect_static

    collect_static()
    client = Client(headers={"accept-encoding": "gzip", "host": "127.0.0.1"})
    told: list[dict[str, Any]] = []
    for card in queries.home(60).recent:
        page = queries.dataset_page(access.dataset_for_reading(AnonymousUser(), card.slug))
        drawn = [drawing for drawing, _table, _caption in drawn_first(page, page.tables[0])]
        answer = client.get(f"/datos/{card.slug}/")
        told.append(
            {
                "title": card.title,
                "kinds": [drawing.kind for drawing in drawn],
                "sentences": [drawing.sentence for drawing in drawn],
                "status": answer.status_code,
                "weight": len(answer.content),
            }
        )
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
