using System.Globalization;

namespace PipelineKit.PullRequests;

/// <summary>Who makes a commit and when, as the variables by which Git is told.</summary>
internal static class GitIdentity
{
    /// <summary>Author and committer, at this moment in whole seconds and UTC.</summary>
    internal static IReadOnlyDictionary<string, string> Of(CommitAuthor author, TimeProvider time)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            variables[$"GIT_{role}_NAME"] = author.Name;
            variables[$"GIT_{role}_EMAIL"] = author.Email;
            variables[$"GIT_{role}_DATE"] = string.Create(CultureInfo.InvariantCulture, $"@{time.GetUtcNow().ToUnixTimeSeconds()} +0000");
        }

        return variables;
    }
}
