using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// Reads exceptions: our own form (<c>kind: GateExceptions</c>, docs/reference/exceptions.schema.json), and the ignore files of Trivy, Grype, OSV-Scanner and Snyk. An entry of an ignore file that cannot be said
/// here as narrowly as there is an error, never a broader exception.
/// </summary>
public static class ExceptionFiles
{
    /// <summary>Reads a file; the form is told by its content, and where that cannot tell (the plain <c>.trivyignore</c>, TOML) by its name.</summary>
    /// <param name="content">The file, UTF-8.</param>
    /// <param name="name">Its path as the user knows it.</param>
    /// <exception cref="FailureException">PK0702 with file, line and column for everything that is wrong with it.</exception>
    public static IReadOnlyList<GateException> Read(ReadOnlyMemory<byte> content, string name)
    {
        var file = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var problems = new List<Failure>();
        var found = file.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) ? OsvScannerIgnores.Read(content, name, problems)
            : IsPlainTrivy(file) ? TrivyIgnoreLines.Read(content, name, problems)
            : OfYaml(LimitedYaml.Read(content, name, YamlLimits.Default, FailureCodes.BadPolicy), name, file, problems);
        PolicyText.ThrowIfAny(problems);
        return found;
    }

    private static bool IsPlainTrivy(string file) =>
        file.Contains("trivyignore", StringComparison.OrdinalIgnoreCase)
        && !file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<GateException> OfYaml(YamlValue root, string name, string file, List<Failure> problems)
    {
        if (root.IsNull && file.EndsWith("ml", StringComparison.OrdinalIgnoreCase) && file.Contains("ignore", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        if (root.Shape == YamlShape.Mapping)
        {
            var keys = root.Pairs.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
            if (keys.Contains("apiVersion") || keys.Contains("kind"))
            {
                return OwnExceptions.Read(root, name, problems);
            }

            if (keys.IsSubsetOf(TrivyIgnoreFile.Keys) && keys.Count > 0)
            {
                return TrivyIgnoreFile.Read(root, name, problems);
            }

            if (root["ignore"] is { Shape: YamlShape.Sequence } || file is ".grype.yaml" or "grype.yaml")
            {
                return GrypeIgnores.Read(root, name, problems);
            }

            if (file == ".snyk" || (keys.Contains("version") && root["ignore"] is { Shape: YamlShape.Mapping }))
            {
                return SnykIgnores.Read(root, name, problems);
            }
        }

        throw root.Error(
            "this is no exceptions file that is known",
            $"Our own begins with `apiVersion: {PolicyText.ApiVersion}` and `kind: {OwnExceptions.Kind}`; read are also .trivyignore, .trivyignore.yaml, .grype.yaml, osv-scanner.toml and .snyk.");
    }
}
