using PipelineKit.Testing.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Ci;

public sealed class AzureTests
{
    [Fact]
    public void A_pipeline_names_images_in_resources_jobs_and_services() =>
        Assert.Equal(
            [
                "resources.containers[0].image | ubuntu:22.04 | WholeReference | ubuntu:22.04",
                "resources.containers[2].image | redis:7 | WholeReference | redis:7",
                "container | node:22 | WholeReference | node:22",
                "stages[0].jobs[1].container | python:3.12 | WholeReference | python:3.12",
                "stages[0].jobs[2].container.image | golang:1.22 | WholeReference | golang:1.22",
                "stages[0].jobs[2].services.db | postgres:16 | WholeReference | postgres:16",
                "stages[0].jobs[2].services.mq.image | rabbitmq:3 | WholeReference | rabbitmq:3",
            ],
            Find.Lines("azure-pipelines.yml", """
                trigger: [main]
                pool:
                  image: abtt-windows-2025
                  vmImage: ubuntu-latest
                resources:
                  containers:
                  - container: linux
                    image: ubuntu:22.04
                  - container: acr
                    type: ACR
                    repository: x/y
                  - container: redis
                    image: redis:7
                container: node:22
                stages:
                - stage: a
                  jobs:
                  - job: one
                    container: linux
                    pool: {vmImage: windows-2022}
                    steps:
                    - task: Docker@2
                      inputs: {image: not/this:1, container: not/that:1}
                    - script: x
                      target: {container: linux}
                  - deployment: two
                    container: python:3.12
                  - job: three
                    container:
                      image: golang:1.22
                      endpoint: x
                    services:
                      redis: redis
                      db: postgres:16
                      mq: {image: rabbitmq:3}
                  - job: four
                    container: ${{ parameters.image }}
                  - job: five
                    container: $[ variables['c'] ]
                  - job: six
                    container: $(image)
                """));

    [Fact]
    public void Expressions_around_items_and_keys_are_seen_through() =>
        Assert.Equal(
            [
                "resources.containers[0][0].image | a:1 | WholeReference | a:1",
                "jobs[0][0].container | b:2 | WholeReference | b:2",
                "jobs[1].container | c:3 | WholeReference | c:3",
            ],
            Find.Lines(".azure-pipelines/ci.yml", """
                resources:
                  containers:
                  - ${{ if eq(1, 1) }}:
                    - container: x
                      image: a:1
                jobs:
                - ${{ each j in parameters.jobs }}:
                  - job: one
                    container: b:2
                - job: two
                  ${{ if true }}:
                    container: c:3
                - job: three
                  container: x
                """));

    [Fact]
    public void In_a_template_a_bare_word_is_somebody_elses_alias() =>
        Assert.Equal(
            ["jobs[1].container | debian:12 | WholeReference | debian:12"],
            Find.Lines("eng/jobs.yml", "parameters:\n- name: x\njobs:\n- job: a\n  container: linux_x64\n- job: b\n  container: debian:12\n"));

    [Fact]
    public void Jobs_handed_to_a_template_are_searched() =>
        Assert.Equal(
            ["extends.parameters.jobs[0].container | debian | WholeReference | debian"],
            Find.Lines("pipelines/main.yaml", "extends:\n  template: t.yml\n  parameters:\n    jobs:\n    - job: a\n      container: debian\n"));
}
