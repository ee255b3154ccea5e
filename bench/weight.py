"""
What each page of a demo shop costs: SQL statements (warm), bytes of HTML, and bytes of all but product images.

In one process, with the Django test client, on the demo's data; nothing here depends on the load of the machine.
"""

import gzip
import os
import re
import shutil
import tempfile
from pathlib import Path

from shops.rules.themes import THEMES
from workbench.services import Services

SHOPS = {"sous-verre": "petites-succulentes", "bonne-pioche": "fauteuil-bleu", "four-anna": "pain-au-levain"}
OWN_THEMES, LENDS = ("serre", "brocante", "comptoir"), "sous-verre"  # it wears the other themes in turn


def main() -> None:
    """Seed a database and print one line for each page."""
    folder = Path(tempfile.mkdtemp(prefix="vitrine-bench-"))
    services = Services(folder, durable=False)
    os.environ.update(services.urls, VITRINE_MODE="demo", DATA_DIR=str(folder), STATIC_ROOT=str(folder / "static"))
    os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", LOG_LEVEL="ERROR")
    try:
        services.postgres.ensure_database()
        measure()
    finally:
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure() -> None:
    """Seed, then ask each page twice and report the second time; Django is set up here."""
    import django

    django.setup()
    from django.core.management import call_command

    for command in (("migrate_platform",), ("collectstatic", "--noinput", "--verbosity", "0"), ("seed_demo",)):
        call_command(*command)
    print(f"{'page':44} {'shop SQL':>8} {'public SQL':>10} {'HTML kB gz':>10} {'all but photos kB':>17} {'requests':>8}")
    for shop in SHOPS:
        report_pages(shop, name=shop)
    for theme in [theme for theme in THEMES if theme not in OWN_THEMES]:
        call_command("dress_shop", LENDS, theme)
        report_pages(LENDS, name=theme)


def report_pages(shop: str, *, name: str) -> None:
    """Ask each page of a shop twice, and report the second time under this name."""
    from django.test import Client

    client = Client(HTTP_HOST=f"{shop}.localhost")
    category = re.search(r'href="(/fr/categories/[^"]+)"', client.get("/fr/").text)
    paths = [
        "/fr/",
        category.group(1) if category else "/fr/products/",
        "/fr/products/",
        f"/fr/products/{SHOPS[shop]}/",
        "/fr/search/?q=pain",
        "/fr/cart/",
    ]
    for path in paths:
        client.get(path)
        report(client, name, path)


def report(client, name: str, path: str) -> None:
    """Print what one warm request of a page costs."""
    from django.db import connections
    from django.templatetags.static import static
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["platform"]) as public:
        page = client.get(path).text
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    for theme, facts in THEMES.items():
        if f"/css/themes/{theme}." in page:
            assets.update(static(f"fonts/{font}.woff2") for font in facts.other_fonts)  # only the sheet names them
    for sheet in re.findall(r'href="(/theme/[^"]+)"', page):  # a pair of fonts: the first is preloaded, the second only the sheet names
        assets |= {url for url in re.findall(r'url\("([^"]+)"\)', client.get(sheet).text) if "-ext." not in url}
    rest = sum(_transferred(asset) for asset in assets)
    html = len(gzip.compress(page.encode(), 6))
    requests = 1 + len(assets) + len(re.findall(r"<picture", page))
    print(f"{name + path:44} {len(own):8} {len(public):10} {html / 1000:10.1f} {(html + rest) / 1000:17.1f} {requests:8}")


def _transferred(url: str) -> int:
    """Return the bytes of a static file as it travels: fonts and pictures as they are, text compressed."""
    from django.conf import settings

    path = Path(settings.STATIC_ROOT) / url.removeprefix("/static/")
    brotli = path.with_name(path.name + ".br")
    return (brotli if brotli.exists() else path).stat().st_size


if __name__ == "__main__":
    main()
