namespace PipelineKit.Evidence;

/// <summary>Collects what is missing.</summary>
internal sealed class BomGaps
{
    private string _component = "";

    public List<BomGap> All { get; } = [];

    /// <summary>The components a profile asks about, the subject first; gaps are named after the current one.</summary>
    public IEnumerable<BomComponent> Each(Bom bom)
    {
        foreach (var component in bom.Subject is null ? bom.Components : [bom.Subject, .. bom.Components])
        {
            if (component.Type != "file")
            {
                var package = component.Package;
                _component = package.Purl ?? (package.Version.Length > 0 ? $"{package.Name}@{package.Version}" : package.Name.Length > 0 ? package.Name : component.Reference);
                yield return component;
            }
        }
    }

    /// <summary>Adds a gap when the condition does not hold.</summary>
    public void Need(bool condition, string rule, string message)
    {
        if (!condition)
        {
            All.Add(new BomGap(rule, _component, message));
        }
    }
}
