using System.Buffers;
using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>The <c>result</c> member of result.json for a chain: what an auditor keeps.</summary>
internal static class ChainJson
{
    internal static JsonElement Of(ChainResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("images");
            json.WriteEndArray();
            json.WriteStartObject("chain");
            Ledgers(json, result.Ledgers);
            json.WriteStartArray("walks");
            foreach (var walk in result.Walks)
            {
                Walk(json, walk);
            }

            json.WriteEndArray();
            Problems(json, result.Problems);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Ledgers(Utf8JsonWriter json, ChainLedgers ledgers)
    {
        Text(json, "commit", ledgers.Head);
        json.WriteStartArray("ledgers");
        foreach (var (environment, ledger) in ledgers.Ledgers)
        {
            json.WriteStartObject();
            json.WriteString("environment", environment);
            json.WriteString("path", ledger.Path);
            json.WriteNumber("lines", ledger.Lines.Count);
            json.WriteString("last", ledger.Lines[^1].Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Walk(Utf8JsonWriter json, ChainWalked walk)
    {
        json.WriteStartObject();
        json.WriteString("environment", walk.Environment);
        Text(json, "digest", walk.Digest?.Text);
        json.WriteBoolean("proved", !walk.AllProblems.Any());
        json.WriteStartArray("steps");
        foreach (var step in walk.Steps)
        {
            Step(json, step);
        }

        json.WriteEndArray();
        Problems(json, walk.Problems);
        json.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter json, ChainStep step)
    {
        json.WriteStartObject();
        json.WriteString("ledger", step.Ledger.Path);
        json.WriteString("line", step.Line.Text);
        json.WritePropertyName("entry");
        json.WriteRawValue(Audit.LedgerLine.Write(step.Entry));
        if (step.IntentIndex is { } intent)
        {
            json.WriteString("intent", step.Ledger.Lines[intent].Text);
        }

        if (step.Record is { } record)
        {
            json.WriteStartObject("record");
            json.WriteString("outcome", VerifyText.OutcomeName(record.Outcome));
            if (record.Signer is { } signer)
            {
                VerifyJson.WriteSigner(json, signer);
            }

            VerifyJson.WriteEvidence(json, record);
            if (record.Outcome == VerificationOutcome.Verified && record.Statement is { Predicate.ValueKind: JsonValueKind.Object } statement)
            {
                json.WritePropertyName("predicate");
                statement.Predicate.WriteTo(json);
            }

            json.WriteEndObject();
        }

        Problems(json, step.Problems);
        json.WriteEndObject();
    }

    private static void Problems(Utf8JsonWriter json, IReadOnlyList<ChainProblem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("rule", problem.Rule.Id);
            json.WriteBoolean("violation", problem.Rule.IsViolation);
            json.WriteString("what", problem.What);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
