namespace PipelineKit.Manifests.Rendered;

/// <summary>Images in lists and tables of overrides, patches and parameters.</summary>
internal sealed partial class PinScan
{
    /// <summary>A list of images or of Kustomize's overrides, or a mapping of names to images.</summary>
    private void Images(int images)
    {
        var isList = _yaml.Kind(images) == YamlKind.Sequence;
        for (var item = _yaml.FirstChild(images); item >= 0; item = _yaml.NextSibling(item))
        {
            var value = _yaml.Resolve(item);
            if (_yaml.Kind(value) == YamlKind.Scalar)
            {
                if (isList || !IsPartOfImage(item))
                {
                    Scalar(item, value, isList ? ImageCertainty.Override : ImageCertainty.Likely);
                }
            }
            else if (isList)
            {
                NamedImage(value);
            }
        }
    }

    private bool IsPartOfImage(int node) =>
        _yaml.KeyIs(node, "registry"u8) || _yaml.KeyIs(node, "repository"u8) || _yaml.KeyIs(node, "tag"u8) || _yaml.KeyIs(node, "digest"u8) || _yaml.KeyIs(node, "name"u8);

    // Where `newTag` and `newName` stand, they have been looked at by their own keys.
    private void NamedImage(int mapping)
    {
        if (_yaml.Child(mapping, "newTag"u8) >= 0 || _yaml.Child(mapping, "newName"u8) >= 0 || _yaml.Child(mapping, "repository"u8) >= 0
            || _yaml.Child(mapping, "name"u8) is not (>= 0 and var name))
        {
            return;
        }

        if (_yaml.Child(mapping, "digest"u8) is >= 0 and var digest)
        {
            Kustomized(mapping, digest);
        }
        else if (_yaml.ValueText(name).AsSpan().ContainsAny(':', '@'))
        {
            Scalar(name, _yaml.Resolve(name), ImageCertainty.Likely);
        }
    }

    /// <summary>An operation of a JSON patch (RFC 6902) whose path ends at an image.</summary>
    private void Patch(int path)
    {
        var text = Bytes(path);
        if (_yaml.Child(_yaml.Parent(path), "op"u8) >= 0 && text.LastIndexOf((byte)'/') is >= 0 and var slash && PinKeys.IsImage(text[(slash + 1)..]) && _yaml.Child(_yaml.Parent(path), "value"u8) is >= 0 and var value)
        {
            Image(value, text.IndexOf("ontainers/"u8) >= 0);
        }
    }

    /// <summary>Argo CD's <c>helm.parameters</c>: names with dots and values.</summary>
    private void HelmParameters(int list)
    {
        for (var item = _yaml.FirstChild(list); item >= 0; item = _yaml.NextSibling(item))
        {
            if (_yaml.Child(item, "name"u8) is not (>= 0 and var name) || _yaml.Child(item, "value"u8) is not (>= 0 and var value))
            {
                continue;
            }

            var key = Bytes(name);
            if (PinKeys.IsImage(key))
            {
                Scalar(value, _yaml.Resolve(value), ImageCertainty.Likely);
            }
            else if (key.EndsWith("mage.repository"u8))
            {
                Scalar(value, _yaml.Resolve(value), ImageCertainty.Possible);
            }
        }
    }
}
