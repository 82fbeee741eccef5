namespace PipelineKit.Testing;

/// <summary>A request as <see cref="LoopbackHttpServer"/> read it.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Target">Path and query, as sent.</param>
/// <param name="Headers">By name, case ignored; repeated ones joined by a comma.</param>
/// <param name="Body">The body, empty when there was none.</param>
public sealed record LoopbackRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The target before <c>?</c>.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The values of a query parameter, decoded, in order.</summary>
    public IReadOnlyList<string> Query(string name) => Pairs(Target.Contains('?', StringComparison.Ordinal) ? Target.Split('?', 2)[1] : "", name);

    /// <summary>The values of a field of a form body, decoded, in order.</summary>
    public IReadOnlyList<string> Form(string name) => Pairs(System.Text.Encoding.UTF8.GetString(Body), name);

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private static string[] Pairs(string text, string name) =>
        [.. text.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .Where(p => Decode(p[0]) == name)
            .Select(p => p.Length > 1 ? Decode(p[1]) : "")];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
