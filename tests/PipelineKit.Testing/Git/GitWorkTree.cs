using System.Diagnostics;

namespace PipelineKit.Testing.Git;

/// <summary>A repository with a work tree, made by the real git. Needs the program <c>git</c>; skips the test without.</summary>
public sealed class GitWorkTree
{
    private GitWorkTree(string folder) => Folder = folder;

    /// <summary>Its top folder.</summary>
    public string Folder { get; }

    /// <summary>Makes one on branch <c>main</c>, without commits.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="objectFormat"><c>sha1</c> or <c>sha256</c>.</param>
    public static GitWorkTree Create(string folder, string objectFormat = "sha1")
    {
        Directory.CreateDirectory(folder);
        var made = new GitWorkTree(folder);
        made.Git("init", "--quiet", $"--object-format={objectFormat}", "--initial-branch=main", ".");
        return made;
    }

    /// <summary>Writes files, commits everything, and returns the commit.</summary>
    public string Commit(params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            var full = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, content);
        }

        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", "by a person");
        return Git("rev-parse", "HEAD");
    }

    /// <summary>The content of a file at a commit or branch.</summary>
    public string Read(string commit, string path) => Git("cat-file", "blob", $"{commit}:{path}") + "\n";

    /// <summary>Paths at a commit or branch, sorted by bytes.</summary>
    public string[] Paths(string commit) => Git("ls-tree", "-r", "-z", "--name-only", commit).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs git in the work tree and returns what it writes, without ends of line at the end; fails the test when git fails.</summary>
    public string Git(params string[] arguments)
    {
        using var process = Process.Start(GitProcess.Start(Folder, arguments))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result.TrimEnd('\n')
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }
}
