using System.Text.Json.Nodes;

namespace PipelineKit.Tests.Drift;

/// <summary>Objects of a cluster as kubectl prints them.</summary>
internal static class Pods
{
    public static string List(params JsonObject[] items) => new JsonObject { ["apiVersion"] = "v1", ["items"] = new JsonArray([.. items]), ["kind"] = "List", ["metadata"] = new JsonObject { ["resourceVersion"] = "" } }.ToJsonString();

    public static JsonObject Pod(string name, string image, string imageId, string phase = "Running", string owner = "ReplicaSet/shop-5d9c", string ns = "shop", string list = "containers") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = ns,
            ["ownerReferences"] = owner.Length == 0 ? null : new JsonArray(new JsonObject { ["kind"] = owner.Split('/')[0], ["name"] = owner.Split('/')[1], ["controller"] = true }),
        },
        ["spec"] = new JsonObject { [list] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }) },
        ["status"] = new JsonObject { ["phase"] = phase, [StatusOf(list)] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image, ["imageID"] = imageId }) },
    };

    public static JsonObject Workload(string kind, string name, string image, string ns = "shop")
    {
        var pod = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }) } };
        return new JsonObject
        {
            ["apiVersion"] = "x/v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["spec"] = kind == "CronJob" ? new JsonObject { ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = pod } } } : new JsonObject { ["template"] = pod },
        };
    }

    private static string StatusOf(string list) => list switch { "initContainers" => "initContainerStatuses", "ephemeralContainers" => "ephemeralContainerStatuses", _ => "containerStatuses" };
}
