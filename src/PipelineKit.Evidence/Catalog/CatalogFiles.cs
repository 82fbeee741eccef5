namespace PipelineKit.Evidence;

/// <summary>Which of the files that were read count: databases only where their package manager looks for them, everything else wherever it is.</summary>
internal sealed class CatalogFiles(LayerTree tree)
{
    private readonly List<LayerFile> _files = [];

    /// <summary>The files that count, each once.</summary>
    internal IReadOnlyList<LayerFile> Relevant()
    {
        Add("var/lib/dpkg/status", FileKind.Dpkg);
        _files.AddRange(tree.Files("var/lib/dpkg/status.d").Where(f => f.Facts.Kind == FileKind.Dpkg));
        RefuseEmpty("deb");
        Add("lib/apk/db/installed", FileKind.Apk);
        Add("usr/lib/apk/db/installed", FileKind.Apk);
        RefuseEmpty("apk");
        Add("var/lib/rpmmanifest/container-manifest-2", FileKind.RpmManifest);
        RefuseEmpty("rpm");
        foreach (var folder in (ReadOnlySpan<string>)["var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm"])
        {
            _files.AddRange(tree.Files(folder).Where(f => f.Facts.Kind == FileKind.Rpm));
        }

        var all = tree.Files();
        _files.AddRange(all.Where(f => f.Facts.Kind is FileKind.Chisel or FileKind.NuGet or FileKind.Npm or FileKind.Python or FileKind.Jar or FileKind.Program));
        _files.AddRange(all.Where(f => f.Facts.Kind == FileKind.NpmLock && !IsInsideModules(f.Path) && !HasInstalledModules(f.Path)));
        return _files;
    }

    private void Add(string path, FileKind kind)
    {
        if (tree.Find(path) is { File: { } facts } && facts.Kind == kind)
        {
            if (!_files.Exists(f => ReferenceEquals(f.Facts, facts)))
            {
                _files.Add(new LayerFile(path, facts));
            }
        }
        else if (tree.IsLink(path))
        {
            _files.Add(new LayerFile(path, new FileFacts(kind) { Problem = "it is a link to something that is not read" }));
        }
    }

    // A list without any package is one that was cut off or emptied: an image with a package manager has at least that.
    private void RefuseEmpty(string ecosystem)
    {
        var lists = _files.Where(f => f.Facts.Ecosystem == ecosystem).ToList();
        if (lists.Count > 0 && lists.TrueForAll(f => f.Facts.Packages.Count == 0 && f.Facts.Problem is null))
        {
            _files.Add(new LayerFile(lists[0].Path, new FileFacts(lists[0].Facts.Kind) { Problem = "it lists no package" }));
        }
    }

    // Some packages are published with the lock file they were developed with.
    private static bool IsInsideModules(string path) => ("/" + path).Contains("/node_modules/", StringComparison.Ordinal);

    private bool HasInstalledModules(string lockFile)
    {
        var modules = lockFile[..(lockFile.LastIndexOf('/') + 1)] + "node_modules";
        return tree.Files(modules).Any(f => f.Facts.Kind == FileKind.Npm);
    }
}
