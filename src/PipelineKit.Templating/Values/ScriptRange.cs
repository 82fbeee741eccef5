namespace PipelineKit.Templating;

/// <summary><c>from..to</c>: integers, computed when asked for; descending when from is larger.</summary>
public sealed class ScriptRange : ScriptReference
{
    /// <summary>A range.</summary>
    /// <param name="from">The first integer.</param>
    /// <param name="to">The last one, or the one behind it.</param>
    /// <param name="isInclusive">Whether <paramref name="to"/> belongs to it.</param>
    public ScriptRange(long from, long to, bool isInclusive)
    {
        From = from;
        IsDescending = from > to;
        var distance = (ulong)(IsDescending ? from - to : to - from);
        Count = isInclusive ? distance + 1 : distance;
    }

    /// <inheritdoc />
    public override ScriptValueKind Kind => ScriptValueKind.Range;

    /// <summary>The first integer.</summary>
    public long From { get; }

    /// <summary>Whether it counts down.</summary>
    public bool IsDescending { get; }

    /// <summary>How many integers.</summary>
    public ulong Count { get; }

    /// <summary>An integer by position.</summary>
    public ScriptValue this[ulong index] => ScriptValue.Shrunk(IsDescending ? From - (long)index : From + (long)index);
}
