using PipelineKit.Audit;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Promotion;

namespace PipelineKit.Drift;

/// <summary>What an environment should have, by its ledger and its lock.</summary>
internal sealed record ExpectedState
{
    /// <summary>The environment.</summary>
    public required EnvironmentSettings Settings { get; init; }

    /// <summary>What its ledger says.</summary>
    public required EnvironmentHistory History { get; init; }

    /// <summary>Repositories that have the image: of this environment and of the others, as <c>registry/repository</c>.</summary>
    public required IReadOnlySet<string> Repositories { get; init; }

    /// <summary>The images of its lock; null without one.</summary>
    public LockedImages? Locked { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Settings.Name;

    /// <summary>The image that is to be there; null when none is recorded.</summary>
    public Digest? Digest => History.Current?.Digest;

    /// <summary>Where the image is to be taken from: <c>registry/repository</c>, or <c>oci:FOLDER</c>.</summary>
    public string Repository => EnvironmentPlace.TextOf(Settings.Repository);

    /// <summary>Whether a reference means the image that is promoted, wherever it is taken from and whichever digest it has.</summary>
    public bool IsOwn(ImageReference reference) =>
        Repositories.Contains(NameOf(reference)) || (reference.Digest is { } digest && History.Occupancies.Any(o => o.Digest == digest));

    /// <summary>Whether a reference names the repository of another environment.</summary>
    public bool IsElsewhere(ImageReference reference) => !OciLayoutReference.IsOne(Settings.Repository) && Repositories.Contains(NameOf(reference)) && NameOf(reference) != Repository;

    /// <summary>The digests that are recorded for a reference: of the image itself, that of the ledger; of another, those of the lock.</summary>
    public IReadOnlyList<Digest> DigestsOf(ImageReference reference)
    {
        if (IsOwn(reference) && Digest is { } current)
        {
            return [current];
        }

        var entries = Locked?.Entries.Where(e => e.Repository == NameOf(reference) && e.Digest is not null).ToList() ?? [];
        var tagged = entries.FindAll(e => reference.Tag is not null && e.Tag == reference.Tag);
        return [.. (tagged.Count > 0 ? tagged : entries).Select(e => e.Digest!).Distinct()];
    }

    /// <summary>The digests of platforms that the lock has for an image.</summary>
    public IEnumerable<Digest> PlatformsOf(Digest root) => Locked?.Entries.Where(e => e.Digest == root).SelectMany(e => e.Platforms.Select(p => p.Digest)) ?? [];

    /// <summary><c>registry/repository</c>.</summary>
    public static string NameOf(ImageReference reference) => $"{reference.Registry}/{reference.Repository}";
}
