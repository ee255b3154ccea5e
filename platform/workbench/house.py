"""The processes of a running Vitrine, the same for the demo, for developers and for the journeys in the tests."""

from workbench.processes import Processes, python


def start_web(processes: Processes, *, port: int, workers: int = 2, threads: int = 4, reload: bool = False, name: str = "web") -> None:
    """Start the web server on the loopback."""
    arguments = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    arguments += [
        "--blocking-threads",
        str(threads),
        "--no-ws",
        "--log-level",
        "warning",
        "--respawn-failed-workers",
        "--respawn-interval",
        "1",
    ]
    processes.start(name, *python("-m", "granian", *arguments, *(["--reload"] if reload else []), "config.wsgi:application"))


def start_background(processes: Processes, *, concurrency: int = 2) -> None:
    """Start the Celery worker and beat."""
    celery = python("-m", "celery", "-A", "config")
    processes.start(
        "worker", *celery, "worker", "--concurrency", str(concurrency), "--loglevel", "info", "--without-gossip", "--without-mingle"
    )
    processes.start(
        "beat", *celery, "beat", "--loglevel", "warning", "--schedule", str(processes.data_dir / "beat-schedule"), "--pidfile", ""
    )


def start_sandbox(processes: Processes, *, api_port: int) -> None:
    """Start the Stripe sandbox: its API on a loopback port of its own, and the sender of its webhooks."""
    arguments = [
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(api_port),
        "--workers",
        "1",
        "--blocking-threads",
        "8",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    processes.start("stripe", *python("-m", "granian", *arguments, "config.wsgi:application"), STRIPE_SANDBOX_API_ONLY="1")
    processes.start("stripe-webhooks", *python("manage.py", "stripe_sandbox_deliver", "--forever"))
