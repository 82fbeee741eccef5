namespace PipelineKit.Evidence;

/// <summary>Where findings are, compared with globs.</summary>
internal static class FindingPaths
{
    /// <summary>Whether any of the places is meant; no globs mean every place.</summary>
    internal static bool Any(IReadOnlyList<string> globs, UnitedFinding finding)
    {
        if (globs.Count == 0)
        {
            return true;
        }

        foreach (var occurrence in finding.Occurrences)
        {
            if (Fits(globs, occurrence.Path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether this place is meant; a place that is not said never is, unless there are no globs.</summary>
    internal static bool Fits(IReadOnlyList<string> globs, string path)
    {
        foreach (var glob in globs)
        {
            if (path.Length > 0 && Glob.Path(glob, path))
            {
                return true;
            }
        }

        return globs.Count == 0;
    }
}
