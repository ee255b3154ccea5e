"""The container's health check: does the web server of this container answer for the platform's host?"""

import os
import urllib.request

request = urllib.request.Request(
    "http://127.0.0.1:8000/robots.txt", headers={"Host": os.environ["BASE_DOMAIN"], "X-Forwarded-Proto": "https"}
)
with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 -- our own loopback
    raise SystemExit(answer.status != 200)
