using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Sigstore;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads <c>attestations</c> of the gates.</summary>
internal static class AttestationSection
{
    private const string Provenance = "slsa-provenance";

    internal static IReadOnlyList<AttestationGate> Read(PolicyFields gates, bool hasSigner, List<Failure> problems)
    {
        var read = new List<AttestationGate>();
        foreach (var value in gates.Values("attestations"))
        {
            var attestation = value.Shape == YamlShape.Scalar ? new AttestationGate(TypeOf(value, problems), Signer: null, Empty()) : Long(value, problems);
            if (attestation.Signer is null && !hasSigner)
            {
                gates.Problem(value, "it is not said who must have signed the attestation", "Give `signature` beside `attestations`, or a `key` or identity here.");
            }

            read.Add(attestation);
        }

        return read;
    }

    private static AttestationGate Long(YamlValue value, List<Failure> problems)
    {
        var fields = new PolicyFields(value, problems, ["type", "where", .. SignerSection.Keys]);
        if (value.Shape == YamlShape.Mapping && fields["type"] is null)
        {
            fields.Problem("type", "`type` is missing here", "Name what must be attested, as in `type: slsa-provenance`.");
        }

        var signer = SignerSection.IsGiven(value) ? SignerSection.Read(value, fields) : null;
        return new AttestationGate(fields["type"] is { } type ? TypeOf(type, problems) : "", signer, WhereOf(fields));
    }

    private static string TypeOf(YamlValue value, List<Failure> problems)
    {
        if (value.Shape == YamlShape.Scalar && value.Text == Provenance)
        {
            return PredicateTypes.SlsaProvenance;
        }

        if (value.Shape == YamlShape.Scalar && PredicateTypes.TryResolve(value.Text, out var uri))
        {
            return uri;
        }

        var names = PredicateTypes.Names.Select(n => n.Name).Prepend(Provenance);
        problems.Add(value.Failure($"`{value.Text}` is not a type of attestation", $"It is one of {PolicyText.List(names)}, or a type URI."));
        return "";
    }

    private static Dictionary<string, string> WhereOf(PolicyFields fields)
    {
        var where = Empty();
        if (fields["where"] is { Shape: not YamlShape.Mapping } wrong)
        {
            fields.Problem(wrong, "`where` has keys and values", "Write it as in `where: { /predicate/runDetails/builder/id: https://... }`.");
        }

        foreach (var pair in fields["where"]?.Pairs ?? [])
        {
            if (pair.Value.Shape != YamlShape.Scalar || pair.Value.IsNull)
            {
                fields.Problem(pair.Value, $"`{pair.Key}` has one value to be compared with");
            }
            else if (!JsonPointer.IsOne(pair.Key) || !pair.Key.StartsWith("/predicate/", StringComparison.Ordinal))
            {
                fields.Problem(pair.Value, $"`{pair.Key}` is not a place in a predicate", "Write a JSON pointer (RFC 6901) into the statement, as in `/predicate/runDetails/builder/id`.");
            }
            else
            {
                where[pair.Key] = pair.Value.Text;
            }
        }

        return where;
    }

    private static Dictionary<string, string> Empty() => new(StringComparer.Ordinal);
}
