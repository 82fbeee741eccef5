namespace PipelineKit.Manifests.Rendered;

/// <summary>Sets annotations and labels on workloads by putting bytes in: every other byte stays as it is, and stamping twice gives what stamping once does.</summary>
public static class WorkloadStamp
{
    /// <summary>Stamps a stream.</summary>
    /// <param name="yaml">The stream; damaged documents are left alone.</param>
    /// <param name="plan">What is set.</param>
    /// <exception cref="ArgumentException">A value is not valid UTF-16.</exception>
    public static StampResult Apply(RenderedYaml yaml, StampPlan plan)
    {
        var edits = new StampEdits(yaml);
        foreach (var workload in Workload.In(yaml, plan.AlsoWorkload))
        {
            Set(edits, plan, workload, workload.Node, onlyTemplate: false);
            if (workload.Template >= 0 && workload.Template != workload.Node)
            {
                Set(edits, plan, workload, workload.Template, onlyTemplate: true);
            }
        }

        return new StampResult(edits.Apply(), edits.Untouched);
    }

    private static void Set(StampEdits edits, StampPlan plan, Workload workload, int holder, bool onlyTemplate)
    {
        var annotations = new List<(string, string)>();
        var labels = new List<(string, string)>();
        foreach (var stamp in plan.Stamps)
        {
            if ((stamp.OnPodTemplate || !onlyTemplate) && stamp.Value(workload.Document) is { } value)
            {
                (stamp.IsLabel ? labels : annotations).Add((stamp.Key, value));
            }
        }

        List<(string, List<(string, string)>)> sections = [];
        if (annotations.Count > 0)
        {
            sections.Add(("annotations", annotations));
        }

        if (labels.Count > 0)
        {
            sections.Add(("labels", labels));
        }

        if (sections.Count > 0)
        {
            edits.Metadata(holder, sections);
        }
    }
}
