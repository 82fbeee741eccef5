namespace PipelineKit.Evidence;

/// <summary>Reasons as they come up; in the end gravest first, each once.</summary>
internal sealed class ReasonList
{
    private readonly List<GateReason> _reasons = [];

    internal void Add(GateReason reason) => _reasons.Add(reason);

    internal IReadOnlyList<GateReason> Ordered()
    {
        _reasons.Sort(Compare);
        var ordered = new List<GateReason>(_reasons.Count);
        foreach (var reason in _reasons)
        {
            if (ordered.Count == 0 || ordered[^1] != reason)
            {
                ordered.Add(reason);
            }
        }

        return ordered;
    }

    private static int Compare(GateReason left, GateReason right)
    {
        var order = right.Action.CompareTo(left.Action);
        order = order != 0 ? order : Place(left.Code).CompareTo(Place(right.Code));
        order = order != 0 ? order : string.CompareOrdinal(left.Subject, right.Subject);
        order = order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
        order = order != 0 ? order : string.CompareOrdinal(left.File, right.File);
        order = order != 0 ? order : Nullable.Compare(left.Line, right.Line);
        return order != 0 ? order : string.CompareOrdinal(left.Remedy, right.Remedy);
    }

    private static int Place(string code)
    {
        var place = 0;
        while (place < GateReasons.All.Count && GateReasons.All[place].Code != code)
        {
            place++;
        }

        return place;
    }
}
