using System.Globalization;
using System.Text;

namespace PipelineKit.PullRequests;

/// <summary>
/// Which paths may be committed: those that every system checks out as they are, and none that Git or a file system takes for something else
/// (the rules of git's <c>verify_path</c> with protectNTFS and protectHFS, and fsck's).
/// </summary>
internal static class RepositoryPath
{
    private const int MaximumBytes = 4000;
    private const int MaximumPartBytes = 255;

    /// <summary>Why the path may not be committed, as a clause after the path; null when it may.</summary>
    internal static string? Problem(string path)
    {
        if (path.Length == 0)
        {
            return "is empty";
        }

        if (path.Contains('\\', StringComparison.Ordinal))
        {
            return "has a backslash; folders are separated with `/`";
        }

        if (path.Any(char.IsControl))
        {
            return "has a control character, such as the end of a line, in its name";
        }

        if (!IsUtf16(path) || Encoding.UTF8.GetByteCount(path) > MaximumBytes)
        {
            return $"is not Unicode text of at most {MaximumBytes} bytes";
        }

        return path[0] == '/' || (path.Length > 1 && char.IsAsciiLetter(path[0]) && path[1] == ':')
            ? "is absolute; paths are relative to the top of the repository"
            : path.Split('/').Select(PartProblem).FirstOrDefault(p => p is not null);
    }

    private static string? PartProblem(string part) =>
        part switch
        {
            "" => "has a folder or file without a name",
            "." or ".." => $"has `{part}` in it; write it without",
            _ when Encoding.UTF8.GetByteCount(part) > MaximumPartBytes => $"has a part longer than {MaximumPartBytes} bytes",
            _ when Plain(part) is ".git" or "git~1" => "leads into what Git keeps for itself",
            _ when Plain(part) is ".gitmodules" or "gitmod~1" => "is a file by which Git finds other repositories",
            _ => null,
        };

    // What file systems of Windows and macOS make of a name: no streams, no dots or blanks at the end, no invisible characters, no case.
    private static string Plain(string part)
    {
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? part : part[..colon];
        return string.Concat(name.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)).TrimEnd('.', ' ').ToLowerInvariant();
    }

    private static bool IsUtf16(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
