using PipelineKit.Testing.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Ci;

public sealed class GitHubTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("actions/checkout@v4", "actions/checkout@v4 | UsesRef | v4")]
    [InlineData("&co actions/checkout@v4 # keep me", "actions/checkout@v4 | UsesRef | v4")]
    [InlineData("a/b/c/d@releases/v1@x", "a/b/c/d@releases/v1@x | UsesRef | releases/v1@x")]
    [InlineData("\"a/b@v4\"", "a/b@v4 | UsesRef | v4\"")]
    [InlineData("'a/b@v4' # x", "a/b@v4 | UsesRef | v4'")]
    [InlineData("a/b@" + Sha, "a/b@" + Sha + " | UsesRef | " + Sha)]
    [InlineData("a/b@" + Sha + "  # v4.1.0 and why", "a/b@" + Sha + " | UsesRef | " + Sha + "  # v4.1.0")]
    [InlineData("'a/b@" + Sha + "' # v4 # keep", "a/b@" + Sha + " | UsesRef | " + Sha + "' # v4")]
    [InlineData("a/b@" + Sha + " # tag=v4", "a/b@" + Sha + " | UsesRef | " + Sha + " # tag=v4")]
    [InlineData("a/b@" + Sha + " # keep me", "a/b@" + Sha + " | UsesRef | " + Sha)]
    [InlineData("a/b@v4 # v4.1.0", "a/b@v4 | UsesRef | v4")]
    [InlineData("docker://alpine:3.20", "alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("'docker://ghcr.io/a/b:1' # x", "ghcr.io/a/b:1 | WholeReference | ghcr.io/a/b:1")]
    [InlineData("./local", null)]
    [InlineData("../up/local@v1", null)]
    [InlineData("$/x@v1", null)]
    [InlineData("${{ matrix.action }}@v1", null)]
    [InlineData("a/b@${{ matrix.v }}", null)]
    [InlineData("", null)]
    [InlineData("a/b", "a/b | UsesRef | a/b | Malformed")]
    [InlineData("a@v1", "a@v1 | UsesRef | a@v1 | Malformed")]
    [InlineData("a/b@", "a/b@ | UsesRef | a/b@ | Malformed")]
    [InlineData("a/../b@v1", "a/../b@v1 | UsesRef | a/../b@v1 | Malformed")]
    [InlineData("\"a/b\\x40v1\"", "a/b@v1 | UsesRef | a/b\\x40v1 | Notation")]
    public void Uses_of_a_step(string value, string? expected) =>
        Assert.Equal(
            expected is null ? [] : ["jobs.x.steps[0].uses | " + expected],
            Find.Lines(".github/workflows/ci.yml", $"on: push\njobs:\n  x:\n    steps:\n    - uses: {value}\n      with:\n        image: not/this:1\n"));

    [Fact]
    public void A_flow_mapping_has_no_place_for_a_comment() =>
        Assert.Equal(
            ["jobs.x.steps[0].uses | a/b@v1 | UsesRef | v1", "jobs.x.steps[1].uses | a/b@v2 | UsesRef | v2"],
            Find.Lines(".github/workflows/ci.yml", "on: push\njobs: {x: {steps: [{uses: a/b@v1}, {uses: \"a/b@v2\", with: {}}]}}\n"));

    [Theory]
    [InlineData("# v4.1.0", "v4.1.0")]
    [InlineData("# renovate: tag=v4", "v4")]
    [InlineData("# keep", null)]
    [InlineData("", null)]
    public void The_version_a_commit_is_said_to_be_is_told(string comment, string? version) =>
        Assert.Equal(version, Assert.Single(Find.In(".github/workflows/ci.yml", $"jobs:\n  x:\n    uses: a/b/.github/workflows/w.yml@{Sha} {comment}\n")).Comment);

    [Fact]
    public void A_workflow_names_images_and_workflows_in_its_jobs() =>
        Assert.Equal(
            [
                "jobs.a.container | node:22 | WholeReference | node:22",
                "jobs.b.container.image | ghcr.io/x/y:1 | WholeReference | ghcr.io/x/y:1",
                "jobs.b.services.db.image | postgres:16 | WholeReference | postgres:16",
                "! jobs.b.services.own.image | mine:1 | WholeReference | mine:1",
                "jobs.b.steps[0].parallel[0].uses | a/b@v1 | UsesRef | v1",
                "jobs.c.uses | o/r/.github/workflows/w.yml@main | UsesRef | main",
                "jobs.d.container | ${{ matrix.image }} | WholeReference | ${{ matrix.image }} | Variable",
            ],
            Find.Lines("templates/ci.yml", """
                on: [push]
                jobs:
                  a: {runs-on: x, container: "node:22"}
                  b:
                    container:
                      image: ghcr.io/x/y:1
                      credentials: {username: x}
                    services:
                      db: {image: postgres:16}
                      own:
                        image: mine:1 # pipelinekit: ignore
                    steps:
                    - parallel:
                      - uses: a/b@v1
                  c:
                    uses: o/r/.github/workflows/w.yml@main
                  d:
                    container: ${{ matrix.image }}
                """));

    [Theory]
    [InlineData("composite\n  steps:\n  - run: x\n  - uses: a/b@v1", "runs.steps[1].uses | a/b@v1 | UsesRef | v1")]
    [InlineData("docker\n  image: docker://alpine:3.20", "runs.image | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("docker\n  image: 'docker://alpine:3.20'", "runs.image | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("docker\n  image: Dockerfile", null)]
    public void Action_metadata(string runs, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Find.Lines("action.yml", $"name: x\nruns:\n  using: {runs}\n"));
}
