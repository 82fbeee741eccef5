namespace PipelineKit.Manifests;

/// <summary>Collects the sites of one file. The same bytes are one site, however often they are reached.</summary>
/// <param name="file">The file.</param>
/// <param name="kind">What it is.</param>
public sealed class SiteSink(SourceText file, FileKind kind)
{
    private readonly List<ReferenceSite> _sites = [];
    private readonly HashSet<ByteSpan> _known = [];

    /// <summary>The file.</summary>
    public SourceText File { get; } = file;

    /// <summary>What it is.</summary>
    public FileKind Kind { get; } = kind;

    /// <summary>What was found, in the order of finding.</summary>
    public IReadOnlyList<ReferenceSite> Sites => _sites;

    /// <summary>
    /// Adds a scalar that is a whole image reference, maybe with variables: what can be edited in it, or why nothing can.
    /// A value made of template expressions only is not a site; neither is nothing, <c>null</c> or an alias.
    /// </summary>
    /// <param name="scalar">The value.</param>
    /// <param name="where">Where in the document, for people.</param>
    /// <param name="isCertain">Whether the place can hold nothing but an image. Where not, what is no valid reference is not a site.</param>
    public void Whole(YamlNode scalar, string where, bool isCertain = true)
    {
        if (IsNothing(scalar) || VariableText.IsOnlyTemplates(scalar.Text))
        {
            return;
        }

        var edit = ReferenceEdit.OfWhole(scalar.Text.Trim());
        if (isCertain || edit.Obstacle == NotPinnable.No)
        {
            Add(scalar, edit, where);
        }
    }

    /// <summary>Adds bytes that are a whole image reference, maybe with variables; for formats other than YAML.</summary>
    /// <param name="span">The reference, without quotes.</param>
    /// <param name="where">Where in the document, for people.</param>
    /// <param name="comment">The comment on its line, if the format has such.</param>
    public void Whole(ByteSpan span, string where, ByteSpan? comment = null) => Add(span, ReferenceEdit.OfWhole(File.Text(span)), where, comment);

    /// <summary>Adds a scalar that is a tag, maybe with a digest or variables; the name stands elsewhere.</summary>
    /// <param name="scalar">The tag; not empty.</param>
    /// <param name="name">The image's name as spelled, parts joined.</param>
    /// <param name="where">Where in the document, for people.</param>
    public void Tag(YamlNode scalar, string name, string where)
    {
        if (!IsNothing(scalar) && !VariableText.IsOnlyTemplates(scalar.Text) && !VariableText.IsOnlyTemplates(name))
        {
            Add(scalar, ReferenceEdit.OfTag(name, scalar.Text.Trim()), where);
        }
    }

    /// <summary>Adds bytes that are a tag, maybe with a digest or variables; for formats other than YAML.</summary>
    /// <param name="span">The tag, without quotes.</param>
    /// <param name="name">The image's name as spelled, with the defaults of variables filled in.</param>
    /// <param name="where">Where in the document, for people.</param>
    /// <param name="comment">The comment on its line, if the format has such.</param>
    public void Tag(ByteSpan span, string name, string where, ByteSpan? comment = null) =>
        Add(span, ReferenceEdit.OfTag(name, File.Text(span)), where, comment);

    /// <summary>Adds a scalar all of which is edited in the given form: an empty tag, a digest, a hex value.</summary>
    /// <param name="scalar">The value; may be missing or empty.</param>
    /// <param name="form">What it is.</param>
    /// <param name="reference">The reference in force.</param>
    /// <param name="where">Where in the document, for people.</param>
    /// <param name="obstacle">Why it cannot be edited, or <see cref="NotPinnable.No"/>.</param>
    public void Value(YamlNode scalar, SiteForm form, string reference, string where, NotPinnable obstacle = NotPinnable.No)
    {
        var canEdit = scalar.IsVerbatim || scalar.Style == ScalarStyle.Missing || scalar.Kind != YamlKind.Scalar;
        Add(Site(scalar.Span, form, scalar.Span, reference, where, scalar.Comment, obstacle == NotPinnable.No && !canEdit ? NotPinnable.Notation : obstacle));
    }

    /// <summary>Adds a site; one with the same edited bytes is already enough.</summary>
    public void Add(ReferenceSite site)
    {
        if (_known.Add(site.Edit))
        {
            _sites.Add(site);
        }
    }

    /// <summary>Whether a comment asks to leave what stands here: on its line, or alone on the line before.</summary>
    /// <param name="offset">A byte of the line.</param>
    /// <param name="comment">The comment on the line, if there is one.</param>
    public bool IsExcluded(int offset, ByteSpan? comment) =>
        (comment is { } own && AsksToLeave(File.Slice(own)))
        || (File.LineBefore(offset) is { } before && IsComment(File.Slice(before)) && AsksToLeave(File.Slice(before)));

    /// <summary>A site of this file: the place is worked out from the bytes.</summary>
    /// <param name="whole">The bytes that name the image, for line and columns.</param>
    /// <param name="form">What the edited bytes are.</param>
    /// <param name="edit">The edited bytes.</param>
    /// <param name="reference">The reference in force.</param>
    /// <param name="where">Where in the document, for people.</param>
    /// <param name="comment">The comment on the line, if there is one.</param>
    /// <param name="obstacle">Why it cannot be edited, or <see cref="NotPinnable.No"/>.</param>
    public ReferenceSite Site(ByteSpan whole, SiteForm form, ByteSpan edit, string reference, string where, ByteSpan? comment, NotPinnable obstacle)
    {
        var (line, column) = File.Position(whole.Start);
        var (_, endColumn) = File.Position(Math.Min(whole.End, Math.Max(whole.Start, File.Line(whole.Start).End)));
        return new ReferenceSite
        {
            Path = File.Path,
            Kind = Kind,
            Form = form,
            Edit = edit,
            EditText = File.Text(edit),
            Reference = reference,
            Line = line,
            Column = column,
            EndColumn = endColumn,
            Where = where,
            Obstacle = obstacle,
            Excluded = IsExcluded(whole.Start, comment),
        };
    }

    private static bool IsNothing(YamlNode node) =>
        node.Kind != YamlKind.Scalar
        || node.Style is ScalarStyle.Missing or ScalarStyle.Alias
        || node.Span.Length == 0
        || (node.Style == ScalarStyle.Plain && node.Text is "~" or "null" or "Null" or "NULL")
        || string.IsNullOrWhiteSpace(node.Text);

    private static bool AsksToLeave(ReadOnlySpan<byte> comment) =>
        comment.IndexOf("pipelinekit: ignore"u8) >= 0 || comment.IndexOf("pipelinekit:ignore"u8) >= 0 || comment.IndexOf("ratchet:exclude"u8) >= 0;

    private static bool IsComment(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(" \t"u8);
        return text.StartsWith("#"u8) || text.StartsWith("//"u8);
    }

    private void Add(YamlNode scalar, ReferenceEdit edit, string where)
    {
        if (scalar.IsVerbatim && scalar.Text.Length == scalar.Span.Length && scalar.Text.AsSpan().Trim().Length == scalar.Text.Length)
        {
            Add(scalar.Span, edit, where, scalar.Comment);
            return;
        }

        var obstacle = edit.Obstacle == NotPinnable.No ? NotPinnable.Notation : edit.Obstacle;
        Add(Site(scalar.Span, SiteForm.WholeReference, scalar.Span, edit.Reference, where, scalar.Comment, obstacle));
    }

    private void Add(ByteSpan span, ReferenceEdit edit, string where, ByteSpan? comment)
    {
        // A text with other than ASCII characters is never a reference, so characters are bytes wherever there is something to edit.
        var part = edit.Obstacle == NotPinnable.No ? new ByteSpan(span.Start + edit.Start, edit.Length) : span;
        Add(Site(span, edit.Form, part, edit.Reference, where, comment, edit.Obstacle));
    }
}
