using System.Diagnostics;
using System.Text;

namespace PipelineKit.Testing.Git;

/// <summary>A bare repository made by the real git, with exactly the refs a test gives it. Needs the program <c>git</c>; skips the test without.</summary>
public sealed class GitTestRepository
{
    private readonly string _folder;

    private GitTestRepository(string folder) => _folder = folder;

    /// <summary>Makes <c>root/owner/name.git</c>.</summary>
    /// <param name="root">The folder that a <see cref="GitHttpServer"/> serves.</param>
    /// <param name="repository"><c>owner/name</c>.</param>
    /// <param name="objectFormat"><c>sha1</c> or <c>sha256</c>.</param>
    public static GitTestRepository Create(string root, string repository, string objectFormat = "sha1")
    {
        var folder = Path.Combine(root, repository + ".git");
        Directory.CreateDirectory(folder);
        var made = new GitTestRepository(folder);
        made.Git("", "init", "--quiet", "--bare", $"--object-format={objectFormat}", "--initial-branch=main", ".");
        return made;
    }

    /// <summary>Makes a commit on top of a branch (made if it is not there) and returns its id.</summary>
    public string Commit(string branch, string message = "change")
    {
        var parent = Git("", "for-each-ref", "--format=%(objectname)", "refs/heads/" + branch).Trim();
        var tree = Git("", "mktree").Trim();
        string[] parents = parent.Length > 0 ? ["-p", parent] : [];
        var commit = Git(message, ["commit-tree", tree, .. parents]).Trim();
        Git("", "update-ref", "refs/heads/" + branch, commit);
        return commit;
    }

    /// <summary>Makes or moves a lightweight tag.</summary>
    public void Tag(string name, string target) => Git("", "update-ref", "refs/tags/" + name, target);

    /// <summary>Makes or moves an annotated tag and returns the id of the tag object.</summary>
    public string AnnotatedTag(string name, string target)
    {
        Git("", "tag", "--force", "--annotate", "--message", name, name, target);
        return Git("", "rev-parse", "refs/tags/" + name).Trim();
    }

    /// <summary>Makes many lightweight tags of one commit at once, as a repository has them after garbage collection.</summary>
    public void Tags(IEnumerable<string> names, string target) =>
        File.AppendAllLines(Path.Combine(_folder, "packed-refs"), names.Select(n => $"{target} refs/tags/{n}"));

    /// <summary>Deletes a tag.</summary>
    public void DeleteTag(string name) => Git("", "update-ref", "-d", "refs/tags/" + name);

    /// <summary>Runs git in the repository and returns what it writes; fails the test when git fails.</summary>
    public string Git(string input, params string[] arguments)
    {
        using var process = Process.Start(GitProcess.Start(_folder, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }
}

/// <summary>How the tests start git: by full path, no configuration but theirs, nobody's environment.</summary>
internal static class GitProcess
{
    internal static ProcessStartInfo Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Peer.Program("git"))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = folder;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "Test";
            start.Environment[$"GIT_{role}_EMAIL"] = "test@example.com";
            start.Environment[$"GIT_{role}_DATE"] = "2026-01-01T00:00:00Z";
        }

        return start;
    }
}
