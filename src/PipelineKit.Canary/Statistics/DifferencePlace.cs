namespace PipelineKit.Canary;

/// <summary>A place among differences that is looked for: more than <see cref="Most"/> of them are above <see cref="Low"/>, and at most <see cref="Least"/> above <see cref="High"/>.</summary>
internal struct DifferencePlace
{
    internal double Least;
    internal double Most;
    internal double Low;
    internal double High;
    internal long AboveLow;
    internal long AboveHigh;

    /// <summary>How many differences are between the ends.</summary>
    internal readonly long Within => AboveLow - AboveHigh;

    /// <summary>Takes into account how many are above a value.</summary>
    internal void Narrow(double value, long above)
    {
        if (above > Most && value > Low)
        {
            (Low, AboveLow) = (value, above);
        }
        else if (above <= Least && value < High)
        {
            (High, AboveHigh) = (value, above);
        }
    }
}

/// <summary>The three that are looked for at once.</summary>
[System.Runtime.CompilerServices.InlineArray(3)]
internal struct DifferencePlaces
{
    private DifferencePlace _first;
}

/// <summary>What was found for each: the difference, and the same or the next one.</summary>
[System.Runtime.CompilerServices.InlineArray(3)]
internal struct FoundDifferences
{
    private (double One, double Other) _first;
}
