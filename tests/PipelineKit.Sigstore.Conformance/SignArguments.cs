namespace PipelineKit.Sigstore.Conformance;

/// <summary>The arguments of <c>sign-bundle</c>.</summary>
internal sealed record SignArguments(bool Staging, bool InToto, string Token, string Bundle, string? TrustedRoot, string? SigningConfig, string File)
{
    /// <summary>Reads them; null with what is wrong.</summary>
    internal static SignArguments? Parse(IReadOnlyList<string> args, out string problem)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var flags = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>(1);
        for (var i = 0; i < args.Count; i++)
        {
            var isNew = args[i] switch
            {
                "--staging" or "--in-toto" => flags.Add(args[i]),
                "--identity-token" or "--bundle" or "--trusted-root" or "--signing-config" when i + 1 < args.Count => values.TryAdd(args[i], args[++i]),
                _ => Add(files, args[i]),
            };
            if (!isNew)
            {
                problem = "an argument is given twice";
                return null;
            }
        }

        var read = new SignArguments(
            flags.Contains("--staging"),
            flags.Contains("--in-toto"),
            values.GetValueOrDefault("--identity-token", string.Empty),
            values.GetValueOrDefault("--bundle", string.Empty),
            values.GetValueOrDefault("--trusted-root"),
            values.GetValueOrDefault("--signing-config"),
            files is [var only] ? only : string.Empty);
        problem = read.Problem() ?? string.Empty;
        return problem.Length == 0 ? read : null;
    }

    private static bool Add(List<string> files, string file)
    {
        files.Add(file);
        return true;
    }

    private string? Problem() =>
        Token.Length == 0 ? "--identity-token is missing"
        : Bundle.Length == 0 ? "--bundle is missing"
        : File.Length == 0 || File.StartsWith("--", StringComparison.Ordinal) ? "exactly one file is needed at the end"
        : Staging && (TrustedRoot is null || SigningConfig is null) ? "the staging instance is not built in: give --trusted-root and --signing-config"
        : null;
}
