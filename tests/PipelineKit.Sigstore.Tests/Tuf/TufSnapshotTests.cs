using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufSnapshotTests : TufScenario
{
    private JsonObject Meta => Repository.Signed["snapshot"]["meta"]!.AsObject();

    [Fact]
    public async Task A_snapshot_of_another_version_than_announced_is_refused()
    {
        Repository.Signed["timestamp"]["meta"]!["snapshot.json"] = new JsonObject { ["version"] = 2 };
        Repository.Files["2.snapshot.json"] = Repository.Files["1.snapshot.json"];
        Repository.WriteTimestamp(describe: false);
        await AssertRefusedAsync(TufProblem.Rollback, "snapshot: version 1 came where version 2 is announced");
    }

    [Fact]
    public async Task A_snapshot_with_another_hash_is_refused()
    {
        Repository.Signed["snapshot"]["expires"] = "2032-01-01T00:00:00Z";
        Repository.WriteSnapshot();
        await AssertRefusedAsync(TufProblem.Mismatch, "snapshot: the file's SHA-256 is not");
    }

    [Fact]
    public async Task A_snapshot_longer_than_announced_is_not_read_to_its_end()
    {
        Repository.Files["1.snapshot.json"] = [.. Repository.Files["1.snapshot.json"], (byte)' '];
        await AssertRefusedAsync(TufProblem.Malformed, "larger than the");
    }

    [Fact]
    public async Task A_snapshot_shorter_than_announced_is_refused()
    {
        Repository.Files["1.snapshot.json"] = Repository.Files["1.snapshot.json"][1..];
        await AssertRefusedAsync(TufProblem.Mismatch, "and signed metadata says");
    }

    [Fact]
    public async Task Length_and_hashes_may_be_left_out()
    {
        Repository.Signed["snapshot"]["meta"] = new JsonObject { ["targets.json"] = new JsonObject { ["version"] = 1 } };
        Repository.WriteSnapshot(describe: false);
        Repository.Signed["timestamp"]["meta"] = new JsonObject { ["snapshot.json"] = new JsonObject { ["version"] = 1 } };
        Repository.WriteTimestamp(describe: false);
        await AssertGivesAsync("{}");
        Corrupt("snapshot.json", "{}");
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "timestamp.json", "1.snapshot.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_snapshot_of_another_key_is_refused()
    {
        Repository.Signers["snapshot"] = [TufTestKey.Edwards()];
        Repository.WriteSnapshot();
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Unsigned, "snapshot: version 1");
    }

    [Fact]
    public async Task An_expired_snapshot_is_refused()
    {
        Repository.Signed["snapshot"]["expires"] = "2030-01-01T00:00:00Z";
        Repository.WriteSnapshot();
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Expired, "snapshot: version 1 expired");
    }

    [Fact]
    public async Task A_kept_snapshot_expires_too()
    {
        Repository.Signed["snapshot"]["expires"] = "2030-01-03T00:00:00Z";
        Repository.Publish();
        await AssertGivesAsync("{}");
        Repository.Time.Advance(TimeSpan.FromDays(1));
        await AssertRefusedAsync(TufProblem.Expired, "snapshot: version 1 expired");
    }

    [Fact]
    public async Task A_snapshot_that_no_longer_lists_a_file_is_a_rollback()
    {
        Repository.Delegate("targets", "team", paths: "*");
        Repository.Publish();
        await AssertGivesAsync("{}");

        Repository.Bump("snapshot");
        Repository.Bump("timestamp");
        Meta.Remove("team.json");
        Repository.WriteSnapshot(describe: false);
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "snapshot: version 2 no longer lists team.json");
    }

    [Fact]
    public async Task A_snapshot_that_lists_an_older_file_is_a_rollback()
    {
        Repository.PublishNext();
        await AssertGivesAsync("{}");

        // Signed and newer, but it brings back the targets of version 1: a mix of two states.
        Repository.Bump("snapshot");
        Repository.Bump("timestamp");
        Meta["targets.json"] = new JsonObject { ["version"] = 1 };
        Repository.WriteSnapshot(describe: false);
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "it lists version 1 of targets.json after version 2");
    }

    [Fact]
    public async Task A_rollback_that_was_refused_once_is_refused_again()
    {
        Repository.PublishNext();
        await AssertGivesAsync("{}");
        Repository.Bump("snapshot");
        Repository.Bump("timestamp");
        Meta["targets.json"] = new JsonObject { ["version"] = 1 };
        Repository.WriteSnapshot(describe: false);
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "it lists version 1");
        await AssertRefusedAsync(TufProblem.Rollback, "it lists version 1");
    }

    [Fact]
    public async Task A_fast_forwarded_snapshot_is_forgotten_when_the_keys_are_revoked()
    {
        Repository.Signed["snapshot"]["version"] = long.MaxValue;
        Repository.WriteSnapshot();
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");

        Repository.NextRoot(() =>
        {
            Repository.Signers["snapshot"] = [TufTestKey.Edwards()];
            Repository.Signers["timestamp"] = [TufTestKey.Edwards()];
        });
        Repository.Signed["snapshot"]["version"] = 2;
        Repository.WriteSnapshot();
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");
    }

    [Fact]
    public async Task A_kept_snapshot_that_was_changed_is_fetched_again()
    {
        await AssertGivesAsync("{}");
        Corrupt("snapshot.json", "garbage");
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "timestamp.json", "1.snapshot.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_snapshot_without_the_targets_role_is_refused()
    {
        Repository.Signed["snapshot"]["meta"] = new JsonObject();
        Repository.WriteSnapshot(describe: false);
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Malformed, "snapshot: targets.json is not listed");
    }

    [Theory]
    [InlineData("sha256", "AB", "lower-case hexadecimal")]
    [InlineData("sha256", "../../../../etc/passwd", "lower-case hexadecimal")]
    [InlineData("md5", "d41d8cd98f00b204e9800998ecf8427e", "neither sha256 nor sha512")]
    public async Task Hashes_that_check_nothing_are_refused(string algorithm, string hash, string says)
    {
        Repository.Signed["timestamp"]["meta"]!["snapshot.json"]!["hashes"] = new JsonObject { [algorithm] = hash };
        Repository.WriteTimestamp(describe: false);
        await AssertRefusedAsync(TufProblem.Malformed, says);
    }
}
