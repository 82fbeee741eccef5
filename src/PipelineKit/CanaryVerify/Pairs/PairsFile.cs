using System.Text.Json;
using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Trust;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// A JSON array of pairs: <c>id</c>, <c>control</c>, <c>experiment</c>, and optionally <c>direction</c>, <c>tolerance</c>, <c>confLevel</c>, <c>nanStrategy</c>, <c>outliers</c>, <c>effectSize</c>, <c>critical</c>,
/// <c>mustHaveData</c> with the meanings and defaults of Kayenta. A value that is missing is <c>null</c> or <c>"NaN"</c>; infinities are texts. Other members are not looked at.
/// </summary>
internal static class PairsFile
{
    private const int MaximumBytes = 64 << 20;
    private const int MaximumProblems = 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads it; throws every problem at once, with its path in the document.</summary>
    internal static async Task<IReadOnlyList<MetricPair>> ReadAsync(string folder, string path, CancellationToken cancellation)
    {
        var content = await OutsideFile.ReadAsync(folder, path, MaximumBytes, cancellation);
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return Read(document.RootElement, path);
        }
        catch (JsonException e)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadInputValue, $"`{path}` is not JSON: {JsonMistake.Of(e)}.", "Give an array of objects with `id`, `control` and `experiment`.", JsonMistake.At(path, e)));
        }
    }

    private static List<MetricPair> Read(JsonElement root, string path)
    {
        var problems = new List<Failure>();
        var pairs = new List<MetricPair>();
        if (root.ValueKind != JsonValueKind.Array)
        {
            problems.Add(Problem(path, "$", "is no array"));
        }
        else
        {
            var index = 0;
            foreach (var element in root.EnumerateArray())
            {
                var reader = new PairReader($"$[{index++}]", (at, what) => problems.Add(Problem(path, at, what)));
                if (reader.Read(element) is { } pair)
                {
                    pairs.Add(pair);
                }

                if (problems.Count >= MaximumProblems)
                {
                    break;
                }
            }
        }

        return problems.Count == 0 ? pairs : throw new FailureException(problems);
    }

    private static Failure Problem(string path, string at, string what) =>
        new(FailureCodes.BadInputValue, $"`{path}`: {at} {what}", "docs/canary-verify.md has the members of a pair.", new SourcePlace(path));
}
