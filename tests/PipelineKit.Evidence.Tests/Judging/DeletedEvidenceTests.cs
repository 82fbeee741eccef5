using System.Collections;
using System.Reflection;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

/// <summary>Takes every member of a passing case's evidence away, one at a time: none of that may pass.</summary>
public sealed class DeletedEvidenceTests
{
    // What is not proof of anything, with the reason why the decision does not need it.
    private static readonly Dictionary<string, string> NotProof = new(StringComparer.Ordinal)
    {
        ["Item.Name"] = "how the file is called",
        ["Item.Digest"] = "the digest of the file: what replay compares, not what is judged",
        ["Item.Trust"] = "given is the least trust",
        ["Document.Name"] = "how the file is called",
        ["Document.Digest"] = "as of the item",
        ["Document.Vex"] = "empty here",
        ["Report.ResultsAbsent"] = "false is what it is",
        ["Report.Findings"] = "what a scanner did not find nobody can miss",
        ["Report.Coverage.Target"] = "where the packages are; how many of which kind is what counts",
        ["Report.Coverage.Packages"] = "not said by all; nothing seen (0) is tested elsewhere",
        ["Report.Scanner.Version"] = "no rule is about it",
        ["Report.Scanner.DatabaseVersion"] = "no rule is about it",
        ["Report.Subject.Name"] = "names prove nothing",
        ["Report.Subject.Configs"] = "empty here",
        ["Report.Subject.DiffIds"] = "empty here",
        ["Report.Subject.OperatingSystem.Version"] = "no rule is about it",
        ["Report.Subject.OperatingSystem.IsEndOfLife"] = "few documents say it",
        ["Report.Filters.LeftOut"] = "empty here",
        ["Bom.Serial"] = "profiles ask for it, not the gate",
        ["Bom.Created"] = "profiles ask for it, not the gate",
        ["Bom.Authors"] = "profiles ask for it, not the gate",
        ["Bom.Tools"] = "profiles ask for it, not the gate",
        ["Bom.Subject"] = "its digests are what counts",
        ["Bom.Components"] = "what is expected, not what is proved",
        ["Bom.Dependencies"] = "profiles ask for it, not the gate",
        ["Bom.Completeness"] = "empty here",
    };

    private static GateCase Passing { get; } = Make();

    public static TheoryData<string> Members() => [.. Deleted(Passing).Select(d => d.Path)];

    [Fact]
    public void The_whole_set_passes() => Assert.Equal("Pass", GateSamples.Blocking(Passing));

    [Theory]
    [MemberData(nameof(Members))]
    public void Without_one_member_it_does_not_pass(string path)
    {
        var spoilt = Deleted(Passing).First(d => d.Path == path).Case;

        Assert.NotEqual("Pass", GateSamples.Blocking(spoilt));
    }

    [Fact]
    public void What_is_said_to_be_no_proof_exists() =>
        Assert.Empty(NotProof.Keys.Except(Paths().Select(p => p.Kind), StringComparer.Ordinal));

    // One platform bound by its manifest and seen by trivy, one by the index and its platform and seen by grype; a bill of materials for both.
    private static GateCase Make()
    {
        var (index, other) = (GateSamples.Of("index"), GateSamples.Of("arm"));
        var trivy = GateSamples.Report() with { Subject = new SubjectFacts { Manifests = [GateSamples.Image] } };
        var grype = trivy with
        {
            Scanner = trivy.Scanner with { Name = "grype" },
            Subject = new SubjectFacts { Manifests = [index], Platform = "linux/arm64", OperatingSystem = new OperatingSystemFacts("debian", "12") },
            Coverage = [],
        };
        EvidenceItem Bom(string name, Oci.Digest digest) => GateSamples.Sbom() is var item ? item with { Name = name, Document = item.Document! with { Bom = new Bom { SubjectDigests = [digest], Platform = "linux/arm64", Components = [GateSamples.Component("zlib1g")] } } } : item;
        var bound = GateSamples.Scan(trivy with { Subject = new SubjectFacts() }, "bound.json") with { BoundTo = GateSamples.Of("s390x") };
        return GateSamples.Case(GateSamples.Scan(trivy, "trivy.json"), GateSamples.Scan(grype, "grype.json", EvidenceFormat.Grype), bound, Bom("amd.cdx", GateSamples.Image), Bom("arm.cdx", index), Bom("s390x.cdx", GateSamples.Of("s390x"))) with
        {
            Subject = new GateSubject("app", index, [new GatePlatform("linux/amd64", GateSamples.Image, Config: null, []), new GatePlatform("linux/arm64", other, Config: null, []), new GatePlatform("linux/s390x", GateSamples.Of("s390x"), Config: null, [])]),
            Policy = GateSamples.Policy(new EvidenceRules { ScanAge = TimeSpan.FromHours(24), DatabaseAge = TimeSpan.FromHours(48), FiltersMustBeSaid = true, Coverage = ["deb"] }) with { Bom = new BomRules { Required = true, Formats = ["cyclonedx>=1.5"] } },
        };
    }

    private static IEnumerable<(string Path, GateCase Case)> Deleted(GateCase @case) =>
        from path in Paths()
        where !NotProof.ContainsKey(path.Kind)
        let item = @case.Evidence[path.Item]
        let spoilt = (EvidenceItem)Without(item, path.Members)
        where !IsNothing(Leaf(item, path.Members)) && !IsExempt(item, path.Kind)
        select ($"{item.Name}: {path.Kind}", @case with { Evidence = [.. @case.Evidence.Select((e, i) => i == path.Item ? spoilt : e)] });

    // Members some formats have no place for, so that their absence proves nothing there.
    private static bool IsExempt(EvidenceItem item, string kind) =>
        (kind == "Report.Succeeded" && item.Document!.Format is EvidenceFormat.Trivy or EvidenceFormat.Grype)
        || (kind == "Document.FormatVersion" && item.Document!.Report is not null)
        || (kind == "Document.Format" && item.Document!.Format == EvidenceFormat.Trivy)
        || (kind == "Bom.Platform" && item.Name != "arm.cdx")
        || (kind is "Report.Subject.OperatingSystem" or "Report.Subject.OperatingSystem.Family" or "Report.Subject.Platform" && item.Name != "grype.json");

    private static IEnumerable<(int Item, string Kind, PropertyInfo[] Members)> Paths()
    {
        for (var i = 0; i < Passing.Evidence.Count; i++)
        {
            foreach (var members in Walk(Passing.Evidence[i], []))
            {
                yield return (i, Kind(members), members);
            }
        }
    }

    private static string Kind(PropertyInfo[] members)
    {
        var names = members.Select(m => m.Name).ToList();
        return names is ["Document", "Report" or "Bom", ..] && names.Count > 2 ? string.Join('.', names[1..]) : names.Count > 1 && names[0] == "Document" ? string.Join('.', names) : "Item." + names[0];
    }

    private static IEnumerable<PropertyInfo[]> Walk(object value, PropertyInfo[] above)
    {
        foreach (var property in value.GetType().GetProperties().Where(p => p.SetMethod is not null && p.Name != "EqualityContract"))
        {
            PropertyInfo[] path = [.. above, property];
            yield return path;
            var inner = property.GetValue(value);
            inner = inner is IList { Count: > 0 } list && property.Name == "Coverage" ? list[0] : inner;
            if (inner is EvidenceDocument or ScanReport or Bom or ScannerFacts or SubjectFacts or OperatingSystemFacts or FilterFacts or CoveredPart)
            {
                foreach (var deeper in Walk(inner, path))
                {
                    yield return deeper;
                }
            }
        }
    }

    // A copy of the record with the member at the end of the path gone: null, nothing, empty or the default.
    private static object Without(object record, ReadOnlySpan<PropertyInfo> path)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        var value = path[0].GetValue(copy);
        if (path.Length == 1)
        {
            path[0].SetValue(copy, Nothing(path[0].PropertyType));
        }
        else if (value is IList list)
        {
            path[0].SetValue(copy, new[] { (CoveredPart)Without(list[0]!, path[1..]) });
        }
        else if (value is not null)
        {
            path[0].SetValue(copy, Without(value, path[1..]));
        }

        return copy;
    }

    private static object? Leaf(object record, ReadOnlySpan<PropertyInfo> path)
    {
        var value = path[0].GetValue(record);
        return path.Length == 1 || value is null ? value : Leaf(value is IList list ? list[0]! : value, path[1..]);
    }

    private static bool IsNothing(object? value) => value is null or "" or IList { Count: 0 } || (value is SubjectFacts facts && facts == new SubjectFacts()) || (value.GetType().IsValueType && value.Equals(Activator.CreateInstance(value.GetType())));

    private static object? Nothing(Type type) =>
        type == typeof(string) ? ""
        : type == typeof(SubjectFacts) ? new SubjectFacts()
        : type == typeof(ScannerFacts) ? new ScannerFacts("")
        : type == typeof(FilterFacts) ? FilterFacts.NotSaid
        : type.IsValueType ? Activator.CreateInstance(type)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
        : null;
}
