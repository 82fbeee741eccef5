using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Schedules;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads <c>gates</c> of an environment.</summary>
internal static class GateSection
{
    private const int MostApprovals = 20;
    private const int LongestDays = 366;

    private static readonly string[] Keys = ["signature", "attestations", "scan", "sbom", "canary", "soak", "approvals", "freeze"];

    internal static GateSettings Read(YamlValue? section, bool isFirst, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, Keys);
        var signature = fields["signature"] is { } signer ? SignerSection.Read(signer, new PolicyFields(signer, problems, SignerSection.Keys)) : null;
        var gates = new GateSettings
        {
            Signature = signature,
            Attestations = AttestationSection.Read(fields, signature is not null, problems),
            Scan = fields["scan"] is { } scan ? ScanOf(scan, signature is not null, problems) : null,
            Sbom = fields.Flag("sbom", otherwise: false),
            Canary = CanaryOf(fields, problems),
            Soak = SpanOf(fields, "soak"),
            Approvals = fields["approvals"] is { } approvals ? ApprovalsOf(approvals, problems) : null,
            Freeze = fields["freeze"] is null ? null : new FreezeCalendar(FreezeSection.Read(fields, problems)),
        };
        if (isFirst)
        {
            Refuse(gates.Canary is not null, "canary");
            Refuse(gates.Soak is not null, "soak");
        }

        return gates;

        void Refuse(bool isGiven, string key)
        {
            if (isGiven)
            {
                fields.Problem(key, $"`{key}` asks about the environment before this one, and there is none", "Leave it out for the first environment.");
            }
        }
    }

    private static CanaryGate? CanaryOf(PolicyFields gates, List<Failure> problems) =>
        gates["canary"] is { Shape: YamlShape.Mapping } section ? new CanaryGate(SignerSection.Read(section, new PolicyFields(section, problems, SignerSection.Keys)))
        : gates.Flag("canary", otherwise: false) ? new CanaryGate(Signer: null)
        : null;

    private static DecisionGate ScanOf(YamlValue section, bool hasSigner, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, ["decision-file", "attested", "max-age", .. SignerSection.Keys]);
        var file = fields.Text("decision-file");
        var isAttested = fields.Flag("attested", otherwise: false);
        if (isAttested == (file.Length > 0))
        {
            fields.Problem(
                section, isAttested ? "`decision-file` and `attested` are both given" : "it is not said where the decision of scan-gate is",
                "Give `decision-file` (what `scan-gate` wrote with `decision-file`), or `attested: true` (what it signed with `attest: decision`).");
        }

        var signer = SignerSection.IsGiven(section) ? SignerSection.Read(section, fields) : null;
        if (isAttested && signer is null && !hasSigner)
        {
            fields.Problem("attested", "it is not said who must have signed the decision", "Give `signature` beside `scan`, or a `key` or identity in it.");
        }

        return new DecisionGate(file, SpanOf(fields, "max-age")) { Signer = signer };
    }

    private static ApprovalGate ApprovalsOf(YamlValue section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "required", "from", "not-actor", "not-author");
        var from = fields.Texts("from");
        var required = fields.Number("required", 1, MostApprovals, 1);
        var people = from.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (people > 0 && people < required)
        {
            fields.Problem("required", $"{required} people must approve, and `from` has {people}");
        }

        return new ApprovalGate(required, from, fields.Flag("not-actor", otherwise: true), fields.Flag("not-author", otherwise: false));
    }

    private static TimeSpan? SpanOf(PolicyFields fields, string key)
    {
        var span = fields.Span(key);
        if (span is { } given && (given <= TimeSpan.Zero || given.TotalDays > LongestDays))
        {
            fields.Problem(key, $"`{key}` is longer than nothing and at most {LongestDays} days");
        }

        return span;
    }
}
