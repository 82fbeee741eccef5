using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The findings of a decision: those a rule applies to one by one, all of them in counts.</summary>
internal static class DecisionFindings
{
    internal static void WriteCounts(Utf8JsonWriter json, IReadOnlyList<JudgedFinding> findings)
    {
        var severities = new int[(int)Severity.Critical + 1];
        var kinds = new int[(int)FindingKind.License + 1];
        var actions = new int[(int)GateAction.Block + 1];
        var excused = new int[ExcusedWords.Length];
        foreach (var judged in findings)
        {
            kinds[(int)judged.Finding.Kind]++;
            severities[(int)judged.Finding.Severity] += judged.Finding.Kind is FindingKind.Vulnerability or FindingKind.Malware ? 1 : 0;
            actions[(int)judged.Action]++;
            var excuse = Array.IndexOf(ExcusedWords, judged.Excused);
            excused[excuse < 0 ? 0 : excuse] += judged.Excused.Length > 0 ? 1 : 0;
        }

        json.WriteStartObject("counts");
        json.WriteNumber("findings", findings.Count);
        json.WriteNumber("block", actions[(int)GateAction.Block]);
        json.WriteNumber("review", actions[(int)GateAction.Review]);
        json.WriteNumber("warn", actions[(int)GateAction.Warn]);
        json.WriteStartObject("excused");
        for (var i = 0; i < excused.Length; i++)
        {
            json.WriteNumber(ExcusedWords[i], excused[i]);
        }

        json.WriteEndObject();
        json.WriteStartObject("kinds");
        for (var i = 0; i < kinds.Length; i++)
        {
            json.WriteNumber(Texts.Word((FindingKind)i), kinds[i]);
        }

        json.WriteEndObject();
        json.WriteStartObject("vulnerabilities");
        for (var i = severities.Length - 1; i >= 0; i--)
        {
            json.WriteNumber(Texts.Word((Severity)i), severities[i]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static readonly string[] ExcusedWords = ["vex", "exception", "scanner", "baseline"];

    /// <summary>The last member of the document, and its end.</summary>
    internal static void Write(Stream target, IReadOnlyList<JudgedFinding> findings)
    {
        var json = new JsonText(target, depth: 1);
        json.StartArray("findings"u8);
        var texts = new OpinionTexts();
        for (var i = 0; i < findings.Count; i++)
        {
            if (findings[i].Rules.Count > 0)
            {
                WriteJudged(json, findings[i], texts);
                json.Advance();
            }
        }

        json.EndArray();
        json.EndObject();
        json.Flush();
    }

    private static void WriteJudged(JsonText json, JudgedFinding judged, OpinionTexts texts)
    {
        json.StartObject();
        json.String("action"u8, Texts.Word(judged.Action));
        json.Strings("rules"u8, judged.Rules);
        json.Text("excused"u8, judged.Excused);
        json.Text("baseline"u8, judged.BaselineState);
        WriteFinding(json, judged.Finding, texts);
        WriteException(json, judged.Exception);
        if (judged.Vex is { } vex)
        {
            json.StartObject("vex"u8);
            json.String("document"u8, vex.Document);
            json.Text("author"u8, vex.Author);
            json.String("status"u8, Texts.Word(vex.Status));
            json.Text("justification"u8, vex.Justification);
            json.Text("statement"u8, vex.Statement);
            json.Time("at"u8, vex.At);
            json.EndObject();
        }

        json.EndObject();
    }

    private static void WriteFinding(JsonText json, UnitedFinding finding, OpinionTexts texts)
    {
        json.String("kind"u8, Texts.Word(finding.Kind));
        json.String("id"u8, finding.Id);
        json.Strings("aliases"u8, finding.Aliases);
        json.Text("package"u8, finding.Package.Name);
        json.Text("packageType"u8, finding.Package.Type);
        json.Text("version"u8, finding.Package.Version);
        json.Text("purl"u8, finding.Package.Purl);
        json.String("severity"u8, Texts.Word(finding.Severity));
        if (finding.Disagree)
        {
            json.Truth("disagree"u8, value: true);
        }

        WriteOpinions(json, finding.Opinions, texts);
        json.String("fix"u8, Texts.Word(finding.Fix));
        json.Strings("fixedVersions"u8, finding.FixedVersions);
        json.Time("fixAvailableSince"u8, finding.FixAvailableSince);
        json.Time("published"u8, finding.Published);
        if (finding.Epss is { } epss)
        {
            json.Number("epss"u8, epss);
        }

        WriteExploited(json, finding.Exploited);
        if (finding.Suppression is { } suppression)
        {
            json.StartObject("suppression"u8);
            json.String("by"u8, suppression.By);
            json.Text("status"u8, suppression.Status);
            json.Text("reason"u8, suppression.Reason);
            json.EndObject();
        }

        json.Text("title"u8, finding.Title);
        json.Text("url"u8, finding.Url);
        WriteOccurrences(json, finding.Occurrences);
    }

    private static void WriteOpinions(JsonText json, IReadOnlyList<SeverityRating> opinions, OpinionTexts texts)
    {
        json.StartArray("opinions"u8);
        for (var i = 0; i < opinions.Count; i++)
        {
            texts.Write(json, opinions[i]);
        }

        json.EndArray();
    }

    private static void WriteExploited(JsonText json, KnownExploited? exploited)
    {
        if (exploited is null)
        {
            return;
        }

        json.StartObject("exploited"u8);
        json.String("catalog"u8, exploited.Catalog);
        json.Text("added"u8, exploited.Added?.ToString("O"));
        json.Text("due"u8, exploited.Due?.ToString("O"));
        json.Truth("ransomware"u8, exploited.Ransomware);
        json.EndObject();
    }

    private static void WriteOccurrences(JsonText json, IReadOnlyList<FindingOccurrence> occurrences)
    {
        json.StartArray("occurrences"u8);
        foreach (var occurrence in occurrences)
        {
            json.StartObject();
            json.String("scanner"u8, occurrence.Scanner);
            json.String("document"u8, occurrence.Document);
            json.Text("platform"u8, occurrence.Platform);
            json.Text("path"u8, occurrence.Path);
            if (occurrence.Line is { } line)
            {
                json.Number("line"u8, line);
            }

            json.Text("layer"u8, occurrence.Layer);
            json.EndObject();
            json.Advance();
        }

        json.EndArray();
    }

    private static void WriteException(JsonText json, GateException? exception)
    {
        if (exception is null)
        {
            return;
        }

        json.StartObject("exception"u8);
        json.String("id"u8, exception.Id);
        json.Text("owner"u8, exception.Owner);
        json.Text("reason"u8, exception.Reason);
        json.Text("ticket"u8, exception.Ticket);
        json.Time("expires"u8, exception.Expires);
        json.String("file"u8, exception.File);
        if (exception.Line > 0)
        {
            json.Number("line"u8, exception.Line);
        }

        json.EndObject();
    }
}
