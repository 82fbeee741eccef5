using System.Globalization;
using System.Text;

namespace PipelineKit.Benchmarks;

/// <summary>The repositories that are measured; the same every time.</summary>
internal static class Trees
{
    private static readonly string[] Registries = ["", "ghcr.io/", "quay.io/", "registry.k8s.io/", "public.ecr.aws/"];

    /// <summary>The names of this many images on five registries.</summary>
    public static string[] Images(int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Registries[i % Registries.Length]}team{i % 17}/service-{i}:v1.{i % 9}.{i % 5}"))];

    /// <summary>Kubernetes manifests that use every image at least once, each with two containers.</summary>
    public static void WriteManifests(string folder, int files, string[] images)
    {
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(folder, $"apps/group-{i % 20}/app-{i}.yaml");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Deployment(i, images[i % images.Length], images[(i * 7 + 3) % images.Length]));
        }
    }

    /// <summary>A source tree of this many files and about this many bytes: mostly code and documents, some files of every kind that has references.</summary>
    public static void WriteSources(string folder, int files, long bytes, string[] images)
    {
        var filler = Filler((int)(bytes / files));
        for (var i = 0; i < files; i++)
        {
            var image = images[i % images.Length];
            var (name, content) = (i % 10) switch
            {
                0 => ($"deploy/app-{i}.yaml", Deployment(i, image, image) + Commented(filler)),
                1 => ($"services/s{i}/Dockerfile", $"FROM {image} AS build\nRUN make\nFROM {image}\nCOPY --from=build /out /out\n" + Commented(filler)),
                2 => ($".github/workflows/w{i}.yml", $"on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container: {image}\n    steps:\n    - uses: actions/checkout@v4\n" + Commented(filler)),
                3 => ($"charts/c{i}/values.yaml", $"image:\n  repository: {image.Split(':')[0]}\n  tag: {image.Split(':')[1]}\n" + Commented(filler)),
                4 => ($"config/c{i}.json", "{\"text\":\"" + filler.ReplaceLineEndings(" ") + "\"}\n"),
                5 => ($"docs/d{i}.md", filler),
                _ => ($"src/m{i % 50}/file{i}.cs", filler),
            };
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }

    private static string Deployment(int number, string first, string second) =>
        $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: app-{number}
          labels: {"{"} app: app-{number}, tier: backend {"}"}
        spec:
          replicas: 3
          template:
            spec:
              containers:
              - name: main
                image: {first}
                ports:
                - containerPort: 8080
                env:
                - name: LEVEL
                  value: "info"
              - name: sidecar
                image: "{second}" # beside it

        """;

    private static string Commented(string text) => string.Concat(text.Split('\n').Select(line => $"# {line}\n"));

    private static string Filler(int size)
    {
        var text = new StringBuilder();
        for (var line = 0; text.Length < size; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"line {line}: the quick brown fox jumps over the lazy dog and looks at item number {line * 7919 % 104729}\n");
        }

        return text.ToString();
    }
}
