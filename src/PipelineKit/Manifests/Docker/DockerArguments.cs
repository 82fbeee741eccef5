namespace PipelineKit.Manifests.Docker;

/// <summary>A build argument declared before the first <c>FROM</c>.</summary>
internal sealed class DockerArgument
{
    /// <summary>Its name.</summary>
    internal required string Name { get; init; }

    /// <summary>Its default with variables filled in; null without one, or when its text cannot be known.</summary>
    internal List<DockerPiece>? Value { get; set; }

    /// <summary>The arguments its default takes from.</summary>
    internal HashSet<DockerArgument> Takes { get; } = [];

    /// <summary>Every reference it takes part in; when that is more than one its default cannot carry a digest.</summary>
    internal HashSet<string> Uses { get; } = new(StringComparer.Ordinal);
}

/// <summary>A piece of resolved text and where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Place">Its bytes; null when they do not stand side by side.</param>
/// <param name="Owner">The argument whose default it stands in; null when it stands in the instruction itself.</param>
internal sealed record DockerPiece(string Text, ByteSpan? Place, DockerArgument? Owner);

/// <summary>The build arguments declared so far. Defaults are resolved where they stand, so each sees only what is above it.</summary>
internal sealed class DockerArguments
{
    private const int MaximumPieces = 64;
    private const int MaximumDepth = 8;
    private readonly Dictionary<string, DockerArgument> _byName = new(StringComparer.Ordinal);
    private readonly char _escape;

    /// <summary>None yet.</summary>
    /// <param name="escape">The file's escape character.</param>
    internal DockerArguments(char escape) => _escape = escape;

    /// <summary>Declares one, in place of an earlier one of this name.</summary>
    internal void Declare(string name, DockerWord? value)
    {
        var argument = new DockerArgument { Name = name };
        if (value is { } word && DockerExpression.Parse(word, _escape) is { } parts)
        {
            argument.Value = Resolve(parts, argument, argument.Takes);
        }

        _byName[name] = argument;
    }

    /// <summary>Fills in the variables of an instruction's word; null when one has no value. What took part is added to <paramref name="takes"/>.</summary>
    internal List<DockerPiece>? Resolve(DockerWord word, HashSet<DockerArgument> takes) =>
        DockerExpression.Parse(word, _escape) is { } parts ? Resolve(parts, owner: null, takes) : null;

    private List<DockerPiece>? Resolve(List<DockerPart> parts, DockerArgument? owner, HashSet<DockerArgument> takes, int depth = 0)
    {
        var pieces = new List<DockerPiece>();
        foreach (var part in parts)
        {
            var more = part.Variable is null ? [new DockerPiece(part.Text.Text, part.Text.Span, owner)] : Variable(part, owner, takes, depth);
            if (more is null || pieces.Count + more.Count > MaximumPieces || takes.Count > MaximumPieces)
            {
                return null;
            }

            pieces.AddRange(more);
        }

        return pieces;
    }

    private List<DockerPiece>? Variable(DockerPart part, DockerArgument? owner, HashSet<DockerArgument> takes, int depth)
    {
        if (_byName.TryGetValue(part.Variable!, out var argument))
        {
            takes.Add(argument);
            takes.UnionWith(argument.Takes);
        }

        var value = argument?.Value;
        var isSet = value is not null && (part.Operator is "-" or "+" || value.Exists(p => p.Text.Length > 0));
        List<DockerPiece> nothing = [new DockerPiece("", null, argument)];
        return part.Operator switch
        {
            "" => value is { Count: 0 } ? nothing : value,
            ":-" or "-" => isSet ? value : Fallback(part, owner, takes, depth),
            ":+" or "+" => isSet ? Fallback(part, owner, takes, depth) : nothing,
            _ => null,
        };
    }

    private List<DockerPiece>? Fallback(DockerPart part, DockerArgument? owner, HashSet<DockerArgument> takes, int depth) =>
        depth < MaximumDepth && DockerExpression.Parts(part.Text, _escape) is { } parts ? Resolve(parts, owner, takes, depth + 1) : null;
}
