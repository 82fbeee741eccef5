namespace PipelineKit.Evidence;

/// <summary>An installed Python distribution: <c>NAME.dist-info/METADATA</c> or <c>NAME.egg-info/PKG-INFO</c> (core metadata specifications).</summary>
internal static class PythonMetadata
{
    private const string Classifier = "License :: OSI Approved :: ";

    internal static List<FoundPackage> Read(ReadOnlyMemory<byte> content)
    {
        var reader = new ControlReader(content, isStrict: false);
        return reader.Next() && reader["Name"] is { Length: > 0 } name && reader["Version"] is { Length: > 0 } version
            ? [new FoundPackage("pypi", "", FirstLine(name), FirstLine(version)) { Licenses = Licenses(reader) }]
            : throw new UnreadableFileException("it has no name or no version");
    }

    private static string[] Licenses(ControlReader reader)
    {
        if (reader["License-Expression"] is { Length: > 0 } expression)
        {
            return [expression];
        }

        // Some write the whole text of the licence here.
        if (reader["License"] is { Length: > 0 and <= 100 } license && license is not "UNKNOWN" && !license.Contains('\n', StringComparison.Ordinal))
        {
            return [license];
        }

        return [.. reader["Classifier"].Split('\n').Where(c => c.StartsWith(Classifier, StringComparison.Ordinal)).Select(c => c[Classifier.Length..])];
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
