using PipelineKit.Failures;

namespace PipelineKit.Render;

/// <summary>Keeps a rendering from writing over what it was rendered from.</summary>
internal static class InputGuard
{
    /// <summary>Throws when a manifest or the record has the path of a template, an include, a file of values or the lock.</summary>
    /// <exception cref="FailureException">PK2003, with every such file.</exception>
    internal static void RefuseOverwriting(string root, IReadOnlyList<EnvironmentResult> environments, Recorder recorder)
    {
        var inputs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var environment in environments)
        {
            inputs[Path.GetFullPath(environment.Inputs.Lock.Path, root)] = environment.Inputs.Lock.Path;
            foreach (var input in recorder.InputsOf(environment))
            {
                if (input.Path.Length > 0)
                {
                    inputs[Path.GetFullPath(input.Path, root)] = input.Path;
                }
            }
        }

        var problems = environments
            .SelectMany(e => Recorder.ManifestsOf(e).Select(m => OutputPlan.Below(e.Inputs.Output, m.Path)).Append(e.RecordPath))
            .Where(output => inputs.ContainsKey(Path.GetFullPath(output, root)))
            .Distinct(StringComparer.Ordinal)
            .Select(output => new Failure(
                FailureCodes.SameOutput, $"`{output}` would be written over `{inputs[Path.GetFullPath(output, root)]}`, from which it is rendered", "Give another `output`.", new SourcePlace(output)))
            .ToList();
        if (problems.Count > 0)
        {
            throw new FailureException(problems);
        }
    }
}
