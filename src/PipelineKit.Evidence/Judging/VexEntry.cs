namespace PipelineKit.Evidence;

/// <summary>A statement, how far its author is trusted, and what it met.</summary>
internal sealed class VexEntry(VexStatement statement, int rank)
{
    private const int MostNamesakes = 20;

    internal VexStatement Statement { get; } = statement;

    /// <summary>The place of the author among those who are trusted, 0 first; -1 for not at all.</summary>
    internal int Rank { get; } = rank;

    /// <summary>How many findings it is about.</summary>
    internal int Matches { get; set; }

    /// <summary>Findings of its vulnerability, whatever the package; the first few.</summary>
    internal List<UnitedFinding> Namesakes { get; } = [];

    /// <summary>Whether it is meant to excuse.</summary>
    internal bool IsExcuse => Statement.Status is VexStatus.NotAffected or VexStatus.Fixed;

    /// <summary>Whether it says why: "not affected" alone is an opinion nobody can check.</summary>
    internal bool IsJustified => Statement.Status != VexStatus.NotAffected || Statement.Justification.Length > 0 || Statement.Statement.Length > 0;

    /// <summary>How careful it is: exploitable, then not known yet, then harmless without a reason, then harmless.</summary>
    internal int Care => Statement.Status switch
    {
        VexStatus.Affected => 3,
        VexStatus.UnderInvestigation => 2,
        _ => IsJustified ? 0 : 1,
    };

    internal void AddNamesake(UnitedFinding finding)
    {
        if (Namesakes.Count < MostNamesakes)
        {
            Namesakes.Add(finding);
        }
    }

    /// <summary>Whether this one of the same author replaces the other.</summary>
    internal bool IsNewer(VexEntry other)
    {
        var order = Nullable.Compare(Statement.At, other.Statement.At);
        return order > 0 || (order == 0 && Care > other.Care);
    }

    internal static int Compare(VexEntry left, VexEntry right)
    {
        var (one, two) = (left.Statement, right.Statement);
        var order = string.CompareOrdinal(one.Document, two.Document);
        order = order != 0 ? order : string.CompareOrdinal(one.Author, two.Author);
        order = order != 0 ? order : Nullable.Compare(one.At, two.At);
        order = order != 0 ? order : one.Status.CompareTo(two.Status);
        order = order != 0 ? order : string.CompareOrdinal(one.Justification, two.Justification);
        order = order != 0 ? order : string.CompareOrdinal(one.Statement, two.Statement);
        order = order != 0 ? order : string.CompareOrdinal(string.Join('\n', one.Vulnerabilities), string.Join('\n', two.Vulnerabilities));
        return order != 0 ? order : string.CompareOrdinal(string.Join('\n', one.Products.Select(p => p.Identifier)), string.Join('\n', two.Products.Select(p => p.Identifier)));
    }
}
