using PipelineKit.Manifests;
using PipelineKit.Testing.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Ci;

public sealed class GitLabTests
{
    private const string Pipeline = """
        image: ruby:3.3
        services:
        - postgres:16
        - name: docker:dind
          alias: docker
        variables:
          image: not/this:1
        stages: [build]
        default:
          image: {name: "node:22", entrypoint: [""]}
        .hidden:
          image: &img golang:1.22
        build:
          image: *img
          services: [redis:7]
          script: [make]
        own:
          image: $CI_REGISTRY_IMAGE/x:latest
          script: x
        """;

    [Fact]
    public void Images_and_services_of_the_file_the_default_and_the_jobs() =>
        Assert.Equal(
            [
                "image | ruby:3.3 | WholeReference | ruby:3.3",
                "services[0] | postgres:16 | WholeReference | postgres:16",
                "services[1].name | docker:dind | WholeReference | docker:dind",
                "default.image.name | node:22 | WholeReference | node:22",
                ".hidden.image | golang:1.22 | WholeReference | golang:1.22",
                "build.services[0] | redis:7 | WholeReference | redis:7",
            ],
            Find.Lines(".gitlab-ci.yml", Pipeline).Where(l => !l.EndsWith("Variable", StringComparison.Ordinal)));

    [Fact]
    public void A_variable_is_an_obstacle_and_no_more()
    {
        var site = Assert.Single(Find.In("ci/build.gitlab-ci.yml", Pipeline), s => s.Where == "own.image");
        Assert.Equal((NotPinnable.Variable, "$CI_REGISTRY_IMAGE/x:latest"), (site.Obstacle, site.Reference));
    }

    [Fact]
    public void An_included_file_is_known_by_its_jobs() => Assert.NotEmpty(Find.In("ci/any-name.yml", Pipeline));
}
