using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufTargetTests : TufScenario
{
    private string TargetFile => Repository.Files.Keys.Single(f => f.StartsWith("targets/", StringComparison.Ordinal));

    [Fact]
    public async Task A_target_is_fetched_by_hash_and_verified()
    {
        await AssertGivesAsync("{}");
        Assert.Equal(
            ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json", "targets/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a.trusted_root.json"],
            Repository.Requests);
    }

    [Fact]
    public async Task Targets_metadata_of_another_version_than_listed_is_refused()
    {
        Repository.Signed["snapshot"]["meta"]!["targets.json"] = new JsonObject { ["version"] = 2 };
        Repository.Files["2.targets.json"] = Repository.Files["1.targets.json"];
        Repository.WriteSnapshot(describe: false);
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "targets: version 1 came where version 2 is announced");
    }

    [Fact]
    public async Task Targets_metadata_with_another_hash_is_refused()
    {
        Repository.Signed["targets"]["expires"] = "2032-01-01T00:00:00Z";
        Repository.WriteTargets();
        await AssertRefusedAsync(TufProblem.Mismatch, "targets: the file's SHA-256 is not");
    }

    [Fact]
    public async Task Targets_metadata_of_another_key_is_refused()
    {
        Repository.Signers["targets"] = [TufTestKey.Edwards()];
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Unsigned, "targets: version 1");
    }

    [Fact]
    public async Task Expired_targets_metadata_is_refused()
    {
        Repository.Signed["targets"]["expires"] = "2030-01-01T00:00:00Z";
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Expired, "targets: version 1 expired");
    }

    [Fact]
    public async Task Kept_targets_metadata_that_was_changed_is_fetched_again()
    {
        await AssertGivesAsync("{}");
        Corrupt("targets.json", "{\"signed\":{\"targets\":{}}}");
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "timestamp.json", "1.targets.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_target_of_other_bytes_is_refused()
    {
        Repository.Files[TargetFile] = "[]"u8.ToArray();
        await AssertRefusedAsync(TufProblem.Mismatch, "trusted_root.json: the file's SHA-256 is not");
        Assert.Empty(Directory.GetFiles(Folder.Path, "44136*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_target_that_does_not_end_is_not_read_to_its_end()
    {
        Repository.Files[TargetFile] = new byte[1 << 20];
        await AssertRefusedAsync(TufProblem.Malformed, "larger than the 2 bytes");
    }

    [Fact]
    public async Task A_target_that_is_too_short_is_refused()
    {
        Repository.Files[TargetFile] = "{"u8.ToArray();
        await AssertRefusedAsync(TufProblem.Mismatch, "the file has 1 bytes, and signed metadata says 2");
    }

    [Fact]
    public async Task A_target_that_is_announced_as_huge_is_not_fetched()
    {
        Repository.Targets()["trusted_root.json"]!["length"] = 16_777_217;
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Malformed, "the target has 16777217 bytes");
    }

    [Fact]
    public async Task A_kept_target_that_was_changed_is_fetched_again()
    {
        await AssertGivesAsync("{}");
        Corrupt("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "!!");
        await AssertGivesAsync("{}");
        Assert.Equal(3, Repository.Requests.Count);
    }

    [Fact]
    public async Task A_target_nobody_lists_is_not_found() => await AssertRefusedAsync(TufProblem.NoTarget, "no role of the repository vouches", "signing_config.v0.2.json");

    [Fact]
    public async Task A_target_in_a_folder_has_its_hash_before_its_last_name()
    {
        Repository.AddTarget("registry.npmjs.org/keys v1.json", "keys"u8.ToArray());
        Repository.Files["targets/registry.npmjs.org/" + Convert.ToHexStringLower(SHA256.HashData("keys"u8)) + ".keys%20v1.json"] = "keys"u8.ToArray();
        Repository.Publish();
        await AssertGivesAsync("keys", "registry.npmjs.org/keys v1.json");
        Assert.StartsWith("targets/registry.npmjs.org/", Repository.Requests[^1], StringComparison.Ordinal);
        Assert.EndsWith(".keys%20v1.json", Repository.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_SHA_512_only_is_verified_by_it()
    {
        var hash = Convert.ToHexStringLower(SHA512.HashData("{}"u8));
        Repository.Targets()["trusted_root.json"]!["hashes"] = new JsonObject { ["sha512"] = hash };
        Repository.Files[$"targets/{hash}.trusted_root.json"] = "{}"u8.ToArray();
        Repository.Publish();
        await AssertGivesAsync("{}");
    }

    [Theory]
    [InlineData("hashes")]
    [InlineData("length")]
    public async Task A_target_without_hashes_or_length_is_refused(string field)
    {
        Repository.Targets()["trusted_root.json"]!.AsObject().Remove(field);
        Repository.Publish();
        await AssertRefusedAsync(TufProblem.Malformed, "has no length or no hashes");
    }

    [Theory]
    [InlineData("../root.json")]
    [InlineData("a/../../b")]
    [InlineData("./a")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\\..\\b")]
    [InlineData("a\nb")]
    public async Task Names_that_lead_elsewhere_are_refused_before_anything_is_asked(string name)
    {
        if (name.Length > 0)
        {
            Repository.AddTarget(name, "evil"u8.ToArray());
            Repository.Publish();
        }

        await AssertRefusedAsync(TufProblem.Malformed, "not a relative path of plain names", name);
        Assert.Empty(Repository.Requests);
    }

    [Fact]
    public async Task Nothing_is_written_outside_of_the_folder_and_no_temporary_file_stays()
    {
        await AssertGivesAsync("{}");
        var files = Directory.GetFiles(Folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder.Path, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
        Assert.Equal(["tuf/snapshot.json", "tuf/targets.json", "tuf/targets/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "tuf/timestamp.json"], files);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_so()
    {
        Folder.Write("tuf", "a file where the folder should be");
        await AssertRefusedAsync(TufProblem.Unavailable, "what was verified cannot be kept in the folder");
    }
}
