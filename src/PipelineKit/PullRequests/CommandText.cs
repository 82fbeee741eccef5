using System.Buffers;

namespace PipelineKit.PullRequests;

/// <summary>Words of a command line that a person may copy.</summary>
internal static class CommandText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=,-");

    /// <summary>The word, in single quotes when a POSIX shell would take any of it for something else.</summary>
    internal static string Word(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
