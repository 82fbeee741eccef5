using System.Collections;
using System.Reflection;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Compares records member by member, into lists and dictionaries; what a record gets later is compared, too.</summary>
internal static class DeepComparison
{
    /// <summary>The paths that differ.</summary>
    public static IEnumerable<string> Differences(object? expected, object? actual, string path = "")
    {
        if (expected is null || actual is null)
        {
            return expected is null && actual is null ? [] : [path];
        }

        if (expected is IDictionary one)
        {
            var other = (IDictionary)actual;
            return Lists([.. one.Keys.Cast<object>()], [.. other.Keys.Cast<object>()], path).Concat(Lists([.. one.Values.Cast<object?>()], [.. other.Values.Cast<object?>()], path));
        }

        if (expected is IEnumerable list and not string)
        {
            return Lists([.. list.Cast<object?>()], [.. ((IEnumerable)actual).Cast<object?>()], path);
        }

        var members = Members(expected).ToList();
        return members.Count > 0 ? members.SelectMany(m => Differences(m.GetValue(expected), m.GetValue(actual), $"{path}.{m.Name}")) : expected.Equals(actual) ? [] : [path];
    }

    /// <summary>Members that a sample has as they usually are, so that nobody would see them missing.</summary>
    public static IEnumerable<string> Unset(object sample, object usual) => Members(sample).Where(m => !Differences(m.GetValue(sample), m.GetValue(usual)).Any()).Select(m => m.Name);

    private static IEnumerable<string> Lists(List<object?> expected, List<object?> actual, string path) =>
        expected.Count != actual.Count ? [$"{path}.Count"] : expected.Zip(actual).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));

    // What is computed has no setter; what has none at all is compared as a whole.
    private static IEnumerable<PropertyInfo> Members(object value) => value.GetType().GetProperties().Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);
}
