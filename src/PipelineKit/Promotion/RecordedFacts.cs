using System.Globalization;
using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>What the signed record of a promotion says, as far as people are told. Whether the signature holds is not asked here: the file is the one that the ledger names by its digest.</summary>
/// <param name="Gates">The gates, by name.</param>
/// <param name="Approvals">Approvals that counted.</param>
/// <param name="Required">How many people had to approve.</param>
/// <param name="Approvers">How many did.</param>
/// <param name="IsDistinct">Whether none of them ran it or wrote the commit.</param>
/// <param name="Authors">Who wrote the commit, as far as that was asked and is known.</param>
internal sealed record RecordedFacts(
    IReadOnlyDictionary<string, RecordedGate> Gates, IReadOnlyList<Approval> Approvals, int Required, int Approvers, bool IsDistinct, IReadOnlyList<string> Authors)
{
    /// <summary>Reads the record of a line.</summary>
    /// <param name="content">The bundle.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/>: it is no record of a promotion.</exception>
    internal static RecordedFacts Read(ReadOnlyMemory<byte> content, string path)
    {
        try
        {
            var statement = SigstoreBundle.Parse(content).Content is DsseContent dsse ? InTotoStatement.Parse(dsse.Envelope.Payload) : null;
            return statement?.PredicateType == PromotionRecord.PredicateType ? Of(statement.Predicate) : throw Broken(path, "it says nothing about a promotion");
        }
        catch (SigstoreFormatException e)
        {
            throw Broken(path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Reads the predicate; what is not there, or not of its kind, is left out.</summary>
    internal static RecordedFacts Of(JsonElement predicate)
    {
        var gates = new Dictionary<string, RecordedGate>(StringComparer.Ordinal);
        foreach (var gate in predicate.Items("gates"))
        {
            var evidence = Array.ConvertAll(gate.Items("evidence"), e => Digest.TryParse(e.Text("digest"), out var digest) ? new GateEvidence(e.Text("name") ?? "", digest, e.Text("uri") ?? "") : null);
            gates[gate.Text("id") ?? ""] = new RecordedGate(gate.Text("observed") ?? "", gate.Text("required") ?? "", [.. evidence.OfType<GateEvidence>()]);
        }

        var separation = predicate.At("separation");
        return new RecordedFacts(
            gates,
            Array.ConvertAll(predicate.Items("approvals"), ApprovalOf),
            separation.Number("required"),
            separation.Number("approvers"),
            separation.Flag("distinct"),
            [.. separation.Items("authors").Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()!)]);
    }

    private static Approval ApprovalOf(JsonElement approval) => new(
        approval.Text("who") ?? "",
        approval.Text("source") ?? "",
        DateTimeOffset.TryParse(approval.Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
        approval.Text("atSource") ?? "",
        approval.Text("bound"),
        approval.Text("comment") ?? "");

    private static FailureException Broken(string path, string what) =>
        new(new Failure(FailureCodes.BrokenLedger, $"`{path}`, which the ledger names as a signed record, is none: {what}.", Place: new SourcePlace(path)));
}

/// <summary>A gate as the record has it.</summary>
/// <param name="Observed">What was seen.</param>
/// <param name="Required">What was asked for.</param>
/// <param name="Evidence">What was looked at.</param>
internal sealed record RecordedGate(string Observed, string Required, IReadOnlyList<GateEvidence> Evidence);
