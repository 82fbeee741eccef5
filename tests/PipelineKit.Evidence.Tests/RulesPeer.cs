using System.Text.Json;
using PipelineKit.Testing;

namespace PipelineKit.Evidence.Tests;

/// <summary>Asks the npm packages behind tests/peers/rules.js.</summary>
internal static class RulesPeer
{
    /// <summary>One answer per question.</summary>
    /// <param name="question">What the script is asked.</param>
    /// <param name="module">The npm package that answers.</param>
    /// <param name="questions">What is asked, as JSON values.</param>
    internal static async Task<T[]> AskAsync<T>(string question, string module, IReadOnlyList<object> questions)
    {
        Peer.NodeModule(module + "/package.json");
        using var folder = new TempFolder();
        var file = folder.Write("questions.json", JsonSerializer.SerializeToUtf8Bytes(questions));
        var script = Path.Combine(Peer.RepositoryRoot, "tests", "peers", "rules.js");
        var result = (await new Child(Peer.Program("node"), script, question, file).RunAsync()).Expect(0);
        return JsonSerializer.Deserialize<T[]>(result.Output)!;
    }
}
