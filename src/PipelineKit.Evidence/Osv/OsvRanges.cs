namespace PipelineKit.Evidence;

/// <summary>What the ranges of an <c>affected</c> say about a version.</summary>
internal sealed class OsvRanges
{
    private readonly VersionScheme _scheme;
    private readonly string _version;

    public OsvRanges(VersionScheme scheme, string version) => (_scheme, _version) = (scheme, version);

    /// <summary>Whether the version is affected.</summary>
    public bool IsAffected { get; private set; }

    /// <summary>Whether something could not be compared.</summary>
    public bool IsUndecided { get; private set; }

    /// <summary>Whether a range it is in ends with a version that is not known to be affected, without saying which one is fixed.</summary>
    public bool HasOpenEnd { get; private set; }

    /// <summary>For each range it is in, the next version with a fix.</summary>
    public List<string> Fixed { get; } = [];

    /// <summary>Adds an element of <c>affected</c>.</summary>
    public void Add(DocumentNode affected)
    {
        var isUsable = false;
        foreach (var version in affected.Items("versions"))
        {
            isUsable = true;
            var text = version.AsText();
            IsAffected |= text == _version || VersionOrder.Compare(_scheme, text, _version) == 0;
        }

        var hasRange = false;
        foreach (var range in affected.Items("ranges"))
        {
            hasRange = true;
            var type = range.Text("type");
            if (type is "SEMVER" or "ECOSYSTEM")
            {
                isUsable = true;
                AddRange(range, type == "SEMVER" && _scheme == VersionScheme.Unknown ? VersionScheme.Semantic : _scheme);
            }
        }

        // Commits of a source repository cannot be compared with a version.
        IsUndecided |= hasRange && !isUsable;
    }

    /// <summary>The evaluation of the OSV schema: of the events at or below the version, the last decides; a version at or above every limit is out.</summary>
    private void AddRange(DocumentNode range, VersionScheme scheme)
    {
        var isIn = false;
        string? last = null;
        string? next = null;
        var hasEnd = false;
        var limits = 0;
        var passed = 0;
        foreach (var item in range.Items("events"))
        {
            foreach (var (kind, value) in item.Members())
            {
                var text = value.AsText();
                var isStart = kind == "introduced" && text == "0";
                var order = isStart ? 1 : kind == "limit" && text == "*" ? -1 : VersionOrder.Compare(scheme, _version, text);
                if (order is not { } relation)
                {
                    IsUndecided = true;
                    return;
                }

                if (kind == "limit")
                {
                    limits++;
                    passed += relation >= 0 ? 1 : 0;
                    continue;
                }

                // After the last affected version, nothing is said about the fix.
                hasEnd |= kind == "last_affected" && relation <= 0;
                if (kind == "fixed" && relation < 0 && (next is null || VersionOrder.Compare(scheme, text, next) < 0))
                {
                    next = text;
                }

                var isPassed = kind == "last_affected" ? relation > 0 : relation >= 0;
                if (isPassed && (last is null || isStart ? last is null : VersionOrder.Compare(scheme, text, last) >= 0))
                {
                    last = isStart ? last : text;
                    isIn = kind == "introduced";
                }
            }
        }

        if (!isIn || (limits > 0 && passed == limits))
        {
            return;
        }

        IsAffected = true;
        HasOpenEnd |= hasEnd;
        if (next is not null && !Fixed.Contains(next))
        {
            Fixed.Add(next);
        }
    }
}
