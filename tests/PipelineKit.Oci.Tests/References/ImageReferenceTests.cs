using Xunit;

namespace PipelineKit.Oci.Tests.References;

public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", null)]
    [InlineData("nginx:1.27", "docker.io", "library/nginx", "1.27")]
    [InlineData("docker.io/nginx", "docker.io", "library/nginx", null)]
    [InlineData("docker.io/library/nginx", "docker.io", "library/nginx", null)]
    [InlineData("index.docker.io/a/b:c", "docker.io", "a/b", "c")]
    [InlineData("index.docker.io/a:c", "docker.io", "library/a", "c")]
    [InlineData("registry-1.docker.io/a", "docker.io", "library/a", null)]
    [InlineData("library/nginx", "docker.io", "library/nginx", null)]
    [InlineData("bitnami/redis", "docker.io", "bitnami/redis", null)]
    [InlineData("a/b/c/d:x", "docker.io", "a/b/c/d", "x")]
    [InlineData("localhost", "docker.io", "library/localhost", null)]
    [InlineData("localhost:5000", "docker.io", "library/localhost", "5000")]
    [InlineData("localhost/x", "localhost", "x", null)]
    [InlineData("localhost:5000/x:5000", "localhost:5000", "x", "5000")]
    [InlineData("registry:5000/x", "registry:5000", "x", null)]
    [InlineData("registry/x", "docker.io", "registry/x", null)]
    [InlineData("REGISTRY/x", "REGISTRY", "x", null)]
    [InlineData("Registry.Example/x", "Registry.Example", "x", null)]
    [InlineData("127.0.0.1/x", "127.0.0.1", "x", null)]
    [InlineData("127.0.0.1:5000/x/y:z", "127.0.0.1:5000", "x/y", "z")]
    [InlineData("[::1]/a", "[::1]", "a", null)]
    [InlineData("[::1]:5000/a/b:v1", "[::1]:5000", "a/b", "v1")]
    [InlineData("[2001:DB8::1]:443/a", "[2001:DB8::1]:443", "a", null)]
    [InlineData("ghcr.io/a/b__c/d-e.f:_x", "ghcr.io", "a/b__c/d-e.f", "_x")]
    [InlineData("quay.io/a/b---c", "quay.io", "a/b---c", null)]
    [InlineData("xn--n3h.com/a", "xn--n3h.com", "a", null)]
    [InlineData("a.b.c/d:V1.0_rc-2", "a.b.c", "d", "V1.0_rc-2")]
    [InlineData("aa/asdf$$^/aa", null, null, null)]
    public void A_reference_is_normalised_for_asking_and_kept_for_writing(string text, string? registry, string? repository, string? tag)
    {
        Assert.Equal(registry is not null, ImageReference.TryParse(text, out var reference, out _));
        Assert.Equal((registry, repository, tag), (reference?.Registry, reference?.Repository, reference?.Tag));
        Assert.Equal(registry is null ? null : text, reference?.Text);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(":1", "name is empty")]
    [InlineData("nginx:", "tag after `:` is empty")]
    [InlineData("nginx:.1", "does not start")]
    [InlineData("nginx:-1", "does not start")]
    [InlineData("nginx:a b", "tag has only")]
    [InlineData("nginx:$TAG", "tag has only")]
    [InlineData("nginx:1\n", "tag has only")]
    [InlineData("nginx:é", "tag has only")]
    [InlineData("nginx@", "what follows `@`")]
    [InlineData("nginx@sha256:abc", "what follows `@`")]
    [InlineData("nginx@sha256:" + Hex + "0", "what follows `@`")]
    [InlineData("nginx@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "what follows `@`")]
    [InlineData("nginx@sha512:" + Hex, "what follows `@`")]
    [InlineData("nginx@md5:0123456789abcdef0123456789abcdef", "what follows `@`")]
    [InlineData("nginx@SHA256:" + Hex, "what follows `@`")]
    [InlineData("nginx@sha256:" + Hex + "@sha256:" + Hex, "what follows `@`")]
    [InlineData("nginx@sha256:" + Hex + ":tag", "what follows `@`")]
    [InlineData("@sha256:" + Hex, "name is empty")]
    [InlineData(Hex, "image identifier")]
    [InlineData("Nginx", "lower-case")]
    [InlineData("a/B", "lower-case")]
    [InlineData("docker://nginx", "scheme")]
    [InlineData("https://ghcr.io/a/b", "scheme")]
    [InlineData("a//b", "each part")]
    [InlineData("/a", "each part")]
    [InlineData("a/", "each part")]
    [InlineData("a/b/", "each part")]
    [InlineData("a..b", "each part")]
    [InlineData("a___b", "each part")]
    [InlineData("a._b", "each part")]
    [InlineData("a-_b", "each part")]
    [InlineData("-a", "each part")]
    [InlineData("a-", "each part")]
    [InlineData("_a", "each part")]
    [InlineData("a.", "each part")]
    [InlineData("../a", "host name")]
    [InlineData("./a", "host name")]
    [InlineData("a/../b", "each part")]
    [InlineData("a/b:5000/c", "only lower-case letters")]
    [InlineData("a b", "only lower-case letters")]
    [InlineData(" nginx", "only lower-case letters")]
    [InlineData("${IMAGE}", "lower-case")]
    [InlineData("$(image)", "only lower-case letters")]
    [InlineData("host:port/a", "port")]
    [InlineData("host:/a", "port")]
    [InlineData("host:65536/a", "port")]
    [InlineData("host:-1/a", "port")]
    [InlineData("host:+1/a", "port")]
    [InlineData("host:1:2/a", "port")]
    [InlineData("host:80\0/a", "port")]
    [InlineData("host: 80/a", "port")]
    [InlineData("host:\u0661/a", "port")]
    [InlineData("-host.example/a", "host name")]
    [InlineData("host-.example/a", "host name")]
    [InlineData("host..example/a", "host name")]
    [InlineData("host.example./a", "host name")]
    [InlineData("my_host:5000/a", "host name")]
    [InlineData("user@host.example/a", "what follows `@`")]
    [InlineData("host.example/", "repository is empty")]
    [InlineData("[::1]", "only lower-case letters")]
    [InlineData("[::1]:5000", "only lower-case letters")]
    [InlineData("[]:5000/a", "IPv6")]
    [InlineData("[::1/a", "IPv6")]
    [InlineData("[::1]5000/a", "port")]
    [InlineData("[::1]:/a", "port")]
    [InlineData("[1:2:3]/a", "IPv6")]
    [InlineData("[1.2.3.4]:5000/a", "IPv6")]
    [InlineData("[::ffff:1.2.3.4]:5000/a", "IPv6")]
    [InlineData("[fe80::1%eth0]:5000/a", "IPv6")]
    public void What_is_no_reference_is_refused_with_the_rule_it_breaks(string text, string rule)
    {
        Assert.False(ImageReference.TryParse(text, out var reference, out var problem));
        Assert.Null(reference);
        Assert.Contains(rule, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx")]
    [InlineData("nginx:1", "docker.io/library/nginx:1")]
    [InlineData("nginx:1@sha256:" + Hex, "docker.io/library/nginx:1@sha256:" + Hex)]
    [InlineData("ghcr.io/a/b@sha256:" + Hex, "ghcr.io/a/b@sha256:" + Hex)]
    [InlineData("ghcr.io/a/b@sha512:" + Hex + Hex, "ghcr.io/a/b@sha512:" + Hex + Hex)]
    public void The_canonical_form_keeps_tag_and_digest(string text, string canonical) =>
        Assert.Equal(canonical, ImageReference.Parse(text).Canonical);

    [Theory]
    [InlineData("nginx", "nginx")]
    [InlineData("index.docker.io/nginx:1", "index.docker.io/nginx:1")]
    [InlineData("localhost:5000/x:2@sha512:" + Hex + Hex, "localhost:5000/x:2")]
    public void Pinning_keeps_the_spelling_and_the_tag_and_sets_the_digest(string text, string start)
    {
        var digest = Digest.Parse("sha256:" + Hex);

        var pinned = ImageReference.Parse(text).Pin(digest);

        Assert.Equal($"{start}@sha256:{Hex}", pinned.Text);
        Assert.Equal(pinned.Text, ImageReference.Parse(pinned.Text).Text);
        Assert.True(PinnedReference.TryFrom(ImageReference.Parse(pinned.Text), out var again));
        Assert.Equal(digest, again.Digest);
    }

    [Fact]
    public void A_reference_without_a_digest_is_not_pinned() =>
        Assert.False(PinnedReference.TryFrom(ImageReference.Parse("nginx:1"), out _));

    [Theory]
    [InlineData(255 - 8, true)]
    [InlineData(255 - 7, false)]
    public void A_name_has_at_most_255_characters_with_its_registry(int length, bool valid) =>
        Assert.Equal(valid, ImageReference.TryParse("quay.io/" + new string('a', length), out _, out _));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_tag_has_at_most_128_characters(int length, bool valid) =>
        Assert.Equal(valid, ImageReference.TryParse("quay.io/a:" + new string('a', length), out _, out _));

    [Fact]
    public void An_identifier_with_a_tag_is_a_name() => Assert.Equal("library/" + Hex, ImageReference.Parse(Hex + ":1").Repository);

    [Fact]
    public void The_error_of_a_huge_text_is_not_huge() =>
        Assert.InRange(Assert.Throws<FormatException>(() => ImageReference.Parse(new string('a', 1 << 20))).Message.Length, 1, 1000);
}
