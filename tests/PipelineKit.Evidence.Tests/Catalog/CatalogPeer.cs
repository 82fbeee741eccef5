using PipelineKit.Testing;

namespace PipelineKit.Evidence.Tests.Catalog;

/// <summary>Programs that read the same files on their own.</summary>
internal static class CatalogPeer
{
    /// <summary>What a Python script prints, line by line, in ordinal order.</summary>
    internal static async Task<IEnumerable<string>> PythonAsync(string script, params string[] arguments) =>
        Lines((await new Child(Peer.Program("python3"), ["-c", script, .. arguments]).RunAsync()).Expect(0).Output);

    /// <summary>What a Node.js script prints, line by line, in ordinal order.</summary>
    internal static async Task<IEnumerable<string>> NodeAsync(string script, params string[] arguments) =>
        Lines((await new Child(Peer.Program("node"), ["-e", script, .. arguments]).RunAsync()).Expect(0).Output);

    private static IOrderedEnumerable<string> Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
