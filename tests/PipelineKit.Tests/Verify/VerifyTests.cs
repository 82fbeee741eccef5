using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Sign;
using Xunit;

namespace PipelineKit.Tests.Verify;

public sealed class VerifyTests
{
    [Fact]
    public async Task An_unsigned_image_does_not_pass()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.GateSaidNo, await world.VerifyAsync());

        Assert.Contains("error unsigned", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal(("not-verified", "nothing-signed"), (Status(world), world.Result.GetProperty("images")[0].GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("bundle")]
    [InlineData("legacy")]
    public async Task The_signature_of_another_key_does_not_count_and_is_told(string formats)
    {
        using var world = await SignWorld.MakeAsync();
        Assert.Equal(ExitCode.Ok, await world.RunAsync("sign", "--images", world.Image, "--key", "other.key", "--formats", formats));

        Assert.True(await world.VerifyAsync() == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("error not-verified", world.Program.Error, StringComparison.Ordinal);
        Assert.Contains("identity-mismatch", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_several_keys_will_do()
    {
        using var world = await SignWorld.MakeAsync();
        Assert.Equal(ExitCode.Ok, await world.SignAsync());

        Assert.True(await world.RunAsync("verify", "--images", world.Image, "--key", "other.pub,release.pub") == ExitCode.Ok, world.Program.All);

        Assert.Contains("Proved", world.Program.Output, StringComparison.Ordinal);
        Assert.Contains("key ", world.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_must_be_attested_and_is_not_is_named()
    {
        using var world = await SignWorld.MakeAsync();
        Assert.Equal(ExitCode.Ok, await world.SignAsync());

        Assert.Equal(ExitCode.GateSaidNo, await world.VerifyAsync("--predicate-types", "image-signature,cyclonedx,https://example.com/review/v1"));

        Assert.Contains("lacks cyclonedx and https://example.com/review/v1", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_that_is_not_signed_is_found_only_when_asked_for()
    {
        using var world = await SignWorld.MakeAsync();
        Assert.Equal(ExitCode.Ok, await world.SignAsync());

        Assert.Equal(ExitCode.Ok, await world.VerifyAsync());
        Assert.Equal(ExitCode.GateSaidNo, await world.VerifyAsync("--recursive"));

        Assert.Equal(["verified", "not-verified", "not-verified"], world.Result.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("dsseEnvelope")]
    [InlineData("signature")]
    public async Task A_tampered_bundle_is_a_violation_of_integrity(string part)
    {
        using var world = await SignWorld.MakeAsync();
        Assert.Equal(ExitCode.Ok, await world.SignAsync("--bundle-dir", "bundles", "--annotations", "team=shop"));
        var path = world.Result.GetProperty("items")[0].GetProperty("bundle").GetString()!;
        var bundle = JsonNode.Parse(world.Folder.Read(path))!;
        if (part == "signature")
        {
            var signature = Convert.FromBase64String((string)bundle["dsseEnvelope"]!["signatures"]![0]!["sig"]!);
            signature[^1] ^= 1;
            bundle["dsseEnvelope"]!["signatures"]![0]!["sig"] = Convert.ToBase64String(signature);
        }
        else
        {
            var statement = Encoding.UTF8.GetString(Convert.FromBase64String((string)bundle["dsseEnvelope"]!["payload"]!)).Replace("shop", "ship", StringComparison.Ordinal);
            bundle["dsseEnvelope"]!["payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(statement));
        }

        world.Folder.Write(path, bundle.ToJsonString());

        Assert.True(await world.VerifyAsync("--bundle", path) == ExitCode.Integrity, world.Program.All);
        Assert.Contains("error bad-signature", world.Program.Error, StringComparison.Ordinal);
        Assert.Contains("signature-invalid", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_about_another_image_is_as_good_as_none()
    {
        using var world = await SignWorld.MakeAsync();
        Assert.Equal(ExitCode.Ok, await world.SignAsync("--bundle-dir", "bundles"));
        var path = world.Result.GetProperty("items")[0].GetProperty("bundle").GetString()!;

        Assert.Equal(ExitCode.GateSaidNo, await world.RunBareAsync("verify", "--images", $"{SignWorld.Shop}@{world.Platforms[0]}", "--key", "release.pub", "--offline", "--bundle", path));
        Assert.Contains("artifact-mismatch", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_bundle_is_bad_input()
    {
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("bundle.json", "{}");

        Assert.Equal(ExitCode.BadInput, await world.VerifyAsync("--bundle", "bundle.json"));
        Assert.Contains("`bundle.json` is not a Sigstore bundle", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_throttles_leaves_it_undetermined_never_unsigned()
    {
        using var world = await SignWorld.MakeAsync();
        using var registry = new InMemoryRegistry();
        var digest = registry.AddImage("shop", "1");
        registry.Break(RegistryFault.Status(429, retryAfter: "7200") with { Target = "/referrers/" });
        registry.Break(RegistryFault.Status(429, retryAfter: "7200") with { Target = "/sha256-" });

        Assert.True(await world.RunBareAsync("verify", "--images", $"{registry.Endpoint}/shop@{digest}", "--key", "release.pub") == ExitCode.Unavailable, world.Program.All);

        Assert.Contains("error undetermined", world.Program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is not signed", world.Program.All, StringComparison.Ordinal);
        Assert.Equal("undetermined", Status(world));
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_a_refusal()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.Refused, await world.RunAsync("verify", "--images", $"{SignWorld.Shop}:9", "--resolve", "--key", "release.pub"));
    }

    [Fact]
    public async Task Signing_and_verifying_work_in_a_registry_with_and_without_the_referrers_API()
    {
        using var world = await SignWorld.MakeAsync();
        foreach (var api in (bool[])[true, false])
        {
            using var registry = new InMemoryRegistry { HasReferrersApi = api };
            var image = $"{registry.Endpoint}/shop@{registry.AddImage("shop", "1", "linux/amd64", "linux/arm64")}";

            Assert.True(await world.RunBareAsync("sign", "--images", image, "--key", "release.key", "--recursive", "--formats", "bundle,legacy") == ExitCode.Ok, world.Program.All);
            Assert.True(await world.RunBareAsync("verify", "--images", image, "--key", "release.pub", "--recursive") == ExitCode.Ok, world.Program.All);
            Assert.Empty(registry.Unexpected);
        }
    }

    [Fact]
    public async Task The_private_key_is_refused_where_the_public_one_belongs()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("verify", "--images", world.Image, "--key", "release.key"));
        Assert.Contains("it is a private key, and verifying takes the public one", world.Program.Error, StringComparison.Ordinal);
    }

    private static string? Status(SignWorld world) => world.Result.GetProperty("images")[0].GetProperty("status").GetString();
}
