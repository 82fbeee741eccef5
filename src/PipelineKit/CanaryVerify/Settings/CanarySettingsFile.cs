using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>The part <c>canary</c> of the configuration file of a run.</summary>
internal static class CanarySettingsFile
{
    /// <summary>Reads it from the file that <c>config</c> names, <c>pipelinekit.yaml</c> by default, with the files it names.</summary>
    /// <param name="context">The run: its inputs say which file, its folder where it is.</param>
    /// <param name="dialect">What queries are written in.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>Null when there is no file, or no such part in it.</returns>
    /// <exception cref="FailureException">PK0201 when a file cannot be read; PK0103 with the place of everything that is wrong.</exception>
    internal static async Task<CanarySettings?> ReadAsync(CommandContext context, SourceDialect dialect, CancellationToken cancellation)
    {
        var place = ConfigurationPlace.Of(context.Inputs.Get(CommonInputs.Config), context.WorkingDirectory, context.Ci.Workspace, context.Inputs.IsGiven(CommonInputs.Config));
        return await place.ReadAsync(cancellation) is { } content ? await ReadAsync(content, place.Shown, Path.GetDirectoryName(place.FullPath)!, dialect, cancellation) : null;
    }

    /// <summary>Reads a whole configuration file, of which only that part is looked at.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="folder">What the files that it names are relative to.</param>
    /// <param name="dialect">What queries are written in.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal static async Task<CanarySettings?> ReadAsync(ReadOnlyMemory<byte> content, string name, string folder, SourceDialect dialect, CancellationToken cancellation)
    {
        var root = LimitedYaml.Read(content, name);
        if (root.IsNull || root[CanarySection.Key] is not { } section)
        {
            return null;
        }

        var problems = new List<Failure>();
        var parts = CanarySection.Read(section, dialect, problems);
        var argo = await ArgoSection.ReadAsync(parts.Argo, folder, problems, cancellation);
        var settings = await WithKayentaAsync(parts.Settings with { Metrics = [.. parts.Settings.Metrics, .. argo] }, parts.Kayenta, folder, problems, cancellation);
        if (section.Shape == YamlShape.Mapping)
        {
            CanarySection.Check(settings, section, problems);
        }

        PolicyText.ThrowIfAny(problems);
        return settings;
    }

    private static async Task<CanarySettings> WithKayentaAsync(CanarySettings settings, YamlValue? section, string folder, List<Failure> problems, CancellationToken cancellation)
    {
        var fields = new PolicyFields(section is { Shape: YamlShape.Mapping } ? section : null, problems, "file", "pass", "marginal", "group-weights");
        var file = section is { Shape: YamlShape.Scalar } ? section.Text : fields.Text("file");
        KayentaConfig? config = null;
        if (file.Length > 0)
        {
            try
            {
                config = await KayentaFile.ReadAsync(folder, file, cancellation);
            }
            catch (FailureException e)
            {
                problems.AddRange(e.Failures);
            }
        }

        IReadOnlyList<MetricDefinition> metrics = [.. settings.Metrics, .. config?.Metrics ?? []];
        return section is null && metrics.All(m => m.Kind != MetricKind.Kayenta) ? settings : settings with { Metrics = metrics, Kayenta = KayentaSection.Scoring(fields, config?.Scoring, problems) };
    }
}
