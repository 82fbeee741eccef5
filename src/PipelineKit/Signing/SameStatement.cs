using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>Whether two statements say the same about the same digest, however they are written down.</summary>
internal static class SameStatement
{
    private const string CustomTime = "Timestamp";

    /// <summary>Names of subjects do not count; of cosign's custom predicate, the time does not count either, which is that of the run.</summary>
    internal static bool Says(InTotoStatement found, InTotoStatement wanted) =>
        found.PredicateType == wanted.PredicateType
        && found.Subjects.Count == wanted.Subjects.Count
        && found.Subjects.Zip(wanted.Subjects).All(pair => Same(pair.First.Digests, pair.Second.Digests) && Same(pair.First.Annotations, pair.Second.Annotations))
        && (wanted.PredicateType == PredicateTypes.CosignCustom ? SameWithoutTime(found.Predicate, wanted.Predicate) : JsonElement.DeepEquals(found.Predicate, wanted.Predicate));

    /// <summary>Whether two sets of digests or annotations are the same; none is as good as an empty one.</summary>
    internal static bool Same(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0) && (one is null || one.All(pair => other!.TryGetValue(pair.Key, out var value) && value == pair.Value));

    private static bool SameWithoutTime(JsonElement one, JsonElement other)
    {
        var wanted = other.EnumerateObject().Where(p => p.Name != CustomTime).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        var found = one.EnumerateObject().Where(p => p.Name != CustomTime).ToList();
        return found.Count == wanted.Count && found.TrueForAll(p => wanted.TryGetValue(p.Name, out var value) && JsonElement.DeepEquals(p.Value, value));
    }
}
