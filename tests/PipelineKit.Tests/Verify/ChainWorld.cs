using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Tests.Audit;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.Verify;

/// <summary>Promotions on record, signed with a key or keyless, and the whole program to walk them back.</summary>
internal sealed class ChainWorld : IDisposable
{
    internal const string Branch = "pipelinekit/ledger";
    private static readonly CommitAuthor Author = new("PipelineKit", "pipelinekit@example.com");
    private readonly KeySigner _release;
    private readonly KeySigner _other;
    private int _minute;
    private int _attempt;

    /// <summary>Whether all lines from now on are of the same second.</summary>
    internal bool IsStill { get; set; }

    internal ChainWorld()
    {
        (_release, _other) = (Key("release"), Key("other"));
        Signer = WithKey(_release);
        Store = new LedgerStore(Host, Branch, "promotions", Author, new FakeTimeProvider { AutoAdvance = true });
    }

    internal CommandLineRun Program { get; } = new() { Commands = Catalog.Published.Actions };

    internal MemoryPullRequests Host { get; } = new();

    internal LedgerStore Store { get; }

    /// <summary>Who signs records.</summary>
    internal BundleSigner Signer { get; set; }

    internal JsonElement Chain => JsonDocument.Parse(Program.Folder.Read("result.json")).RootElement.GetProperty("result").GetProperty("chain");

    /// <summary>The rules that were broken, in order.</summary>
    internal string[] Broken =>
        [.. Chain.GetProperty("walks").EnumerateArray().SelectMany(w => w.GetProperty("steps").EnumerateArray().Append(w)).Append(Chain).SelectMany(p => p.GetProperty("problems").EnumerateArray()).Select(p => p.GetProperty("rule").GetString()!)];

    internal BundleSigner OtherSigner() => WithKey(_other);

    /// <summary>The image 1 from the build to production.</summary>
    internal async Task<ChainWorld> PromotedAsync()
    {
        await PromoteAsync("dev", 1);
        await PromoteAsync("staging", 1, "dev");
        await PromoteAsync("production", 1, "staging");
        return this;
    }

    /// <summary>Promotes as the command does; what is signed and what is written can be made to differ.</summary>
    internal async Task PromoteAsync(
        string to, int image, string from = "", LedgerAction action = LedgerAction.Promote, Func<LedgerEntry, LedgerEntry>? line = null, Func<PromotionRecord, PromotionRecord>? record = null, bool isSigned = true, bool isAnnounced = true)
    {
        var view = await Store.ReadAsync(["dev", "staging", "production"], default);
        var history = EnvironmentHistory.Of(view.Ledgers[to]);
        var entry = Lines.Entry(LedgerKind.Commit, image, Next(), action, to, attempt: $"{_attempt++:x32}") with
        {
            Image = $"{to}.example.com/shop",
            FromEnvironment = from,
            FromImage = $"{(from.Length > 0 ? from : "build")}.example.com/shop",
            FromLine = from.Length == 0 ? null : EnvironmentHistory.Of(view.Ledgers[from]).Occupancies.LastOrDefault(o => o.Digest == Lines.Image(image))?.Line,
            Replaces = history.Current?.Digest,
            Policy = Lines.Image(200),
            Gates = new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = "passed", ["soak"] = "passed" },
            Run = "https://example.com/run/1",
        };
        var intent = isAnnounced ? (await Store.AppendAsync(to, _ => new LedgerAddition(entry with { Kind = LedgerKind.Intent }), default)).Ledgers[to] : null;
        var made = new PromotionRecord
        {
            Entry = entry,
            Gates = [new GateOutcome("order", GateResult.Passed, "", "", "", ""), new GateOutcome("soak", GateResult.Passed, "", "31h", "24h", "")],
            Intent = intent is null ? null : new LedgerAnchor(intent.Entries.Count, intent.Lines[^1]),
        };
        var bundle = await SignAsync(record?.Invoke(made) ?? made);
        await Store.AppendAsync(to, _ => new LedgerAddition(line?.Invoke(entry) ?? entry, isSigned ? bundle : null), default);
    }

    /// <summary>Adds a line that nothing is signed about.</summary>
    internal Task SayAsync(LedgerKind kind, string environment, int image) =>
        Store.AppendAsync(environment, _ => new LedgerAddition(Lines.Entry(kind, image, Next(), environment: environment) with { Reason = "broken" }), default);

    internal async Task<byte[]> SignAsync(PromotionRecord record)
    {
        var statement = record.ToAttestations()[0].About(record.Entry.Image, record.Entry.Digest);
        return (await Signer.SignStatementAsync(statement.ToJson(), default)).ToJson();
    }

    /// <summary>Writes the branch into a folder and walks it.</summary>
    internal Task<ExitCode> VerifyAsync(params string[] more)
    {
        foreach (var (path, content) in Host.Head(Branch)!.Files)
        {
            Program.Folder.Write("audit/" + path, content.ToArray());
        }

        return RunAsync(["--ledger-folder", "audit/promotions", "--key", "release.pub", .. more]);
    }

    /// <summary>Verifies a chain; what it leaves behind must be what the schema says.</summary>
    internal async Task<ExitCode> RunAsync(params string[] words)
    {
        var exit = await Program.RunAsync(["verify", "--chain", "--report-path", "result.json", .. words]);
        using var document = JsonDocument.Parse(Program.Folder.Read("result.json"));
        Assert.Empty(ResultSchema.Violations(document.RootElement));
        return exit;
    }

    public void Dispose()
    {
        Signer.Dispose();
        _release.Dispose();
        _other.Dispose();
        Program.Dispose();
    }

    private int Next() => IsStill ? _minute : _minute++;

    private static BundleSigner WithKey(KeySigner key) => BundleSigner.WithKey(key, SigningServices.None, root: null, new HttpMessageInvoker(new SocketsHttpHandler()), TimeProvider.System);

    private KeySigner Key(string name)
    {
        var (signer, _) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        Program.Folder.Write($"{name}.pub", signer.PublicKey.ToPem());
        return signer;
    }
}
