namespace PipelineKit.Canary;

/// <summary>A template, selector or matcher cannot be read.</summary>
public sealed class QueryTextException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">Where, in UTF-16 units from 0.</param>
    /// <param name="problem">What is wrong there, and what would be right.</param>
    public QueryTextException(string text, int position, string problem)
        : base($"{problem} (column {position + 1} of `{Shortened(text)}`)")
    {
        (Position, Problem) = (position, problem);
    }

    /// <summary>Where in the text, in UTF-16 units from 0.</summary>
    public int Position { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    private static string Shortened(string text) => text.Length <= 300 ? text : string.Concat(text.AsSpan(0, 300), "...");
}
