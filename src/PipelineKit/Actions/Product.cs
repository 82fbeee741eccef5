using System.Reflection;

namespace PipelineKit.Actions;

/// <summary>The names and the version of the product, as every manifest and report says them.</summary>
public static class Product
{
    /// <summary>The title.</summary>
    public const string Name = "PipelineKit";

    /// <summary>The program, as typed.</summary>
    public const string Program = "pipelinekit";

    /// <summary>What it is for, in one sentence (at most 125 characters: the limit of the GitHub Marketplace).</summary>
    public const string Summary = "Immutable deployments: what was built is what is scanned, signed, promoted and deployed, by content digest";

    /// <summary>Who makes it.</summary>
    public const string Author = "The PipelineKit authors";

    /// <summary>The repository as samples name it; a publisher replaces <c>OWNER</c>.</summary>
    public const string Repository = "OWNER/pipelinekit";

    /// <summary>The product version, <c>major.minor.patch</c> with an optional suffix after <c>-</c>.</summary>
    public static string Version =>
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
