using System.Text.Json.Nodes;

namespace PipelineKit.Tests.PullRequests.Azure;

/// <summary>A pull request of the fake.</summary>
internal sealed class FakeAzurePull
{
    internal required int Number { get; init; }

    internal required string Source { get; init; }

    internal required string Target { get; init; }

    internal bool IsDraft { get; init; }

    internal string Title { get; set; } = "";

    internal string Body { get; set; } = "";

    internal string Status { get; set; } = "active";

    internal JsonNode? AutoComplete { get; set; }

    internal SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);

    internal List<string> WorkItems { get; } = [];

    internal List<JsonObject> Reviewers { get; } = [];

    internal JsonObject Properties { get; } = [];

    internal List<JsonObject> Threads { get; } = [];

    internal List<string> Iterations { get; } = [];

    internal IEnumerable<string> Comments => Threads.SelectMany(t => t["comments"]!.AsArray()).Select(c => c!["content"]!.GetValue<string>());

    internal JsonObject Json() => new()
    {
        ["pullRequestId"] = Number,
        ["status"] = Status,
        ["sourceRefName"] = Source,
        ["targetRefName"] = Target,
        ["title"] = Title,
        ["description"] = Body.Length <= 400 ? Body : Body[..400],
        ["isDraft"] = IsDraft,
        ["createdBy"] = new JsonObject { ["id"] = FakeAzure.Self, ["uniqueName"] = "build@acme.example" },
        ["labels"] = FakeAzure.List(Labels.Select(l => (JsonNode)new JsonObject { ["id"] = l, ["name"] = l, ["active"] = true })),
        ["reviewers"] = FakeAzure.List(Reviewers.Select(r => r.DeepClone())),
    };
}
