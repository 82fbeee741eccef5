using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// Runs docker credential helpers (docker-credential-helpers, "Development"): <c>docker-credential-NAME get</c>, the registry on standard input, JSON on
/// standard output. Looked up in the given folders only; no shell; of the environment only what helpers need to do their work.
/// </summary>
/// <param name="folders">The folders of PATH.</param>
/// <param name="variables">The environment.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class CredentialHelper(IReadOnlyList<string> folders, IReadOnlyDictionary<string, string> variables, TimeProvider time)
{
    private const int MaximumOutput = 64 * 1024;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly string[] PassedOn =
    [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "TMP", "TEMP", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNUPGHOME", "GPG_TTY",
        "PASSWORD_STORE_DIR", "DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "SystemRoot", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "PATHEXT",
    ];

    private static readonly string[] PassedOnPrefixes = ["AWS_", "AZURE_", "GOOGLE_", "CLOUDSDK_", "XDG_", "LC_"];

    /// <summary>
    /// What the helper has for the registry; null when it says it has nothing. Throws <see cref="CredentialException"/> naming the helper when it is
    /// missing, fails, takes longer than 30 s or answers something else.
    /// </summary>
    public async Task<RegistryCredential?> GetAsync(string helper, string registry, CancellationToken cancellation)
    {
        if (helper.Length is 0 or > 128 || helper.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new CredentialException(registry, "a credential helper", "the configuration names a helper with characters that do not belong in a name");
        }

        var name = "docker-credential-" + helper;
        var file = Find(name) ?? throw new CredentialException(registry, name, "the program is not on PATH");
        using var process = Start(file, name, registry);
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await TalkAsync(process, name, registry, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CredentialException(registry, name, $"it did not answer within {TimeLimit.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<RegistryCredential?> TalkAsync(Process process, string name, string registry, CancellationToken cancellation)
    {
        var errors = BoundedBody.ReadAsync(process.StandardError.BaseStream, MaximumOutput, cancellation);
        try
        {
            await process.StandardInput.WriteAsync(RegistryNames.HelperKey(registry).AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A helper that does not read its input may still have said on its output why.
            process.StandardInput.BaseStream.Close();
        }

        var output = await BoundedBody.ReadAsync(process.StandardOutput.BaseStream, MaximumOutput, cancellation)
            ?? throw new CredentialException(registry, name, "it wrote more than 64 KiB");
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode == 0)
        {
            return Parse(output, name, registry);
        }

        var said = Encoding.UTF8.GetString(output) + Encoding.UTF8.GetString(await errors ?? []);
        return said.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
            ? null
            : throw new CredentialException(registry, name, $"it ended with exit code {process.ExitCode}");
    }

    private static RegistryCredential? Parse(byte[] output, string name, string registry)
    {
        try
        {
            var answer = AnswerJson.Object(output);
            return answer?.Text("Secret") is { Length: > 0 } secret ? new RegistryCredential(answer.Value.Text("Username") ?? "", secret) : null;
        }
        catch (JsonException)
        {
            // The cause would quote the output, which may be the secret.
            throw new CredentialException(registry, name, "its answer is not the JSON it should be");
        }
    }

    private string? Find(string name) => folders
        .Where(Path.IsPathFullyQualified)
        .SelectMany(f => OperatingSystem.IsWindows() ? [Path.Combine(f, name + ".exe")] : new[] { Path.Combine(f, name) })
        .FirstOrDefault(File.Exists);

    private Process Start(string file, string name, string registry)
    {
        var start = new ProcessStartInfo(file)
        {
            ArgumentList = { "get" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (key, value) in variables.Where(v => PassedOn.Contains(v.Key, StringComparer.Ordinal) || PassedOnPrefixes.Any(p => v.Key.StartsWith(p, StringComparison.Ordinal))))
        {
            start.Environment[key] = value;
        }

        try
        {
            return Process.Start(start) ?? throw new CredentialException(registry, name, "it could not be started");
        }
        catch (Win32Exception e)
        {
            throw new CredentialException(registry, name, "it could not be started", e);
        }
    }
}
