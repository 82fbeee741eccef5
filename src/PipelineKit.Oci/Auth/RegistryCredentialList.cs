namespace PipelineKit.Oci;

/// <summary>Credentials given as lines <c>HOST=USER:SECRET</c>.</summary>
public sealed class RegistryCredentialList
{
    private readonly Dictionary<string, RegistryCredential> _credentials;

    private RegistryCredentialList(Dictionary<string, RegistryCredential> credentials) => _credentials = credentials;

    /// <summary>All secrets of the list, to be masked.</summary>
    public IEnumerable<string> Secrets => _credentials.Values.Select(c => c.Secret);

    /// <summary>
    /// Parses lines <c>HOST=USER:SECRET</c>; the first <c>=</c> and the first <c>:</c> after it separate. Empty lines are skipped. Problems name the line's
    /// number and host, never its secret.
    /// </summary>
    public static RegistryCredentialList Parse(IEnumerable<string> lines, out IReadOnlyList<string> problems)
    {
        var credentials = new Dictionary<string, RegistryCredential>(StringComparer.Ordinal);
        var found = new List<string>();
        var number = 0;
        foreach (var line in lines.Select(l => l.Trim()))
        {
            number++;
            if (line.Length > 0 && Problem(line, credentials) is { } problem)
            {
                found.Add($"line {number}: {problem}");
            }
        }

        problems = found;
        return new RegistryCredentialList(credentials);
    }

    /// <summary>The credential for exactly this registry; a <see cref="FindCredential"/>.</summary>
    public Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation) =>
        Task.FromResult(_credentials.GetValueOrDefault(RegistryNames.Normalise(registry)));

    private static string? Problem(string line, Dictionary<string, RegistryCredential> credentials)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            return "it is not HOST=USER:SECRET";
        }

        var host = line[..equals].Trim();
        if (!RemoteUrl.TryParse("https://" + host, out var url, out _) || url.PathAndQuery != "/")
        {
            return "what stands before `=` is not the host of a registry";
        }

        var pair = line[(equals + 1)..].Trim();
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == pair.Length - 1)
        {
            return $"for {host}, what stands after `=` is not USER:SECRET";
        }

        return credentials.TryAdd(RegistryNames.Normalise(host), new RegistryCredential(pair[..colon], pair[(colon + 1)..]))
            ? null
            : $"{host} is there twice";
    }
}
