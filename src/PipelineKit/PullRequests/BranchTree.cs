using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>A file of a tree, as Git's index lists it.</summary>
/// <param name="Mode">Six octal digits: <c>100644</c>, <c>100755</c>, <c>120000</c> (symbolic link) or <c>160000</c> (submodule).</param>
/// <param name="Id">The object.</param>
internal sealed record TreeFile(string Mode, string Id)
{
    internal bool IsRegular => Mode is "100644" or "100755";

    internal string Nature => Mode == "120000" ? "a symbolic link" : "a submodule";
}

/// <summary>The files of the commit that changes are made on, and whether the changes can be made there.</summary>
internal sealed class BranchTree
{
    private readonly Dictionary<string, TreeFile> _files = new(StringComparer.Ordinal);

    /// <summary>Reads what <c>git ls-files --stage -z</c> writes.</summary>
    internal static BranchTree Parse(ReadOnlySpan<byte> listing)
    {
        var tree = new BranchTree();
        foreach (var range in listing.Split((byte)0))
        {
            var line = listing[range];
            var tab = line.IndexOf((byte)'\t');
            var fields = tab < 0 ? [] : Encoding.ASCII.GetString(line[..tab]).Split(' ');
            if (fields.Length == 3)
            {
                tree._files[Encoding.UTF8.GetString(line[(tab + 1)..])] = new TreeFile(fields[0], fields[1]);
            }
        }

        return tree;
    }

    /// <summary>Takes a file in; where a host tells of a folder only that it is there, any path below it stands for it.</summary>
    internal void Add(string path, TreeFile file) => _files[path] = file;

    /// <summary>The file at this path, or null.</summary>
    internal TreeFile? this[string path] => _files.GetValueOrDefault(path);

    /// <summary>Everything that stands in the way of writing these files after deleting those.</summary>
    internal IEnumerable<Failure> Obstacles(IReadOnlyCollection<string> writes, IReadOnlySet<string> deletes)
    {
        var wanted = new WantedPaths(writes);
        foreach (var (path, file) in _files)
        {
            if (!deletes.Contains(path))
            {
                wanted.Meet(path, file);
            }
            else if (!file.IsRegular)
            {
                yield return ProposalRules.At(path, $"is {file.Nature} in the branch; it is not deleted");
            }
        }

        foreach (var (path, problem) in wanted.Problems())
        {
            yield return ProposalRules.At(path, problem);
        }
    }
}
