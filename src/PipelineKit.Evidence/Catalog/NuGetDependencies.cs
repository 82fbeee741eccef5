using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// The packages a .NET program brings along: <c>NAME.deps.json</c>. Those of which no file is at run time are left out. The shared frameworks have such a file too, in which
/// the version of the runtime stands.
/// </summary>
internal static class NuGetDependencies
{
    private const string RuntimePack = "runtimepack.";

    internal static List<FoundPackage> Read(ReadOnlyMemory<byte> content)
    {
        using var document = FileReader.Parse(content);
        var root = document.RootElement;
        var packages = new List<FoundPackage>();
        if (FileReader.Member(root, "libraries", JsonValueKind.Object) is not { } libraries)
        {
            throw new UnreadableFileException("it has no `libraries`");
        }

        var target = Target(root);
        foreach (var library in libraries.EnumerateObject())
        {
            var slash = library.Name.LastIndexOf('/');
            if (FileReader.Text(library.Value, "type") is "package" or "runtimepack" && IsUsed(target, library.Name))
            {
                packages.Add(slash > 0 ? Package(library.Name[..slash], library.Name[(slash + 1)..], library.Value) : throw new UnreadableFileException($"its library `{library.Name}` has no version"));
            }
        }

        return packages;
    }

    private static FoundPackage Package(string name, string version, JsonElement library) =>
        new("nuget", "", name.StartsWith(RuntimePack, StringComparison.Ordinal) ? name[RuntimePack.Length..] : name, version) { Hash = Hash(FileReader.Text(library, "sha512")) };

    private static JsonElement? Target(JsonElement root) =>
        FileReader.Member(root, "runtimeTarget", JsonValueKind.Object) is { } target
        && FileReader.Text(target, "name") is { } name
        && FileReader.Member(root, "targets", JsonValueKind.Object) is { } targets
            ? FileReader.Member(targets, name, JsonValueKind.Object)
            : null;

    private static bool IsUsed(JsonElement? target, string library) =>
        target is not { } all
        || FileReader.Member(all, library, JsonValueKind.Object) is not { } assets
        || assets.TryGetProperty("runtime", out _)
        || assets.TryGetProperty("runtimeTargets", out _)
        || assets.TryGetProperty("native", out _)
        || assets.TryGetProperty("resources", out _);

    // `sha512-` and base 64, of the package file.
    private static BomHash? Hash(string? text)
    {
        Span<byte> hash = stackalloc byte[64];
        return text is not null && text.StartsWith("sha512-", StringComparison.Ordinal) && Convert.TryFromBase64Chars(text.AsSpan(7), hash, out var length) && length == hash.Length
            ? new BomHash("SHA-512", Convert.ToHexStringLower(hash))
            : null;
    }
}
