using System.Text;
using PipelineKit.Manifests.Editing;

namespace PipelineKit.Manifests.Ci;

/// <summary>
/// The value of <c>uses:</c>, <c>owner/repo[/path]@ref</c>, split at the first <c>@</c>: a ref may hold <c>/</c> and <c>@</c>.
/// Local paths and expressions name nothing that could be pinned; <c>docker://</c> names an image.
/// </summary>
internal static class UsesFinder
{
    private const string Docker = "docker://";

    internal static void Find(YamlNode node, string where, SiteSink sink)
    {
        if (node is not { Kind: YamlKind.Scalar, Style: not (ScalarStyle.Missing or ScalarStyle.Alias) } || node.Text.Length == 0 || IsOfNoInterest(node.Text))
        {
            return;
        }

        if (node.Text.StartsWith(Docker, StringComparison.Ordinal))
        {
            FindImage(node, where, sink);
            return;
        }

        var at = node.Text.IndexOf('@', StringComparison.Ordinal);
        if (!node.IsVerbatim || !IsValid(node.Text, at))
        {
            var obstacle = node.IsVerbatim ? NotPinnable.Malformed : NotPinnable.Notation;
            sink.Add(sink.Site(node.Span, SiteForm.UsesRef, node.Span, node.Text, where, node.Comment, obstacle));
            return;
        }

        var edit = Edit(sink.File, node, at + 1, out var version);
        var site = sink.Site(node.Span, SiteForm.UsesRef, edit, node.Text, where, node.Comment, NotPinnable.No);
        sink.Add(site with { Comment = version, TakesComment = node.Style != ScalarStyle.Block });
    }

    /// <summary>A <c>docker://</c> value: the image begins after the scheme.</summary>
    internal static void FindImage(YamlNode node, string where, SiteSink sink)
    {
        if (node is { Kind: YamlKind.Scalar, Style: not ScalarStyle.Alias } && node.Text.StartsWith(Docker, StringComparison.Ordinal))
        {
            var inside = new ByteSpan(node.Span.Start + Docker.Length, node.Span.Length - Docker.Length);
            sink.Whole(node with { Text = node.Text[Docker.Length..], Span = node.IsVerbatim ? inside : node.Span }, where);
        }
    }

    private static bool IsOfNoInterest(string text) =>
        text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal) || text is "." or ".."
        || text.StartsWith("$/", StringComparison.Ordinal) || text.Contains("${{", StringComparison.Ordinal) || text.Contains("{{", StringComparison.Ordinal);

    private static bool IsValid(string text, int at)
    {
        var name = at < 0 ? text : text[..at];
        var parts = name.Split('/');
        return at >= 0 && at + 1 < text.Length && !text.AsSpan(at + 1).ContainsAnyInRange('\0', ' ')
            && parts.Length >= 2
            && Array.TrueForAll(parts, p => p.Length > 0 && p is not ("." or "..") && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));
    }

    // The ref; with the closing quote when a comment can follow it; with the version comment up to the version when the ref is a commit.
    private static ByteSpan Edit(SourceText file, YamlNode node, int refStart, out string? comment)
    {
        comment = null;
        var start = node.Span.Start + Encoding.UTF8.GetByteCount(node.Text.AsSpan(0, refStart));
        var end = node.Span.End;
        if (node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        {
            end += PinText.HasRoomForComment(file.Bytes.Span[(end + 1)..]) ? 1 : 0;
        }

        if (node.Style != ScalarStyle.Block && PinText.IsCommit(node.Text.AsSpan(refStart)) && node.Comment is { } place && VersionComment.TryFind(file.Text(place), out var at, out var version))
        {
            comment = version;
            end = place.Start + at + version.Length;
        }

        return new ByteSpan(start, end - start);
    }
}
