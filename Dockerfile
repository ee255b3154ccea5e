# One image, run as web server, worker, beat and for the migrations (docker-compose.yml).
FROM python:3.11-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /srv/vitrine
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --locked --no-dev --no-default-groups --no-install-project
COPY . .
RUN uv sync --locked --no-dev --no-default-groups
ENV PATH=/srv/vitrine/.venv/bin:$PATH
# The mode "demo" only means here that no database and no secrets are asked for; names and contents are production's.
RUN VITRINE_MODE=demo python manage.py compile_translations \
 && VITRINE_MODE=demo STATIC_ROOT=/srv/vitrine/staticfiles python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home vitrine && install -d -o vitrine /srv/media
WORKDIR /srv/vitrine
COPY --from=build /srv/vitrine /srv/vitrine
ENV PATH=/srv/vitrine/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VITRINE_MODE=production STATIC_ROOT=/srv/vitrine/staticfiles MEDIA_ROOT=/srv/media DATA_DIR=/tmp
USER vitrine
EXPOSE 8000
# Says that this process answers; whether the whole house is alive is asked at /healthz.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["python", "deploy/answers.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", \
     "--no-ws", "--log-level", "warning", "--respawn-failed-workers", "config.wsgi:application"]
