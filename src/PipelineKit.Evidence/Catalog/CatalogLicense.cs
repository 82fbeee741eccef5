namespace PipelineKit.Evidence;

/// <summary>Licences as files of an image write them, as SPDX expressions where they are some.</summary>
internal static class CatalogLicense
{
    private const int MaximumLength = 200;

    /// <summary>A licence.</summary>
    /// <param name="text">As written.</param>
    /// <param name="isDebian">Whether the short names of Debian are meant: <c>GPL-2</c> is <c>GPL-2.0-only</c>.</param>
    internal static BomLicense Of(string text, bool isDebian)
    {
        text = text.Length > MaximumLength ? text[..MaximumLength] : text;
        return isDebian && Translated(text) is { } expression && IsSpdx(expression)
            ? new BomLicense(expression, IsExpression: true)
            : new BomLicense(text, IsSpdx(text));
    }

    private static bool IsSpdx(string text) => LicenseExpression.TryParse(text, out var expression, out _) && expression.IsKnown;

    // The short names of machine-readable debian/copyright 1.0: `GPL-2+ or Expat`.
    private static string? Translated(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = words[i] switch
            {
                "or" or "and" or "with" => words[i].ToUpperInvariant(),
                "Expat" => "MIT",
                "zlib" => "Zlib",
                var word when IsGnu(word) => Gnu(word),
                var word => word,
            };
        }

        return words.Length == 0 ? null : string.Join(' ', words);
    }

    private static bool IsGnu(string word) => word.StartsWith("GPL-", StringComparison.Ordinal) || word.StartsWith("LGPL-", StringComparison.Ordinal) || word.StartsWith("AGPL-", StringComparison.Ordinal) || word.StartsWith("GFDL-", StringComparison.Ordinal);

    private static string Gnu(string word)
    {
        var later = word.EndsWith('+');
        var name = later ? word[..^1] : word;
        name = name.LastIndexOf('.') > name.IndexOf('-', StringComparison.Ordinal) ? name : name + ".0";
        return name + (later ? "-or-later" : "-only");
    }
}
