using System.Net;
using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufTimestampTests : TufScenario
{
    [Fact]
    public async Task What_was_kept_is_not_fetched_again()
    {
        await AssertGivesAsync("{}");
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "timestamp.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_new_version_of_a_target_is_found()
    {
        await AssertGivesAsync("{}");
        Repository.AddTarget("trusted_root.json", "[]"u8.ToArray());
        Repository.PublishNext();
        await AssertGivesAsync("[]");
    }

    [Fact]
    public async Task A_lower_version_than_the_kept_one_is_a_rollback()
    {
        Repository.PublishNext();
        await AssertGivesAsync("{}");
        Repository.Signed["timestamp"]["version"] = 1;
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "timestamp: version 1 came after version 2");
    }

    [Fact]
    public async Task Another_file_of_the_same_version_changes_nothing()
    {
        await AssertGivesAsync("{}");
        Repository.Bump("snapshot");
        Repository.WriteSnapshot();
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");
        Assert.Equal(["2.root.json", "timestamp.json"], Repository.Requests);
    }

    [Fact]
    public async Task A_higher_version_that_announces_an_older_snapshot_is_a_rollback()
    {
        Repository.PublishNext();
        await AssertGivesAsync("{}");
        Repository.Signed["snapshot"]["version"] = 1;
        Repository.Bump("timestamp");
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "it announces snapshot 1 after snapshot 2");
    }

    [Fact]
    public async Task An_expired_timestamp_is_a_freeze()
    {
        Repository.Signed["timestamp"]["expires"] = "2030-01-01T00:00:00Z";
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Expired, "timestamp: version 1 expired");
    }

    [Fact]
    public async Task A_timestamp_that_expired_since_it_was_kept_is_a_freeze()
    {
        Repository.Signed["timestamp"]["expires"] = "2030-01-03T00:00:00Z";
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");
        Repository.Time.Advance(TimeSpan.FromDays(1));
        await AssertRefusedAsync(TufProblem.Expired, "timestamp: version 1 expired");
    }

    [Fact]
    public async Task A_kept_timestamp_that_expired_still_forbids_going_back()
    {
        Repository.PublishNext();
        Repository.Signed["timestamp"]["expires"] = "2030-01-03T00:00:00Z";
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");
        Repository.Time.Advance(TimeSpan.FromDays(1));
        Repository.Signed["timestamp"]["expires"] = "2031-01-01T00:00:00Z";
        Repository.Signed["timestamp"]["version"] = 1;
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Rollback, "timestamp: version 1 came after version 2");
    }

    [Fact]
    public async Task A_timestamp_of_another_key_is_refused()
    {
        Repository.Signers["timestamp"] = [TufTestKey.Edwards()];
        Repository.WriteTimestamp();
        await AssertRefusedAsync(TufProblem.Unsigned, "timestamp: version 1");
    }

    [Fact]
    public async Task A_timestamp_of_a_key_that_a_new_root_revoked_is_refused()
    {
        await AssertGivesAsync("{}");
        Repository.NextRoot(() => Repository.Signers["timestamp"] = [TufTestKey.Edwards()]);
        await AssertRefusedAsync(TufProblem.Unsigned, "timestamp: version 1");
    }

    [Fact]
    public async Task A_fast_forwarded_timestamp_is_forgotten_when_its_key_is_revoked()
    {
        Repository.Signed["timestamp"]["version"] = long.MaxValue;
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");

        Repository.NextRoot(() => Repository.Signers["timestamp"] = [TufTestKey.Edwards()]);
        Repository.Signed["timestamp"]["version"] = 2;
        Repository.WriteTimestamp();
        await AssertGivesAsync("{}");
    }

    [Fact]
    public async Task A_kept_timestamp_that_was_changed_is_as_good_as_none()
    {
        await AssertGivesAsync("{}");
        Corrupt("timestamp.json", "{\"signed\":{}}");
        await AssertGivesAsync("{}");
    }

    [Fact]
    public async Task A_timestamp_that_is_too_large_is_not_read()
    {
        Repository.Files["timestamp.json"] = new byte[16_385];
        await AssertRefusedAsync(TufProblem.Malformed, "larger than the 16384 bytes");
    }

    [Fact]
    public async Task A_repository_without_a_timestamp_is_no_repository()
    {
        Repository.Answers["timestamp.json"] = () => new HttpResponseMessage(HttpStatusCode.NotFound);
        await AssertRefusedAsync(TufProblem.Unavailable, "has no timestamp.json");
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("<html>", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "signed is missing")]
    [InlineData("""{"signed":{},"signed":{}}""", "gives a name twice")]
    [InlineData("""{"signed":{"_type":7}}""", "signed._type is not a string")]
    [InlineData("""{"signed":{"_type":"\ud800"}}""", "not well-formed text")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0"}}""", "signatures is missing")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":1.5},"signatures":[]}""", "no canonical form")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":1e3},"signatures":[]}""", "no canonical form")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":0,"expires":"2031-01-01T00:00:00Z"},"signatures":[]}""", "version is not a whole number from 1")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0"},"signatures":[{"keyid":"a","sig":"zz"}]}""", "not hexadecimal")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0"},"signatures":{}}""", "signatures is not a list")]
    public async Task A_file_of_another_form_is_refused_with_the_place(string json, string says)
    {
        Repository.Files["timestamp.json"] = Encoding.UTF8.GetBytes(json);
        await AssertRefusedAsync(TufProblem.Malformed, says);
    }

    [Fact]
    public async Task A_snapshot_given_out_as_the_timestamp_is_refused()
    {
        Repository.Files["timestamp.json"] = Repository.Files["1.snapshot.json"];
        await AssertRefusedAsync(TufProblem.Malformed, "_type is not timestamp");
    }

    [Fact]
    public async Task An_empty_signature_is_none()
    {
        Repository.Files["timestamp.json"] = TufTestJson.Envelope(
            Repository.Signed["timestamp"], new System.Text.Json.Nodes.JsonObject { ["keyid"] = Repository.Signers["timestamp"][0].Id, ["sig"] = "" });
        await AssertRefusedAsync(TufProblem.Unsigned, "0 valid signatures");
    }
}
