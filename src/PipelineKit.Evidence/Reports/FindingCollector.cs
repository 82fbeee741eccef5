using System.Runtime.CompilerServices;

namespace PipelineKit.Evidence;

/// <summary>Takes the findings of one report: bounds their number and shares what repeats among them (packages, ratings, texts).</summary>
internal sealed class FindingCollector(JsonInput input)
{
    private const int Places = 1 << 13;

    // Where a place is taken the next ones are looked at; only then what is there is driven out.
    private const uint Probes = 8;
    private const int LongestTitle = 200;
    private readonly PackageSlot[] _packages = new PackageSlot[Places];
    private readonly SeverityRating?[] _ratings = new SeverityRating?[Places];
    private readonly SeverityRating[]?[] _opinions = new SeverityRating[]?[Places];
    private readonly VersionSlot[] _versions = new VersionSlot[Places];
    private readonly List<Finding> _findings = [];

    /// <summary>Shared strings.</summary>
    public TextPool Texts { get; } = input.Texts;

    /// <summary>What was taken so far.</summary>
    public List<Finding> Findings => _findings;

    /// <summary>Takes one.</summary>
    public void Add(Finding finding)
    {
        if (_findings.Count >= input.Limits.Items)
        {
            throw input.Refuse(EvidenceProblem.TooLarge, $"has more than the {input.Limits.Items} findings that are kept of a document");
        }

        _findings.Add(finding);
    }

    /// <summary>A package; what its package URL says comes first, but for the version, where the document's own has the epoch.</summary>
    /// <param name="type">The type, when there is no package URL.</param>
    /// <param name="name">The name, when there is no package URL.</param>
    /// <param name="version">The version; empty when only the package URL has it.</param>
    /// <param name="purl">The package URL as the document has it; null or empty for none. One that is not valid is as none.</param>
    public PackageIdentity Package(string type, string? name, string? version, string? purl)
    {
        (name, version, purl) = (name ?? "", version ?? "", purl ?? "");
        var hash = TextPool.Hash(purl.Length > 0 ? purl : name) ^ TextPool.Hash(version);
        var free = hash;
        for (var i = 0u; i < Probes; i++)
        {
            ref var slot = ref _packages[(hash + i) & (Places - 1)];
            if (slot.Package is null)
            {
                free = hash + i;
                break;
            }

            if (Is(slot.Purl, purl) && Is(slot.Version, version) && Is(slot.Name, name) && Is(slot.Type, type))
            {
                return slot.Package;
            }
        }

        var package = purl.Length > 0 && PackageUrl.TryParse(purl, out var url, out _) ? url.ToIdentity() : new PackageIdentity(type, name, version);
        package = version.Length > 0 && package.Version != version ? package with { Version = version } : package;
        _packages[free & (Places - 1)] = new PackageSlot(type, name, version, purl, package);
        return package;
    }

    /// <summary>A rating.</summary>
    public SeverityRating Rating(string source, Severity severity, double? score, string? vector)
    {
        var hash = TextPool.Hash(source) ^ ((uint)severity << 8) ^ (uint)((score ?? 0) * 1000) ^ TextPool.Hash(vector ?? "");
        for (var i = 0u; i < Probes; i++)
        {
            ref var slot = ref _ratings[(hash + i) & (Places - 1)];
            if (slot is null || (slot.Severity == severity && slot.Score.Equals(score) && slot.Source == source && slot.Vector == vector))
            {
                return slot ??= new SeverityRating(source, severity, score, vector);
            }
        }

        return _ratings[hash & (Places - 1)] = new SeverityRating(source, severity, score, vector);
    }

    /// <summary>A list of ratings, which are shared ones.</summary>
    public IReadOnlyList<SeverityRating> Opinions(List<SeverityRating> ratings)
    {
        if (ratings.Count == 0)
        {
            return [];
        }

        var hash = (uint)ratings.Count;
        foreach (var rating in ratings)
        {
            hash = (hash * 31) + (uint)RuntimeHelpers.GetHashCode(rating);
        }

        for (var i = 0u; i < Probes; i++)
        {
            ref var slot = ref _opinions[(hash + i) & (Places - 1)];
            if (slot is null || AreSame(slot, ratings))
            {
                return slot ??= ratings.ToArray();
            }
        }

        return _opinions[hash & (Places - 1)] = ratings.ToArray();
    }

    /// <summary>Versions with a fix, of a list with commas.</summary>
    public IReadOnlyList<string> Versions(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        ref var slot = ref _versions[TextPool.Hash(text) & (Places - 1)];
        if (slot.Text != text)
        {
            slot = new VersionSlot(text, FixedVersions.Split(text));
        }

        return slot.Versions;
    }

    /// <summary>A few words, on one line.</summary>
    public static string Title(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length > LongestTitle)
        {
            text = text[..(char.IsHighSurrogate(text[LongestTitle - 2]) ? LongestTitle - 2 : LongestTitle - 1)] + "…";
        }

        return text.AsSpan().ContainsAny('\r', '\n') ? text.ReplaceLineEndings(" ") : text;
    }

    /// <summary>An address to read more at, when it is one.</summary>
    public static string? Url(string? text) => text is not null && text.Length <= 2000 && text.StartsWith("https://", StringComparison.Ordinal) ? text : null;

    // Texts that repeat are mostly one object.
    private static bool Is(string known, string text) => ReferenceEquals(known, text) || known == text;

    private static bool AreSame(SeverityRating[] shared, List<SeverityRating> ratings)
    {
        if (shared.Length != ratings.Count)
        {
            return false;
        }

        for (var i = 0; i < shared.Length; i++)
        {
            if (!ReferenceEquals(shared[i], ratings[i]))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct VersionSlot(string Text, IReadOnlyList<string> Versions);

    private readonly record struct PackageSlot(string Type, string Name, string Version, string Purl, PackageIdentity? Package);
}
