using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>tuf-js and @tufjs/repo-mock, which nobody here wrote: we read their repositories, and their client judges the scenarios of these tests as ours does.</summary>
public sealed class TufPeerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    // Made wrong (or left right) so that the peer's clock, which is the real one, does not matter.
    private static readonly (string Name, bool IsGood, Action<TufRepository> Change)[] Scenarios =
    [
        ("as it is", true, _ => { }),
        ("a chain of roots", true, r => r.NextRoot(() => r.Signers["root"] = [TufTestKey.Ecdsa(), TufTestKey.Edwards()])),
        ("an RSA key", true, r =>
        {
            r.NextRoot(() => r.Signers["timestamp"] = [TufTestKey.Rsa()]);
            r.WriteTimestamp();
        }),
        ("a root of the new keys only", false, r =>
        {
            r.Signers["root"] = [TufTestKey.Edwards()];
            r.Bump("root");
            r.WriteRoot();
        }),
        ("a root that skips a version", false, r =>
        {
            r.Signed["root"]["version"] = 3;
            r.WriteRoot();
            r.Files["2.root.json"] = r.Files["3.root.json"];
        }),
        ("an expired root", false, r => r.NextRoot(() => r.Signed["root"]["expires"] = "2020-01-01T00:00:00Z")),
        ("an expired timestamp", false, r =>
        {
            r.Signed["timestamp"]["expires"] = "2020-01-01T00:00:00Z";
            r.WriteTimestamp();
        }),
        ("a timestamp of another key", false, r =>
        {
            r.Signers["timestamp"] = [TufTestKey.Edwards()];
            r.WriteTimestamp();
        }),
        ("the same signature twice", false, r => r.Files["timestamp.json"] = TufTestJson.Sign(r.Signed["timestamp"], [r.Signers["timestamp"][0], r.Signers["timestamp"][0]])),
        ("another snapshot than announced", false, r =>
        {
            r.Signed["snapshot"]["expires"] = "2032-01-01T00:00:00Z";
            r.WriteSnapshot();
        }),
        ("an expired snapshot", false, r =>
        {
            r.Signed["snapshot"]["expires"] = "2020-01-01T00:00:00Z";
            r.Publish();
        }),
        ("targets of another key", false, r =>
        {
            r.Signers["targets"] = [TufTestKey.Edwards()];
            r.Publish();
        }),
        ("another target than announced", false, r => r.Files[r.Files.Keys.Single(f => f.StartsWith("targets/", StringComparison.Ordinal))] = "[]"u8.ToArray()),
        ("a delegated target", true, r => Delegate(r, "*.json")),
        ("a target of a role that is not trusted with it", false, r => Delegate(r, "other/*")),
        ("a target behind a terminating role", false, r =>
        {
            r.Delegate("targets", "end", terminating: true, "*");
            Delegate(r, "*");
        }),
    ];

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Both_clients_judge_every_repository_the_same()
    {
        Peer.NodeModule("tuf-js/package.json");
        var ours = new List<string>();
        foreach (var (name, _, change) in Scenarios)
        {
            using var repository = new TufRepository();
            change(repository);
            Write(name, repository);
            using var cache = new TempFolder();
            ours.Add(await JudgeAsync(repository, cache));
        }

        var settings = new JsonObject { ["repositories"] = new JsonArray([.. Scenarios.Select(s => (JsonNode)Path.Combine(_folder.Path, s.Name))]), ["name"] = "trusted_root.json" };
        var theirs = (await RunAsync("tuf-client.js", settings)).Output.TrimEnd('\n').Split('\n');
        foreach (var ((scenario, our), their) in Scenarios.Zip(ours).Zip(theirs))
        {
            Assert.True(scenario.IsGood == !our.StartsWith("refused", StringComparison.Ordinal), $"{scenario.Name}: ours {our}");
            Assert.True(scenario.IsGood == !their.StartsWith("refused", StringComparison.Ordinal), $"{scenario.Name}: theirs {their}");
            Assert.True(!scenario.IsGood || our == their, $"{scenario.Name}: ours {our}, theirs {their}");
        }
    }

    [SkippableFact]
    public async Task A_repository_of_repo_mock_is_read()
    {
        Peer.NodeModule("@tufjs/repo-mock/package.json");
        var made = (await RunAsync("tuf-repository.js", new JsonObject { ["name"] = "trusted_root.json", ["content"] = "made by others" })).Output;

        // Theirs are dated by the real clock and last a year.
        using var repository = new TufRepository { Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) };
        repository.Files.Clear();
        foreach (var (path, text) in JsonNode.Parse(made)!.AsObject())
        {
            repository.Files[path] = Encoding.UTF8.GetBytes(text!.GetValue<string>());
        }

        repository.Anchor = repository.Files["1.root.json"];
        Assert.Equal("made by others", Encoding.UTF8.GetString(await repository.GetAsync(_folder)));
    }

    private static void Delegate(TufRepository repository, string paths)
    {
        var target = repository.Targets()["trusted_root.json"]!.DeepClone();
        repository.Targets().Remove("trusted_root.json");
        repository.Delegate("targets", "team", paths: paths);
        repository.Targets("team")["trusted_root.json"] = target;
        repository.Publish();
    }

    private static async Task<string> JudgeAsync(TufRepository repository, TempFolder cache)
    {
        try
        {
            return Convert.ToBase64String(await repository.GetAsync(cache));
        }
        catch (TufException e)
        {
            return "refused: " + e.Message;
        }
    }

    private void Write(string scenario, TufRepository repository)
    {
        _folder.Write(Path.Combine(scenario, "anchor.json"), repository.Anchor);
        foreach (var (path, bytes) in repository.Files)
        {
            _folder.Write(Path.Combine(scenario, "files", path), bytes);
        }
    }

    private async Task<ChildResult> RunAsync(string script, JsonObject settings)
    {
        var file = _folder.Write("settings.json", settings.ToJsonString());
        var child = new Child(Peer.Program("node"), Path.Combine(Peer.RepositoryRoot, "tests", "peers", script), file) { WorkingDirectory = _folder.Path };
        return (await child.RunAsync()).Expect(0);
    }
}
