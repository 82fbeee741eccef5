using System.Buffers;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Manifests.Editing;

/// <summary>
/// What pinning writes at a site, and what undoes it. Finding again in the edited file gives a site whose <see cref="ReferenceSite.Edit"/> is what
/// was written, so that writing the old <see cref="ReferenceSite.EditText"/> back restores every byte.
/// </summary>
public static class PinText
{
    private static readonly SearchValues<char> CommitCharacters = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Sets the digest of an image site, in the form its place takes.</summary>
    /// <param name="site">An image site without obstacle.</param>
    /// <param name="file">The file it was found in.</param>
    /// <param name="digest">What it is to mean from now on.</param>
    /// <exception cref="FailureException">The file is not the one that was searched any more.</exception>
    public static SpanEdit Image(ReferenceSite site, ReadOnlySpan<byte> file, Digest digest)
    {
        Require(site, file, !site.IsUses);
        var text = site.Form switch
        {
            SiteForm.DigestValue => digest.Text,
            SiteForm.HexValue => digest.Hex,
            SiteForm.EmptyTag => $"{ImageReference.Parse(site.Reference).EffectiveTag}@{digest}",
            _ => $"{Before(site.EditText, '@')}@{digest}",
        };
        var needsSpace = site.EditText.Length == 0 && site.Edit.Start > 0 && file[site.Edit.Start - 1] == ':';
        return new SpanEdit(site.Edit, needsSpace ? " " + text : text);
    }

    /// <summary>Sets the commit of an action site and the version in the comment after it, where the line has room for a comment.</summary>
    /// <param name="site">A <c>uses</c> site without obstacle.</param>
    /// <param name="file">The file it was found in.</param>
    /// <param name="commit">40 or 64 hex digits.</param>
    /// <param name="version">The tag or branch the commit is; null for the ref as it was.</param>
    /// <exception cref="FailureException">The file is not the one that was searched any more.</exception>
    public static SpanEdit Uses(ReferenceSite site, ReadOnlySpan<byte> file, string commit, string? version)
    {
        Require(site, file, site.IsUses);
        var name = site.Reference[(site.Reference.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var old = site.EditText.AsSpan(name.Length);
        var quote = old is ['"' or '\'', ..] ? old[..1] : "";
        version ??= IsCommit(name) ? null : name;
        var rest = RestOfLine(file[site.Edit.End..]);
        if (version is not null && old.Length > quote.Length && VersionComment.Reads(old[quote.Length..^site.Comment!.Length].TrimStart(" \t"), version, rest))
        {
            return new SpanEdit(site.Edit, $"{commit}{old[..^site.Comment!.Length]}{version}");
        }

        var hasRoom = site.TakesComment && (old.Length > quote.Length || HasRoomForComment(file[site.Edit.End..]));
        var comment = version is null || !hasRoom ? null : VersionComment.For(version, rest);
        return new SpanEdit(site.Edit, comment is null ? $"{commit}{quote}" : $"{commit}{quote} # {comment}");
    }

    /// <summary>Whether a ref is a commit: 40 or 64 hex digits.</summary>
    internal static bool IsCommit(ReadOnlySpan<char> reference) => reference.Length is 40 or 64 && !reference.ContainsAnyExcept(CommitCharacters);

    /// <summary>Puts back what pinning replaced.</summary>
    /// <param name="site">The site as found in the pinned file.</param>
    /// <param name="file">The pinned file.</param>
    /// <param name="was">The site's <see cref="ReferenceSite.EditText"/> before it was pinned.</param>
    /// <exception cref="FailureException">The file is not the one that was searched any more.</exception>
    public static SpanEdit Restore(ReferenceSite site, ReadOnlySpan<byte> file, string was)
    {
        Require(site, file, condition: true);
        var hasSpace = was.Length == 0 && site.Edit.Start > 1 && file[site.Edit.Start - 1] == ' ' && file[site.Edit.Start - 2] == ':';
        return new SpanEdit(hasSpace ? new ByteSpan(site.Edit.Start - 1, site.Edit.Length + 1) : site.Edit, was);
    }

    /// <summary>Whether a comment may stand here: nothing but white space up to the line end or another comment.</summary>
    internal static bool HasRoomForComment(ReadOnlySpan<byte> rest)
    {
        var next = rest.IndexOfAnyExcept(" \t"u8);
        return next < 0 || rest[next] is (byte)'\r' or (byte)'\n' || (rest[next] == '#' && next > 0);
    }

    private static string RestOfLine(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        return Encoding.UTF8.GetString(rest[..Math.Min(end < 0 ? rest.Length : end, 1000)]);
    }

    private static string Before(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? text : text[..at];
    }

    private static void Require(ReferenceSite site, ReadOnlySpan<byte> file, bool condition)
    {
        if (!condition || site.Obstacle != NotPinnable.No)
        {
            throw new ArgumentException($"the site {site.Path}:{site.Line} ({site.Form}, {site.Obstacle}) takes no such edit", nameof(site));
        }

        if (site.Edit.End > file.Length || !file.Slice(site.Edit.Start, site.Edit.Length).SequenceEqual(Encoding.UTF8.GetBytes(site.EditText)))
        {
            var place = new SourcePlace(site.Path, site.Line, site.Column, site.EndColumn);
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{site.Path}` changed after it was searched", "Run again.", place));
        }
    }
}
