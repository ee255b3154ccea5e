"""What the platform's pages show of a shop follows what the shop shows itself."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from tenants.models import ShopWindow


def set_window(*, tenant_id: int, files: Sequence[dict[str, Any]], width: int, height: int, taglines: dict[str, str]) -> bool:
    """
    Write what stands in a shop's window; says whether anything changed. Safe to call twice.

    `files` are {"width", "avif", "jpeg"} with stored names, narrowest first; none for no picture.

    :raises ValueError: if a file is not one that the shop itself shows everybody
    """
    public = f"t/{tenant_id}/public/"
    if any(not str(entry[kind]).startswith(public) for entry in files for kind in ("avif", "jpeg")):
        raise ValueError("This is no public file of the shop.")
    columns = {
        "key": PurePosixPath(files[0]["jpeg"]).stem.partition("-")[0] if files else "",  # what the names of one picture begin with
        "files": [{name: entry[name] for name in ("width", "avif", "jpeg")} for entry in files],
        "width": width,
        "height": height,
        "taglines": taglines,
    }
    if ShopWindow.objects.filter(tenant_id=tenant_id, **columns).exists():
        return False
    ShopWindow.objects.update_or_create(tenant_id=tenant_id, defaults=columns)
    return True
