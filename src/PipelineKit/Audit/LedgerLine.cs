using System.Globalization;
using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>
/// One line of a ledger as bytes: canonical JSON (RFC 8785), with the version <c>v</c>, and with <c>self</c>, the SHA-256 of the line without that member, so that also the last line,
/// which no other one names, cannot be changed by accident.
/// </summary>
internal static class LedgerLine
{
    internal const int Version = 1;
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    internal const double MaximumSeconds = 1e12;

    // In the order of the enumerations.
    internal static readonly string[] Kinds = ["intent", "commit", "abandon", "reject", "clear", "verdict"];
    internal static readonly string[] Actions = ["promote", "rollback"];

    /// <summary>The line, without its line feed.</summary>
    internal static byte[] Write(LedgerEntry entry) => Write(entry, Self(entry));

    /// <summary>The digest a line has as its own.</summary>
    internal static Digest Self(LedgerEntry entry) => Digest.Sha256(Write(entry, self: null));

    /// <summary>The line with this digest as its own.</summary>
    internal static byte[] Write(LedgerEntry entry, Digest? self)
    {
        var line = new CanonicalWriter();
        line.Text("action", entry.Action is { } action ? Actions[(int)action] : null);
        line.Text("actor", entry.Actor);
        line.Text("app", entry.App);
        line.Text("at", Time(entry.At));
        line.Text("attempt", entry.Attempt);
        if (entry.Bypass)
        {
            line.Literal("bypass", "true");
        }

        line.Text("digest", entry.Digest.Text);
        line.Text("environment", entry.Environment);
        line.Text("fromEnvironment", entry.FromEnvironment);
        line.Text("fromImage", entry.FromImage);
        line.Text("fromLine", entry.FromLine?.Text);
        line.Map("gates", entry.Gates, line.Text);
        line.Text("image", entry.Image);
        line.Text("kind", Kinds[(int)entry.Kind]);
        line.Map("measures", entry.Measures, line.Seconds);
        line.Text("policy", entry.Policy?.Text);
        line.Text("prev", entry.Previous?.Text);
        line.Text("reason", entry.Reason);
        line.Text("record", entry.Record?.Text);
        line.Text("replaces", entry.Replaces?.Text);
        line.Text("run", entry.Run);
        line.Text("self", self?.Text);
        line.Number("seq", entry.Sequence);
        line.Number("v", Version);
        return line.ToBytes();
    }

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
