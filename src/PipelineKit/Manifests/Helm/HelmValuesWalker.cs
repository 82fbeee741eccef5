namespace PipelineKit.Manifests;

/// <summary>Goes through values and adds the images of every mapping.</summary>
internal sealed class HelmValuesWalker(SiteSink sink, YamlTrail trail, YamlAnchors anchors, Func<string?> appVersion)
{
    internal void Walk(YamlNode node, string key)
    {
        var images = HelmImage.In(node, key).ToList();
        foreach (var image in images)
        {
            Add(image, anchors.IsOverridden(node, image.Name.Key) || anchors.IsOverridden(node, "registry"));
        }

        foreach (var entry in node.Entries)
        {
            if (entry.Value.Kind != YamlKind.Scalar)
            {
                trail.Push(entry.Key);
                Walk(entry.Value, entry.Key);
                trail.Pop();
            }
            else if ((HelmImage.IsImageKey(entry.Key) || (entry.Key == "repository" && HelmImage.IsImageKey(key))) && !images.Exists(i => i.Name == entry))
            {
                Whole(entry);
            }
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            trail.Push(i);
            Walk(node.Items[i], "");
            trail.Pop();
        }
    }

    /// <summary><c>image: name:tag</c>. Under a key that only ends in <c>image</c>, and for a repository with its tag inside, a bare word is not taken for one.</summary>
    private void Whole(YamlEntry entry)
    {
        var value = anchors.Resolve(entry.Value);
        if (value.Text is not ("true" or "false") && (entry.Key == "image" || value.Text.AsSpan().ContainsAny('/', ':')))
        {
            sink.Whole(value, trail.With(entry.Key), isCertain: entry.Key == "image" && value.Text.AsSpan().ContainsAny('/', ':', '$'));
        }
    }

    private void Add(HelmImage image, bool isForOthers)
    {
        var name = image.FullName;
        if (VariableText.IsOnlyTemplates(name))
        {
            return;
        }

        var tag = image.Tag is null ? null : anchors.Resolve(image.Tag.Value);
        var isTagEmpty = tag is null || tag.Text.Length == 0 || DigestSites.IsNull(tag);
        var isPinned = (tag?.Text.Contains('@', StringComparison.Ordinal) ?? false) || (image.Digest is { Value.Text.Length: > 0 } digest && !DigestSites.IsNull(digest.Value));
        if (isForOthers && !isPinned && (image.Tag ?? image.Digest) is { } place)
        {
            // Whoever merges this mapping under another name takes tag and digest along.
            sink.Value(place.Value, SiteForm.TagOnly, isTagEmpty ? name : $"{name}:{tag!.Text}", trail.With(place.Key), NotPinnable.Variable);
        }
        else if (image.Digest is not null && !(tag?.Text.Contains('@', StringComparison.Ordinal) ?? false))
        {
            DigestSites.Add(image.Digest.Value, image.DigestForm, name, isTagEmpty ? appVersion() : tag!.Text, trail.With(image.Digest.Key), sink);
        }
        else if (image.Tag is null)
        {
            sink.Value(image.Name.Value, SiteForm.WholeReference, name, trail.With(image.Name.Key), NotPinnable.NoPlace);
        }
        else if (isTagEmpty)
        {
            Empty(image.Tag, name);
        }
        else if (tag != image.Tag.Value || anchors.IsShared(tag!))
        {
            // The digest of one image must not become the tag of another that shares the text.
            sink.Value(image.Tag.Value, SiteForm.TagOnly, $"{name}:{tag!.Text}", trail.With(image.Tag.Key), NotPinnable.Variable);
        }
        else
        {
            sink.Tag(tag!, name, trail.With(image.Tag.Key));
        }
    }

    private void Empty(YamlEntry tag, string name)
    {
        var version = appVersion();
        sink.Value(
            tag.Value,
            SiteForm.EmptyTag,
            version is null ? name : $"{name}:{version}",
            trail.With(tag.Key),
            version is null || anchors.IsShared(tag.Value) || !VariableText.Of(name).IsKnown ? NotPinnable.Variable : NotPinnable.No);
    }
}
