namespace PipelineKit.Yaml;

/// <summary>How much YAML is read before it is refused. The defaults fit a file that a person writes.</summary>
public sealed record YamlLimits
{
    /// <summary>For a file that a person writes.</summary>
    public static YamlLimits Default { get; } = new();

    /// <summary>Size of the file, in bytes.</summary>
    public int MaximumBytes { get; init; } = 1 << 20;

    /// <summary>Mappings and sequences inside each other; what an alias stands for counts where the alias stands.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>Scalars, mappings and sequences, keys included, after every alias has been replaced by what it stands for.</summary>
    public int MaximumNodes { get; init; } = 100_000;

    /// <summary>Aliases (<c>*name</c>).</summary>
    public int MaximumAliases { get; init; } = 100;
}
