using System.Runtime.CompilerServices;

namespace PipelineKit.Evidence;

/// <summary>
/// Which identifiers are one vulnerability, by what the evidence itself says. Two CVEs are never one: an identifier that is said to be an alias of several CVEs bundles them and stays by itself, and so do the
/// advisories of distributions. The order of the statements does not matter.
/// </summary>
internal sealed class AliasIndex
{
    private const int None = -1;
    private const int Several = -2;
    private const int Places = 1 << 14;

    private static readonly List<string> NoOthers = [];

    private readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<int> _parents = [];

    // For each identifier that is no CVE: the CVE it is said to be, or how many.
    private readonly List<int> _cves = [];
    private string[] _canonical = [];

    // By the object an identifier is: readers share the texts that repeat.
    private readonly VulnerabilityName?[] _recent = new VulnerabilityName?[Places];
    private readonly Dictionary<string, List<string>> _others = new(StringComparer.Ordinal);

    /// <summary>The index of all statements of these findings.</summary>
    internal static AliasIndex Of(IReadOnlyList<SourcedFinding> findings)
    {
        var index = new AliasIndex();
        var (alone, recent) = (new HashSet<string>(StringComparer.Ordinal), new string?[Places]);
        for (var i = 0; i < findings.Count; i++)
        {
            // That an identifier has no aliases need be said only once.
            var finding = findings[i].Finding;
            if (finding.Kind is FindingKind.Vulnerability or FindingKind.Malware && (finding.Aliases.Count > 0 || IsNew(finding.Id)))
            {
                index.Add(finding);
            }
        }

        index.Resolve();
        return index;

        bool IsNew(string id)
        {
            ref var place = ref recent[RuntimeHelpers.GetHashCode(id) % Places];
            if (ReferenceEquals(place, id))
            {
                return false;
            }

            place = id;
            return alone.Add(id);
        }
    }

    /// <summary>What is known about an identifier.</summary>
    internal VulnerabilityName NameOf(string id)
    {
        ref var place = ref _recent[RuntimeHelpers.GetHashCode(id) % Places];
        if (place is null || !ReferenceEquals(place.Said, id))
        {
            var canonical = Canonical(id);
            place = new VulnerabilityName(id, VulnerabilityId.Normalize(id), canonical, VulnerabilityId.IsAdvisory(canonical), Others(canonical));
        }

        return place;
    }

    /// <summary>The one name of the vulnerability this identifier stands for; of an identifier nobody mentions, itself.</summary>
    internal string Canonical(string id)
    {
        var name = VulnerabilityId.Normalize(id);
        return _nodes.TryGetValue(name, out var node) ? _canonical[node] : VulnerabilityId.ImpliedCve(name) ?? name;
    }

    /// <summary>The one name of the vulnerability a finding is about: an advisory with exactly one CVE means that one.</summary>
    internal string Canonical(Finding finding)
    {
        var (_, _, id, isAdvisory, _) = NameOf(finding.Id);
        if (!isAdvisory)
        {
            return id;
        }

        string? cve = null;
        foreach (var alias in finding.Aliases)
        {
            var other = VulnerabilityId.Normalize(alias);
            other = VulnerabilityId.IsCve(other) ? other : VulnerabilityId.ImpliedCve(other);
            if (other is not null && cve is not null && other != cve)
            {
                return id;
            }

            cve = other ?? cve;
        }

        return cve ?? id;
    }

    /// <summary>The other identifiers of the vulnerability with this canonical name, ordered.</summary>
    internal List<string> Others(string canonical) => _others.GetValueOrDefault(canonical) ?? NoOthers;

    private void Add(Finding finding)
    {
        var self = Node(VulnerabilityId.Normalize(finding.Id));
        var anchor = CveOf(self);
        if (anchor == None)
        {
            foreach (var alias in finding.Aliases)
            {
                var cve = CveOf(Node(VulnerabilityId.Normalize(alias)));
                anchor = cve < 0 || cve == anchor ? anchor : anchor == None ? cve : Several;
            }
        }

        Attach(self, self, anchor);
        foreach (var alias in finding.Aliases)
        {
            Attach(Node(VulnerabilityId.Normalize(alias)), self, anchor);
        }
    }

    private void Attach(int node, int self, int anchor)
    {
        if (CveOf(node) >= 0 || VulnerabilityId.IsAdvisory(_names[node]))
        {
            return;
        }

        if (anchor >= 0 || node == self)
        {
            _cves[node] = Both(_cves[node], anchor);
        }
        else if (CveOf(self) < 0 && !VulnerabilityId.IsAdvisory(_names[self]))
        {
            _parents[Root(node)] = Root(self);
        }
    }

    private void Resolve()
    {
        var count = _names.Count;
        var cves = new int[count];
        var best = new string?[count];
        Array.Fill(cves, None);
        for (var node = 0; node < count; node++)
        {
            cves[Root(node)] = Both(cves[Root(node)], _cves[node]);
        }

        for (var node = 0; node < count; node++)
        {
            if (_cves[node] < 0 && IsPlain(node))
            {
                best[Root(node)] = Better(best[Root(node)], _names[node]);
            }
        }

        _canonical = new string[count];
        for (var node = 0; node < count; node++)
        {
            var name = Name(node, cves[Root(node)], best[Root(node)]);
            _canonical[node] = name;
            if (name != _names[node])
            {
                if (!_others.TryGetValue(name, out var list))
                {
                    _others.Add(name, list = new List<string>(1));
                }

                list.Add(_names[node]);
            }
        }

        foreach (var list in _others.Values)
        {
            list.Sort(StringComparer.Ordinal);
        }
    }

    private string Name(int node, int cveOfAll, string? bestOfAll)
    {
        if (CveOf(node) is >= 0 and var own)
        {
            return _names[own];
        }

        if (!IsPlain(node))
        {
            return _names[node];
        }

        return cveOfAll >= 0 ? _names[cveOfAll] : _cves[node] >= 0 ? _names[_cves[node]] : bestOfAll ?? _names[node];
    }

    private bool IsPlain(int node) => CveOf(node) < 0 && !VulnerabilityId.IsAdvisory(_names[node]);

    // The CVE an identifier is by its form.
    private int CveOf(int node)
    {
        var name = _names[node];
        return VulnerabilityId.IsCve(name) ? node : VulnerabilityId.ImpliedCve(name) is { } cve ? Node(cve) : None;
    }

    private int Node(string name)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            node = _names.Count;
            _nodes.Add(name, node);
            _names.Add(name);
            _parents.Add(node);
            _cves.Add(None);
        }

        return node;
    }

    private int Root(int node)
    {
        while (_parents[node] != node)
        {
            node = _parents[node] = _parents[_parents[node]];
        }

        return node;
    }

    private static int Both(int left, int right) => right == None || left == right ? left : left == None ? right : Several;

    private static string Better(string? known, string name)
    {
        if (known is null)
        {
            return name;
        }

        var (left, right) = (known.StartsWith("GHSA-", StringComparison.Ordinal), name.StartsWith("GHSA-", StringComparison.Ordinal));
        return left != right ? (left ? known : name) : string.CompareOrdinal(known, name) <= 0 ? known : name;
    }
}
