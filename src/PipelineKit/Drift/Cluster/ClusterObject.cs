using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PipelineKit.Drift;

/// <summary>
/// Takes the containers out of an object of Kubernetes: of a pod with what runs, of everything with a pod template (Deployment, StatefulSet, DaemonSet, Job, CronJob, ReplicaSet, Argo's Rollout, ...) with
/// what is to run. Objects that another one made are told of by that one; pods that have ended, and old replica sets, run nothing.
/// </summary>
internal static class ClusterObject
{
    private static readonly string[] Containers = ["containers", "initContainers", "ephemeralContainers"];
    private static readonly string[] Statuses = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];

    /// <summary>Adds its containers.</summary>
    /// <param name="item">The object.</param>
    /// <param name="kind">Its kind, where it does not say itself (in a list of the API).</param>
    /// <param name="images">Takes them.</param>
    /// <exception cref="JsonException">It is no object of Kubernetes.</exception>
    internal static void Read(JsonElement item, string kind, List<ClusterImage> images)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("a list has an item that is no object");
        }

        var own = Text(item, "kind");
        kind = own.Length > 0 ? own : kind;
        var metadata = Member(item, "metadata");
        var name = Text(metadata, "name");
        if (kind.Length == 0 || name.Length == 0)
        {
            throw new JsonException("an object has no `kind` or no `metadata.name`");
        }

        var owner = OwnerOf(metadata);
        var image = new ClusterImage { Namespace = Text(metadata, "namespace"), Kind = kind, Name = name, Owner = owner, Container = "", Image = "" };
        var spec = Member(item, "spec");
        if (kind == "Pod")
        {
            Pod(item, spec, metadata, image, images);
        }
        else if (owner.Length == 0 && !IsOver(item, spec))
        {
            Template(PodSpec(spec), image, images);
        }
    }

    private static void Pod(JsonElement item, JsonElement spec, JsonElement metadata, ClusterImage pod, List<ClusterImage> images)
    {
        var status = Member(item, "status");
        if (Text(status, "phase") is "Succeeded" or "Failed" || Text(metadata, "deletionTimestamp").Length > 0)
        {
            return;
        }

        for (var i = 0; i < Containers.Length; i++)
        {
            foreach (var container in Items(Member(spec, Containers[i])))
            {
                var name = Text(container, "name");
                var id = Items(Member(status, Statuses[i])).Where(s => Text(s, "name") == name).Select(s => Text(s, "imageID")).FirstOrDefault() ?? "";
                images.Add(pod with { Container = name, Image = Text(container, "image"), ImageId = id, Runs = true });
            }
        }
    }

    private static void Template(JsonElement spec, ClusterImage workload, List<ClusterImage> images)
    {
        foreach (var list in Containers)
        {
            images.AddRange(Items(Member(spec, list)).Select(c => workload with { Container = Text(c, "name"), Image = Text(c, "image") }));
        }
    }

    private static JsonElement PodSpec(JsonElement spec)
    {
        var template = Member(spec, "jobTemplate") is { ValueKind: JsonValueKind.Object } job ? Member(Member(job, "spec"), "template") : Member(spec, "template");
        return Member(template, "spec");
    }

    // A job that is done, and anything scaled to nothing that keeps a revision.
    private static bool IsOver(JsonElement item, JsonElement spec) =>
        Text(Member(item, "status"), "completionTime").Length > 0 || (Text(item, "kind") is "ReplicaSet" or "ReplicationController" && Member(spec, "replicas") is { ValueKind: JsonValueKind.Number } replicas && replicas.GetRawText() == "0");

    private static string OwnerOf(JsonElement metadata)
    {
        foreach (var owner in Items(Member(metadata, "ownerReferences")))
        {
            if (Member(owner, "controller").ValueKind == JsonValueKind.True)
            {
                return $"{Text(owner, "kind")}/{Text(owner, "name")}";
            }
        }

        return "";
    }

    private static JsonElement Member(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    [SuppressMessage("Performance", "CA1859:Use concrete types when possible for improved performance", Justification = "An enumerator that was never made of an array must not be asked.")]
    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}
