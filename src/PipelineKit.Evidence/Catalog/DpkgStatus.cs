namespace PipelineKit.Evidence;

/// <summary>dpkg's list of packages, <c>/var/lib/dpkg/status</c>, and what distroless images have of it in <c>status.d</c>.</summary>
internal static class DpkgStatus
{
    internal static List<FoundPackage> Read(ReadOnlyMemory<byte> content)
    {
        var packages = new List<FoundPackage>();
        var reader = new ControlReader(content, isStrict: true);
        while (reader.Next())
        {
            if (reader["Package"].Length == 0)
            {
                throw new UnreadableFileException($"the entry before line {reader.Line} names no package");
            }

            if (IsInstalled(reader["Status"]))
            {
                packages.Add(Package(reader));
            }
        }

        return packages;
    }

    // The third word (dpkg(1), "Package states"): with all but these two there are files of the package in the image.
    private static bool IsInstalled(string status) =>
        status.Length == 0 || !(status.EndsWith(" config-files", StringComparison.Ordinal) || status.EndsWith(" not-installed", StringComparison.Ordinal));

    private static FoundPackage Package(ControlReader reader)
    {
        var (name, version) = (reader["Package"], reader["Version"]);
        if (version.Length == 0)
        {
            throw new UnreadableFileException($"the entry of `{name}` before line {reader.Line} has no version");
        }

        return new FoundPackage("deb", "", name, version)
        {
            Architecture = reader["Architecture"],
            Upstream = Source(reader["Source"], name, version),
            Supplier = reader["Maintainer"],
        };
    }

    // `Source: glibc (2.36-9)`: the version only where it differs.
    private static string Source(string source, string name, string version)
    {
        var open = source.IndexOf(" (", StringComparison.Ordinal);
        if (open < 0 || !source.EndsWith(')'))
        {
            return source == name ? "" : source;
        }

        var (sourceName, sourceVersion) = (source[..open], source[(open + 2)..^1]);
        return sourceVersion != version ? $"{sourceName}@{sourceVersion}" : sourceName == name ? "" : sourceName;
    }
}
