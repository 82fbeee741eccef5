using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>How tests went (in-toto test-result, version 0.1).</summary>
/// <param name="Outcome"><c>PASSED</c>, <c>WARNED</c> or <c>FAILED</c>.</param>
/// <param name="Configuration">What was run, such as the workflow or the test list, with digests.</param>
/// <param name="Url">Where people find the run, or null.</param>
/// <param name="PassedTests">Names of tests that passed.</param>
/// <param name="WarnedTests">Names of tests that warned.</param>
/// <param name="FailedTests">Names of tests that failed.</param>
public sealed record TestResult(
    string Outcome,
    IReadOnlyList<ResourceDescriptor> Configuration,
    string? Url,
    IReadOnlyList<string> PassedTests,
    IReadOnlyList<string> WarnedTests,
    IReadOnlyList<string> FailedTests)
{
    /// <summary>The predicate (<see cref="PredicateTypes.TestResult"/>).</summary>
    public JsonElement ToPredicate() =>
        PredicateJson.Object(json =>
        {
            json.WriteString("result", Outcome);
            json.Array("configuration", Configuration, c => c.Write(json));
            json.Text("url", Url);
            json.Texts("passedTests", PassedTests);
            json.Texts("warnedTests", WarnedTests);
            json.Texts("failedTests", FailedTests);
        });
}
