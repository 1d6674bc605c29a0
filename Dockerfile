# syntax=docker/dockerfile:1
# One image, one binary. Which service a container is, its command says: `serve registry`, ...

FROM rust:1.95-slim-trixie AS build
# The image links Debian's libpq, which speaks TLS and gets security updates with the image.
# Versions come with the base image's release, not pinned one by one.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq-dev make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --release --locked --package htx --no-default-features --features otlp \
    && install -D target/release/htx /image/htx

FROM debian:trixie-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin htx \
    && install --directory --owner=htx --group=htx --mode=0700 /data
COPY --from=build --chmod=0555 /image/htx /usr/local/bin/htx
COPY --chmod=0555 deploy/entrypoint /usr/local/bin/entrypoint

USER 10001:10001
WORKDIR /data
# Only /data is written; the root file system may be read-only.
VOLUME /data
ENV HTX_LISTEN=0.0.0.0:8080 \
    HTX_DATA_DIR=/data \
    HTX_LOG_FORMAT=json
EXPOSE 8080
STOPSIGNAL SIGTERM
# The first start loads reference data before it is ready.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["htx", "health", "--url", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["entrypoint"]
CMD ["serve"]
