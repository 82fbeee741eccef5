using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>The part <c>promotion</c> of the configuration file of a run.</summary>
public static class PromotionSettingsFile
{
    /// <summary>Reads it from the file that <c>config</c> names, <c>pipelinekit.yaml</c> by default.</summary>
    /// <param name="context">The run: its inputs say which file, its folder where it is.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FailureException">PK0201 when there is no file or it cannot be read; PK0103 when it has no such part, or with the place of everything that is wrong in it.</exception>
    public static async Task<PromotionSettings> ReadAsync(CommandContext context, CancellationToken cancellation)
    {
        var name = context.Inputs.Get(CommonInputs.Config);
        var place = ConfigurationPlace.Of(name, context.WorkingDirectory, context.Ci.Workspace, mustExist: true);
        return Read(await place.ReadAsync(cancellation) ?? [], place.Shown);
    }

    /// <summary>Reads a whole configuration file, of which only that part is looked at.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="FailureException">PK0103: it has no such part, or with the place of everything that is wrong in it.</exception>
    public static PromotionSettings Read(ReadOnlyMemory<byte> content, string name)
    {
        var root = LimitedYaml.Read(content, name);
        var section = root.IsNull ? null : root[PromotionSection.Key];
        if (section is null)
        {
            throw root.Error(
                $"`{name}` does not say which environments there are", "Describe them under `promotion:`, as in `promotion: { app: shop, environments: [ { name: dev, repository: ghcr.io/acme/shop } ] }`.");
        }

        var problems = new List<Failure>();
        var settings = PromotionSection.Read(section, problems);
        PolicyText.ThrowIfAny(problems);
        return settings;
    }
}
