using PipelineKit.Manifests.Rendered;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

/// <summary>Ways to get an image past the check, and what looks like one and is none.</summary>
public sealed class PinEvasionTests
{
    private const string Head = "apiVersion: example.com/v1\nkind: Widget\n";
    private const string Kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
    private const string Argo = "apiVersion: argoproj.io/v1alpha1\nkind: Application\n";

    public static TheoryData<string, string> Evasions => new()
    {
        { "apiVersion: v1\nkind: List\nx: &x [{spec: {containers: [{image: evil}]}}]\nitems: *x\n", "evil" },
        { "apiVersion: v1\nkind: List\nx: &x {apiVersion: v1, kind: Pod, spec: {containers: [{image: evil}]}}\nitems: [*x]\n", "evil" },
        { "apiVersion: example.com/v1\nkind: AllowList\nitems: []\nspec: {image: evil}\n", "evil" },
        { "apiVersion: example.com/v1\nkind: Event\nspec: {image: evil}\n", "evil" },
        { "apiVersion: example.com/v1\nkind: Secret\nspec: {image: evil}\n", "evil" },
        { "apiVersion: v1\nkind: Pod\nspec: {volumes: [{name: v, image: {reference: evil}}]}\n", "evil" },
        { Head + "spec: {initimage: \"evil.example/x:1\"}\n", "evil.example/x:1" },
        { Head + "spec: {initimage: nginx}\n", "nginx" },
        { Head + "spec: {image: \"evil.example/x:1.png\"}\n", "evil.example/x:1.png" },
        { Head + "x: &r {repository: evil}\nspec: {server: {<<: *r, tag: \"1\"}}\n", "evil:1" },
        { Head + "x: &r {repository: evil}\nspec: {image: {<<: [*r], tag: \"1\"}}\n", "evil:1" },
        { Head + "x: &r {name: evil}\nspec: {image: *r}\n", "evil" },
        { Head + "x: &r {repository: evil}\nspec: {image: *r}\n", "evil" },
        { Head + "spec: {images: {server: \"evil.example/x:1\"}}\n", "evil.example/x:1" },
        { Head + "spec: {images: [nginx]}\n", "nginx" },
        { Head + "spec: {images: [{name: \"evil:1\"}]}\n", "evil:1" },
        { Kustomization + "images: [{name: nginx, digest: \"$unknown\"}]\n", $"nginx@{Pins.Unknown}" },
        { Kustomization + "patches:\n- patch: |\n    - op: replace\n      path: /spec/template/spec/containers/0/image\n      value: evil\n", "evil" },
        { Argo + "spec: {source: {helm: {parameters: [{name: image.repository, value: evil.example/x}]}}}\n", "evil.example/x" },
        { Argo + "spec: {source: {helm: {parameters: [{name: proxy.image, value: \"evil:1\"}]}}}\n", "evil:1" },
        { "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: {rules: [{generate: {data: {spec: {containers: [{image: evil}]}}}}]}\n", "evil" },
        { Config("\"{\\\"image\\\":\\\"$NGINX\\\",\\\"sidecarImage\\\":\\\"evil:1\\\"}\""), "evil:1" },
        { Config(">\n    {\"image\": \"$NGINX\",\n    \"sidecarImage\": \"evil:1\"}"), "evil:1" },
        { Config("|\n    a: |\n      b: |\n        c: 'image: evil:1'"), "evil:1" },
        { Config("|\n    cat <<EOF | kubectl apply -f -\n    spec:\n      containers:\n      - image: evil:1 # one\n    EOF"), "evil:1" },
        { Config("|\n    {{ if .x }}\n    \"image\": \"evil:1\",\n    {{ end }}"), "evil:1" },
        { Config("\"image: evil:1\\n\\e\""), "evil:1" },
        { Config("nginx:17"), "nginx:17" },
        { Config("nginx:mainline"), "nginx:mainline" },
        { Config("--image=nginx:perl"), "nginx:perl" },
        { Config("run nginx:latest or so"), "nginx:latest" },
    };

    public static TheoryData<string> Innocents =>
    [
        Config("'{\"title\":\"x\",\"image\":\"hero\"}'"),
        Config("|\n    image: default\n    theme: dark"),
        Config("chown -R nginx:nginx /var/cache"),
        Config("nginx:nginx"),
        Config("nginx:secret@db:5432"),
        Config("user nginx:password in the manual"),
        Config("http to nginx:8080 or nginx:80"),
        Config("nginx:53"),
        Config("|\n    if [ x ]; then\n      echo \"image: none\"\n      image: ${IMAGE}\n    fi"),
        Head + "spec: {images: {registry: \"quay.io/acme\", pullPolicy: Always}}\n",
        Head + "spec: {logo: {image: img/logo.png}}\n",
        Head + "spec: {source: {path: /docs/image, value: a}}\n",
        Argo + "spec: {source: {helm: {parameters: [{name: image.tag, value: \"1\"}, {name: imagePullPolicy, value: Always}]}}}\n",
        "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: {rules: [{validate: {pattern: {spec: {containers: [{image: \"*:*\"}]}}}}]}\n",
    ];

    [Theory]
    [MemberData(nameof(Evasions))]
    public void An_image_that_hides_is_found(string manifest, string image) => Assert.Contains(Pins.Check(manifest).Findings, f => f.Value == image);

    [Theory]
    [MemberData(nameof(Innocents))]
    public void What_only_looks_like_an_image_is_left_alone(string manifest) => Assert.Empty(Pins.Findings(manifest));

    [Fact]
    public void A_line_that_some_readers_take_for_a_new_document_is_refused()
    {
        using var yaml = RenderedYaml.Read("apiVersion: v1\nkind: ConfigMap\ndata: {}\n---x: |\n  kind: Pod\n"u8.ToArray(), RenderedYamlLimits.Default);
        Assert.Equal("a line begins with `---` and goes on", yaml.Errors[0].Message);
    }

    private static string Config(string value) => $"apiVersion: v1\nkind: ConfigMap\ndata:\n  x: {value}\n";
}
