using PipelineKit.Failures;

namespace PipelineKit.Git;

/// <summary>What a Git server says about one ref.</summary>
/// <param name="Name">The full name, <c>refs/tags/v4</c> or <c>refs/heads/main</c>.</param>
/// <param name="Commit">The commit it means, annotated tags peeled: 40 or 64 lower-case hex digits.</param>
public sealed record GitRef(string Name, string Commit)
{
    /// <summary>The name without <c>refs/tags/</c> or <c>refs/heads/</c>.</summary>
    public string ShortName => Name.StartsWith("refs/tags/", StringComparison.Ordinal) ? Name[10..]
        : Name.StartsWith("refs/heads/", StringComparison.Ordinal) ? Name[11..] : Name;

    /// <summary>Whether it is a branch, which moves by design.</summary>
    public bool IsBranch => Name.StartsWith("refs/heads/", StringComparison.Ordinal);
}

/// <summary>The refs of one repository, as listed once.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Refs">Tags and branches.</param>
public sealed record GitRefList(string Repository, IReadOnlyList<GitRef> Refs)
{
    /// <summary>A tag of this short name, else a branch of it, else null.</summary>
    public GitRef? Find(string shortName) =>
        Refs.FirstOrDefault(r => !r.IsBranch && r.ShortName == shortName) ?? Refs.FirstOrDefault(r => r.IsBranch && r.ShortName == shortName);
}

/// <summary>A Git server did not list a repository's refs.</summary>
public sealed class GitServerException : Exception
{
    /// <summary>A refusal, an outage or a broken answer.</summary>
    public GitServerException(FailureCode code, string repository, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Repository = repository;
    }

    /// <summary>RemoteRefused, RemoteUnavailable or RemoteProtocol.</summary>
    public FailureCode Code { get; }

    /// <summary><c>owner/name</c>.</summary>
    public string Repository { get; }
}
