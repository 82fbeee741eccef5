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

    internal static void Write(Utf8JsonWriter json, IReadOnlyList<JudgedFinding> findings)
    {
        json.WriteStartArray("findings");
        var texts = new OpinionTexts();
        for (var i = 0; i < findings.Count; i++)
        {
            if (findings[i].Rules.Count > 0)
            {
                WriteJudged(json, findings[i], texts);
                DecisionJson.Advance(json);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteJudged(Utf8JsonWriter json, JudgedFinding judged, OpinionTexts texts)
    {
        json.WriteStartObject();
        json.WriteString("action", Texts.Word(judged.Action));
        DecisionJson.Strings(json, "rules", judged.Rules);
        DecisionJson.Text(json, "excused", judged.Excused);
        DecisionJson.Text(json, "baseline", judged.BaselineState);
        WriteFinding(json, judged.Finding, texts);
        WriteException(json, judged.Exception);
        if (judged.Vex is { } vex)
        {
            json.WriteStartObject("vex");
            json.WriteString("document", vex.Document);
            DecisionJson.Text(json, "author", vex.Author);
            json.WriteString("status", Texts.Word(vex.Status));
            DecisionJson.Text(json, "justification", vex.Justification);
            DecisionJson.Text(json, "statement", vex.Statement);
            DecisionJson.Time(json, "at", vex.At);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, UnitedFinding finding, OpinionTexts texts)
    {
        json.WriteString("kind", Texts.Word(finding.Kind));
        json.WriteString("id", finding.Id);
        DecisionJson.Strings(json, "aliases", finding.Aliases);
        DecisionJson.Text(json, "package", finding.Package.Name);
        DecisionJson.Text(json, "packageType", finding.Package.Type);
        DecisionJson.Text(json, "version", finding.Package.Version);
        DecisionJson.Text(json, "purl", finding.Package.Purl);
        json.WriteString("severity", Texts.Word(finding.Severity));
        if (finding.Disagree)
        {
            json.WriteBoolean("disagree", value: true);
        }

        WriteOpinions(json, finding.Opinions, texts);
        json.WriteString("fix", Texts.Word(finding.Fix));
        DecisionJson.Strings(json, "fixedVersions", finding.FixedVersions);
        DecisionJson.Time(json, "fixAvailableSince", finding.FixAvailableSince);
        DecisionJson.Time(json, "published", finding.Published);
        if (finding.Epss is { } epss)
        {
            json.WriteNumber("epss", epss);
        }

        WriteExploited(json, finding.Exploited);
        if (finding.Suppression is { } suppression)
        {
            json.WriteStartObject("suppression");
            json.WriteString("by", suppression.By);
            DecisionJson.Text(json, "status", suppression.Status);
            DecisionJson.Text(json, "reason", suppression.Reason);
            json.WriteEndObject();
        }

        DecisionJson.Text(json, "title", finding.Title);
        DecisionJson.Text(json, "url", finding.Url);
        WriteOccurrences(json, finding.Occurrences);
    }

    private static void WriteOpinions(Utf8JsonWriter json, IReadOnlyList<SeverityRating> opinions, OpinionTexts texts)
    {
        json.WriteStartArray("opinions");
        for (var i = 0; i < opinions.Count; i++)
        {
            texts.Write(json, opinions[i]);
        }

        json.WriteEndArray();
    }

    private static void WriteExploited(Utf8JsonWriter json, KnownExploited? exploited)
    {
        if (exploited is null)
        {
            return;
        }

        json.WriteStartObject("exploited");
        json.WriteString("catalog", exploited.Catalog);
        DecisionJson.Text(json, "added", exploited.Added?.ToString("O"));
        DecisionJson.Text(json, "due", exploited.Due?.ToString("O"));
        json.WriteBoolean("ransomware", exploited.Ransomware);
        json.WriteEndObject();
    }

    private static void WriteOccurrences(Utf8JsonWriter json, IReadOnlyList<FindingOccurrence> occurrences)
    {
        json.WriteStartArray("occurrences");
        foreach (var occurrence in occurrences)
        {
            json.WriteStartObject();
            json.WriteString("scanner", occurrence.Scanner);
            json.WriteString("document", occurrence.Document);
            DecisionJson.Text(json, "platform", occurrence.Platform);
            DecisionJson.Text(json, "path", occurrence.Path);
            if (occurrence.Line is { } line)
            {
                json.WriteNumber("line", line);
            }

            DecisionJson.Text(json, "layer", occurrence.Layer);
            json.WriteEndObject();
            DecisionJson.Advance(json);
        }

        json.WriteEndArray();
    }

    private static void WriteException(Utf8JsonWriter json, GateException? exception)
    {
        if (exception is null)
        {
            return;
        }

        json.WriteStartObject("exception");
        json.WriteString("id", exception.Id);
        DecisionJson.Text(json, "owner", exception.Owner);
        DecisionJson.Text(json, "reason", exception.Reason);
        DecisionJson.Text(json, "ticket", exception.Ticket);
        DecisionJson.Time(json, "expires", exception.Expires);
        json.WriteString("file", exception.File);
        if (exception.Line > 0)
        {
            json.WriteNumber("line", exception.Line);
        }

        json.WriteEndObject();
    }
}
