"""A change in one process is on the very next page of every other, however often one looks."""

import os
import subprocess

from tests.house import House
from workbench.processes import python

SHOP, PAGE = "sous-verre", "/fr/products/petites-succulentes/"


def test_two_web_processes_show_each_change_of_a_third_at_once(house: House):
    script = SCRIPT.format(host=f"{SHOP}.vitrine.test:{house.port}", port=house.port, page=PAGE, label=SHOP)

    done = subprocess.run(
        python("manage.py", "shell", "--verbosity", "0", "-c", script),
        env={**os.environ, **house.environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    stale, kept, closed_late = map(int, done.stdout.split())
    assert (stale, closed_late) == (0, 0)
    assert kept > 100  # so memory was really asked


def test_the_web_server_sends_a_kept_page_whole_its_head_alone_and_no_page_to_who_has_it(house: House):
    with house.client(SHOP) as visitor:
        for _time in range(8):  # both workers
            whole = visitor.get(PAGE)
        head = visitor.head(PAGE)
        known = visitor.get(PAGE, headers={"If-None-Match": whole.headers["ETag"]})
        after = visitor.get(PAGE)  # on the same connection: nothing was left over

    assert [answer.status_code for answer in (whole, head, known, after)] == [200, 200, 304, 200]
    assert (len(head.content), len(known.content)) == (0, 0)
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert after.content == whole.content
    assert after.headers["Content-Security-Policy"]


# A process of the house's own: it changes prices and closes the shop, each time committed, and looks through new
# connections, so that both web workers are asked; `ROUNDS` times.
SCRIPT = """
import http.client
from django.utils import timezone
from catalog.models import Variant
from kit.tenancy import bind
from tenants.models import Domain, Tenant
from tenants.services.suspend_shop import resume_shop, suspend_shop

ROUNDS, LOOKS = 60, 8

def look():
    line = http.client.HTTPConnection("127.0.0.1", {port}, timeout=20)
    line.request("GET", "{page}", headers={{"Host": "{host}"}})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text, "desc=kept" in (answer.getheader("Server-Timing") or "")

tenant = Domain.objects.select_related("tenant").get(domain="{label}").tenant
first = None
stale = kept = closed_late = 0
for number in range(ROUNDS):
    price = 100_00 + number
    with bind(tenant.ref()):
        variants = Variant.objects.filter(product__slug="petites-succulentes")
        first = first or list(variants.values_list("pk", "price"))
        variants.update(price=price)
    for _look in range(LOOKS):
        _status, text, was_kept = look()
        stale += f"{{price // 100}},{{price % 100:02}}" not in text
        kept += was_kept
    if number % 10 == 0:
        suspend_shop(tenant=tenant, now=timezone.now())
        closed_late += sum(look()[0] != 503 for _look in range(LOOKS))
        resume_shop(tenant=tenant)
        closed_late += sum(look()[0] != 200 for _look in range(LOOKS))
with bind(tenant.ref()):
    for pk, price in first:
        Variant.objects.filter(pk=pk).update(price=price)
print(stale, kept, closed_late)
"""
