using System.Text;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>
/// The <c>images</c> of a kustomization: <c>name</c> is what manifests say, <c>newName</c>, <c>newTag</c> and <c>digest</c> what is put in its place. With a tag and a digest
/// both are put in, and the digest decides.
/// </summary>
internal static class KustomizeImages
{
    internal static IReadOnlyList<KnownImage> Read(YamlValue root) => LockFormText.ReadAll(root["images"], Image);

    internal static byte[] Write(ImageLock content)
    {
        var images = LockFormText.ByRepository(content, "kustomize");
        var output = new StringBuilder("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:");
        output.Append(images.Count == 0 ? " []\n" : "\n");
        foreach (var (repository, tag, digest) in images)
        {
            foreach (var name in LockFormText.Spellings(repository))
            {
                LockFormText.Pair(output, "- name: ", name);
                if (tag is not null)
                {
                    LockFormText.Pair(output, "  newTag: ", tag);
                }

                LockFormText.Pair(output, "  digest: ", digest.Text);
            }
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    // A placeholder that is not replaced by anything is no image, and none of the lock's business.
    private static KnownImage? Image(YamlValue item)
    {
        var name = item.Require("name").AsText();
        var target = item["newName"] is { Text.Length: > 0 } newName ? newName : item.Require("name");
        var (tag, digest) = TagAndDigest(item);
        if (digest is null && !ImageReference.TryParse(target.Text, out _, out _))
        {
            return null;
        }

        var reference = LockFormText.ReferenceOf(target);
        return reference is { Tag: null, Digest: null }
            ? new KnownImage(name, tag is null ? reference : Tagged(reference, item.Require("newTag"), tag)) { Digest = digest, Place = item.Place }
            : throw target.Error($"`{target.Text}` is to be a name without tag and digest", "Put the tag into `newTag` and the digest into `digest`.");
    }

    // A digest may also stand behind the tag, `newTag: 1.27@sha256:...`, where kustomize puts the suffix behind it if there is one.
    private static (string? Tag, Digest? Digest) TagAndDigest(YamlValue item)
    {
        var text = item["newTag"] is { Text.Length: > 0 } newTag ? newTag.Expect(YamlShape.Scalar).Text : null;
        var hasSuffix = item["tagSuffix"] is { Text.Length: > 0 };
        if (item["digest"] is { Text.Length: > 0 } digest)
        {
            return (hasSuffix ? null : text, LockFormText.DigestOf(digest));
        }

        var at = text?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            return (hasSuffix ? null : text, null);
        }

        return !hasSuffix && Digest.TryParse(text![(at + 1)..], out var behind)
            ? (at == 0 ? null : text[..at], behind)
            : throw item.Require("newTag").Error($"`{text}` has no sha256 or sha512 digest in lower-case hex at its end", "Put the digest into `digest`.");
    }

    private static ImageReference Tagged(ImageReference name, YamlValue place, string tag) =>
        ImageReference.TryParse($"{name.Name}:{tag}", out var tagged, out var problem) ? tagged : throw place.Error($"`{tag}` is not a tag: {problem}");
}
