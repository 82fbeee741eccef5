using System.Globalization;
using System.Text;
using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Tests.Report;

/// <summary>Writes the ledger of an environment line by line. Images are named by a word, moments by <c>MM-dd HH:mm</c> of 2026.</summary>
internal sealed class LedgerScript(string environment, string repository = "ghcr.io/acme/shop")
{
    private int _attempt;

    public Ledger Ledger { get; private set; } = Ledger.Empty($"promotions/{environment}.jsonl");

    public byte[] Bytes => Ledger.Bytes.ToArray();

    public static Digest Image(string name) => Digest.Sha256(Encoding.UTF8.GetBytes(name));

    public static DateTimeOffset Time(string moment) => DateTimeOffset.ParseExact("2026-" + moment, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Adds a line.</summary>
    public LedgerScript Add(string at, LedgerKind kind, string image, Func<LedgerEntry, LedgerEntry>? with = null) => Add(at, kind, Image(image), with);

    /// <summary>Adds a line.</summary>
    public LedgerScript Add(string at, LedgerKind kind, Digest image, Func<LedgerEntry, LedgerEntry>? with = null)
    {
        var entry = new LedgerEntry
        {
            Sequence = 0,
            Previous = null,
            Kind = kind,
            At = Time(at),
            App = "shop",
            Environment = environment,
            Digest = image,
            Image = repository,
            Actor = "ada",
            Action = kind is LedgerKind.Intent or LedgerKind.Commit or LedgerKind.Abandon ? LedgerAction.Promote : null,
        };
        Ledger = Ledger.Append(with is null ? entry : with(entry));
        return this;
    }

    /// <summary>An image comes.</summary>
    public LedgerScript Promote(string at, string image, Func<LedgerEntry, LedgerEntry>? with = null) => Add(at, LedgerKind.Commit, image, with);

    /// <summary>Announced at a moment and done at another.</summary>
    public LedgerScript RollBack(string announced, string done, string from, string to, params (string Name, double Value)[] measures)
    {
        var attempt = (++_attempt).ToString("x32", CultureInfo.InvariantCulture);
        LedgerEntry Going(LedgerEntry e) => e with { Action = LedgerAction.Rollback, Attempt = attempt, Replaces = Image(from), Reason = "errors doubled" };
        return Add(announced, LedgerKind.Intent, to, Going)
            .Add(done, LedgerKind.Commit, to, e => Going(e) with { Measures = measures.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal) });
    }

    /// <summary>A canary is judged.</summary>
    public LedgerScript Verdict(string at, string image, string verdict, double? seconds = null) =>
        Add(at, LedgerKind.Verdict, image, e => e with { Reason = verdict, Measures = seconds is { } s ? new Dictionary<string, double>(StringComparer.Ordinal) { ["detect-seconds"] = s } : e.Measures });
}
