namespace PipelineKit.Git;

/// <summary>Reads what a checkout stands at, straight from its files (gitrepository-layout): no Git needed, and no configuration of the repository obeyed.</summary>
internal static class GitHead
{
    private const int MaximumReference = 4096;
    private const int MaximumPacked = 64 << 20;
    private const int MaximumHops = 5;

    /// <summary>The commit of <c>HEAD</c> in lower-case hex. Null when the folder is in no repository, nothing is committed yet, or only Git itself can tell (reftable).</summary>
    internal static string? Read(string folder)
    {
        try
        {
            return GitIndex.Find(folder) is { } repository ? Resolve(repository.GitFolder) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A repository that cannot be read is one that cannot be named; the manifests are the same without.
            return null;
        }
    }

    private static string? Resolve(string gitFolder)
    {
        var shared = GitIndex.Shared(gitFolder);
        var text = Text(Path.Combine(gitFolder, "HEAD"));
        for (var hop = 0; hop < MaximumHops && text is not null; hop++)
        {
            if (!text.StartsWith("ref: ", StringComparison.Ordinal))
            {
                return IsCommit(text) ? text : null;
            }

            var name = text[5..].Trim();
            if (!name.StartsWith("refs/", StringComparison.Ordinal) || name.Contains("..", StringComparison.Ordinal))
            {
                return null;
            }

            text = Text(Path.Combine(gitFolder, name)) ?? Text(Path.Combine(shared, name)) ?? Packed(shared, name);
        }

        return null;
    }

    private static string? Text(string path) => new FileInfo(path) is { Exists: true, Length: <= MaximumReference } ? File.ReadAllText(path).Trim() : null;

    // `HASH NAME` a line; comments and peeled tags begin otherwise.
    private static string? Packed(string shared, string name)
    {
        var file = new FileInfo(Path.Combine(shared, "packed-refs"));
        if (file is not { Exists: true, Length: <= MaximumPacked })
        {
            return null;
        }

        foreach (var line in File.ReadLines(file.FullName))
        {
            if (line.EndsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[^(name.Length + 1)] == ' ' && IsCommit(line[..^(name.Length + 1)]))
            {
                return line[..^(name.Length + 1)];
            }
        }

        return null;
    }

    private static bool IsCommit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);
}
