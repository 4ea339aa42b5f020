# The site, its worker and every command; compose.yaml says which of them runs.

FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv --without-pip /opt/trestle
WORKDIR /source
COPY requirements.txt ./
RUN pip --python /opt/trestle/bin/python install --require-hashes --only-binary :all: -r requirements.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY commands commands
COPY network network
COPY seeds seeds
COPY web web
# Built with the locked setuptools, which is not needed afterwards.
RUN pip --python /opt/trestle/bin/python install --no-deps --no-build-isolation . \
    && pip --python /opt/trestle/bin/python uninstall --yes setuptools

FROM python:3.12-slim-bookworm
RUN groupadd --system --gid 10001 trestle \
    && useradd --system --uid 10001 --gid trestle --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin trestle
COPY --from=build /opt/trestle /opt/trestle
ENV PATH=/opt/trestle/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONSAFEPATH=1
WORKDIR /opt/trestle
USER 10001:10001
EXPOSE 8000
CMD ["trestle", "serve", "--host", "0.0.0.0", "--port", "8000"]
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["trestle", "healthy", "web"]
