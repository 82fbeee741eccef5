# The one image of every command. Its context is a folder with nothing but app/pipelinekit: build it with eng/image.
# The base has the C and TLS libraries, the root certificates and no shell; `pipelinekit digest-pin --mode update` moves its digest.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled@sha256:b857c8cb8d929183cfe4c6dd9994abba92a2639dd2dbaf06005379f815991604
FROM ${BASE}

# The workspace of a GitHub runner belongs to root, and so do the files it reads our outputs from.
USER 0:0
COPY --chown=0:0 app/pipelinekit /app/pipelinekit
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_NOLOGO=1

ARG VERSION=0.0.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="PipelineKit" \
      org.opencontainers.image.description="Immutable deployments: what was built is what is scanned, signed, promoted, rendered and deployed." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"

ENTRYPOINT ["/app/pipelinekit"]
