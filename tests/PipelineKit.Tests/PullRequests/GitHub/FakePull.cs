using System.Text.Json.Nodes;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>A pull request of the fake.</summary>
internal sealed class FakePull
{
    internal required int Number { get; init; }

    internal required string Branch { get; init; }

    internal required string By { get; init; }

    internal required bool IsDraft { get; init; }

    internal string Base { get; set; } = "";

    internal string Title { get; set; } = "";

    internal string Body { get; set; } = "";

    internal string State { get; set; } = "open";

    internal string? AutoMerge { get; set; }

    internal string? Merged { get; set; }

    internal HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

    internal HashSet<string> Assignees { get; } = new(StringComparer.Ordinal);

    internal HashSet<string> Reviewers { get; } = new(StringComparer.Ordinal);

    internal HashSet<string> Teams { get; } = new(StringComparer.Ordinal);

    internal List<(string By, string Body)> Comments { get; } = [];

    internal List<JsonObject> Reviews { get; } = [];

    internal JsonObject Json(FakeGit git) => new()
    {
        ["number"] = Number,
        ["node_id"] = $"PR_{Number}",
        ["html_url"] = $"https://github.com/acme/shop/pull/{Number}",
        ["state"] = State,
        ["title"] = Title,
        ["body"] = Body,
        ["draft"] = IsDraft,
        ["user"] = new JsonObject { ["login"] = By },
        ["head"] = new JsonObject { ["ref"] = Branch, ["sha"] = git.Branches.GetValueOrDefault(Branch), ["repo"] = new JsonObject { ["full_name"] = "acme/shop" } },
        ["base"] = new JsonObject { ["ref"] = Base },
        ["labels"] = Named(Labels, "name"),
        ["assignees"] = Named(Assignees, "login"),
        ["requested_reviewers"] = Named(Reviewers, "login"),
        ["requested_teams"] = Named(Teams, "slug"),
        ["auto_merge"] = AutoMerge is null ? null : new JsonObject { ["merge_method"] = AutoMerge },
        ["merge_commit_sha"] = Merged,
        ["merged_at"] = Merged is null ? null : "2026-11-20T10:00:00Z",
    };

    private static JsonArray Named(IEnumerable<string> names, string member) => FakeGitHub.List(names.Select(n => (JsonNode?)new JsonObject { [member] = n }));
}
