using System.Text;
using PipelineKit.Failures;
using PipelineKit.Locking;
using Xunit;

namespace PipelineKit.Tests.Locking;

public sealed class LockFormsTests
{
    private static readonly LockedChart Chart = new("shop", "1.2.3", "2.0");
    private static readonly string One = LockSamples.DigestOf(1).Text;
    private static readonly string Two = LockSamples.DigestOf(2).Text;

    internal static ImageLock Sample { get; } = new(
        [
            LockSamples.Image("docker.io/library/nginx:1.27", 1) with { Platforms = [("linux/amd64", LockSamples.DigestOf(11)), ("linux/arm64", LockSamples.DigestOf(12))] },
            LockSamples.Image("ghcr.io/acme/shop", 2) with { Platforms = [("linux/amd64", LockSamples.DigestOf(21))] },
            LockSamples.Image("docker.io/acme/yes:1.0", 3) with { Platforms = [("linux/amd64", LockSamples.DigestOf(31))] },
        ],
        []);

    public static TheoryData<LockForm> Forms() => [.. Enum.GetValues<LockForm>()];

    private static string Written(LockForm form) => Encoding.UTF8.GetString(LockForms.Write(Sample, form, Chart));

    private static IReadOnlyList<KnownImage> Read(string text, string path = "the.lock") => LockForms.Read(Encoding.UTF8.GetBytes(text), path);

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_written_in_a_form_is_read_from_it(LockForm form)
    {
        var images = LockedImages.From(LockForms.Read(LockForms.Write(Sample, form, Chart), "x"));

        foreach (var (name, index, amd64) in ((string, int, int)[])[("nginx", 1, 11), ("ghcr.io/acme/shop", 2, 21), ("acme/yes", 3, 31)])
        {
            if (form == LockForm.HelmImagesLock)
            {
                Assert.Contains("only digests of single platforms", images.Find(name).Problem, StringComparison.Ordinal);
                Assert.Equal(LockSamples.DigestOf(amd64), images.Find(name, "linux/amd64").Digest);
            }
            else
            {
                Assert.True(images.Find(name).IsFound, images.Find(name).Problem);
                Assert.Equal(LockSamples.DigestOf(index), images.Find(name).Digest);
                Assert.True(images.Contains(images.Find(name).Image!.Repository, LockSamples.DigestOf(index)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_same_lock_gives_the_same_bytes_and_an_empty_one_is_read_too(LockForm form)
    {
        Assert.Equal(LockForms.Write(Sample, form, Chart), LockForms.Write(Sample with { Images = [.. Sample.Images.Reverse()] }, form, Chart));
        Assert.Empty(LockForms.Read(LockForms.Write(ImageLock.Empty, form, Chart), "x"));
    }

    [Fact]
    public void An_Images_lock_of_Helm_has_the_shape_that_dt_gives_it() =>
        Assert.Equal(
            $"""
            apiVersion: v0
            kind: ImagesLock
            metadata:
              generatedAt: "2026-11-21T08:00:00Z"
              generatedBy: PipelineKit
            chart:
              name: shop
              version: "1.2.3"
              appVersion: "2.0"
            images:
            - name: "yes"
              image: docker.io/acme/yes:1.0
              chart: shop
              digests:
              - digest: {LockSamples.DigestOf(31)}
                arch: linux/amd64
            - name: nginx
              image: docker.io/library/nginx:1.27
              chart: shop
              digests:
              - digest: {LockSamples.DigestOf(11)}
                arch: linux/amd64
              - digest: {LockSamples.DigestOf(12)}
                arch: linux/arm64
            - name: shop
              image: ghcr.io/acme/shop:latest
              chart: shop
              digests:
              - digest: {LockSamples.DigestOf(21)}
                arch: linux/amd64

            """,
            Written(LockForm.HelmImagesLock));

    [Fact]
    public void A_kustomization_names_images_as_manifests_do() =>
        Assert.Equal(
            $"""
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            images:
            - name: acme/yes
              newTag: "1.0"
              digest: {LockSamples.DigestOf(3)}
            - name: docker.io/acme/yes
              newTag: "1.0"
              digest: {LockSamples.DigestOf(3)}
            - name: nginx
              newTag: "1.27"
              digest: {One}
            - name: docker.io/library/nginx
              newTag: "1.27"
              digest: {One}
            - name: ghcr.io/acme/shop
              digest: {Two}

            """,
            Written(LockForm.Kustomization));

    [Fact]
    public void Fixed_images_of_Kluctl_have_the_documented_shape() =>
        Assert.Equal(
            $"""
            images:
            - image: acme/yes
              resultImage: docker.io/acme/yes@{LockSamples.DigestOf(3)}
            - image: docker.io/acme/yes
              resultImage: docker.io/acme/yes@{LockSamples.DigestOf(3)}
            - image: nginx
              resultImage: docker.io/library/nginx@{One}
            - image: docker.io/library/nginx
              resultImage: docker.io/library/nginx@{One}
            - image: ghcr.io/acme/shop
              resultImage: ghcr.io/acme/shop@{Two}

            """,
            Written(LockForm.KluctlFixedImages));

    [Theory]
    [InlineData("- {name: app, newName: ghcr.io/acme/shop, newTag: 1.10, digest: ONE}", "app|ghcr.io/acme/shop|1.10|ONE")]
    [InlineData("- {name: nginx, digest: ONE}", "nginx|docker.io/library/nginx||ONE")]
    [InlineData("- {name: nginx, newTag: '1.27@ONE'}", "nginx|docker.io/library/nginx|1.27|ONE")]
    [InlineData("- {name: nginx, newTag: '@ONE'}", "nginx|docker.io/library/nginx||ONE")]
    [InlineData("- {name: nginx, newTag: '1.27', tagSuffix: -x, digest: ONE}", "nginx|docker.io/library/nginx||ONE")]
    [InlineData("- {name: nginx, newTag: '1.27'}", "nginx|docker.io/library/nginx|1.27|")]
    [InlineData("- {name: 'localhost:5000/a', newName: '', digest: ONE}", "localhost:5000/a|localhost:5000/a||ONE")]
    [InlineData("- {name: APP_IMAGE, newName: quay.io/a/b, digest: ONE}", "APP_IMAGE|quay.io/a/b||ONE")]
    [InlineData("- {name: APP_IMAGE, newTag: '1'}", null)]
    public void A_kustomization_means_what_kustomize_makes_of_it(string images, string? expected)
    {
        var text = "resources: [a.yaml]\npatches:\n- {patch: x, target: {kind: Deployment}}\nimages:\n" + images.Replace("ONE", One, StringComparison.Ordinal) + "\n";

        var image = Read(text, "deploy/kustomization.yaml").SingleOrDefault();

        Assert.Equal(expected?.Replace("ONE", One, StringComparison.Ordinal), image is null ? null : $"{image.Name}|{image.Repository}|{image.Tag}|{image.Digest}");
        Assert.Equal(image is null ? null : "deploy/kustomization.yaml:5:3", image?.Place?.ToString());
    }

    [Fact]
    public void Conditions_and_patterns_of_Kluctl_do_not_change_which_image_it_is()
    {
        var images = Read($$"""
            images:
            - image: registry.example/app
              resultImage: registry.example/app:2.0@{{One}}
              namespace: prod
              deployment: Deployment/app
              container: main
            - imageRegex: .*/worker
              resultImage: ghcr.io/acme/worker@{{Two}}
            - image: nginx
              resultImage: nginx:1.27
            """);

        Assert.Equal(
            [$"registry.example/app|registry.example/app|2.0|{One}", $"ghcr.io/acme/worker|ghcr.io/acme/worker||{Two}", "nginx|docker.io/library/nginx|1.27|"],
            images.Select(i => $"{i.Name}|{i.Repository}|{i.Tag}|{i.Digest}"));
    }

    [Theory]
    [InlineData("a: b", "this is no form of an image lock", 1)]
    [InlineData("- a", "this is no form of an image lock", 1)]
    [InlineData("", "this is no form of an image lock", 1)]
    [InlineData("images:\n- image: nginx\n", "this is no form of an image lock", 1)]
    [InlineData("apiVersion: v1\nkind: ImagesLock\nimages: []", "this is no form of an image lock", 1)]
    [InlineData("apiVersion: apps/v1\nkind: Kustomization\nimages: []", "this is no form of an image lock", 1)]
    [InlineData("images:\n- {image: a, resultImage: 'B C'}", "`B C` is not an image reference", 2)]
    [InlineData("images:\n- {image: a, resultImage: b}\n- {image: a}", "`resultImage` is missing here", 3)]
    [InlineData("images:\n- {resultImage: b}", "`image` is missing here", 2)]
    [InlineData("kind: Kustomization\nimages:\n- {name: a, digest: sha256:1}", "`sha256:1` is not a sha256 or sha512 digest", 3)]
    [InlineData("kind: Kustomization\nimages:\n- {name: a, newTag: '1@sha256:1'}", "has no sha256 or sha512 digest", 3)]
    [InlineData("kind: Kustomization\nimages:\n- {name: a, newTag: '1 2'}", "`1 2` is not a tag", 3)]
    [InlineData("kind: Kustomization\nimages:\n- {name: a, newName: 'b:1'}", "is to be a name without tag and digest", 3)]
    [InlineData("kind: Kustomization\nimages:\n- {newName: b}", "`name` is missing here", 3)]
    [InlineData("kind: Kustomization\nimages: a", "expected a list", 2)]
    [InlineData("kind: Kustomization\nimages:\n- a", "expected keys and values", 3)]
    [InlineData("kind: Component\nimages: []\n---\nkind: Component", "a second document", 3)]
    [InlineData("apiVersion: v0\nkind: ImagesLock\nimages:\n- {image: a}", "`digests` is missing here", 4)]
    [InlineData("apiVersion: v0\nkind: ImagesLock\nimages:\n- image: a\n  digests:\n  - {digest: x, arch: linux/amd64}", "`x` is not a sha256", 6)]
    [InlineData("apiVersion: v0\nkind: ImagesLock\nimages:\n- image: a\n  digests:\n  - {digest: x, arch: amd64}", "`amd64` is not a platform", 6)]
    [InlineData("version: 2\nimages: []", "this lock has version `2`", 1)]
    [InlineData("# Written by pipelinekit\nversion: 1\n<<<<<<< HEAD\n", "unresolved merge conflict", 3)]
    [InlineData("apiVersion: kbld.k14s.io/v1alpha1\nkind: Config\noverrides:\n- {image: a, newImage: b, preresolved: true}", "`b` has no digest", 4)]
    [InlineData("a: &a [*a]", "stands inside of what it stands for", 1)]
    [InlineData("a: }", "not valid YAML", 1)]
    public void What_is_no_lock_or_damaged_is_refused_with_its_line(string text, string what, int line)
    {
        var failures = Assert.Throws<FailureException>(() => Read(text)).Failures;

        Assert.All(failures, f => Assert.Equal((FailureCodes.BadLock, "the.lock"), (f.Code, f.Place!.File)));
        Assert.Contains(what, failures[0].What, StringComparison.Ordinal);
        Assert.Equal(line, failures[0].Place!.Line);
    }

    [Fact]
    public void Every_damaged_entry_is_listed()
    {
        var failures = Assert.Throws<FailureException>(() => Read("kind: Kustomization\nimages:\n- {name: a, digest: x}\n- {name: b}\n- {name: c, digest: y}\n")).Failures;

        Assert.Equal([3, 5], failures.Select(f => f.Place!.Line));
    }

    [Fact]
    public void Bytes_that_are_no_text_and_depths_without_end_are_refused()
    {
        Assert.Throws<FailureException>(() => LockForms.Read(new byte[] { 0xFF, 0xFE, 0 }, "x"));
        Assert.Throws<FailureException>(() => Read("images: " + new string('[', 100_000)));
        Assert.Throws<FailureException>(() => LockForms.Read(new byte[ImageLockFile.MaximumBytes + 1], "x"));
    }

    [Theory]
    [InlineData(LockForm.Kustomization, "kustomize")]
    [InlineData(LockForm.KluctlFixedImages, "Kluctl")]
    public void Two_digests_of_one_repository_cannot_be_told_apart_by_name(LockForm form, string tool)
    {
        var content = new ImageLock([LockSamples.Image("docker.io/library/nginx:1.26", 1), LockSamples.Image("docker.io/library/nginx:1.27", 2), LockSamples.Image("quay.io/a/b:1", 3)], []);

        var failure = Assert.Single(Assert.Throws<FailureException>(() => LockForms.Write(content, form)).Failures);

        Assert.Equal(FailureCodes.BadInputValue, failure.Code);
        Assert.Equal($"the lock has several digests for `docker.io/library/nginx` (1.26, 1.27), and {tool} knows an image by its name without the tag", failure.What);
    }

    [Fact]
    public void Two_tags_of_one_digest_are_written_once_and_without_a_tag()
    {
        var content = new ImageLock([LockSamples.Image("quay.io/a/b:1", 1), LockSamples.Image("quay.io/a/b:1.2", 1)], []);

        Assert.EndsWith($"images:\n- name: quay.io/a/b\n  digest: {One}\n", Encoding.UTF8.GetString(LockForms.Write(content, LockForm.Kustomization)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_Images_lock_of_Helm_needs_a_chart_and_digests_of_platforms()
    {
        var content = new ImageLock([LockSamples.Image("quay.io/a/b:1", 1), LockSamples.Image("quay.io/a/c:1", 1), Sample.Images[0]], []);

        var failures = Assert.Throws<FailureException>(() => LockForms.Write(content, LockForm.HelmImagesLock, Chart)).Failures;

        Assert.Equal(["`quay.io/a/b:1`", "`quay.io/a/c:1`"], failures.Select(f => f.What.Split(' ').First(w => w.StartsWith('`')).Trim(',')));
        Assert.All(failures, f => Assert.Equal("Run `digest-pin` with `platforms: all` first.", f.Remedy));
        Assert.Contains("no chart was given", Assert.Throws<FailureException>(() => LockForms.Write(Sample, LockForm.HelmImagesLock)).Failures[0].What, StringComparison.Ordinal);
    }
}
