using System.Text;
using PipelineKit.Manifests.Rendered;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

public sealed class ManifestSplitTests
{
    [Fact]
    public void Each_document_is_a_part_with_its_names_and_bytes()
    {
        const string first = "# first\napiVersion: v1\nkind: A\nmetadata:\n  name: a\n  namespace: n\n";
        const string second = "apiVersion: apps/v1\nkind: \"B\"\nmetadata: {name: 'b'}\n";
        var file = Encoding.UTF8.GetBytes($"---\n{first}---\n# nothing\n---\n{second}...\n");
        using var yaml = RenderedYaml.Read(file, RenderedYamlLimits.Default);
        var parts = ManifestSplit.Parts(yaml);

        Assert.Empty(yaml.Errors);
        Assert.Equal([(0, "v1", "A", "n", "a"), (2, "apps/v1", "B", null, "b")], parts.Select(p => (p.Document, p.ApiVersion, p.Kind, p.Namespace, p.Name)));
        Assert.Equal([first, second], parts.Select(p => Encoding.UTF8.GetString(file, p.Bytes.Start, p.Bytes.Length)));
    }

    [Fact]
    public void The_document_of_a_byte_is_known()
    {
        var file = "a: 1\n---\nb: 2\n---\nc: 3\n"u8.ToArray();
        using var yaml = RenderedYaml.Read(file, RenderedOutline.AnyYaml);
        Assert.Equal([0, 0, 1, 2, 2], new[] { 0, 4, 10, 18, 23 }.Select(yaml.DocumentAt));
    }
}
