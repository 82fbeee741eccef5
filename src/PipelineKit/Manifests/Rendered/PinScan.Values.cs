using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>How sure it is that a value is an image.</summary>
internal enum ImageCertainty
{
    /// <summary>The key can be about pictures or machines: a text that is no reference is something else.</summary>
    Possible,

    /// <summary>The key is about images, but can hold a name of something else: only a text with <c>/</c>, <c>:</c> or <c>@</c> is one, or a word that the lock has.</summary>
    Likely,

    /// <summary>The same in a list of overrides, where it can be written <c>name=image</c>.</summary>
    Override,

    /// <summary>Nothing but an image can be there.</summary>
    Certain,
}

/// <summary>Values that are images, and mappings whose keys together are one.</summary>
internal sealed partial class PinScan
{
    private const int DeepestMerge = 8;

    /// <summary>Judges a scalar.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="value">The scalar: the same node, or what an alias there stands for.</param>
    /// <param name="certainty">What is known of the place.</param>
    private void Scalar(int node, int value, ImageCertainty certainty)
    {
        var text = Bytes(value);
        if (_yaml.IsNull(value) || text.Trim(" \t\n"u8).IsEmpty)
        {
            if (certainty == ImageCertainty.Certain && _yaml.Kind(value) == YamlKind.Scalar)
            {
                Report(new PinJudgement { Verdict = PinVerdict.Empty }, text, node);
            }

            return;
        }

        if (certainty == ImageCertainty.Certain)
        {
            Report(_subject.Judge.Judge(text), text, node);
            return;
        }

        text = text.Trim(" \t\n"u8);
        if (certainty == ImageCertainty.Override && text.IndexOf((byte)'=') is >= 0 and var equals)
        {
            text = text[(equals + 1)..];
        }

        if (!_yaml.IsText(value))
        {
            return;
        }

        var judgement = _subject.Judge.Judge(text);
        var isWord = text.IndexOfAny("/:@"u8) < 0;
        if (judgement.IsNoReference
            || (isWord && judgement.Repository is null && (certainty != ImageCertainty.Possible || IsWordOfText))
            || (judgement.Verdict == PinVerdict.NotPinned && IsPictureOrDisk(text)))
        {
            return;
        }

        Report(judgement, text, node);
    }

    /// <summary>Whether what is scanned is a text that is not a Kubernetes object: there, a single word after <c>image</c> can be the name of anything.</summary>
    private bool IsWordOfText => outer is not null && !_isObject;

    /// <summary>A name of a picture or disk has no tag: <c>shop:1.png</c> is an image.</summary>
    private static bool IsPictureOrDisk(ReadOnlySpan<byte> text) => text.IndexOf((byte)':') < 0 && KubernetesWalker.IsPictureOrDisk(Encoding.UTF8.GetString(text));

    /// <summary><c>registry</c>, <c>repository</c> or <c>name</c>, <c>tag</c>, <c>digest</c> in one mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="name">Its repository or name.</param>
    /// <param name="at">Where the image is reported.</param>
    private void Composite(int mapping, int name, int at)
    {
        if (_yaml.Kind(_yaml.Resolve(name)) != YamlKind.Scalar || !_yaml.IsText(name))
        {
            return;
        }

        var tag = ScalarOf(mapping, "tag"u8);
        var digest = ScalarOf(mapping, "digest"u8) ?? ScalarOf(mapping, "sha"u8) ?? ScalarOf(mapping, "sha256"u8);
        var isImage = PinKeys.IsImage(KeyBytes(mapping)) || PinKeys.IsImage(KeyBytes(at));
        if ((!isImage && ChildOf(mapping, "tag"u8) < 0 && digest is null) || IsSource(mapping))
        {
            return;
        }

        var registry = ScalarOf(mapping, "registry"u8);
        var text = new StringBuilder();
        if (registry is not null)
        {
            text.Append(registry.TrimEnd('/')).Append('/');
        }

        text.Append(_yaml.ValueText(name));
        if (tag is not null)
        {
            text.Append(':').Append(tag);
        }

        if (digest is not null)
        {
            text.Append('@').Append(digest.Length == 64 && !digest.Contains(':', StringComparison.Ordinal) ? "sha256:" : "").Append(digest);
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var judgement = _subject.Judge.Judge(bytes);
        if (!judgement.IsNoReference)
        {
            Report(judgement, bytes, at);
        }
    }

    /// <summary>An item of Kustomize's <c>images</c>.</summary>
    private void Kustomized(int mapping, int node)
    {
        if (_yaml.Kind(mapping) != YamlKind.Mapping || (_yaml.KeyIs(node, "newTag"u8) && _yaml.Child(mapping, "newName"u8) >= 0))
        {
            return;
        }

        var name = ScalarOf(mapping, "newName"u8) ?? ScalarOf(mapping, "name"u8);
        var digest = ScalarOf(mapping, "digest"u8);
        var tag = ScalarOf(mapping, "newTag"u8);
        if (name is not null)
        {
            var bytes = Encoding.UTF8.GetBytes($"{name}{(tag is null ? "" : ":" + tag)}{(digest is null ? "" : "@" + digest)}");
            Report(_subject.Judge.Judge(bytes), bytes, node);
        }
    }

    /// <summary>A mapping that takes its repository, or the rest of an image, from another by a merge key.</summary>
    private void Merged(int merge)
    {
        var mapping = _yaml.Parent(merge);
        if (ChildOf(mapping, "repository"u8) is >= 0 and var repository && (_yaml.Parent(repository) != mapping || ScalarOf(mapping, "tag"u8) is not null))
        {
            Composite(mapping, repository, merge);
        }
    }

    /// <summary>The value of a key, also where merge keys bring it.</summary>
    private int ChildOf(int mapping, ReadOnlySpan<byte> key, int depth = 0)
    {
        var own = _yaml.Child(mapping, key);
        if (own >= 0 || !_hasMerges || depth > DeepestMerge || _yaml.Child(mapping, "<<"u8) is not (>= 0 and var merge))
        {
            return own;
        }

        var from = _yaml.Resolve(merge);
        if (_yaml.Kind(from) == YamlKind.Mapping)
        {
            return ChildOf(from, key, depth + 1);
        }

        for (var item = _yaml.FirstChild(from); item >= 0 && own < 0; item = _yaml.NextSibling(item))
        {
            own = ChildOf(_yaml.Resolve(item), key, depth + 1);
        }

        return own;
    }

    private string? ScalarOf(int mapping, ReadOnlySpan<byte> key) =>
        ChildOf(mapping, key) is >= 0 and var child && _yaml.Kind(_yaml.Resolve(child)) == YamlKind.Scalar && !_yaml.IsNull(child) && _yaml.ValueText(child) is { Length: > 0 } text
            ? text
            : null;

    private bool IsSource(int mapping) =>
        _yaml.Child(mapping, "branch"u8) >= 0 || _yaml.Child(mapping, "revision"u8) >= 0 || _yaml.Child(mapping, "targetRevision"u8) >= 0 || _yaml.Child(mapping, "chart"u8) >= 0;

    private void Report(in PinJudgement judgement, ReadOnlySpan<byte> text, int node)
    {
        var span = _yaml.Span(node);
        Judged(span.Start, span.End);
        var place = outer is null ? span : new ByteSpan(outer.Offset(span.Start), span.Length);
        _subject.Report.Add(judgement, text, place, outer?.Document ?? _document, new PinPlace(_yaml, node, outer?.Place));
    }
}
