using PipelineKit.Manifests;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Node = PipelineKit.Manifests.YamlNode;
using TheirNode = YamlDotNet.RepresentationModel.YamlNode;

namespace PipelineKit.Tests.Manifests.Kubernetes;

/// <summary>What the finders find in real repositories, against a count by another parser and a plainer walk.</summary>
public sealed class CorpusTests
{
    [SkippableFact]
    public void Every_image_of_the_Kubernetes_objects_is_found() => Compare("prometheus-operator+kube-prometheus", 15, KubernetesFinder.LooksLike, FileKind.Kubernetes,
        (documents, sink) => KubernetesFinder.Find(documents, sink, []),
        root => Text(root, "kind") is null or "CustomResourceDefinition" or "ConfigMap" || Text(root, "apiVersion") is null ? [] : Images(root));

    [SkippableFact]
    public void Every_image_of_the_Compose_services_is_found() => Compare("docker+awesome-compose", 35, ComposeFinder.LooksLike, FileKind.Compose, ComposeFinder.Find,
        root => Child(root, "services") is YamlMappingNode services
            ? services.Children.Values.OfType<YamlMappingNode>().Where(s => Child(s, "build") is null).Select(s => Text(s, "image")).OfType<string>()
            : []);

    [SkippableFact]
    public void Workflows_are_neither()
    {
        foreach (var path in Corpus.YamlFiles().Where(p => p.Contains("starter-workflows", StringComparison.Ordinal)))
        {
            var documents = YamlReader.Read(File.ReadAllBytes(path));
            Assert.False(ComposeFinder.LooksLike(documents) || KubernetesFinder.LooksLike(documents) || KustomizeFinder.LooksLike(documents), path);
        }
    }

    private static void Compare(
        string repository, int atLeast, Func<IReadOnlyList<Node>, bool> looksLike, FileKind kind, Sites.Finder finder, Func<YamlMappingNode, IEnumerable<string>> expected)
    {
        var total = 0;
        foreach (var path in Corpus.YamlFiles().Where(p => p.Contains(repository, StringComparison.Ordinal)))
        {
            if (Roots(path) is not { } roots)
            {
                continue;
            }

            var file = File.ReadAllBytes(path);
            var found = looksLike(YamlReader.Read(file)) ? Sites.Of(file, kind, finder) : [];
            var names = roots.SelectMany(expected).ToList();
            Assert.Equal(string.Join('\n', names.Order(StringComparer.Ordinal)), string.Join('\n', found.Select(s => s.EditText).Order(StringComparer.Ordinal)));
            Assert.All(found, s => Assert.Equal(NotPinnable.No, s.Obstacle));
            total += found.Count;
        }

        Assert.True(total >= atLeast, $"only {total} were found");
    }

    private static List<YamlMappingNode>? Roots(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(reader);
            return [.. stream.Documents.Select(d => d.RootNode).OfType<YamlMappingNode>()];
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Images(TheirNode node) =>
        node switch
        {
            YamlMappingNode mapping => mapping.Children.SelectMany(c => c.Key is YamlScalarNode { Value: "image" } && c.Value is YamlScalarNode { Value: { } value } ? [value] : Images(c.Value)),
            YamlSequenceNode sequence => sequence.Children.SelectMany(Images),
            _ => [],
        };

    private static TheirNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static string? Text(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}
