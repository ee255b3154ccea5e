"""
The pictures of ourselves: the shop windows and the phone of the landing page, and the picture of the README.

`python -m tests.journeys.portraits` takes them anew from the demo's shops, in each language, so that what we
promise is what one gets. Some two minutes; look at them before you commit them.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.house import House
from tests.journeys.browsers import Visitors, started_browser
from tests.journeys.pages import Backoffice, Storefront
from tests.journeys.screens import own_house

ROOT = Path(__file__).parents[2]
WINDOWS = {"sous-verre": "vitrine-serre", "bonne-pioche": "vitrine-brocante", "four-anna": "vitrine-comptoir"}
WINDOW, PHONE = {"width": 360, "height": 760}, {"width": 360, "height": 720}
CAMERA_NAMES = {"fr": "Instantané blanc", "nl": "Witte instantcamera", "en": "White instant camera", "de": "Weiße Sofortbildkamera"}
README_HEIGHT = 450
GAP = 24
A_CAMERA = ROOT / "platform" / "demo" / "photos"


def picture_of(page: Page) -> Image.Image:
    """Return what a phone shows of a page, at one and a half times its size."""
    page.wait_for_load_state("networkidle")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shown.resize((540, 540 * shown.height // shown.width), Image.Resampling.LANCZOS)


def keep(picture: Image.Image, name: str) -> None:
    picture.save(ROOT / "static" / "img" / f"{name}.jpg", quality=80, optimize=True, progressive=True)


def windows(visit: Visitors, house: House, language: str) -> list[Image.Image]:
    """Take the three homes in a language into static/img, and return them."""
    taken = []
    for shop, name in WINDOWS.items():
        customer = Storefront(visit(viewport=WINDOW, device_scale_factor=2), house, shop, language)
        customer.open("")
        dismiss = customer.page.locator("aside [data-dismiss]")
        if dismiss.count():
            dismiss.first.click()
        taken.append(picture_of(customer.page))
        keep(taken[-1], f"{name}-{language}")
    return taken


def phone(visit: Visitors, house: House, photo: Path, language: str) -> None:
    """Take the page of a new product, filled in, into static/img; the backoffice follows the language of its person."""
    house.sql("UPDATE tenants_user SET language = %s WHERE email = %s RETURNING id", language, "samira@bonne-pioche.example")
    keeper = Backoffice(visit(viewport=PHONE, device_scale_factor=2), house, "bonne-pioche")
    keeper.signs_in("samira@bonne-pioche.example")
    keeper.open("products/new/")
    page = keeper.page
    page.set_input_files("#id_photo", photo)
    page.fill("#id_price", "75")
    page.fill("#id_name", CAMERA_NAMES[language])
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    keep(picture_of(page), f"telephone-produit-{language}")


def readme(taken: list[Image.Image]) -> None:
    """Put the windows side by side into docs/img, with the heads of the pages only."""
    heads = [shot.crop((0, 0, shot.width, shot.height * 4 // 5)) for shot in taken]
    sheet = Image.new("RGB", (sum(head.width for head in heads) + GAP * (len(heads) - 1), heads[0].height), "white")
    left = 0
    for head in heads:
        sheet.paste(head, (left, 0))
        left += head.width + GAP
    sheet.save(ROOT / "docs" / "img" / "shops.jpg", quality=82, optimize=True, progressive=True)


def main() -> None:
    """Take them all."""
    photo = next(path for path in sorted((ROOT / "platform" / "demo").rglob("*.jpg")) if "instant" in path.name or "polaroid" in path.name)
    with own_house() as house, started_browser(house) as browser:
        visit = Visitors(browser, house)
        taken = {language: windows(visit, house, language) for language in CAMERA_NAMES}
        readme(taken["fr"])
        for language in CAMERA_NAMES:
            phone(visit, house, photo, language)


if __name__ == "__main__":
    main()
