"""
The queue. A worker that dies gives its task back; every task may run twice.

Losing the broker loses no work: what must happen is a row in the shop's outbox or a wake-up in
the platform's table, and beat finds it (tenants.tasks.ring_due_shops).
"""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Photographs are slow work: where they have workers of their own (docker-compose.yml), no mail waits behind them.
QUEUES = ("default", "pictures")

app = Celery("vitrine", task_cls="kit.tasks:RefuseUnscopedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_track_started=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_max_tasks_per_child=500,
    broker_connection_retry_on_startup=True,
    # One quick second try: a customer who orders while the broker is away must not wait for it (the outbox does).
    broker_transport_options={
        "visibility_timeout": 600,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0.1,
    },
    task_publish_retry=False,
    task_time_limit=300,
    task_soft_time_limit=240,
    task_default_queue="default",
    task_queues={name: {} for name in QUEUES},  # a worker that is told nothing else takes from all of them
    task_routes={"catalog.tasks.process_image": {"queue": "pictures"}, "shops.tasks.process_picture": {"queue": "pictures"}},
    timezone="Europe/Brussels",
    beat_schedule={
        "ring-due-shops": {"task": "tenants.tasks.ring_due_shops", "schedule": 5.0, "options": {"expires": 5}},
        "keep-figures": {"task": "shops.tasks.keep_figures", "schedule": 60.0, "options": {"expires": 60}},
        "say-alive": {"task": "tenants.tasks.say_alive", "schedule": 10.0, "options": {"expires": 10}},
        "look-after-subscriptions": {"task": "billing.tasks.look_after", "schedule": 120.0, "options": {"expires": 120}},
        "clear-old-sessions": {"task": "tenants.tasks.clear_old_sessions", "schedule": 86_400.0},
    },
)
app.autodiscover_tasks()


@setup_logging.connect
def use_django_logging(**kwargs: object) -> None:
    """Keep Celery's hands off: the loggers are Django's, with the shop in each line."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_ready.connect
def say_alive_at_once(sender: Any, **kwargs: object) -> None:
    """Do not wait for beat's next round: /healthz tells of the worker as soon as it works."""
    sender.app.send_task("tenants.tasks.say_alive", expires=10)
