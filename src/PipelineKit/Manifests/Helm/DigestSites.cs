using PipelineKit.Oci;

namespace PipelineKit.Manifests;

/// <summary>Sites that are a key of their own for the digest, beside name and tag.</summary>
internal static class DigestSites
{
    /// <summary>Adds the site.</summary>
    /// <param name="digest">The value of the key; may be empty.</param>
    /// <param name="form">Whether it holds <c>sha256:hex</c> or the hex alone.</param>
    /// <param name="name">The image's name.</param>
    /// <param name="tag">The tag in force; null or empty when it is not known.</param>
    /// <param name="where">Where in the document, for people.</param>
    /// <param name="sink">Takes it.</param>
    internal static void Add(YamlNode digest, SiteForm form, string name, string? tag, string where, SiteSink sink)
    {
        var image = VariableText.Of(string.IsNullOrEmpty(tag) ? name : $"{name}:{tag}");
        var written = IsNull(digest) ? "" : digest.Text.Trim();
        var full = written.Length == 0 ? image.Value : $"{image.Value}@{(form == SiteForm.HexValue ? "sha256:" : "")}{written}";
        var isUnknown = !image.IsKnown || (string.IsNullOrEmpty(tag) && written.Length == 0) || !VariableText.Of(written).IsKnown;
        var obstacle = digest.Style == ScalarStyle.Alias || isUnknown
            ? NotPinnable.Variable
            : ImageReference.TryParse(full, out _, out _) ? NotPinnable.No : NotPinnable.Malformed;
        sink.Value(digest, form, full, where, obstacle);
    }

    /// <summary>Nothing, or one of the spellings of null.</summary>
    internal static bool IsNull(YamlNode node) =>
        node.Style == ScalarStyle.Missing || (node.Style == ScalarStyle.Plain && node.Text is "~" or "null" or "Null" or "NULL");
}
