using PipelineKit.Git;

namespace PipelineKit.Tests.Git;

/// <summary>What became of one repository: its refs, or why there are none.</summary>
internal sealed record GitRefAnswer(GitRefList? Refs, GitServerException? Problem);

internal static class GitRefAnswers
{
    /// <summary>Lists several repositories at once; what goes wrong with one does not stop the others.</summary>
    public static async Task<IReadOnlyDictionary<string, GitRefAnswer>> ListAllAsync(this GitRefLister lister, IEnumerable<string> repositories, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(repositories.Distinct(StringComparer.Ordinal).Select(async r => (Repository: r, Answer: await AnswerAsync(lister, r, cancellation))));
        return answers.ToDictionary(a => a.Repository, a => a.Answer, StringComparer.Ordinal);
    }

    private static async Task<GitRefAnswer> AnswerAsync(GitRefLister lister, string repository, CancellationToken cancellation)
    {
        try
        {
            return new GitRefAnswer(await lister.ListAsync(repository, cancellation), Problem: null);
        }
        catch (GitServerException problem)
        {
            return new GitRefAnswer(Refs: null, problem);
        }
    }
}
