using System.Collections;
using System.Reflection;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Compares records member by member, into lists and dictionaries; what a record gets later is compared, too.</summary>
internal static class DeepComparison
{
    /// <summary>The paths that differ.</summary>
    public static IEnumerable<string> Differences(object? expected, object? actual, string path = "") =>
        expected is null || actual is null ? expected is null && actual is null ? [] : [path]
        : expected is IDictionary or string || expected.GetType().IsPrimitive || expected.GetType().IsEnum || expected is IEquatable<double> ? Same(expected, actual, path)
        : expected is IEnumerable list ? Lists([.. list.Cast<object?>()], [.. ((IEnumerable)actual).Cast<object?>()], path)
        : Members(expected).SelectMany(m => Differences(m.GetValue(expected), m.GetValue(actual), $"{path}.{m.Name}")).DefaultIfEmpty(expected.GetType().GetProperties().Length > 0 || expected.Equals(actual) ? null : path).OfType<string>();

    /// <summary>Members that a sample has as they usually are, so that nobody would see them missing.</summary>
    public static IEnumerable<string> Unset(object sample, object usual) => Members(sample).Where(m => !Differences(m.GetValue(sample), m.GetValue(usual)).Any()).Select(m => m.Name);

    private static IEnumerable<string> Same(object expected, object actual, string path) =>
        expected is IDictionary one && actual is IDictionary other
            ? Lists([.. one.Keys.Cast<object>()], [.. other.Keys.Cast<object>()], path).Concat(Lists([.. one.Values.Cast<object>()], [.. other.Values.Cast<object>()], path))
            : expected.Equals(actual) ? [] : [path];

    private static IEnumerable<string> Lists(List<object?> expected, List<object?> actual, string path) =>
        expected.Count != actual.Count ? [$"{path}.Count"] : expected.Zip(actual).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));

    // Properties that are computed have no setter; those of a tuple are fields.
    private static IEnumerable<PropertyInfo> Members(object value) => value.GetType().GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);
}
