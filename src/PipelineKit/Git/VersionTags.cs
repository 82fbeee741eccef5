namespace PipelineKit.Git;

/// <summary>Which version a commit is, and which is the newest, from the tags of a repository.</summary>
public static class VersionTags
{
    /// <summary>
    /// The tag that says most exactly which version a commit is: <c>v4.2.2</c> rather than <c>v4.2</c> or <c>v4</c>; null when no version tag is there.
    /// </summary>
    /// <param name="refs">The refs of the repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="asked">The tag or branch it was asked by, or null. Tags with the same prefix come first, then tags without any.</param>
    public static string? MostSpecific(GitRefList refs, string commit, string? asked)
    {
        var prefix = PrefixOf(asked);
        return Versions(refs, r => r.Commit == commit)
            .OrderByDescending(v => v.Prefix == prefix)
            .ThenByDescending(v => v.Prefix.Length == 0)
            .ThenBy(v => v.IsPreRelease)
            .ThenByDescending(v => v.Numbers)
            .ThenByDescending(v => v, VersionTag.Precedence)
            .ThenByDescending(v => v.HasV)
            .ThenBy(v => v.Text, StringComparer.Ordinal)
            .FirstOrDefault()?.Text;
    }

    /// <summary>The newest version tag with the same prefix as another; releases before pre-releases, however new; null when there is none.</summary>
    /// <param name="refs">The refs of the repository.</param>
    /// <param name="like">The tag in use, or null for tags without a prefix.</param>
    public static string? Newest(GitRefList refs, string? like)
    {
        var prefix = PrefixOf(like);
        return Versions(refs, _ => true)
            .Where(v => v.Prefix == prefix)
            .OrderBy(v => v.IsPreRelease)
            .ThenByDescending(v => v, VersionTag.Precedence)
            .ThenByDescending(v => v.HasV)
            .ThenBy(v => v.Text, StringComparer.Ordinal)
            .FirstOrDefault()?.Text;
    }

    private static string PrefixOf(string? tag) => tag is not null && VersionTag.TryParse(tag, out var version) ? version.Prefix : "";

    private static IEnumerable<VersionTag> Versions(GitRefList refs, Func<GitRef, bool> chosen) =>
        refs.Refs.Where(r => !r.IsBranch && chosen(r)).Select(r => VersionTag.TryParse(r.ShortName, out var version) ? version : null).OfType<VersionTag>();
}
