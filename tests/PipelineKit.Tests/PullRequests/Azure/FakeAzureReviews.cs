using System.Text.Json.Nodes;

namespace PipelineKit.Tests.PullRequests.Azure;

/// <summary>Pull requests of the fake.</summary>
/// <param name="azure">Whose.</param>
internal sealed class FakeAzureReviews(FakeAzure azure)
{
    internal HttpResponseMessage? Serve(FakeAzureRequest request)
    {
        var rest = request.Address.AbsolutePath[FakeAzureRequest.Base.Length..].Split('/');
        var body = request.Body;
        if (rest is ["pullrequests"])
        {
            return request.Method == "GET" ? Find(request) : Create(body!);
        }

        if (rest is ["pullrequestquery"])
        {
            var sha = body!["queries"]![0]!["items"]![0]!.GetValue<string>();
            return FakeAzure.Answer(200, new JsonObject
            {
                ["results"] = new JsonArray(
                    new JsonObject { [sha] = FakeAzure.List(azure.Pulls.Select(p => p.Json())) },
                    new JsonObject { [sha] = FakeAzure.List(azure.Pulls.Select(p => p.Json())) }),
            });
        }

        var pull = azure.Pulls.Single(p => p.Number == int.Parse(rest[1]));
        switch (request.Method, rest[2..])
        {
            case ("PATCH", []):
                return Change(pull, body!);
            case ("GET", ["properties"]):
                return FakeAzure.Answer(200, Properties(pull));
            case ("PATCH", ["properties"]):
                pull.Properties[body![0]!["path"]!.GetValue<string>()[1..]] = new JsonObject { ["$type"] = "System.String", ["$value"] = body[0]!["value"]!.GetValue<string>() };
                return FakeAzure.Answer(200, Properties(pull));
            case ("POST", ["labels"]):
                pull.Labels.Add(body!["name"]!.GetValue<string>());
                return FakeAzure.Answer(200, body.DeepClone());
            case ("GET", ["workitems"]):
                return FakeAzure.Many(pull.WorkItems.Select(w => new JsonObject { ["id"] = w }));
            case ("PUT", ["reviewers", var id]):
                pull.Reviewers.RemoveAll(r => r["id"]!.GetValue<string>() == id);
                pull.Reviewers.Add(new JsonObject { ["id"] = id, ["vote"] = 0 });
                return FakeAzure.Answer(200, new JsonObject { ["id"] = id, ["vote"] = 0 });
            case ("GET", ["threads"]):
                return FakeAzure.Many(pull.Threads.Select(t => t.DeepClone()));
            case ("POST", ["threads"]):
                return FakeAzure.Answer(200, Add(pull, body!.DeepClone().AsObject()).DeepClone());
            case ("PATCH", ["threads", var thread, "comments", "1"]):
                pull.Threads[int.Parse(thread) - 1]["comments"]![0]!["content"] = body!["content"]!.GetValue<string>();
                return FakeAzure.Answer(200, pull.Threads[int.Parse(thread) - 1]["comments"]![0]!.DeepClone());
            case ("GET", ["iterations"]):
                return FakeAzure.Many(pull.Iterations.Select((at, i) => new JsonObject { ["id"] = i + 1, ["createdDate"] = at }));
            default:
                return null;
        }
    }

    private HttpResponseMessage Find(FakeAzureRequest request)
    {
        var query = Uri.UnescapeDataString(request.Address.Query).TrimStart('?').Split('&').Select(q => q.Split('=', 2)).ToDictionary(q => q[0].Replace("searchCriteria.", "", StringComparison.Ordinal), q => q[1], StringComparer.Ordinal);
        return FakeAzure.Many(azure.Pulls.Where(p => p.Source == query["sourceRefName"] && p.Status == query["status"] && (!query.TryGetValue("targetRefName", out var target) || p.Target == target)).Select(p => p.Json()));
    }

    private HttpResponseMessage Create(JsonNode body)
    {
        var (source, target) = (body["sourceRefName"]!.GetValue<string>(), body["targetRefName"]!.GetValue<string>());
        if (azure.Pulls.Any(p => p.Source == source && p.Target == target && p.Status == "active"))
        {
            return FakeAzure.Error(409, "TF401179: An active pull request for the source and target branch already exists.", "GitPullRequestExistsException");
        }

        var pull = new FakeAzurePull { Number = azure.Pulls.Count + 1, Source = source, Target = target, IsDraft = body["isDraft"]!.GetValue<bool>(), Title = body["title"]!.GetValue<string>(), Body = body["description"]!.GetValue<string>() };
        pull.Labels.UnionWith(body["labels"]!.AsArray().Select(l => l!["name"]!.GetValue<string>()));
        pull.WorkItems.AddRange(body["workItemRefs"]!.AsArray().Select(w => w!["id"]!.GetValue<string>()));
        azure.Pulls.Add(pull);
        return FakeAzure.Answer(201, pull.Json());
    }

    private static HttpResponseMessage Change(FakeAzurePull pull, JsonNode body)
    {
        pull.Title = body["title"]?.GetValue<string>() ?? pull.Title;
        pull.Body = body["description"]?.GetValue<string>() ?? pull.Body;
        pull.Status = body["status"]?.GetValue<string>() ?? pull.Status;
        pull.AutoComplete = body["autoCompleteSetBy"] is null ? pull.AutoComplete : body.DeepClone();
        return FakeAzure.Answer(200, pull.Json());
    }

    private static JsonObject Add(FakeAzurePull pull, JsonObject thread)
    {
        thread["id"] = pull.Threads.Count + 1;
        thread["comments"]![0]!["id"] = 1;
        if (thread["properties"]?["PipelineKit.Marker"] is { } marker)
        {
            thread["properties"] = new JsonObject { ["PipelineKit.Marker"] = new JsonObject { ["$type"] = "System.String", ["$value"] = marker.GetValue<string>() } };
        }

        pull.Threads.Add(thread);
        return thread;
    }

    private static JsonObject Properties(FakeAzurePull pull) => new() { ["count"] = pull.Properties.Count, ["value"] = pull.Properties.DeepClone() };
}
