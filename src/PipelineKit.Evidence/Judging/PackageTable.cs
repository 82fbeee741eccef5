using System.Buffers;

namespace PipelineKit.Evidence;

/// <summary>Numbers for packages: the same number for all spellings of one package in one version.</summary>
internal sealed class PackageTable
{
    private static readonly SearchValues<char> PlainName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    // Readers share what they make of a package.
    private readonly Dictionary<object, int> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PackageIdentity, int> _byIdentity = [];
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly List<PackageEntry> _entries = [];

    /// <summary>The number of this package.</summary>
    internal int Add(PackageIdentity package)
    {
        if (!_known.TryGetValue(package, out var number))
        {
            _known.Add(package, number = AddNew(package));
        }

        return number;
    }

    private int AddNew(PackageIdentity package)
    {
        if (_byIdentity.TryGetValue(package, out var number))
        {
            return number;
        }

        var (type, name, version) = (package.Type, package.Name, package.Version);
        if (package.Purl is not null && !SaysTheSame(package) && PackageUrl.TryParse(package.Purl, out var url, out _))
        {
            var identity = url.ToIdentity();
            (type, name, version) = (identity.Type, identity.Name, version.Length > 0 ? version : identity.Version);
        }

        var entry = new PackageEntry(type, PackageNames.Name(type, name), PackageNames.Version(type, version));
        var text = $"{entry.Type}\n{entry.Name}\n{entry.Version}";
        if (!_byText.TryGetValue(text, out number))
        {
            number = _entries.Count;
            _byText.Add(text, number);
            _entries.Add(entry);
        }

        _byIdentity.Add(package, number);
        return number;
    }

    /// <summary>Type and name of a package, as they are compared.</summary>
    internal string Key(int number) => _entries[number].Key;

    /// <summary>The package without a type (SARIF names none) is the one of that name and version that has one, when there is exactly one.</summary>
    internal int[] Untyped()
    {
        var typed = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < _entries.Count; number++)
        {
            if (_entries[number].Type.Length > 0)
            {
                var text = Text(_entries[number]);
                typed[text] = typed.ContainsKey(text) ? -1 : number;
            }
        }

        var same = new int[_entries.Count];
        for (var number = 0; number < same.Length; number++)
        {
            var entry = _entries[number];
            same[number] = entry is { Type.Length: 0, Name.Length: > 0 } && typed.TryGetValue(Text(entry), out var other) && other >= 0 ? other : number;
        }

        return same;
    }

    // Whether the package URL has this type and this name, written plainly and without a namespace that matters: then nothing else comes of reading it.
    private static bool SaysTheSame(PackageIdentity package)
    {
        if (package.Version.Length == 0 || package.Type is not ("deb" or "apk" or "rpm" or "npm" or "gem" or "cargo") || package.Name.AsSpan().ContainsAnyExcept(PlainName))
        {
            return false;
        }

        var rest = package.Purl.AsSpan();
        if (!rest.StartsWith("pkg:", StringComparison.Ordinal) || !rest[4..].StartsWith(package.Type, StringComparison.Ordinal) || rest.Length <= 4 + package.Type.Length || rest[4 + package.Type.Length] != '/')
        {
            return false;
        }

        rest = rest[(5 + package.Type.Length)..];
        var end = rest.IndexOfAny('@', '?', '#');
        var path = end < 0 ? rest : rest[..end];
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.SequenceEqual(package.Name) && (name.Length == path.Length || package.Type is "deb" or "apk" or "rpm");
    }

    private static string Text(PackageEntry entry) => $"{entry.Name.ToLowerInvariant()}\n{entry.Version}";

    private sealed class PackageEntry(string type, string name, string version)
    {
        internal string Type { get; } = type;

        internal string Name { get; } = name;

        internal string Version { get; } = version;

        internal string Key { get; } = $"{type}|{name}";
    }
}
