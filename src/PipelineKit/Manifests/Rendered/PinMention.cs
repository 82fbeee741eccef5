using System.Globalization;
using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// What a short name of Docker Hub in a text can be beside an image: a service and its port (<c>postgres:5432</c>), a user and group (<c>nginx:nginx</c>), a user and
/// password (<c>postgres:secret@db</c>), a word before another (<c>redis:replica</c>).
/// </summary>
internal static class PinMention
{
    private const int LowestPort = 80;

    /// <summary>Whether it is not an image.</summary>
    /// <param name="repository">The repository of that name.</param>
    /// <param name="name">The name.</param>
    /// <param name="rest">What follows it: <c>:tag</c>, <c>@digest</c> or both.</param>
    /// <param name="isAlone">Whether nothing else is in the text, or the value of an option is.</param>
    internal static bool IsSomethingElse(PinRepository repository, ReadOnlySpan<byte> name, ReadOnlySpan<byte> rest, bool isAlone)
    {
        var at = rest.IndexOf((byte)'@');
        if (at >= 0)
        {
            return !rest[(at + 1)..].StartsWith("sha"u8);
        }

        var word = rest.IsEmpty ? rest : rest[1..];
        if (repository.HasTag(Encoding.UTF8.GetString(word)))
        {
            return false;
        }

        return word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 ? word.SequenceEqual(name) || !(isAlone || IsUsualTag(word))
            : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && (port >= LowestPort || port is (>= 20 and <= 25) or 53);
    }

    private static bool IsUsualTag(ReadOnlySpan<byte> word) =>
        word.StartsWith("latest"u8) || word.StartsWith("stable"u8) || word.StartsWith("mainline"u8) || word.StartsWith("alpine"u8) || word.StartsWith("slim"u8)
        || word.StartsWith("bookworm"u8) || word.StartsWith("bullseye"u8) || word.StartsWith("trixie"u8)
        || word.SequenceEqual("edge"u8) || word.SequenceEqual("lts"u8) || word.SequenceEqual("current"u8) || word.SequenceEqual("nightly"u8) || word.SequenceEqual("main"u8) || word.SequenceEqual("master"u8);
}
