namespace PipelineKit.Demo;

/// <summary>A small repository as teams have it: an image built here, what runs beside it, a deployment, templates for three environments, a pipeline.</summary>
internal static class SampleRepository
{
    // The templates and their values: files of their own, embedded in the program by their paths.
    private static readonly string[] Embedded =
    [
        "pipelinekit.yaml", "deploy/values.yaml", "deploy/values.staging.yaml", "deploy/values.production.yaml", "deploy/templates/_labels.sbn",
        "build/shop.cdx.json", "build/shop.provenance.json", "exceptions.yaml",
        "deploy/templates/shop.yaml.sbn", "deploy/templates/database.yaml.sbn", "deploy/templates/jobs.yaml.sbn", "deploy/templates/monitoring.yaml.sbn",
    ];

    /// <summary>Files by path.</summary>
    internal static IReadOnlyList<(string Path, string Content)> Files =>
    [
        .. Written,
        .. Embedded.Select(path => (path, Read(path))),
        .. Environments.Select(name => ($"environments/{name}.yaml", Deployment(name))),
    ];

    /// <summary>The environments that images are promoted through.</summary>
    private static string[] Environments => ["dev", "staging", "production"];

    private static IReadOnlyList<(string Path, string Content)> Written { get; } =
    [
        ("Dockerfile",
            """
            # syntax=docker/dockerfile:1
            ARG RUNTIME=alpine:3.22
            FROM golang:1.25 AS build
            WORKDIR /src
            COPY . .
            RUN go build -o /shop ./cmd/shop

            FROM ${RUNTIME}
            COPY --from=build /shop /usr/local/bin/shop
            ENTRYPOINT ["shop"]

            """),
        ("audit.yaml",
            """
            verify:
              chain: true
              key: keys/release.pub

            """),
        ("compose.yaml",
            """
            services:
              shop:
                build: .
                ports: ["8080:8080"]
              db:
                image: postgres:17   # the version production runs
                environment:
                  POSTGRES_PASSWORD: example

            """),
        ("deploy/shop.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
            spec:
              template:
                spec:
                  initContainers:
                  - name: wait
                    image: 'busybox:1.37'
                  containers:
                  - name: shop
                    image: ghcr.io/example/shop:1.4.2
                  - name: proxy
                    image: nginx:1.29

            """),
        (".github/workflows/build.yml",
            """
            name: build
            on: [push]
            jobs:
              test:
                runs-on: ubuntu-latest
                container: golang:1.25
                services:
                  db:
                    image: postgres:17
                steps:
                  - uses: actions/checkout@v4
                  - uses: docker://alpine:3.22
                    with: { args: "true" }

            """),
    ];

    /// <summary>The image that is built here.</summary>
    internal const string Shop = "ghcr.io/example/shop:1.4.2";

    /// <summary>The images of it that a registry has, by name.</summary>
    internal static IReadOnlyList<string> Images { get; } =
    [
        "docker.io/docker/dockerfile:1", "docker.io/library/alpine:3.22", "docker.io/library/golang:1.25", "docker.io/library/postgres:17",
        "docker.io/library/busybox:1.37", "docker.io/library/nginx:1.29", Shop, NextShop,
        "quay.io/prometheus/prometheus:v3.5.0",
    ];

    /// <summary>
    /// The lock it starts with: the one action it uses was looked up before, so that the demo needs no network.
    /// </summary>
    internal const string Lock =
        """
        # Written by pipelinekit digest-pin; commit it. Format: docs/digest-pin.md
        version: 1
        uses:
        - uses: actions/checkout@v4
          commit: 11bd71901bbe5b1630ceea73d27597364c9af683
          version: v4.2.2
          first-seen: 2026-11-21T08:00:00Z
          sites:
          - .github/workflows/build.yml:11

        """;

    /// <summary>The next build of the shop.</summary>
    internal const string NextShop = "ghcr.io/example/shop:1.5.0";

    // What runs in an environment: its own registry, and the tag that says which image.
    private static string Deployment(string environment) =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop
        spec:
          template:
            spec:
              containers:
              - name: shop
                image: {{environment}}.example/shop:current

        """;

    /// <summary>The text of an embedded file.</summary>
    internal static string Read(string path)
    {
        using var stream = typeof(SampleRepository).Assembly.GetManifestResourceStream("sample/" + path)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
