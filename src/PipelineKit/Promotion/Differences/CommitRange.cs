using PipelineKit.Ci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>What two images say about the commits between them, with a link to a comparison where the host is one whose pages are known: an image could name any address.</summary>
internal static class CommitRange
{
    private const int ShortHex = 12;

    /// <summary>Says it.</summary>
    /// <param name="from">What was there before is built from; null for nothing before.</param>
    /// <param name="to">What comes is built from.</param>
    /// <param name="isBack">Whether it goes back: then the commits are those that are left again.</param>
    /// <param name="run">The run, whose own host is known.</param>
    internal static LinkedText Of(SourceCommit? from, SourceCommit to, bool isBack, CiContext run)
    {
        var proof = to.IsSigned && from?.IsSigned != false ? "" : ", by unsigned labels or provenance";
        if (from is null || from.Revision == to.Revision)
        {
            return new LinkedText((from is null ? Short(to) : $"{Short(to)}, the same as before") + proof, PageOf(to.Repository, run, "commit/" + to.Revision, $"commit/{to.Revision}"));
        }

        if (!string.Equals(from.Repository, to.Repository, StringComparison.OrdinalIgnoreCase))
        {
            return new LinkedText($"{Named(from)} to {Named(to)}{proof}", Url: null);
        }

        var (older, newer) = isBack ? (to, from) : (from, to);
        var text = isBack ? $"back from {Short(from)} to {Short(to)}" : $"{Short(from)} to {Short(to)}";
        return new LinkedText(
            text + proof,
            PageOf(to.Repository, run, $"compare/{older.Revision}...{newer.Revision}", $"branchCompare?baseVersion=GC{older.Revision}&targetVersion=GC{newer.Revision}"));
    }

    private static string Named(SourceCommit commit) => commit.Repository.Length == 0 ? Short(commit) : $"{Short(commit)} of {commit.Repository}";

    private static string Short(SourceCommit commit) => commit.Revision[..ShortHex];

    private static string? PageOf(string repository, CiContext run, string gitHub, string azure)
    {
        if (!Uri.TryCreate(repository, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        var own = run.CodeHost is { } host && Uri.TryCreate(host.Kind == CodeHostKind.GitHub ? run.GitServerUrl : host.ApiUrl, UriKind.Absolute, out var server) && server.Authority == uri.Authority ? host.Kind : (CodeHostKind?)null;
        return uri.Authority == "github.com" || own == CodeHostKind.GitHub ? $"{repository}/{gitHub}"
            : (uri.Authority == "dev.azure.com" || uri.Host.EndsWith(".visualstudio.com", StringComparison.Ordinal) || own == CodeHostKind.AzureRepos) && repository.Contains("/_git/", StringComparison.Ordinal) ? $"{repository}/{azure}"
            : uri.Authority == "gitlab.com" ? $"{repository}/-/{gitHub}"
            : null;
    }
}
