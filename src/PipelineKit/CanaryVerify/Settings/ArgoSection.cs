using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Trust;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads <c>argo</c>: a file with an analysis template of Argo Rollouts, and the values of its arguments.</summary>
internal static class ArgoSection
{
    internal static async Task<IReadOnlyList<MetricDefinition>> ReadAsync(YamlValue? section, string folder, List<Failure> problems, CancellationToken cancellation)
    {
        if (section is null)
        {
            return [];
        }

        var fields = new PolicyFields(section.Shape == YamlShape.Mapping ? section : null, problems, "file", "args");
        var file = section.Shape == YamlShape.Scalar ? section.Text : fields.Text("file");
        if (file.Length == 0)
        {
            problems.Add(section.Failure("it is not said which file the analysis template is in", "Write it as in `argo: deploy/analysis.yaml`, or `argo: { file: deploy/analysis.yaml, args: { service: shop } }`."));
            return [];
        }

        try
        {
            var content = await OutsideFile.ReadAsync(folder, file, YamlLimits.Default.MaximumBytes, cancellation);
            return ArgoTemplate.Read(LimitedYaml.Read(content, file), Arguments(fields), problems);
        }
        catch (FailureException e)
        {
            problems.AddRange(e.Failures);
            return [];
        }
    }

    private static Dictionary<string, string> Arguments(PolicyFields fields)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in fields["args"]?.Pairs ?? [])
        {
            values[pair.Key] = fields.Scalar(pair.Value, pair.Key) ?? "";
        }

        return values;
    }
}
