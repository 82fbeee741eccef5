using PipelineKit.Testing;

namespace PipelineKit.Tests.Manifests.Yaml;

/// <summary>The YAML files of the real repositories of the shared test data.</summary>
internal static class Corpus
{
    internal static IEnumerable<string> YamlFiles() =>
        Directory.EnumerateFiles(Peer.SharedData("manifests"), "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
