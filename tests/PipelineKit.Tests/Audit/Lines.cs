using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Tests.Audit;

/// <summary>Lines of ledgers for tests.</summary>
internal static class Lines
{
    internal static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    internal static Digest Image(int number) => Digest.Sha256([(byte)number]);

    internal static LedgerEntry Entry(LedgerKind kind, int image, int minute = 0, LedgerAction? action = LedgerAction.Promote, string environment = "production", string attempt = "") => new()
    {
        Sequence = 0,
        Previous = null,
        Kind = kind,
        At = Start.AddMinutes(minute),
        App = "shop",
        Environment = environment,
        Digest = Image(image),
        Action = kind is LedgerKind.Intent or LedgerKind.Commit or LedgerKind.Abandon ? action : null,
        Image = "registry.example.com/shop",
        Actor = "jane",
        Attempt = attempt,
    };

    /// <summary>A line with every member.</summary>
    internal static LedgerEntry Full(int minute = 0) => Entry(LedgerKind.Commit, 1, minute) with
    {
        FromEnvironment = "staging",
        FromImage = "staging.example.com/shop",
        Replaces = Image(2),
        FromLine = Image(3),
        Policy = Image(4),
        Gates = new Dictionary<string, string>(StringComparer.Ordinal) { ["soak"] = "passed", ["scan"] = "overridden", ["attestation:https://slsa.dev/provenance/v1"] = "passed", ["é"] = "passed", ["\ud83d\ude00"] = "passed", ["\uff5e"] = "passed" },
        Run = "https://example.com/run/1",
        Attempt = "0123456789abcdef0123456789abcdef",
        Reason = "say \"why\" \\ \b\f\n\r\t \u0001\u001f\u007f \u2028 é \ud83d\ude00 / </script>",
        Bypass = true,
        Record = Image(5),
        Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["rollback-seconds"] = 12.5, ["detect-seconds"] = 0.001, ["long"] = 999_999_999_999.125, ["none"] = -0.0, ["third"] = 1 / 3d, ["whole"] = 86400 },
    };

    internal static Ledger Ledger(params LedgerEntry[] entries) => entries.Aggregate(PipelineKit.Audit.Ledger.Empty("promotions/production.jsonl"), (ledger, entry) => ledger.Append(entry));

    /// <summary>A ledger of this many lines.</summary>
    internal static Ledger Of(int count) => Ledger([.. Enumerable.Range(0, count).Select(i => i % 3 == 2 ? Full(i) : Entry((LedgerKind)(i % 6), i, i))]);

    internal static string Text(this Ledger ledger) => System.Text.Encoding.UTF8.GetString(ledger.Bytes.Span);
}
