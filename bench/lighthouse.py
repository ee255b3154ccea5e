"""
Lighthouse's four scores for five storefront pages in every theme, on a simulated phone.

    npm install --prefix FOLDER lighthouse@13.5.0
    python -m bench.lighthouse FOLDER/node_modules/.bin/lighthouse [RUNS [THEME ...]]

Needs Node, which nothing else here does. Runs on plain http, so Chromium is told to trust the shop as if it were
https, and the two audits that ask for it are left out: production answers on nothing else. Each page is loaded RUNS
times; printed is the median, and which audits cost points. Basket and checkout say noindex: on purpose, and "is-crawlable" minds.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.weight import SHOPS
from bench.world import world
from tests.house import BASE_DOMAIN, House
from tests.journeys.wardrobe import DRESSES, dressed
from tests.live.buyer import Buyer
from workbench.browser import find_chromium

RUNS = 3
SCORES = ("performance", "accessibility", "best-practices", "seo")
NOT_ON_HTTP = "is-on-https,redirects-http"
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
CHROME_FLAGS = f'--headless=new --no-sandbox --disable-gpu --host-resolver-rules="MAP *.{BASE_DOMAIN} 127.0.0.1"'
TRUSTED = "--unsafely-treat-insecure-origin-as-secure="


def pages(product: str) -> dict[str, str]:
    """Return the addresses of the five pages that are measured."""
    return {
        "home": "/fr/",
        "category": "/fr/products/",
        "product": f"/fr/products/{product}/",
        "basket": "/fr/cart/",
        "checkout": "/fr/checkout/",
    }


def cookies_of_a_buyer(house: House, shop: str) -> str:
    """Return the Cookie header of somebody with one article in the basket."""
    schema = house.schema_of(shop)
    ((variant,),) = house.sql(
        f"""SELECT v.id FROM {schema}.catalog_variant v JOIN {schema}.catalog_product p ON p.id = v.product_id
            JOIN {schema}.catalog_stocklevel s ON s.variant_id = v.id
            WHERE p.status = 'published' AND s.on_hand > s.reserved ORDER BY v.id LIMIT 1"""
    )
    with Buyer(house, shop, name="Lighthouse", language="fr") as buyer:
        buyer.put_in_cart(variant)
        return "; ".join(f"{name}={value}" for name, value in buyer.client.cookies.items())


def measure(lighthouse: str, url: str, cookie: str) -> dict[str, Any]:
    """Load a page once and return Lighthouse's report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        headers = ["--extra-headers", json.dumps({"Cookie": cookie})] if cookie else []
        command = [lighthouse, url, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={CHROME_FLAGS} {TRUSTED}{url}"]
        subprocess.run(
            [*command, f"--skip-audits={NOT_ON_HTTP}", *headers], check=True, env={**os.environ, "CHROME_PATH": find_chromium() or ""}
        )
        return json.loads(report.read_text())


def median_of(reports: list[dict[str, Any]]) -> list[float]:
    """Return the four scores, in hundredths, and the four metrics, each as the median of the runs."""
    scores = [statistics.median(100 * (report["categories"][name]["score"] or 0) for report in reports) for name in SCORES]
    return scores + [statistics.median(report["audits"][name]["numericValue"] for report in reports) for name in METRICS]


def complaints(report: dict[str, Any]) -> list[str]:
    """Return the audits that cost points."""
    weighed = [ref["id"] for name in SCORES for ref in report["categories"][name]["auditRefs"] if ref["weight"]]
    return sorted(
        {name for name in weighed if (report["audits"][name]["score"] or 0) < 0.9 and report["audits"][name]["score"] is not None}
    )


def main() -> None:
    """Measure every page in every theme, or in those named, and print a line for each."""
    lighthouse, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    themes = sys.argv[3:] or [theme for theme, _shop, _language in DRESSES]
    with world() as house:
        print(f"{'page':28} perf a11y best  seo   FCP ms  LCP ms  TBT ms   CLS")
        for theme, shop, _language in DRESSES:
            if theme in themes:
                with dressed(house, shop, theme):
                    report(lighthouse, house, shop, theme, runs)


def report(lighthouse: str, house: House, shop: str, theme: str, runs: int) -> None:
    """Print a line for each page of a shop in the theme that it wears."""
    cookie = cookies_of_a_buyer(house, shop)
    for name, path in pages(SHOPS[shop]).items():
        with_basket = cookie if name in ("basket", "checkout") else ""
        reports = [measure(lighthouse, house.url(shop, path), with_basket) for _run in range(runs)]
        perf, a11y, best, seo, fcp, lcp, tbt, cls = median_of(reports)
        row = f"{theme + ' ' + name:28} {perf:4.0f} {a11y:4.0f} {best:4.0f} {seo:4.0f} {fcp:8.0f} {lcp:7.0f} {tbt:7.0f} {cls:5.3f}"
        print(row, *complaints(reports[0]), flush=True)


if __name__ == "__main__":
    main()
