using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Packages of npm: installed ones by their <c>package.json</c>, else those a <c>package-lock.json</c> would install.</summary>
internal static class NpmModules
{
    private const string Folder = "node_modules/";

    /// <summary>An installed package; none when the file names no version, as those that only set how a folder is loaded.</summary>
    internal static List<FoundPackage> ReadPackage(ReadOnlyMemory<byte> content)
    {
        using var document = FileReader.Parse(content, "name", "version", "license", "licenses");
        var root = document.RootElement;
        return FileReader.Text(root, "name") is { Length: > 0 } name && FileReader.Text(root, "version") is { Length: > 0 } version ? [Package(name, version, root)] : [];
    }

    /// <summary>What a lock file of version 1, 2 or 3 lists, without what is only needed to build.</summary>
    internal static List<FoundPackage> ReadLock(ReadOnlyMemory<byte> content)
    {
        using var document = FileReader.Parse(content);
        var packages = new List<FoundPackage>();
        if (FileReader.Member(document.RootElement, "packages", JsonValueKind.Object) is { } listed)
        {
            foreach (var entry in listed.EnumerateObject())
            {
                var at = entry.Name.LastIndexOf(Folder, StringComparison.Ordinal);
                if (at >= 0 && !IsForBuilding(entry.Value) && FileReader.Text(entry.Value, "version") is { Length: > 0 } version)
                {
                    packages.Add(Package(FileReader.Text(entry.Value, "name") ?? entry.Name[(at + Folder.Length)..], version, entry.Value));
                }
            }
        }
        else if (FileReader.Member(document.RootElement, "dependencies", JsonValueKind.Object) is { } dependencies)
        {
            AddAll(dependencies, packages);
        }

        return packages;
    }

    private static void AddAll(JsonElement dependencies, List<FoundPackage> packages)
    {
        foreach (var entry in dependencies.EnumerateObject())
        {
            if (!IsForBuilding(entry.Value) && FileReader.Text(entry.Value, "version") is { Length: > 0 } version)
            {
                packages.Add(Package(entry.Name, version, entry.Value));
            }

            if (FileReader.Member(entry.Value, "dependencies", JsonValueKind.Object) is { } nested)
            {
                AddAll(nested, packages);
            }
        }
    }

    private static bool IsForBuilding(JsonElement entry) => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("dev", out var dev) && dev.ValueKind == JsonValueKind.True;

    private static FoundPackage Package(string name, string version, JsonElement entry)
    {
        var slash = name.StartsWith('@') ? name.IndexOf('/', StringComparison.Ordinal) : -1;
        return new FoundPackage("npm", slash < 0 ? "" : name[..slash], name[(slash + 1)..], version) { Licenses = Licenses(entry) };
    }

    // A text; in old packages an object with a type, or a list of them.
    private static IReadOnlyList<string> Licenses(JsonElement entry)
    {
        var license = FileReader.Text(entry, "license") ?? (FileReader.Member(entry, "license", JsonValueKind.Object) is { } old ? FileReader.Text(old, "type") : null);
        if (license is not null)
        {
            return [license];
        }

        return FileReader.Member(entry, "licenses", JsonValueKind.Array) is { } several
            ? [.. several.EnumerateArray().Select(l => FileReader.Text(l, "type")).OfType<string>()]
            : [];
    }
}
