namespace PipelineKit.EndToEnd.DigestPin;

/// <summary>A small repository of several kinds of files, and a real registry that knows its images.</summary>
internal static class SampleWorkspace
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["Dockerfile"] = "ARG TAG=22.04\nFROM ubuntu:${TAG} AS build\r\nRUN true\nFROM ghcr.io/acme/base:1.4 # stays\nCOPY --from=build /x /x",
        ["compose.yaml"] = "services:\n  web:\n    image: \"nginx:1.27\"\n  db:\n    image: 'postgres:16'   # data\n",
        ["k8s/app.yaml"] = "apiVersion: v1\nkind: Pod\nmetadata: { name: app }\nspec:\n  containers:\n  - name: app\n    image: ghcr.io/acme/base:1.4\n---\n"
            + "apiVersion: v1\nkind: Pod\nmetadata: { name: gone }\nspec:\n  containers:\n  - name: gone\n    image: ghcr.io/acme/gone:9\n",
    };

    private static readonly (string Repository, string Tag)[] Images =
        [("library/ubuntu", "22.04"), ("library/nginx", "1.27"), ("library/postgres", "16"), ("acme/base", "1.4")];

    /// <summary>The globs of the files.</summary>
    public static string Globs => string.Join('\n', Files.Keys);

    /// <summary>Writes the files into this folder.</summary>
    public static void Write(string folder)
    {
        foreach (var (path, content) in Files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, content);
        }
    }

    /// <summary>Every file of this folder, by its relative path.</summary>
    public static SortedDictionary<string, string> Read(string folder) =>
        new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText), StringComparer.Ordinal);

    /// <summary>Starts the registry and fills it.</summary>
    public static async Task<DockerRegistry> StartRegistryAsync()
    {
        var registry = await DockerRegistry.StartAsync();
        foreach (var (repository, tag) in Images)
        {
            await registry.PushAsync(repository, tag, SampleImage.Build(repository, "linux/amd64", "linux/arm64"));
        }

        return registry;
    }
}
