using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Scanning;
using Xunit;

namespace PipelineKit.Tests.Manifests.Scanning;

public sealed class KindDetectorTests
{
    private const string Workflow = "on: push\njobs:\n  a:\n    runs-on: x\n";
    private const string Compose = "services:\n  a:\n    image: a:1\n";
    private const string Kubernetes = "apiVersion: v1\nkind: Pod\nspec: {}\n";
    private const string Azure = "trigger: none\njobs:\n- job: a\n";
    private const string GitLab = "stages: [a]\nx:\n  script: y\n";
    private const string Action = "runs:\n  using: composite\n";
    private const string Values = "image:\n  repository: a/b\n  tag: x\n";

    [Theory]
    [InlineData("Dockerfile", "", FileKind.Dockerfile)]
    [InlineData("a/dockerfile", "", FileKind.Dockerfile)]
    [InlineData("a/Dockerfile.dev", "", FileKind.Dockerfile)]
    [InlineData("a/web.Dockerfile", "", FileKind.Dockerfile)]
    [InlineData("a/web.dockerfile", "", FileKind.Dockerfile)]
    [InlineData("Containerfile", "", FileKind.Dockerfile)]
    [InlineData("Containerfile.prod", "", FileKind.Dockerfile)]
    [InlineData("Dockerfile.dockerignore", "", null)]
    [InlineData("Dockerfile.yaml", Kubernetes, FileKind.Kubernetes)]
    [InlineData(".devcontainer/devcontainer.json", "{}", FileKind.DevContainer)]
    [InlineData(".devcontainer.json", "{}", FileKind.DevContainer)]
    [InlineData("package.json", "{}", null)]
    [InlineData("deploy/pod.json", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}", FileKind.Kubernetes)]
    [InlineData("deploy/compose.json", "{\"services\":{\"a\":{\"image\":\"a:1\"}}}", null)]
    [InlineData("values.json", "{\"image\":{\"repository\":\"a/b\",\"tag\":\"x\"}}", null)]
    [InlineData(".github/workflows/a.yml", "", FileKind.GitHubWorkflow)]
    [InlineData("ci/starter.yml", Workflow, FileKind.GitHubWorkflow)]
    [InlineData("a/action.yml", Action, FileKind.GitHubAction)]
    [InlineData("a/other.yml", Action, FileKind.GitHubAction)]
    [InlineData("a/action.yml", "hello: world", null)]
    [InlineData("azure-pipelines.yml", Azure, FileKind.AzurePipelines)]
    [InlineData("azure-pipelines-nightly.yaml", "", FileKind.AzurePipelines)]
    [InlineData("eng/templates/jobs.yml", Azure, FileKind.AzurePipelines)]
    [InlineData(".gitlab-ci.yml", "", FileKind.GitLabCi)]
    [InlineData("ci/x.gitlab-ci.yml", "", FileKind.GitLabCi)]
    [InlineData("ci/x.yml", GitLab, FileKind.GitLabCi)]
    [InlineData("compose.yaml", Compose, FileKind.Compose)]
    [InlineData("docker-compose.override.yml", "", FileKind.Compose)]
    [InlineData("stack.yml", Compose, FileKind.Compose)]
    [InlineData("deploy/a.yaml", Kubernetes, FileKind.Kubernetes)]
    [InlineData("deploy/.argocd-source-x.yaml", "kustomize: {}", FileKind.Kubernetes)]
    [InlineData("templates/a.yaml", "{{- if .Values.x }}\napiVersion: apps/v1\nkind: Deployment\n{{- end }}\n", FileKind.Kubernetes)]
    [InlineData("kustomization.yaml", "images: []", FileKind.Kustomization)]
    [InlineData("overlay/k.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n", FileKind.Kustomization)]
    [InlineData("chart/values.yaml", Values, FileKind.HelmValues)]
    [InlineData("chart/prod-values.yml", Values, FileKind.HelmValues)]
    [InlineData("config/app.yaml", Values, null)]
    [InlineData("a.yaml", "a: b", null)]
    [InlineData("a.yaml", "", null)]
    public void A_file_is_what_its_name_and_content_say(string path, string content, FileKind? kind)
    {
        var found = KindDetector.MayBe(path) ? KindDetector.ByName(path) ?? KindDetector.OfYaml(path, YamlReader.Read(Encoding.UTF8.GetBytes(content))) : null;
        Assert.Equal(kind, found);
    }
}
