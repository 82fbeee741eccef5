namespace PipelineKit.Evidence;

/// <summary>
/// What a file is read for, by its name alone: where it is counts only in the end, since a link of a later layer may put it where it matters.
/// </summary>
internal static class FileKinds
{
    internal static FileKind Of(string path)
    {
        var name = Last(path, out var above);
        var parent = Last(above, out above);
        return name switch
        {
            "os-release" => FileKind.OsRelease,
            "status" => FileKind.Dpkg,
            "installed" => FileKind.Apk,
            "copyright" => FileKind.Copyright,
            "manifest.wall" => FileKind.Chisel,
            "rpmdb.sqlite" or "Packages.db" or "Packages" => FileKind.Rpm,
            "container-manifest-2" => FileKind.RpmManifest,
            "package.json" => IsInstalledModule(parent, above) ? FileKind.Npm : FileKind.None,
            "package-lock.json" => FileKind.NpmLock,
            "METADATA" when parent.EndsWith(".dist-info") => FileKind.Python,
            "PKG-INFO" when parent.EndsWith(".egg-info") || parent is "EGG-INFO" => FileKind.Python,
            _ when parent is "status.d" => name.EndsWith(".md5sums") ? FileKind.None : FileKind.Dpkg,
            _ => OfExtension(name),
        };
    }

    internal static string EcosystemOf(FileKind kind) =>
        kind switch
        {
            FileKind.Dpkg or FileKind.Copyright or FileKind.Chisel => "deb",
            FileKind.Apk => "apk",
            FileKind.Rpm or FileKind.RpmManifest => "rpm",
            FileKind.NuGet => "nuget",
            FileKind.Npm or FileKind.NpmLock => "npm",
            FileKind.Python => "pypi",
            FileKind.Jar => "maven",
            FileKind.Program => "golang",
            FileKind.Crates => "cargo",
            _ => "",
        };

    private static FileKind OfExtension(ReadOnlySpan<char> name) =>
        name.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase) ? FileKind.NuGet
        : name.EndsWith(".jar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".war", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ear", StringComparison.OrdinalIgnoreCase) ? FileKind.Jar
        : name.EndsWith(".egg-info") ? FileKind.Python
        : FileKind.None;

    // node_modules/NAME and node_modules/@SCOPE/NAME; deeper ones are parts or test data of a package.
    private static bool IsInstalledModule(ReadOnlySpan<char> name, ReadOnlySpan<char> above)
    {
        var parent = Last(above, out above);
        return !name.StartsWith('.') && (parent is "node_modules" || (parent.StartsWith('@') && Last(above, out _) is "node_modules"));
    }

    private static ReadOnlySpan<char> Last(ReadOnlySpan<char> path, out ReadOnlySpan<char> above)
    {
        path = path.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        above = slash < 0 ? [] : path[..slash];
        return path[(slash + 1)..];
    }
}
