using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>Reads and writes locks in every form there is.</summary>
public static class LockForms
{
    private static readonly YamlLimits Limits = new() { MaximumBytes = ImageLockFile.MaximumBytes, MaximumNodes = 2_000_000 };

    /// <summary>Reads a lock in whichever form it has; the form is taken from what the file says of itself, and never guessed.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its path as the user knows it: for messages, and because a kustomization may be known by its name alone.</param>
    /// <returns>Its images, in the order of the file; also those it names without a digest.</returns>
    /// <exception cref="FailureException">With <see cref="FailureCodes.BadLock"/> and the line: no form of a lock, or a damaged one.</exception>
    public static IReadOnlyList<KnownImage> Read(ReadOnlyMemory<byte> content, string path)
    {
        // Our own locks are large; they need not be read as YAML first to be known.
        if (LockLineReader.TryRead(content.Span) is { } own)
        {
            return FromOwn(own);
        }

        if (content.Span.StartsWith("# Written by pipelinekit"u8))
        {
            return FromOwn(ImageLockFile.Parse(content, path));
        }

        var root = LimitedYaml.Read(content, path, Limits, FailureCodes.BadLock);
        return FormOf(root, path) switch
        {
            LockForm.KbldConfig or LockForm.ImgpkgImagesLock => [.. KbldLock.Parse(content, path).Select(FromKbld)],
            LockForm.HelmImagesLock => HelmImagesLock.Read(root),
            LockForm.Kustomization => KustomizeImages.Read(root),
            LockForm.KluctlFixedImages => KluctlImages.Read(root),
            LockForm.PipelineKit => FromOwn(ImageLockFile.Parse(content, path)),
            _ => throw root.Error(
                "this is no form of an image lock that is known",
                "Give an images.lock.yaml of PipelineKit, a lock of kbld or imgpkg, an Images.lock of Helm dt, a kustomization.yaml, or fixed images of Kluctl."),
        };
    }

    /// <summary>Writes the images of a lock in a form; equal locks give equal bytes.</summary>
    /// <param name="content">The lock.</param>
    /// <param name="form">The form.</param>
    /// <param name="chart">The chart that <see cref="LockForm.HelmImagesLock"/> is for; the other forms have none.</param>
    /// <exception cref="FailureException">
    /// With <see cref="FailureCodes.BadInputValue"/>: what the lock has cannot be said in this form; every image it is about is listed.
    /// </exception>
    public static byte[] Write(ImageLock content, LockForm form, LockedChart? chart = null) => form switch
    {
        LockForm.KbldConfig => KbldLock.Write(content, KbldFormat.Config),
        LockForm.ImgpkgImagesLock => KbldLock.Write(content, KbldFormat.ImagesLock),
        LockForm.HelmImagesLock => HelmImagesLock.Write(content, chart),
        LockForm.Kustomization => KustomizeImages.Write(content),
        LockForm.KluctlFixedImages => KluctlImages.Write(content),
        _ => ImageLockFile.Write(content),
    };

    private static LockForm? FormOf(YamlValue root, string path)
    {
        if (root.Shape != YamlShape.Mapping)
        {
            return null;
        }

        var (version, kind) = (root["apiVersion"]?.Text, root["kind"]?.Text);
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return (version, kind) switch
        {
            ("kbld.k14s.io/v1alpha1", "Config") => LockForm.KbldConfig,
            ("imgpkg.carvel.dev/v1alpha1", "ImagesLock") => LockForm.ImgpkgImagesLock,
            ("v0", "ImagesLock") => LockForm.HelmImagesLock,
            (null, "Kustomization" or "Component") => LockForm.Kustomization,
            ({ } api, "Kustomization" or "Component") when api.StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal) => LockForm.Kustomization,
            (null, null) when name is "kustomization.yaml" or "kustomization.yml" or "Kustomization" => LockForm.Kustomization,
            (null, null) when root["version"] is not null => LockForm.PipelineKit,
            (null, null) when KluctlImages.LooksLike(root) => LockForm.KluctlFixedImages,
            _ => null,
        };
    }

    private static IReadOnlyList<KnownImage> FromOwn(ImageLock content) => [.. content.Images.Select(LockedImages.Known)];

    private static KnownImage FromKbld(KbldImage image)
    {
        var target = image.Pinned.Reference;
        var tag = target.Tag ?? image.Reference.Tag;
        return new KnownImage(image.Reference.Text, ImageReference.Parse($"{target.Registry}/{target.Repository}{(tag is null ? "" : ":" + tag)}@{image.Pinned.Digest}"));
    }
}
