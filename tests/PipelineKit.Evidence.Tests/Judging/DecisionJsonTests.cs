using System.Text;
using System.Text.Json;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class DecisionJsonTests
{
    [Fact]
    public void It_says_what_it_was_made_from_and_what_was_decided()
    {
        var scan = GateSamples.Scan(GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical), GateSamples.Vulnerability("CVE-2021-2000", Severity.Low));
        var @case = GateSamples.Case(scan with
        {
            BoundTo = GateSamples.Image,
            Trust = EvidenceTrust.Made,
            Invocation = new ScanInvocation { Scanner = "trivy", StartedAt = GateSamples.At.AddHours(-1), Arguments = ["image", "--format", "json"] },
        }) with
        {
            Environment = "production",
            Exceptions = [GateSamples.Except("CVE-2021-1000")],
            ExceptionFiles = [new GateFile("z.yaml", GateSamples.Of("z")), new GateFile("a.yaml", GateSamples.Of("a"))],
            Policy = GateSamples.Policy() with { Name = "inputs", Text = "kind: GatePolicy\n" },
            Baseline = new GateBaseline("before", GateSamples.Of("before"), []),
        };

        var root = Write(@case);

        Assert.Equal((1, "pass", "2026-06-01T12:00:00Z", "2026-07-01T12:00:00Z"), (root.GetProperty("schemaVersion").GetInt32(), Text(root, "verdict"), Text(root, "at"), Text(root, "validUntil")));
        Assert.Equal("linux/amd64", Text(root.GetProperty("subject").GetProperty("platforms")[0], "platform"));
        Assert.Equal(2, root.GetProperty("subject").GetProperty("platforms")[0].GetProperty("diffIds").GetArrayLength());
        Assert.Equal(("inputs", "kind: GatePolicy\n"), (Text(root.GetProperty("policy"), "name"), Text(root.GetProperty("policy"), "text")));
        Assert.Equal(["a.yaml", "z.yaml"], root.GetProperty("exceptions").EnumerateArray().Select(e => Text(e, "name")));
        var evidence = Assert.Single(root.GetProperty("evidence").EnumerateArray());
        Assert.Equal(("made", "trivy", GateSamples.Image.Text), (Text(evidence, "trust"), Text(evidence.GetProperty("invocation"), "scanner"), Text(evidence, "boundTo")));
        Assert.Equal("before", Text(root.GetProperty("baseline"), "name"));
        Assert.Equal(2, root.GetProperty("counts").GetProperty("findings").GetInt32());
        Assert.Equal(1, root.GetProperty("counts").GetProperty("excused").GetProperty("exception").GetInt32());
        var finding = Assert.Single(root.GetProperty("findings").EnumerateArray());
        Assert.Equal(("CVE-2021-1000", "exception", "team@acme"), (Text(finding, "id"), Text(finding, "excused"), Text(finding.GetProperty("exception"), "owner")));
    }

    [Fact]
    public void What_could_not_be_read_is_there_with_its_place()
    {
        var broken = new EvidenceItem("b.json", GateSamples.Of("b"), Document: null, new EvidenceException(EvidenceProblem.TooLarge, "b.json", "is larger than 400 MiB", 3, 9));
        var failure = Write(GateSamples.Case(broken)).GetProperty("evidence")[0].GetProperty("failure");

        Assert.Equal(("too-large", "is larger than 400 MiB", 3, 9), (Text(failure, "problem"), Text(failure, "message"), failure.GetProperty("line").GetInt32(), failure.GetProperty("column").GetInt32()));
    }

    [Fact]
    public void It_is_text_with_a_line_end_at_its_end()
    {
        var @case = GateSamples.Case(GateSamples.Scan());
        var text = Encoding.UTF8.GetString(DecisionJson.Write(@case, GateJudge.Decide(@case)));

        Assert.EndsWith("\n}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    [Fact]
    public void A_large_decision_is_written_in_pieces_with_the_same_bytes()
    {
        var @case = GateSamples.Case(GateSamples.Scan([.. Enumerable.Range(0, 2_000).Select(i => GateSamples.Vulnerability($"CVE-2021-{10_000 + i}", Severity.Critical))]));
        var decision = GateJudge.Decide(@case);
        using var pieces = new PieceStream();

        DecisionJson.Write(pieces, @case, decision);

        Assert.Equal(DecisionJson.Write(@case, decision), pieces.ToArray());
        Assert.InRange(pieces.Longest, 1, 64 << 10);
    }

    [Fact]
    public void Every_code_is_documented_once_and_none_is_missing()
    {
        var constants = typeof(GateReasons).GetFields().Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal);

        Assert.Equal(constants, GateReasons.All.Select(r => r.Code).Order(StringComparer.Ordinal));
        Assert.All(GateReasons.All, r => Assert.EndsWith(".", r.Meaning, StringComparison.Ordinal));
    }

    private static JsonElement Write(GateCase @case)
    {
        using var document = JsonDocument.Parse(DecisionJson.Write(@case, GateJudge.Decide(@case)), new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private sealed class PieceStream : MemoryStream
    {
        internal int Longest { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Longest = Math.Max(Longest, buffer.Length);
            base.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Longest = Math.Max(Longest, count);
            base.Write(buffer, offset, count);
        }
    }
}
