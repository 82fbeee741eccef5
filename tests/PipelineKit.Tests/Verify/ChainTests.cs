using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using PipelineKit.Tests.Audit;
using Xunit;

namespace PipelineKit.Tests.Verify;

public sealed class ChainTests
{
    [Fact]
    public async Task Production_is_walked_back_to_the_build()
    {
        using var world = await new ChainWorld().PromotedAsync();

        Assert.True(await world.VerifyAsync() == ExitCode.Ok, world.Program.All);

        Assert.Equal(["production", "staging", "dev"], Steps(world).Select(s => s.GetProperty("entry").GetProperty("environment").GetString()));
        Assert.Contains("Proved: sha256:4bf5122f3445 came to `production` by 3 promotions on record.", world.Program.All, StringComparison.Ordinal);
        Assert.Contains("build.example.com/shop", world.Program.All, StringComparison.Ordinal);
        Assert.True(world.Chain.GetProperty("walks")[0].GetProperty("proved").GetBoolean());
    }

    [SkippableFact]
    public async Task The_branch_of_a_local_repository_is_read_where_it_is()
    {
        using var world = await new ChainWorld().PromotedAsync();
        GitWorkTree.Create(world.Program.Folder.Path);
        var host = new LocalGitPullRequests(new LocalGitOptions { Folder = world.Program.Folder.Path }, TimeProvider.System);
        var head = await host.CommitAsync(
            new DirectCommit
            {
                Branch = ChainWorld.Branch,
                ExpectedHead = null,
                Files = [.. world.Host.Head(ChainWorld.Branch)!.Files.Select(f => new FileChange(f.Key, f.Value))],
                Title = "ledgers",
                Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
            },
            default);

        Assert.True(await world.RunAsync("--key", "release.pub") == ExitCode.Ok, world.Program.All);

        Assert.Equal(head, world.Chain.GetProperty("commit").GetString());
        Assert.Equal(3, Steps(world).Length);
        Assert.Equal(ExitCode.BadInput, await world.RunAsync("--key", "release.pub", "--ledger-branch", "main:promotions"));
        Assert.Contains("There is no ledger on the branch `main`", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_leads_to_the_promotion_it_went_back_to()
    {
        using var world = await new ChainWorld().PromotedAsync();
        await world.PromoteAsync("dev", 2);
        await world.PromoteAsync("staging", 2, "dev");
        await world.PromoteAsync("production", 2, "staging");
        await world.PromoteAsync("production", 1, action: LedgerAction.Rollback, line: e => e with { Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["rollback-seconds"] = 12 } });

        Assert.True(await world.VerifyAsync() == ExitCode.Ok, world.Program.All);
        Assert.Equal(["production", "production", "staging", "dev"], Steps(world).Select(s => s.GetProperty("entry").GetProperty("environment").GetString()));

        Assert.True(await world.VerifyAsync("--images", $"production.example.com/shop@{Lines.Image(2)}") == ExitCode.Ok, world.Program.All);
        Assert.Equal(Lines.Image(2).Text, world.Chain.GetProperty("walks")[0].GetProperty("digest").GetString());
    }

    [Fact]
    public async Task Another_environment_can_be_asked_for()
    {
        using var world = await new ChainWorld().PromotedAsync();

        Assert.Equal(ExitCode.Ok, await world.VerifyAsync("--chain-environment", "staging"));
        Assert.Equal(2, Steps(world).Length);

        Assert.Equal(ExitCode.GateSaidNo, await world.VerifyAsync("--chain-environment", "moon"));
        Assert.Equal(["nothing-there"], world.Broken);
        Assert.Equal(ExitCode.GateSaidNo, await world.VerifyAsync("--images", $"x.example.com/y@{Lines.Image(9)}"));
        Assert.Contains("was never in `production`", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_somebody_else_proves_nothing()
    {
        using var world = await new ChainWorld().PromotedAsync();

        Assert.True(await world.RunAsync("--ledger-folder", "audit/promotions", "--key", "other.pub") == ExitCode.BadInput, world.Program.All);
        await world.VerifyAsync();
        Assert.True(await world.RunAsync("--ledger-folder", "audit/promotions", "--key", "other.pub") == ExitCode.GateSaidNo, world.Program.All);
        Assert.Equal(["record-not-verified", "record-not-verified", "record-not-verified"], world.Broken);
    }

    public static TheoryData<string, string, ExitCode> Stories => new()
    {
        { "unsigned", "no-record", ExitCode.GateSaidNo },
        { "unannounced", "no-intent", ExitCode.GateSaidNo },
        { "without origin", "origin-unrecorded", ExitCode.GateSaidNo },
        { "made-up origin", "origin-missing", ExitCode.Integrity },
        { "from nowhere", "origin-missing", ExitCode.Integrity },
        { "from the promotion of another", "origin-differs", ExitCode.Integrity },
        { "from an intent", "origin-differs", ExitCode.Integrity },
        { "from another repository", "origin-differs", ExitCode.Integrity },
        { "back to what was never there", "origin-missing", ExitCode.Integrity },
        { "the record of another", "record-forged", ExitCode.Integrity },
        { "another actor", "record-differs", ExitCode.Integrity },
        { "another gate", "record-differs", ExitCode.Integrity },
        { "fewer gates", "record-differs", ExitCode.Integrity },
        { "a hidden bypass", "record-differs", ExitCode.Integrity },
        { "signed later", "record-differs", ExitCode.Integrity },
        { "another intent", "record-differs", ExitCode.Integrity },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_promotion_that_is_not_what_it_says_is_found(string story, string rule, ExitCode exit)
    {
        using var world = new ChainWorld();
        await world.PromoteAsync("dev", 1);
        await world.PromoteAsync("staging", 1, "dev");
        Func<LedgerEntry, LedgerEntry>? line = story switch
        {
            "made-up origin" => e => e with { FromLine = Lines.Image(77) },
            "another actor" => e => e with { Actor = "mallory" },
            "another gate" => e => e with { Gates = new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = "passed", ["soak"] = "failed" } },
            "fewer gates" => e => e with { Gates = new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = "passed" } },
            _ => null,
        };
        var staging = (await world.Store.ReadAsync(["staging", "dev"], default)).Ledgers;
        Func<LedgerEntry, LedgerEntry> both = story switch
        {
            "without origin" => e => e with { FromLine = null },
            "made-up origin" => line!,
            "from nowhere" => e => e with { FromEnvironment = "moon" },
            "from the promotion of another" => e => e with { Digest = Lines.Image(2) },
            "from an intent" => e => e with { FromLine = staging["staging"].Lines[0] },
            "from another repository" => e => e with { FromImage = "evil.example.com/shop" },
            _ => e => e,
        };
        Func<PromotionRecord, PromotionRecord> record = story switch
        {
            "the record of another" => r => r with { Entry = r.Entry with { Digest = Lines.Image(2) } },
            "a hidden bypass" => r => r with { Entry = r.Entry with { Bypass = true } },
            "signed later" => r => r with { Entry = r.Entry with { At = r.Entry.At.AddHours(1) } },
            "another intent" => r => r with { Intent = new LedgerAnchor(1, Lines.Image(3)) },
            _ => r => r with { Entry = both(r.Entry) },
        };
        if (story == "from the promotion of another")
        {
            await world.PromoteAsync("production", 2, line: e => e with { FromEnvironment = "staging", FromLine = staging["staging"].Lines[1], FromImage = "staging.example.com/shop" }, record: r => r with { Entry = r.Entry with { FromEnvironment = "staging", FromLine = staging["staging"].Lines[1], FromImage = "staging.example.com/shop" } });
        }
        else if (story == "back to what was never there")
        {
            await world.PromoteAsync("production", 2, action: LedgerAction.Rollback);
        }
        else
        {
            await world.PromoteAsync("production", 1, "staging", line: line ?? both, record: record, isSigned: story != "unsigned", isAnnounced: story != "unannounced");
        }

        Assert.True(await world.VerifyAsync("--chain-environment", "production") == exit, world.Program.All);
        Assert.Equal([rule], world.Broken);
        Assert.Contains($"error {rule}", world.Program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("staging", false, "rejected")]
    [InlineData("production", false, "rejected")]
    [InlineData("staging", true, null)]
    [InlineData("production", true, null)]
    public async Task What_was_rejected_when_it_was_promoted_is_found(string where, bool cleared, string? rule)
    {
        using var world = new ChainWorld();
        await world.PromoteAsync("dev", 1);
        await world.PromoteAsync("staging", 1, "dev");
        await world.SayAsync(LedgerKind.Reject, where, 1);
        if (cleared)
        {
            await world.SayAsync(LedgerKind.Clear, where, 1);
        }

        await world.PromoteAsync("production", 1, "staging");
        await world.SayAsync(LedgerKind.Reject, "production", 1);

        Assert.Equal(rule is null ? ExitCode.Ok : ExitCode.GateSaidNo, await world.VerifyAsync());
        Assert.Equal(rule is null ? [] : [rule], world.Broken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_cleared_in_the_second_of_the_promotion_was_cleared(bool cleared)
    {
        using var world = new ChainWorld();
        await world.PromoteAsync("dev", 1);
        await world.PromoteAsync("staging", 1, "dev");
        await world.SayAsync(LedgerKind.Reject, "staging", 1);
        world.IsStill = true;
        if (cleared)
        {
            await world.SayAsync(LedgerKind.Clear, "staging", 1);
        }

        await world.PromoteAsync("production", 1, "staging");

        Assert.Equal(cleared ? [] : ["rejected"], (await world.VerifyAsync(), world.Broken).Broken);
    }

    [Fact]
    public async Task A_bypass_on_record_is_loud_and_no_failure()
    {
        using var world = new ChainWorld();
        await world.PromoteAsync("dev", 1);
        await world.SayAsync(LedgerKind.Reject, "dev", 1);
        static LedgerEntry Bypass(LedgerEntry e) => e with { Bypass = true, Reason = "the fix for the outage", Gates = new Dictionary<string, string>(StringComparer.Ordinal) { ["rejected"] = "overridden" } };
        await world.PromoteAsync("staging", 1, "dev", line: Bypass, record: r => r with { Entry = Bypass(r.Entry), Gates = [new GateOutcome("rejected", GateResult.Overridden, "", "", "", "")] });

        Assert.True(await world.VerifyAsync() == ExitCode.Ok, world.Program.All);
        Assert.Contains("warning bypassed", world.Program.Error, StringComparison.Ordinal);
        Assert.Contains("bypassed by jane", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledgers_and_records_that_were_touched_are_found()
    {
        using var world = await new ChainWorld().PromotedAsync();
        var files = world.Host.Head(ChainWorld.Branch)!.Files;
        await world.VerifyAsync();
        foreach (var (path, content) in files.Where(f => f.Key.Contains("records/", StringComparison.Ordinal)))
        {
            world.Program.Folder.Write("audit/" + path, [.. content.Span, (byte)' ']);
            Assert.True(await world.RunAsync("--ledger-folder", "audit/promotions", "--key", "release.pub") == ExitCode.Integrity, world.Program.All);
            Assert.Equal(["record-changed"], world.Broken);

            File.Delete(Path.Combine(world.Program.Folder.Path, "audit", path));
            Assert.Equal(ExitCode.Integrity, await world.RunAsync("--ledger-folder", "audit/promotions", "--key", "release.pub"));
            Assert.Equal(["record-missing"], world.Broken);
            world.Program.Folder.Write("audit/" + path, content.ToArray());
        }

        var lines = world.Program.Folder.Read("audit/promotions/production.jsonl");
        world.Program.Folder.Write("audit/promotions/production.jsonl", lines[..(lines.IndexOf('\n', StringComparison.Ordinal) + 1)]);
        Assert.Equal(ExitCode.Integrity, await world.RunAsync("--ledger-folder", "audit/promotions", "--key", "release.pub"));
        Assert.Equal(["nothing-there", "line-dropped"], world.Broken);

        world.Program.Folder.Write("audit/promotions/production.jsonl", lines.Replace("jane", "jame", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Integrity, await world.RunAsync("--ledger-folder", "audit/promotions", "--key", "release.pub"));
        Assert.Contains("PK0801", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keyless_records_are_verified_offline()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = new ChainWorld();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        world.Signer.Dispose();
        world.Signer = await BundleSigner.KeylessAsync(sigstore.Identities.GitHub(), sigstore.Services(1, timestamps: true), sigstore.TrustedRoot, http, TimeProvider.System, default);
        await world.PromotedAsync();
        await world.VerifyAsync();
        var requests = sigstore.Requests.Count;
        world.Program.Folder.Write("root.json", sigstore.TrustedRootJson);

        Assert.True(await world.RunAsync("--ledger-folder", "audit/promotions", "--source-repository", "octo-org/shop", "--trusted-root", "root.json") == ExitCode.Ok, world.Program.All);
        Assert.Contains(FakeIdentityProvider.GitHubSubject, world.Program.All, StringComparison.Ordinal);
        Assert.Equal(ExitCode.GateSaidNo, await world.RunAsync("--ledger-folder", "audit/promotions", "--source-repository", "octo-org/other", "--trusted-root", "root.json"));
        Assert.Equal(requests, sigstore.Requests.Count);
    }

    [SkippableFact]
    public async Task The_verifier_of_sigstore_js_accepts_every_record()
    {
        Peer.NodeModule("@sigstore/verify/package.json");
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = await new ChainWorld().PromotedAsync();
        await world.VerifyAsync();
        var folder = world.Program.Folder;
        folder.Write("root.json", sigstore.TrustedRootJson);
        var records = Directory.GetFiles(Path.Combine(folder.Path, "audit/promotions/records"));
        var settings = records.Select(file => new
        {
            bundle = file,
            trustedRoot = Path.Combine(folder.Path, "root.json"),
            key = new { pem = folder.Read("release.pub"), hint = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("verificationMaterial").GetProperty("publicKey").GetProperty("hint").GetString() },
            tlogThreshold = 0,
            timestampThreshold = 0,
            ctlogThreshold = 0,
        });

        var result = await new Child(Peer.Program("node"), Path.Combine(Peer.RepositoryRoot, "tests/peers/sigstore-verify.js"), folder.Write("settings.json", JsonSerializer.Serialize(settings))).RunAsync();

        Assert.Equal(3, records.Length);
        Assert.Equal("[null,null,null]", result.Expect(0).Output);
    }

    [Theory]
    [InlineData("", "Nobody is named who may have signed")]
    [InlineData("--key release.pub --recursive", "`recursive` is about images in a registry")]
    [InlineData("--key release.pub --predicate-types cyclonedx", "`predicate-types` is about images")]
    [InlineData("--key release.pub --ledger-branch a:b --ledger-folder c", "are both given")]
    [InlineData("--key release.pub --ledger-branch :b", "names no branch")]
    [InlineData("--key release.pub --images shop:1", "has no digest")]
    [InlineData("--key release.pub --ledger-folder nowhere", "There is no ledger (`ENVIRONMENT.jsonl`) in the folder `nowhere`")]
    public async Task Inputs_that_make_no_sense_are_refused(string words, string said)
    {
        using var world = new ChainWorld();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(said, world.Program.Error, StringComparison.Ordinal);
    }

    private static JsonElement[] Steps(ChainWorld world) => [.. world.Chain.GetProperty("walks")[0].GetProperty("steps").EnumerateArray()];
}
