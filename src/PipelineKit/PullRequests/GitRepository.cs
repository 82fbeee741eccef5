using System.Globalization;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>Finds the repository a folder belongs to, and whether Git is able and willing to work with it.</summary>
internal static class GitRepository
{
    private static readonly Version Oldest = new(2, 25);

    // The first that takes configuration by variables, where no other program can read it.
    private static readonly Version OldestForRemotes = new(2, 31);

    /// <summary>The absolute path of the repository's own folder (<c>.git</c>, or the bare repository).</summary>
    /// <exception cref="FailureException">PK0501: no folder, no repository, somebody else's, Git missing or too old.</exception>
    internal static async Task<string> FindAsync(GitCommand git, LocalGitOptions options, CancellationToken cancellation)
    {
        // A program that is missing and a folder that is missing fail in the same way when started.
        if (!Directory.Exists(options.Folder))
        {
            throw Unusable($"the folder `{options.Folder}` is not there", "Give a folder of a Git repository.");
        }

        CheckVersion((await git.AskAsync(["version"], cancellation)).Text, options.Remote.Length == 0 ? Oldest : OldestForRemotes);
        string[] trust = options.AcceptsOtherOwner ? ["-c", "safe.directory=*"] : [];
        var answer = await git.AskAsync([.. trust, "rev-parse", "--absolute-git-dir"], cancellation);
        return answer switch
        {
            { ExitCode: 0 } when Path.IsPathFullyQualified(answer.Text) => answer.Text,
            { ExitCode: 0 } => throw Unusable($"Git gives `{answer.Text}` as the folder of the repository", remedy: null),
            _ when answer.Error.Contains("dubious ownership", StringComparison.Ordinal) || answer.Error.Contains("unsafe repository", StringComparison.Ordinal) =>
                throw Unusable(
                    $"the repository at `{options.Folder}` belongs to another user, and Git does not trust it",
                    $"If you do, run `git config --global --add safe.directory {CommandText.Word(Top(answer.Error) ?? Path.GetFullPath(options.Folder))}` as the user that runs this program, or give the folder to that user."),
            _ when answer.Error.Contains("not a git repository", StringComparison.Ordinal) =>
                throw Unusable($"`{options.Folder}` is not in a Git repository", $"Give a folder of one, or make one: `git init {CommandText.Word(options.Folder)}`."),
            _ => throw GitCommand.Failed("rev-parse", answer),
        };
    }

    // Git wants the top of the repository to be named, which may be above the folder given; its message has it in quotes.
    private static string? Top(string error)
    {
        var start = error.IndexOf("repository at '", StringComparison.Ordinal) + "repository at '".Length;
        var end = error.IndexOf("'\n", start, StringComparison.Ordinal);
        return start >= "repository at '".Length && end > start ? error[start..end] : null;
    }

    private static void CheckVersion(string text, Version oldest)
    {
        if (VersionOf(text) is not { } version)
        {
            throw Unusable($"the program `git` answers `{(text.Length <= 100 ? text : text[..100])}` when asked for its version", "Check which program is called `git` on PATH.");
        }

        if (version < oldest)
        {
            throw Unusable($"Git {version} is too old", $"Install Git {oldest} or newer.");
        }
    }

    private static FailureException Unusable(string what, string? remedy) => new(new Failure(FailureCodes.UnusableRepository, what, remedy));

    // `git version 2.39.5 (Apple Git-154)`: the first two numbers.
    private static Version? VersionOf(string text)
    {
        const string Start = "git version ";
        if (!text.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var numbers = text[Start.Length..].Split('.', 3);
        return numbers.Length >= 2 && Leading(numbers[0]) is { } major && Leading(numbers[1]) is { } minor ? new Version(major, minor) : null;
    }

    private static int? Leading(string text)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
