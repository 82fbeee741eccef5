using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.Sign;

public sealed class SignTests
{
    private const string Sbom = """{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}""";

    [Theory]
    [InlineData("bundle")]
    [InlineData("legacy")]
    [InlineData("bundle,legacy")]
    public async Task What_is_signed_in_a_form_verifies(string formats)
    {
        using var world = await SignWorld.MakeAsync();

        Assert.True(await world.SignAsync("--formats", formats) == ExitCode.Ok, world.Program.All);
        Assert.Equal("signed", world.Result.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.True(await world.VerifyAsync() == ExitCode.Ok, world.Program.All);
        var signatures = world.Result.GetProperty("images")[0].GetProperty("signatures").EnumerateArray().Select(s => s.GetProperty("form").GetString()!);
        Assert.Equal(formats.Split(',').Order(StringComparer.Ordinal), signatures.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("bundle")]
    [InlineData("legacy")]
    [InlineData("bundle,legacy")]
    public async Task What_is_signed_already_is_not_signed_again(string formats)
    {
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("sbom.json", Sbom);
        world.Folder.Write("notes.txt", "reviewed by two people");
        string[] more = ["--formats", formats, "--attest", "cyclonedx=sbom.json", "--attest", "custom=notes.txt", "--annotations", "team=shop"];
        Assert.True(await world.SignAsync(more) == ExitCode.Ok, world.Program.All);
        var before = world.LayoutFiles();

        Assert.Equal(ExitCode.Ok, await world.SignAsync(more));

        Assert.Equal(before, world.LayoutFiles());
        Assert.All(world.Result.GetProperty("items").EnumerateArray(), item => Assert.Equal("already-signed", item.GetProperty("status").GetString()));
        Assert.Contains("Nothing to sign: all 3 signatures are there already, and verify.", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_statement_another_signer_and_a_missing_form_are_signed_beside_what_is_there()
    {
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("sbom.json", Sbom);
        Assert.Equal(ExitCode.Ok, await world.SignAsync("--attest", "cyclonedx=sbom.json"));

        Assert.Equal(ExitCode.Ok, await world.SignAsync("--annotations", "team=shop"));
        Assert.Equal("signed", world.Result.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal(ExitCode.Ok, await world.RunAsync("sign", "--images", world.Image, "--key", "other.key"));
        Assert.Equal("signed", world.Result.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal(ExitCode.Ok, await world.SignAsync("--signature", "false", "--attest", "cyclonedx=sbom.json", "--formats", "bundle,legacy"));
        Assert.Equal("signed", world.Result.GetProperty("items")[0].GetProperty("status").GetString());

        Assert.True(await world.VerifyAsync("--predicate-types", "cyclonedx,image-signature") == ExitCode.Ok, world.Program.All);
        Assert.Equal(5, world.Result.GetProperty("images")[0].GetProperty("signatures").GetArrayLength());
    }

    [Fact]
    public async Task A_tag_is_refused_unless_it_may_be_resolved_and_then_its_digest_is_what_is_signed()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("sign", "--images", $"{SignWorld.Shop}:1.4", "--key", "release.key"));
        Assert.Contains("has no digest: its tag can mean another image", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await world.RunAsync("sign", "--images", $"{SignWorld.Shop}:1.4", "--key", "release.key", "--resolve"));

        Assert.Equal(world.Index.Text, world.Result.GetProperty("items")[0].GetProperty("digest").GetString());
        Assert.Equal(ExitCode.Ok, await world.VerifyAsync());
    }

    [Fact]
    public async Task Recursive_signs_every_platform_and_attests_the_image_that_was_named()
    {
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("sbom.json", Sbom);

        Assert.Equal(ExitCode.Ok, await world.SignAsync("--recursive", "--attest", "cyclonedx=sbom.json"));

        var items = world.Result.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("digest").GetString(), i.GetProperty("predicateType").GetString())).ToList();
        Assert.Equal([world.Index.Text, world.Index.Text, .. world.Platforms.Select(p => p.Text)], items.Select(i => i.Item1));
        Assert.Equal("https://cyclonedx.org/bom", items[1].Item2);
        Assert.Equal(ExitCode.Ok, await world.VerifyAsync("--recursive"));
        Assert.Equal(3, world.Result.GetProperty("images").GetArrayLength());
    }

    [Fact]
    public async Task A_rehearsal_signs_and_writes_nothing()
    {
        using var world = await SignWorld.MakeAsync();
        var before = world.LayoutFiles();

        Assert.Equal(ExitCode.Ok, await world.SignAsync("--dry-run", "--bundle-dir", "bundles"));

        Assert.Equal(before, world.LayoutFiles());
        Assert.False(Directory.Exists(Path.Combine(world.Folder.Path, "bundles")));
        Assert.Contains("1 signature was not made, because of `dry-run`.", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_without_a_key_asks_nobody_for_an_identity()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.Ok, await world.RunAsync("sign", "--images", world.Image, "--dry-run"));

        Assert.Equal("would-sign", world.Result.GetProperty("items")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Bundles_go_to_a_folder_too_and_verify_there_without_any_image()
    {
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("sbom.json", Sbom);
        world.Folder.Write("sbom2.json", Sbom.Replace("1.6", "1.5", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Ok, await world.SignAsync("--bundle-dir", "out/bundles", "--attest", "cyclonedx=sbom.json", "--attest", "cyclonedx=sbom2.json"));
        var stem = $"out/bundles/shop.sha256-{world.Index.Hex}";
        string[] expected = [$"{stem}.signature.sigstore.json", $"{stem}.cyclonedx.sigstore.json", $"{stem}.cyclonedx-2.sigstore.json"];
        Assert.Equal(expected, world.Result.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("bundle").GetString()));
        Directory.Delete(Path.Combine(world.Folder.Path, "images"), recursive: true);

        Assert.Equal(ExitCode.Ok, await world.RunBareAsync("verify", "--images", world.Image, "--key", "release.pub", "--offline", "--bundle", expected[0], "--bundle", expected[1], "--predicate-types", "cyclonedx"));
    }

    [Theory]
    [InlineData("cyclonedx", """{"spdxVersion":"SPDX-2.3"}""", "has `bomFormat: CycloneDX`; this one is SPDX")]
    [InlineData("spdx", """[1]""", "a predicate is a JSON object, and this is an array")]
    [InlineData("openvex", """{"a":1,"a":2}""", "not valid JSON")]
    public async Task A_predicate_that_is_not_what_it_is_said_to_be_is_refused(string type, string content, string why)
    {
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("file.json", content);

        Assert.Equal(ExitCode.BadInput, await world.SignAsync("--attest", $"{type}=file.json"));

        Assert.Contains(FailureCodes.BadSigningFile.Id, world.Program.Error, StringComparison.Ordinal);
        Assert.Contains(why, world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_read_from_a_variable_and_needs_its_password()
    {
        using var world = await SignWorld.MakeAsync();
        var (signer, pkcs8) = Sigstore.PrivateKeyFile.Generate(Sigstore.KeyDetails.EcdsaP256Sha256);
        using (signer)
        {
            world.Program.Variables["SIGNING_KEY"] = Sigstore.PrivateKeyFile.WriteEncrypted(pkcs8, "correct horse");
            world.Folder.Write("env.pub", signer.PublicKey.ToPem());
        }

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("sign", "--images", world.Image, "--key", "env:SIGNING_KEY", "--key-password", "wrong horse"));
        Assert.Contains(FailureCodes.UnusableKey.Id, world.Program.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await world.RunAsync("sign", "--images", world.Image, "--key", "env:SIGNING_KEY", "--key-password", "correct horse"));
        Assert.Equal(ExitCode.Ok, await world.RunAsync("verify", "--images", world.Image, "--key", "env.pub"));
        Assert.DoesNotContain("horse", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_not_there_is_told_by_name()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("sign", "--images", world.Image, "--key", "env:SIGNING_KEY"));
        Assert.Contains("There is no variable `SIGNING_KEY` with a key in it.", world.Program.Error, StringComparison.Ordinal);
    }
}
