namespace PipelineKit.Evidence;

/// <summary>A licence, or a pair of expressions.</summary>
internal sealed class LicenseNode
{
    private readonly string? _identifier;
    private readonly bool _needsBoth;
    private readonly LicenseNode? _left;
    private readonly LicenseNode? _right;

    /// <summary>A licence.</summary>
    public LicenseNode(string identifier) => _identifier = identifier;

    /// <summary>A pair: AND needs both, OR one.</summary>
    public LicenseNode(LicenseNode left, LicenseNode right, bool needsBoth) => (_left, _right, _needsBoth) = (left, right, needsBoth);

    public void Collect(List<string> identifiers)
    {
        if (_identifier is null)
        {
            _left!.Collect(identifiers);
            _right!.Collect(identifiers);
        }
        else if (!identifiers.Contains(_identifier))
        {
            identifiers.Add(_identifier);
        }
    }

    public bool IsSatisfiedBy(Func<string, bool> isAllowed) => _identifier is not null ? isAllowed(_identifier)
        : _needsBoth ? _left!.IsSatisfiedBy(isAllowed) && _right!.IsSatisfiedBy(isAllowed)
        : _left!.IsSatisfiedBy(isAllowed) || _right!.IsSatisfiedBy(isAllowed);

    public override string ToString() => _identifier ?? $"{Inner(_left!)} {(_needsBoth ? "AND" : "OR")} {Inner(_right!)}";

    private string Inner(LicenseNode node) => node._identifier is null && node._needsBoth != _needsBoth ? $"({node})" : node.ToString();
}
