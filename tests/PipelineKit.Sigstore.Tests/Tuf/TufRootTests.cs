using System.Net;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufRootTests : TufScenario
{
    [Fact]
    public async Task A_chain_of_new_roots_is_walked_to_its_end()
    {
        for (var i = 0; i < 4; i++)
        {
            Repository.NextRoot(() => Repository.Signers["root"] = [TufTestKey.Edwards()]);
        }

        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "3.root.json", "4.root.json", "5.root.json", "6.root.json", "timestamp.json"], Repository.Requests.Take(6));
    }

    [Fact]
    public async Task Roots_that_were_kept_are_not_fetched_again()
    {
        Repository.NextRoot();
        await AssertGivesAsync("{}");
        await AssertGivesAsync("{}");
        Assert.Equal(["3.root.json", "timestamp.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_kept_root_that_was_changed_is_fetched_again()
    {
        Repository.NextRoot();
        await AssertGivesAsync("{}");
        Corrupt("2.root.json", "{}");
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "3.root.json", "timestamp.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_first_root_that_its_own_keys_did_not_sign_is_refused()
    {
        Repository.Anchor = TufTestJson.Sign(Repository.Signed["root"], [TufTestKey.Edwards()]);
        await AssertRefusedAsync(TufProblem.Unsigned, "root: version 1");
    }

    [Fact]
    public async Task Expired_roots_on_the_way_do_not_matter()
    {
        Repository.NextRoot(() => Repository.Signed["root"]["expires"] = "2029-01-01T00:00:00Z");
        Repository.NextRoot(() => Repository.Signed["root"]["expires"] = "2031-01-01T00:00:00Z");
        await AssertGivesAsync("{}");
    }

    [Fact]
    public async Task An_expired_last_root_is_refused()
    {
        Repository.NextRoot(() => Repository.Signed["root"]["expires"] = "2029-01-01T00:00:00Z");
        await AssertRefusedAsync(TufProblem.Expired, "root: version 2 expired at 2029-01-01T00:00:00Z");
    }

    [Fact]
    public async Task A_root_expires_at_its_instant_and_not_after_it()
    {
        Repository.NextRoot(() => Repository.Signed["root"]["expires"] = "2030-01-02T03:04:05Z");
        await AssertRefusedAsync(TufProblem.Expired, "root");
    }

    [Fact]
    public async Task A_new_root_signed_by_the_old_keys_only_is_refused()
    {
        var old = Repository.Signers["root"].ToList();
        Repository.Signers["root"] = [TufTestKey.Edwards()];
        Repository.Bump("root");
        Repository.DescribeKeys();
        Repository.Files["2.root.json"] = TufTestJson.Sign(Repository.Signed["root"], old);
        await AssertRefusedAsync(TufProblem.Unsigned, "root: version 2");
    }

    [Fact]
    public async Task A_new_root_signed_by_the_new_keys_only_is_refused()
    {
        Repository.Signers["root"] = [TufTestKey.Edwards()];
        Repository.Bump("root");
        Repository.WriteRoot();
        await AssertRefusedAsync(TufProblem.Unsigned, "root: version 2");
    }

    [Fact]
    public async Task A_revoked_key_signs_no_later_root()
    {
        var revoked = Repository.Signers["root"].ToList();
        Repository.NextRoot(() => Repository.Signers["root"] = [TufTestKey.Edwards()]);
        Repository.Signers["root"] = revoked;
        Repository.Bump("root");
        Repository.WriteRoot();
        await AssertRefusedAsync(TufProblem.Unsigned, "root: version 3");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task A_root_of_another_version_than_the_next_is_refused(long version)
    {
        Repository.Signed["root"]["version"] = version;
        Repository.WriteRoot();
        Repository.Files["2.root.json"] = Repository.Files[$"{version}.root.json"];
        await AssertRefusedAsync(TufProblem.Rollback, "where version 2 was asked for");
    }

    [Fact]
    public async Task More_roots_than_anybody_makes_are_not_walked()
    {
        for (var i = 0; i < 258; i++)
        {
            Repository.NextRoot();
        }

        await AssertRefusedAsync(TufProblem.Malformed, "more than 256 versions");
    }

    [Fact]
    public async Task A_403_ends_the_chain_as_a_404_does()
    {
        Repository.Answers["2.root.json"] = () => new HttpResponseMessage(HttpStatusCode.Forbidden);
        await AssertGivesAsync("{}");
    }

    [Fact]
    public async Task A_failing_server_does_not_end_the_chain()
    {
        Repository.Answers["2.root.json"] = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await AssertRefusedAsync(TufProblem.Unavailable, "answered 503 (3 tries)");
    }

    [Fact]
    public async Task A_root_that_is_too_large_is_not_read()
    {
        Repository.Files["2.root.json"] = new byte[512_001];
        await AssertRefusedAsync(TufProblem.Malformed, "larger than the 512000 bytes");
    }

    [Fact]
    public async Task A_threshold_needs_that_many_keys()
    {
        var keys = new[] { TufTestKey.Edwards(), TufTestKey.Edwards(), TufTestKey.Edwards() };
        Repository.NextRoot(() =>
        {
            Repository.Signers["root"] = [.. keys];
        });
        await AssertGivesAsync("{}");

        Repository.Bump("root");
        Repository.DescribeKeys();
        Repository.Files["3.root.json"] = TufTestJson.Sign(Repository.Signed["root"], keys.Take(2));
        await AssertRefusedAsync(TufProblem.Unsigned, "2 valid signatures of the role's keys, and 3 are needed");
    }

    [Fact]
    public async Task One_key_under_two_ids_counts_once()
    {
        var key = Repository.Signers["root"][0];
        var twin = key with { Id = "other-id-of-the-same-key" };
        Repository.Signers["root"] = [key, twin];
        Repository.Bump("root");
        Repository.WriteRoot();
        await AssertRefusedAsync(TufProblem.Unsigned, "1 valid signatures of the role's keys, and 2 are needed");
    }

    [Fact]
    public async Task The_same_signature_twice_is_refused()
    {
        Repository.Bump("root");
        var key = Repository.Signers["root"][0];
        Repository.Files["2.root.json"] = TufTestJson.Sign(Repository.Signed["root"], [key, key]);
        await AssertRefusedAsync(TufProblem.Malformed, "the same key id is given two signatures");
    }

    [Fact]
    public async Task A_key_id_given_to_a_role_twice_is_refused()
    {
        Repository.Bump("root");
        var ids = Repository.Signed["root"]["roles"]!["timestamp"]!["keyids"]!.AsArray();
        ids.Add(ids[0]!.DeepClone());
        Repository.SignRoot();
        await AssertRefusedAsync(TufProblem.Malformed, "roles.timestamp.keyids[1] names a key a second time");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_threshold_below_one_is_refused(int threshold)
    {
        Repository.Bump("root");
        Repository.Signed["root"]["roles"]!["timestamp"]!["threshold"] = threshold;
        Repository.SignRoot();
        await AssertRefusedAsync(TufProblem.Malformed, "roles.timestamp.threshold is not a whole number from 1");
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task A_root_without_one_of_the_roles_is_refused(string role)
    {
        Repository.Bump("root");
        Repository.Signed["root"]["roles"]!.AsObject().Remove(role);
        Repository.SignRoot();
        await AssertRefusedAsync(TufProblem.Malformed, $"roles.{role} is missing");
    }

    [Theory]
    [InlineData("spec_version", "2.0.0", "spec_version is 2.0.0")]
    [InlineData("_type", "targets", "_type is not root")]
    [InlineData("expires", "tomorrow", "expires is not a date")]
    [InlineData("consistent_snapshot", "yes", "consistent_snapshot is not true or false")]
    public async Task A_field_of_another_kind_is_refused(string field, string value, string says)
    {
        Repository.Bump("root");
        Repository.Signed["root"][field] = value;
        Repository.SignRoot();
        await AssertRefusedAsync(TufProblem.Malformed, says);
    }

    [Fact]
    public async Task Fields_nobody_knows_are_signed_too()
    {
        Repository.NextRoot(() => Repository.Signed["root"]["x-tuf-on-ci-expiry-period"] = new JsonObject { ["b"] = 1, ["a"] = new JsonArray("ü\"\\\n", true, null) });
        await AssertGivesAsync("{}");
        Repository.Bump("root");
        Repository.SignRoot();
        Repository.Files["3.root.json"] = [.. System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(Repository.Files["3.root.json"]).Replace("\"b\":1", "\"b\":2", StringComparison.Ordinal))];
        await AssertRefusedAsync(TufProblem.Unsigned, "root: version 3");
    }

    [Fact]
    public async Task Without_consistent_snapshots_the_plain_names_are_asked_for()
    {
        Repository.NextRoot(() => Repository.Signed["root"]["consistent_snapshot"] = false);
        Repository.Files["snapshot.json"] = Repository.Files["1.snapshot.json"];
        Repository.Files["targets.json"] = Repository.Files["1.targets.json"];
        Repository.Files["targets/trusted_root.json"] = "{}"u8.ToArray();
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "3.root.json", "timestamp.json", "snapshot.json", "targets.json", "targets/trusted_root.json"], Repository.Requests);
    }

    [SkippableFact]
    public void The_embedded_root_is_the_public_one_and_signs_itself()
    {
        var root = RootMetadata.Anchor(TufClient.PublicGoodRoot);
        Assert.Equal(14, root.File.Version);
        Assert.True(root.ConsistentSnapshot);
        Assert.Equal(File.ReadAllBytes(Peer.SharedData("sigstore-trust/tuf_root.public-good.json")), TufClient.PublicGoodRoot.ToArray());
    }
}
