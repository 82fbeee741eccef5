using PipelineKit.Failures;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Editing;
using PipelineKit.Manifests.Scanning;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>A reference in a manifest that is moved.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Before">What stood there.</param>
/// <param name="After">What stands there then.</param>
internal sealed record MovedReference(string Path, int Line, string Before, string After);

/// <summary>Moves the references to an image in one file, by span: every other byte stays.</summary>
/// <param name="names">Repositories the image has in the environments, <c>registry/repository</c>.</param>
/// <param name="known">Digests it had; a reference by one of them is meant too.</param>
/// <param name="repository">Where it is from now on; empty to leave names as they are.</param>
/// <param name="digest">What it is from now on.</param>
/// <param name="root">The folder that files of a chart are looked up in.</param>
internal sealed class ManifestEdit(IReadOnlySet<string> names, IReadOnlySet<Digest> known, string repository, Digest digest, string root)
{
    private static readonly ScanOptions Options = new() { Kinds = ReferenceKinds.Images };

    /// <summary>The file as it is to be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">As it is.</param>
    /// <param name="moved">Gets what is moved.</param>
    /// <param name="problems">Gets what cannot be.</param>
    /// <returns>The bytes, and how many references to the image there are.</returns>
    internal (ReadOnlyMemory<byte> Bytes, int References) Apply(string path, ReadOnlyMemory<byte> bytes, List<MovedReference> moved, List<Failure> problems)
    {
        if (FileContent.Read(root, path, bytes, Options) is not { } found)
        {
            return (bytes, 0);
        }

        var edits = new List<SpanEdit>();
        var references = 0;
        foreach (var site in found.Sites.Where(s => !s.IsUses && !s.Excluded))
        {
            if (!ImageReference.TryParse(site.Reference, out var reference, out _) || !IsMeant(reference))
            {
                continue;
            }

            references++;
            var mustMove = repository.Length > 0 && NameOf(reference) != repository;
            if (site.IsLockOnly || site.Obstacle != NotPinnable.No || (mustMove && site.EditText != site.Reference))
            {
                problems.Add(new Failure(
                    FailureCodes.BadInputValue,
                    mustMove && site.Obstacle == NotPinnable.No ? $"`{site.Reference}` cannot be moved to `{repository}`: its name stands elsewhere than its digest" : $"`{site.Reference}` cannot be edited where it stands",
                    mustMove ? $"Write `{repository}` there by hand once; the digest is kept up to date from then on." : "Write the reference out, or let `render` make this manifest.",
                    new SourcePlace(path, site.Line, site.Column, site.EndColumn)));
                continue;
            }

            var edit = mustMove ? new SpanEdit(site.Edit, $"{repository}@{digest}") : PinText.Image(site, bytes.Span, digest);
            if (edit.Text != site.EditText)
            {
                edits.Add(edit);
                moved.Add(new MovedReference(path, site.Line, site.EditText, edit.Text));
            }
        }

        return (edits.Count == 0 ? bytes : SpanEditor.Apply(bytes.Span, edits), references);
    }

    private bool IsMeant(ImageReference reference) => names.Contains(NameOf(reference)) || (reference.Digest is { } there && known.Contains(there));

    private static string NameOf(ImageReference reference) => $"{reference.Registry}/{reference.Repository}";
}
