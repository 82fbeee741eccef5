using System.Text;

namespace PipelineKit.Evidence;

/// <summary>What is wrong with a value, with the path of each. At most a hundred are kept; the rest is counted.</summary>
internal sealed class SchemaProblems
{
    /// <summary>The most that are kept.</summary>
    public const int Most = 100;

    private readonly List<string> _path = [];
    private readonly List<(BomError Error, int Depth, long Offset)> _errors = [];
    private readonly int _base;

    public SchemaProblems(params ReadOnlySpan<string> path)
    {
        _path.AddRange(path);
        _base = _path.Count;
    }

    /// <summary>How many were found.</summary>
    public int Count { get; private set; }

    /// <summary>Those that were kept, and where in the document each is.</summary>
    public IEnumerable<(BomError Error, long Offset)> All => _errors.Select(e => (e.Error, e.Offset));

    /// <summary>Whether there is only one, and it is that the value as a whole is of another type.</summary>
    public bool IsOnlyType => Count == 1 && _errors[0].Error.Rule == "type" && _errors[0].Depth == _base;

    /// <summary>Goes into a member or an item.</summary>
    public void Enter(string step) => _path.Add(step);

    /// <summary>Goes out again.</summary>
    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Adds one, at the path reached.</summary>
    /// <param name="rule">The keyword.</param>
    /// <param name="message">What is wrong, to stand behind the path.</param>
    /// <param name="offset">Where, in bytes of the document.</param>
    public void Add(string rule, string message, long offset)
    {
        Count++;
        if (_errors.Count < Most)
        {
            _errors.Add((new BomError(Pointer(_path), rule, message), _path.Count, offset));
        }
    }

    /// <summary>A place for the problems of one of several forms of the value.</summary>
    public SchemaProblems Branch() => new([.. _path]);

    /// <summary>Takes over what another found.</summary>
    public void Add(SchemaProblems other)
    {
        Count += other.Count;
        _errors.AddRange(other._errors.Take(Most - _errors.Count));
    }

    /// <summary>Whether the form these are about is rather what was meant: the first thing wrong lies further inside, or there are fewer.</summary>
    public bool FitsBetterThan(SchemaProblems other)
    {
        var (mine, theirs) = (Shallowest(), other.Shallowest());
        return mine != theirs ? mine > theirs : Count < other.Count;
    }

    /// <summary>A JSON pointer (RFC 6901).</summary>
    public static string Pointer(IEnumerable<string> path)
    {
        var pointer = new StringBuilder();
        foreach (var step in path)
        {
            pointer.Append('/').Append(step.Length > 200 ? step[..200] + "..." : step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return pointer.ToString();
    }

    private int Shallowest() => _errors.Count == 0 ? int.MaxValue : _errors.Min(e => e.Depth);
}
