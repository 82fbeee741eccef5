namespace PipelineKit.Locking;

/// <summary>The forms in which tools write down which digests images have.</summary>
public enum LockForm
{
    /// <summary>PipelineKit's own, <c>images.lock.yaml</c> (docs/digest-pin.md).</summary>
    PipelineKit,

    /// <summary>kbld: <c>kbld.k14s.io/v1alpha1</c> <c>Config</c> with overrides.</summary>
    KbldConfig,

    /// <summary>imgpkg: <c>imgpkg.carvel.dev/v1alpha1</c> <c>ImagesLock</c>.</summary>
    ImgpkgImagesLock,

    /// <summary>
    /// Helm's distribution tooling (<c>helm dt</c>): <c>Images.lock</c>, <c>v0</c> <c>ImagesLock</c>. It has a digest for each platform and none of the index, so what is read
    /// from it is used only where a platform is asked for, and what is written to it must have digests of platforms.
    /// </summary>
    HelmImagesLock,

    /// <summary>The <c>images</c> of a kustomization. Written as a <c>Component</c>, which a kustomization takes in by one line under <c>components</c>.</summary>
    Kustomization,

    /// <summary>The file that Kluctl reads with <c>--fixed-images-file</c>.</summary>
    KluctlFixedImages,
}

/// <summary>The Helm chart whose images a <see cref="LockForm.HelmImagesLock"/> lists.</summary>
/// <param name="Name">As in Chart.yaml.</param>
/// <param name="Version">As in Chart.yaml.</param>
/// <param name="AppVersion">As in Chart.yaml; may be empty.</param>
public sealed record LockedChart(string Name, string Version, string AppVersion);
