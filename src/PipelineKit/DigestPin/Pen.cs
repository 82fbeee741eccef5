using PipelineKit.Failures;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Editing;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>New text for the bytes of a site.</summary>
/// <param name="Site">Which.</param>
/// <param name="Edit">Bytes and text.</param>
/// <param name="Place">Where those bytes are.</param>
internal sealed record SiteEdit(ReferenceSite Site, SpanEdit Edit, SourcePlace Place)
{
    /// <summary>What is to stand there.</summary>
    public string NewText => Edit.Text;
}

/// <summary>Writes edits for sites of the files that were read; nothing is changed until they are applied.</summary>
/// <param name="file">The bytes of a file by its path.</param>
internal sealed class Pen(Func<string, SourceText> file)
{
    /// <summary>Sets an image's digest; null where the lock alone pins it.</summary>
    internal SiteEdit? Image(ReferenceSite site, Digest digest) => site.IsLockOnly ? null : Placed(site, PinText.Image(site, file(site.Path).Bytes.Span, digest));

    /// <summary>Sets an action's commit, with the version beside it.</summary>
    internal SiteEdit Uses(ReferenceSite site, string commit, string? version) =>
        Placed(site, PinText.Uses(site, file(site.Path).Bytes.Span, commit, version));

    /// <summary>Puts back what stood there.</summary>
    internal SiteEdit Restore(ReferenceSite site, string was) => Placed(site, PinText.Restore(site, file(site.Path).Bytes.Span, was));

    /// <summary>Takes the digest or commit away as far as the text itself tells how; null when it does not.</summary>
    internal SiteEdit? WithoutPin(ReferenceSite site)
    {
        if (site.IsUses)
        {
            return site.Comment is null ? null : Uses(site, site.Comment, version: null);
        }

        var at = site.EditText.IndexOf('@', StringComparison.Ordinal);
        return at <= 0 ? null : Restore(site, site.EditText[..at]);
    }

    private SiteEdit Placed(ReferenceSite site, SpanEdit edit)
    {
        var source = file(site.Path);
        var (line, column) = source.Position(edit.Span.Start);
        return new SiteEdit(site, edit, new SourcePlace(site.Path, line, column, column + source.Text(edit.Span).Length));
    }
}
