using PipelineKit.Manifests;
using PipelineKit.Manifests.Rendered;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

public sealed class PinCheckTests
{
    private static string Hex(char c) => new(c, 64);

    [Theory]
    [InlineData("$API")]
    [InlineData("\"$API\"")]
    [InlineData("'$NGINX'")]
    [InlineData(">-\n      $API")]
    [InlineData("registry.example.com/shop/api:1.4@$apiDigest")]
    public void An_image_with_its_digest_from_the_lock_passes(string image)
    {
        var result = Pins.Check(Pins.Pod(image));
        Assert.Empty(result.Findings);
        Assert.Single(result.Images);
    }

    [Fact]
    public void Every_spelling_of_a_name_of_Docker_Hub_is_the_same_repository()
    {
        foreach (var name in new[] { "nginx", "library/nginx", "docker.io/nginx", "docker.io/library/nginx", "index.docker.io/nginx", "index.docker.io/library/nginx" })
        {
            Assert.Equal("docker.io/library/nginx", Assert.Single(Pins.Check(Pins.Pod($"{name}@{Pins.NginxDigest}")).Images).Repository);
        }
    }

    [Fact]
    public void A_digest_of_one_platform_that_the_lock_has_passes() =>
        Assert.Empty(Pins.Findings(Pins.Pod($"{Pins.Api}@{Pins.AmdDigest}")));

    public static TheoryData<string, PinVerdict> Refused => new()
    {
        { "nginx", PinVerdict.NotPinned },
        { "nginx:1.27", PinVerdict.NotPinned },
        { "evil.example.com/x:1", PinVerdict.NotPinned },
        { Pins.Api, PinVerdict.NotPinned },
        { $"{Pins.Api}@$unknown", PinVerdict.NotInLock },
        { "evil.example.com/x@$unknown", PinVerdict.NotInLock },
        { "evil.example.com/x@$apiDigest", PinVerdict.WrongRepository },
        { $"nginx@$apiDigest", PinVerdict.WrongRepository },
        { $"{Pins.Api}:1.5@$apiDigest", PinVerdict.TagDisagrees },
        { $"{Pins.Api}@sha256:{Hex('A')}", PinVerdict.BadDigest },
        { $"{Pins.Api}@sha256:abc", PinVerdict.BadDigest },
        { $"{Pins.Api}@md5:d41d8cd98f00b204e9800998ecf8427e", PinVerdict.BadDigest },
        { $"{Pins.Api}@$apiDigest0", PinVerdict.BadDigest },
        { "Registry/Api:1", PinVerdict.BadReference },
        { "https://registry.example.com/shop/api", PinVerdict.BadReference },
        { "\"${IMAGE}\"", PinVerdict.BadReference },
        { "\" nginx\"", PinVerdict.BadReference },
        { "12", PinVerdict.NotPinned },
        { "", PinVerdict.Empty },
        { "~", PinVerdict.Empty },
        { "\"\"", PinVerdict.Empty },
        { "\"  \"", PinVerdict.Empty },
        { "|\n      nginx:1.27", PinVerdict.BadReference },
        { "\"ngin\\x78:1.27\"", PinVerdict.NotPinned },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_image_of_a_container_that_is_not_pinned_and_locked_is_refused(string image, PinVerdict verdict)
    {
        var finding = Assert.Single(Pins.Check(Pins.Pod(image)).Findings);
        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal("spec.containers[0].image", finding.Where);
        Assert.False(finding.IsWarning);
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", "spec:\n  template:\n    spec:\n      containers: [{image: BAD}]\n")]
    [InlineData("apps/v1", "StatefulSet", "spec:\n  template:\n    spec:\n      initContainers:\n      - image: BAD\n      containers:\n      - image: $API\n")]
    [InlineData("apps/v1", "DaemonSet", "spec:\n  template:\n    spec:\n      ephemeralContainers:\n        - image: BAD\n")]
    [InlineData("apps/v1", "ReplicaSet", "spec: {template: {spec: {containers: [{\"image\": \"BAD\"}]}}}\n")]
    [InlineData("v1", "ReplicationController", "spec:\n  template:\n    spec:\n      containers:\n      - image: BAD\n")]
    [InlineData("batch/v1", "Job", "spec:\n  template:\n    spec:\n      containers:\n      - image: BAD\n")]
    [InlineData("batch/v1", "CronJob", "spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n          - image: BAD\n")]
    [InlineData("v1", "PodTemplate", "template:\n  spec:\n    containers:\n    - image: BAD\n")]
    [InlineData("v1", "Pod", "spec:\n  volumes:\n  - name: v\n    image:\n      reference: BAD\n      pullPolicy: Always\n")]
    [InlineData("v1", "List", "items:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    containers:\n    - image: BAD\n")]
    [InlineData("argoproj.io/v1alpha1", "Rollout", "spec:\n  template:\n    spec:\n      containers:\n      - image: BAD\n")]
    [InlineData("argoproj.io/v1alpha1", "Workflow", "spec:\n  templates:\n  - name: a\n    container:\n      image: BAD\n")]
    [InlineData("argoproj.io/v1alpha1", "Application", "spec:\n  source:\n    kustomize:\n      images:\n      - app=BAD\n")]
    [InlineData("tekton.dev/v1", "Task", "spec:\n  steps:\n  - image: BAD\n")]
    [InlineData("tekton.dev/v1", "Task", "spec:\n  sidecars:\n  - image: BAD\n")]
    [InlineData("serving.knative.dev/v1", "Service", "spec:\n  template:\n    spec:\n      containers:\n      - image: BAD\n")]
    [InlineData("monitoring.coreos.com/v1", "Prometheus", "spec:\n  image: BAD\n")]
    [InlineData("example.com/v1", "Widget", "spec:\n  sidecarImage: BAD\n")]
    [InlineData("example.com/v1", "Widget", "spec:\n  base_image: BAD\n")]
    [InlineData("example.com/v1", "Widget", "spec:\n  a:\n  - b:\n      proxy-image: BAD\n")]
    [InlineData("example.com/v1", "Widget", "spec:\n  \"agent.image\": BAD\n")]
    [InlineData("example.com/v1", "Widget", "spec:\n  \"im\\u0061ge\": BAD\n")]
    [InlineData("example.com/v1", "Widget", "spec:\n  x: &i BAD\n  image: *i\n")]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", "spec:\n  imageName: BAD\n")]
    [InlineData("v1", "ConfigMap", "data:\n  APP_IMAGE: BAD\n")]
    [InlineData("v1", "Secret", "stringData:\n  image: BAD\n")]
    [InlineData("v1", "Service", "metadata:\n  annotations:\n    sidecar.istio.io/proxyImage: BAD\n")]
    public void Every_place_of_an_image_is_looked_at(string version, string kind, string body)
    {
        var text = $"apiVersion: {version}\nkind: {kind}\n{body}";
        Assert.Equal(["NotPinned evil.example.com/x:1"], Pins.Findings(text.Replace("BAD", "evil.example.com/x:1", StringComparison.Ordinal)));
        Assert.Empty(Pins.Findings(text.Replace("BAD", "$API", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("image: {repository: evil.example.com/x, tag: '1'}", "NotPinned evil.example.com/x:1")]
    [InlineData("image: {registry: evil.example.com, repository: x, tag: '1'}", "NotPinned evil.example.com/x:1")]
    [InlineData("image: {registry: registry.example.com, repository: shop/api, digest: '$unknown'}", "NotInLock registry.example.com/shop/api@$unknown")]
    [InlineData("image: {name: evil.example.com/x, tag: '1'}", "NotPinned evil.example.com/x:1")]
    [InlineData("web: {repository: evil.example.com/x, tag: v1}", "NotPinned evil.example.com/x:v1")]
    [InlineData("images: [{name: app, newName: evil.example.com/x, newTag: v1}]", "NotPinned evil.example.com/x:v1")]
    public void Parts_of_an_image_are_judged_together(string entry, string finding) =>
        Assert.Equal([Pins.Fill(finding)], Pins.Findings($"apiVersion: example.com/v1\nkind: Widget\nspec:\n  {entry}\n"));

    [Theory]
    [InlineData("image: {repository: registry.example.com/shop/api, digest: '$apiDigest'}")]
    [InlineData("image: {registry: registry.example.com, repository: shop/api, tag: '1.4', digest: '$apiDigest'}")]
    [InlineData("images: [{name: app, newName: registry.example.com/shop/api, digest: '$apiDigest'}]")]
    [InlineData("source: {repository: https://github.com/a/b, tag: v1, branch: x}")]
    [InlineData("image: {}")]
    [InlineData("image: /pictures/a.png")]
    [InlineData("backgroundImage: hero.jpg")]
    [InlineData("image: https://example.com/a.png")]
    [InlineData("image: true")]
    [InlineData("image: ''")]
    [InlineData("useImage: yes")]
    [InlineData("name: nginx")]
    [InlineData("host: redis:6379")]
    [InlineData("addr: nginx:80")]
    [InlineData("url: https://registry.example.com/shop/api")]
    [InlineData("host: registry.example.com")]
    [InlineData("other: registry.example.com/shop/api-extra:1")]
    [InlineData("other: my.registry.example.com/shop/api:1")]
    [InlineData("repo: team/web")]
    [InlineData("x: 1 # registry.example.com/shop/api:1.4")]
    [InlineData("text: 'pinned: $API.'")]
    public void What_is_no_image_or_is_pinned_passes(string entry) =>
        Assert.Empty(Pins.Findings($"apiVersion: example.com/v1\nkind: Widget\nspec:\n  {entry}\n"));

    [Theory]
    [InlineData("policies.kyverno.io/v1", "Policy")]
    [InlineData("compute.example.com/v1", "Machine")]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition")]
    public void Kinds_that_only_talk_about_images_are_left_alone_but_for_names_of_the_lock(string version, string kind)
    {
        Assert.Empty(Pins.Findings($"apiVersion: {version}\nkind: {kind}\nspec:\n  image: ubuntu-22\n"));
        Assert.Equal([$"NotPinned {Pins.Api}:1"], Pins.Findings($"apiVersion: {version}\nkind: {kind}\nspec:\n  image: {Pins.Api}:1\n"));
    }

    [Fact]
    public void Status_is_not_looked_at() =>
        Assert.Empty(Pins.Findings("apiVersion: v1\nkind: Pod\nspec: {}\nstatus:\n  containerStatuses:\n  - image: evil.example.com/x:1\n"));

    [Fact]
    public void An_alias_cannot_bring_in_an_image_from_where_it_is_not_looked_at() =>
        Assert.Equal(
            ["NotPinned evil.example.com/x:1"],
            Pins.Findings("apiVersion: v1\nkind: Pod\nstatus:\n  x: &c\n    image: evil.example.com/x:1\nspec:\n  containers:\n  - *c\n"));

    [Fact]
    public void A_merge_key_brings_in_no_image_that_was_not_judged() =>
        Assert.Equal(
            ["NotPinned busybox"],
            Pins.Findings("apiVersion: v1\nkind: Pod\nx-base: &b\n  image: busybox\nspec:\n  containers:\n  - <<: *b\n    name: c\n"));

    [Fact]
    public void Images_that_the_caller_excludes_are_not_judged()
    {
        var options = new PinCheckOptions { Exclude = ["evil.example.com/*", "docker.io/library/*"] };
        Assert.Empty(Pins.Findings(Pins.Pod("evil.example.com/x:1"), options));
        Assert.Empty(Pins.Findings(Pins.Pod("busybox"), options));
        Assert.Single(Pins.Findings(Pins.Pod("other.example.com/x:1"), options));
    }

    [Theory]
    [InlineData("arg:--sidecar-image=", "args: [--sidecar-image=evil.example.com/x:1]")]
    [InlineData("arg:--image", "args: [--image, 'evil.example.com/x:1']")]
    [InlineData("env:RELATED_*", "env: [{name: RELATED_X, value: 'evil.example.com/x:1'}]")]
    [InlineData("key:img", "img: evil.example.com/x:1")]
    public void Rules_name_further_places(string rule, string entry)
    {
        Assert.True(ImageRule.TryParse(rule, out var parsed));
        var text = $"{Pins.Pod("$API")}    {entry}\n";
        Assert.Empty(Pins.Findings(text));
        Assert.Equal(["NotPinned evil.example.com/x:1"], Pins.Findings(text, new PinCheckOptions { Rules = [parsed] }));
    }

    [Fact]
    public void Unused_entries_and_two_digests_of_one_image_are_warnings()
    {
        var first = Pins.Check(Pins.Pod("$API"));
        var second = Pins.Check(Pins.Pod($"{Pins.Api}@{Pins.AmdDigest}"));
        var warnings = PinCheck.Warnings(Pins.Lock, [first, second]);

        Assert.Equal(
            ["UnusedLockEntry docker.io/library/nginx:1.27", "UnusedLockEntry docker.io/team/web:2", $"TwoDigests {Pins.Api}"],
            warnings.Select(w => $"{w.Verdict} {w.Value}"));
        Assert.All(warnings, w => Assert.True(w.IsWarning));
    }

    [Fact]
    public void The_images_of_a_document_are_each_given_once_and_sorted()
    {
        var result = Pins.Check(Pins.Pod("$NGINX") + "  - image: $API\n  - image: $API\n---\n" + Pins.Pod("$API"));
        Assert.Equal([$"docker.io/library/nginx@{Pins.NginxDigest}", $"{Pins.Api}@{Pins.ApiDigest}"], result.ImagesOf(0));
        Assert.Equal([$"{Pins.Api}@{Pins.ApiDigest}"], result.ImagesOf(1));
    }
}
