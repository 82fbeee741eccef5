namespace PipelineKit.Evidence;

/// <summary>One value of two, whichever comes first.</summary>
internal static class Choice
{
    internal static DateTimeOffset? Earliest(DateTimeOffset? left, DateTimeOffset? right) => left is null || (right is not null && right < left) ? right : left;

    internal static double? Largest(double? left, double? right) => left is null || (right is not null && right > left) ? right : left;

    /// <summary>The ordinally first text that is not empty.</summary>
    internal static string First(string left, string right) => left.Length == 0 || (right.Length > 0 && string.CompareOrdinal(right, left) < 0) ? right : left;

    /// <summary>The earliest dates of both, and ransomware when either says so.</summary>
    internal static KnownExploited? Both(KnownExploited? left, KnownExploited? right)
    {
        if (left is null || right is null || left == right)
        {
            return left ?? right;
        }

        return new KnownExploited(First(left.Catalog, right.Catalog), Earliest(left.Added, right.Added), Earliest(left.Due, right.Due), left.Ransomware || right.Ransomware);
    }

    private static DateOnly? Earliest(DateOnly? left, DateOnly? right) => left is null || (right is not null && right < left) ? right : left;
}
