using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Reads Trivy JSON: schema 2, and the bare array of results it was before. What it does not say: how it was filtered, and how old its data is.
/// <c>Results</c> is absent when nothing was found, which is also what an image looks like whose distribution was not detected: then only <c>Metadata.OS</c> and lists of packages prove that something was looked at.
/// </summary>
internal sealed class TrivyReport
{
    private const int SchemaVersion = 0;
    private const int Trivy = 1;
    private const int CreatedAt = 2;
    private const int ArtifactName = 3;
    private const int Metadata = 4;
    private const int Results = 5;

    private static readonly MemberTable Members = new("SchemaVersion", "Trivy", "CreatedAt", "ArtifactName", "Metadata", "Results");
    private static readonly MemberTable TrivyMembers = new("Version");

    private readonly JsonInput _input;
    private readonly TrivyResult _results;
    private TrivyMetadata _metadata = new();
    private string _version = "";
    private string _name = "";
    private DateTimeOffset? _scannedAt;
    private int? _schema;
    private bool _hasResults;

    private TrivyReport(JsonInput input) => (_input, _results) = (input, new TrivyResult(input));

    /// <summary>Reads a report.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var report = new TrivyReport(input);
        if (input.Peek() == JsonTokenType.StartArray)
        {
            report._schema = 1;
            report.ReadResults();
        }
        else
        {
            report.ReadMembers();
        }

        return report.ToParts();
    }

    private void ReadMembers()
    {
        _input.EnterObject();
        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Metadata:
                    _input.Read((ref JsonScan reader) => _metadata = TrivyMetadata.Read(ref reader, _input.Texts));
                    break;
                case Results:
                    ReadResults();
                    break;
                default:
                    _input.Read((ref JsonScan reader) => ReadSmall(ref reader, member));
                    break;
            }
        }

        if (_schema != 2)
        {
            throw _input.Refuse(
                EvidenceProblem.UnknownFormat,
                _schema is { } other ? $"is a Trivy report of schema {other.ToString(CultureInfo.InvariantCulture)}; 2 is read" : "looks like a Trivy report, but has no SchemaVersion");
        }
    }

    private void ReadSmall(ref JsonScan reader, int member)
    {
        switch (member)
        {
            case SchemaVersion:
                _schema = reader.Integer();
                break;
            case ArtifactName:
                _name = reader.Text(_input.Texts) ?? "";
                break;
            case CreatedAt when reader.TokenType != JsonTokenType.Number:
                // A number is what an old example has there; of which unit nobody knows.
                _scannedAt = reader.Instant();
                break;
            case Trivy when reader.EnterObject():
                var seen = 0UL;
                while (reader.NextMember(TrivyMembers, ref seen) != JsonRead.End)
                {
                    _version = reader.Text(_input.Texts) ?? "";
                }

                break;
        }
    }

    private void ReadResults()
    {
        if (_input.EnterArray())
        {
            _hasResults = true;
            while (_input.NextElement())
            {
                _results.Read();
            }
        }
    }

    private EvidenceParts ToParts() => new()
    {
        FormatVersion = _schema!.Value.ToString(CultureInfo.InvariantCulture),
        Report = new ScanReport
        {
            Scanner = new ScannerFacts("trivy", _version),
            ScannedAt = _scannedAt,
            Subject = _metadata.Subject with { Name = _name },
            Coverage = _results.Coverage,
            ResultsAbsent = !_hasResults,
            Findings = _results.Findings,
        },
    };
}
