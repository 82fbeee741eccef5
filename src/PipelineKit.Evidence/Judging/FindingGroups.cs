using System.Runtime.InteropServices;

namespace PipelineKit.Evidence;

/// <summary>Sorts what is said by what it is about: the same vulnerability (or rule) and the same package (or place).</summary>
internal sealed class FindingGroups
{
    private readonly IReadOnlyList<SourcedFinding> _findings;
    private readonly AliasIndex _aliases;
    private readonly PackageTable _packages = new();
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _byKey;
    private readonly int[] _package;
    private readonly int[] _next;
    private readonly FindingGroup[] _groups;

    internal FindingGroups(IReadOnlyList<SourcedFinding> findings, AliasIndex aliases)
    {
        (_findings, _aliases) = (findings, aliases);
        (_package, _next, _groups) = (new int[findings.Count], new int[findings.Count], new FindingGroup[findings.Count]);
        _byKey = new Dictionary<long, int>(findings.Count);
        for (var i = 0; i < findings.Count; i++)
        {
            _package[i] = _packages.Add(findings[i].Finding.Package);
        }

        var same = _packages.Untyped();
        for (var i = 0; i < findings.Count; i++)
        {
            Add(i, same[_package[i]]);
        }

        Array.Resize(ref _groups, _byKey.Count);
    }

    /// <summary>The groups, in the order of what was said first.</summary>
    internal FindingGroup[] Items => _groups;

    /// <summary>What is said, at its place.</summary>
    internal SourcedFinding this[int place] => _findings[place];

    /// <summary>The place of what else is said about the same.</summary>
    internal int Next(int place) => _next[place];

    private void Add(int place, int package)
    {
        var finding = _findings[place].Finding;
        var isVulnerability = finding.Kind is FindingKind.Vulnerability or FindingKind.Malware;
        var id = isVulnerability ? _aliases.Canonical(finding) : finding.Id;
        var packageKey = finding.Package.Name.Length > 0 || finding.Package.Purl is not null ? _packages.Key(package) : finding.Path ?? "";
        var number = isVulnerability ? Number(_ids, id) : ~Number(_places, $"{finding.Kind}\n{packageKey}\n{id}");
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, ((long)number << 32) | (uint)package, out var isKnown);
        if (isKnown)
        {
            ref var known = ref _groups[at];
            _next[known.Last] = place;
            (known.Last, known.Count) = (place, known.Count + 1);
            return;
        }

        at = _byKey.Count - 1;
        _groups[at] = new FindingGroup { Id = id, PackageKey = packageKey, First = place, Last = place, Count = 1 };
    }

    private static int Number(Dictionary<string, int> numbers, string text)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, text, out var isKnown);
        number = isKnown ? number : numbers.Count;
        return number;
    }
}
