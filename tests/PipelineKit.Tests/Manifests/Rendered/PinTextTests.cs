using System.Text;
using PipelineKit.Locking;
using PipelineKit.Manifests.Rendered;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

public sealed class PinTextTests
{
    [Theory]
    [InlineData("image: evil.example.com/x:1", "NotPinned evil.example.com/x:1")]
    [InlineData("spec:\n  containers:\n  - image: busybox", "NotPinned busybox")]
    [InlineData("{\"image\": \"evil.example.com\\/x:1\"}", "NotPinned evil.example.com/x:1")]
    [InlineData("a: 1\n---\nb:\n  proxyImage: evil.example.com/x:1", "NotPinned evil.example.com/x:1")]
    [InlineData("image:\n  repository: evil.example.com/x\n  tag: v1", "NotPinned evil.example.com/x:v1")]
    [InlineData("inner: |\n  image: evil.example.com/x:1", "NotPinned evil.example.com/x:1")]
    [InlineData("run registry.example.com/shop/api:1.4 now", "NotPinned registry.example.com/shop/api:1.4")]
    [InlineData("run registry.example.com/shop/api, please", "NotPinned registry.example.com/shop/api")]
    [InlineData("run registry.example.com/shop/api@$unknown", "NotInLock registry.example.com/shop/api@$unknown")]
    [InlineData("IMAGE=nginx:1.27-alpine", "NotPinned nginx:1.27-alpine")]
    [InlineData("docker.io/library/nginx:latest", "NotPinned docker.io/library/nginx:latest")]
    [InlineData("team/web:2", "NotPinned team/web:2")]
    [InlineData("oci://registry.example.com/shop/api:1", "NotPinned registry.example.com/shop/api:1")]
    [InlineData("{\"i\": \"registry.example.com\\/shop\\/api:1\"}", "NotPinned registry.example.com/shop/api:1")]
    public void An_image_hidden_in_a_text_is_refused(string content, string finding) =>
        Assert.Equal([Pins.Fill(finding)], Pins.Findings(Pins.ConfigMap(content)));

    [Theory]
    [InlineData("image: $API")]
    [InlineData("image:\n  repository: registry.example.com/shop/api\n  digest: $apiDigest")]
    [InlineData("upstream nginx { server nginx:80; }")]
    [InlineData("see https://registry.example.com/shop/api for more")]
    [InlineData("a: [\nimage: {{ not yaml")]
    [InlineData("the image is good")]
    public void A_text_without_an_unpinned_image_passes(string content) => Assert.Empty(Pins.Findings(Pins.ConfigMap(content)));

    [Theory]
    [InlineData("\"image: evil.example.com/x:1\\nother: y\"", "evil.example.com/x:1")]
    [InlineData("'{\"image\": \"evil.example.com/x:1\"}'", "evil.example.com/x:1")]
    [InlineData("\"run registry.ex\\\n    ample.com/shop/api:1\"", "registry.example.com/shop/api:1")]
    [InlineData("\"run registry\\u002eexample.com/shop/api:1\"", "registry.example.com/shop/api:1")]
    [InlineData("\"\\nregistry.example.com/shop/api:1\"", "registry.example.com/shop/api:1")]
    public void Quotes_and_escapes_hide_nothing(string value, string image) =>
        Assert.Equal([$"NotPinned {image}"], Pins.Findings($"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: {value}\n"));

    [Fact]
    public void Arguments_variables_annotations_and_keys_may_not_name_an_image_of_the_lock_without_its_digest()
    {
        var pod = Pins.Pod("$API") + $"    args: ['--x={Pins.Api}:1']\n    env: [{{name: A, value: '{Pins.Api}:2'}}]\n";
        Assert.Equal([$"NotPinned {Pins.Api}:1", $"NotPinned {Pins.Api}:2"], Pins.Findings(pod));
        Assert.Equal([$"NotPinned {Pins.Api}:3"], Pins.Findings($"apiVersion: v1\nkind: A\nmetadata:\n  annotations: {{x: {Pins.Api}:3}}\n"));
        Assert.Equal([$"NotPinned {Pins.Api}:4"], Pins.Findings($"apiVersion: v1\nkind: A\ndata:\n  {Pins.Api}:4: y\n"));
    }

    [Theory]
    [InlineData("x\n\n  y: 1\nimage: ^evil.example.com/x:1\nz: 1")]
    [InlineData("\n\na:\n    image: ^\"evil.example.com/x:1\"")]
    [InlineData("inner: |\n  b: c\n  image: ^evil.example.com/x:1\n")]
    [InlineData("some text\nrun ^registry.example.com/shop/api:1")]
    public void Places_in_literal_texts_are_exact(string marked)
    {
        // The first case is no YAML as a whole, but what stands before its fault is read.
        var text = Pins.ConfigMap(marked.Replace("x\n\n  y: 1\n", "x: 2\n\ny: 1\n", StringComparison.Ordinal));
        var offset = text.IndexOf('^', StringComparison.Ordinal);
        var finding = Assert.Single(Pins.Check(text.Remove(offset, 1)).Findings);
        Assert.Equal(offset + (marked.Contains("^\"", StringComparison.Ordinal) ? 1 : 0), finding.Offset);
    }

    [Fact]
    public void A_finding_in_a_text_says_where_the_text_and_where_the_image_is() =>
        Assert.Equal("data.file: spec.containers[0].image", Assert.Single(Pins.Check(Pins.ConfigMap("spec:\n  containers:\n  - image: busybox")).Findings).Where);

    [Fact]
    public void Time_is_linear_in_the_number_of_images_wherever_they_are()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"- image: evil.example.com/x:{i}\n"));
        Assert.Equal(1000, Pins.Findings(Pins.ConfigMap(lines)).Length);
        Assert.Equal(1000, Pins.Findings("apiVersion: v1\nkind: A\nspec:\n" + lines).Length);
        Assert.Equal(20_000, Pins.Check(Pins.ConfigMap(string.Concat(Enumerable.Repeat("- image: $API\n", 20_000)))).Images.Count);
        Assert.Empty(Pins.Findings(Pins.ConfigMap("x" + string.Concat(Enumerable.Repeat("docker://registry.example.com/", 20_000)))));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    [Fact]
    public void Locks_with_many_registries_are_searched_for_as_well_as_those_with_one()
    {
        var images = Enumerable.Range(0, 200).Select(i => new LockedImage
        {
            Image = $"registry-{i}.example.com/app:1",
            Digest = Pins.ApiDigest,
            MediaType = "application/vnd.oci.image.index.v1+json",
            FirstSeen = DateTimeOffset.UnixEpoch,
        });
        var pins = PinLock.From(LockedImages.From(new ImageLock([.. images], [])));
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"---\napiVersion: v1\nkind: ConfigMap\ndata:\n  ü: run registry-{i}.example.com/app:2\n"));
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedYamlLimits.Default);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"registry-{i}.example.com/app:2"), PinCheck.Run(yaml, pins, PinCheckOptions.Default).Findings.Select(f => f.Value));
    }
}
