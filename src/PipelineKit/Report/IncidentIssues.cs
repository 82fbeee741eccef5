using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Report;

/// <summary>
/// Makes incidents of issues. An environment is named by a label (<c>production</c>, <c>environment:production</c>, <c>env/production</c>), else by a line <c>environment: production</c> or
/// a heading <c>Environment</c> of the text; an image by its digest, where the ledgers know it. An issue that names neither is one of users: of what was in production then.
/// </summary>
/// <param name="environments">The environments of the settings.</param>
/// <param name="production">Those users see.</param>
/// <param name="isKnown">Whether an image was ever in one of them.</param>
internal sealed class IncidentIssues(IReadOnlyList<string> environments, IReadOnlyList<string> production, Func<Digest, bool> isKnown)
{
    private const int LongestTitle = 300;
    private const int MaximumDigests = 100;
    private const string Sha = "sha256:";

    // What GitHub writes where a form was left empty.
    private const string NoAnswer = "_No response_";
    private const int HexLength = 64;

    /// <summary>One for each environment that is named, or one.</summary>
    internal IEnumerable<Incident> Of(HostIssue issue)
    {
        var digest = DigestOf($"{issue.Title}\n{issue.Body}");
        var named = issue.Labels.Select(OfLabel).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (named.Count == 0 && OfBody(issue.Body) is { } one)
        {
            named.Add(one);
        }

        if (named.Count == 0)
        {
            named.AddRange(digest is null ? production : [""]);
        }

        var title = issue.Title.Length > LongestTitle ? issue.Title[..LongestTitle] : issue.Title;
        return named.Select(n => new Incident(issue.Opened, issue.Closed < issue.Opened ? null : issue.Closed, n, digest, title, new SourcePlace(issue.Url)) { Url = issue.Url });
    }

    // What is called an environment and is none of the settings stays what it is: the incident is then put down to nothing.
    private string? OfLabel(string label)
    {
        var sign = label.LastIndexOfAny([':', '/', '=']);
        var (key, value) = sign < 0 ? ("", label.Trim()) : (label[..sign].Trim(), label[(sign + 1)..].Trim());
        return Known(value) ?? (IsKey(key) && value.Length > 0 ? value : null);
    }

    private string? OfBody(string body)
    {
        var isNext = false;
        foreach (var part in Plain(body).Split('\n'))
        {
            var line = part.Trim().Trim('*', '#', '-', ' ');
            if (line.Length == 0)
            {
                continue;
            }

            var sign = line.IndexOf(':', StringComparison.Ordinal);
            if (sign > 0 && IsKey(line[..sign].Trim('*', ' ')) && line[(sign + 1)..].Trim('*', '`', ' ') is { Length: > 0 } value)
            {
                return Known(value) ?? value;
            }

            if (isNext)
            {
                return line == NoAnswer ? null : Known(line.Trim('`')) ?? line;
            }

            isNext = IsKey(sign < 0 ? line : line[..sign].Trim('*', ' '));
        }

        return null;
    }

    // Work items are HTML: what ends a line there does so here, other tags are left out.
    private static string Plain(string body)
    {
        var text = new StringBuilder(body.Length);
        for (var at = 0; at < body.Length;)
        {
            var tag = body.IndexOf('<', at);
            var end = tag < 0 ? -1 : body.IndexOf('>', tag);
            if (end < 0)
            {
                return text.Append(body, at, body.Length - at).ToString();
            }

            text.Append(body, at, tag - at);
            var name = body.AsSpan(tag + 1, end - tag - 1);
            text.Append(name.StartsWith("/div") || name.StartsWith("br") || name.StartsWith("/p") || name.StartsWith("/li") || name.StartsWith("/h") ? "\n" : "");
            at = end + 1;
        }

        return text.ToString();
    }

    private string? Known(string name) => environments.FirstOrDefault(e => string.Equals(e, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsKey(string text) => text.Equals("environment", StringComparison.OrdinalIgnoreCase) || text.Equals("env", StringComparison.OrdinalIgnoreCase);

    private Digest? DigestOf(string text)
    {
        var at = text.IndexOf(Sha, StringComparison.Ordinal);
        for (var i = 0; at >= 0 && i < MaximumDigests; i++, at = text.IndexOf(Sha, at + Sha.Length, StringComparison.Ordinal))
        {
            var end = at + Sha.Length + HexLength;
            if (end <= text.Length && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end])) && Digest.TryParse(text[at..end], out var digest) && isKnown(digest))
            {
                return digest;
            }
        }

        return null;
    }
}
