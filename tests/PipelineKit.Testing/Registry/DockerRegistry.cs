using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>The real docker-registry of Debian, one process on a free loopback port, with its storage in a temporary folder.</summary>
public sealed class DockerRegistry : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly HttpClient _client;

    private DockerRegistry(string program, int port, (string User, string Password)? account)
    {
        Endpoint = $"127.0.0.1:{port}";
        Account = account;
        _client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://{Endpoint}") };
        if (account is { } known)
        {
            _client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.User}:{known.Password}")));
        }

        var configuration = _folder.Write("config.yml", Configuration(account));
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(configuration);
        start.Environment["OTEL_TRACES_EXPORTER"] = "none";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint { get; }

    /// <summary>Who it lets in; null for everybody.</summary>
    public (string User, string Password)? Account { get; }

    /// <summary>Starts one and waits until it answers; skips the test where docker-registry (or htpasswd, with an account) is not installed.</summary>
    public static async Task<DockerRegistry> StartAsync((string User, string Password)? account = null)
    {
        if (account is not null)
        {
            Peer.Program("htpasswd");
        }

        var registry = new DockerRegistry(Peer.Program("docker-registry"), FreePort(), account);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var response = await registry._client.GetAsync(new Uri("/v2/", UriKind.Relative));
                response.EnsureSuccessStatusCode();
                return registry;
            }
            catch (HttpRequestException e) when (e.StatusCode is null && !registry._process.HasExited)
            {
                // Another process opens its port when it is ready and tells nobody; ask again.
                await Task.Delay(50);
            }
        }

        registry.Dispose();
        throw new InvalidOperationException("docker-registry does not answer");
    }

    /// <summary>Pushes an image with all its parts, as any client would; the tag is optional.</summary>
    public async Task PushAsync(string repository, string tag, SampleImage image)
    {
        foreach (var blob in image.Blobs)
        {
            await PushBlobAsync(repository, blob);
        }

        foreach (var child in image.Children)
        {
            await PushManifestAsync(repository, child.Digest.Text, child);
        }

        await PushManifestAsync(repository, tag, image.Root);
    }

    /// <summary>Kills the process, as a crash would.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task PushBlobAsync(string repository, SampleContent blob)
    {
        using var started = await _client.PostAsync(new Uri($"/v2/{repository}/blobs/uploads/", UriKind.Relative), content: null);
        started.EnsureSuccessStatusCode();
        var location = new Uri(_client.BaseAddress!, started.Headers.Location!);
        var separator = location.Query.Length > 0 ? '&' : '?';
        using var content = new ByteArrayContent(blob.Bytes);
        using var finished = await _client.PutAsync(new Uri($"{location}{separator}digest={Uri.EscapeDataString(blob.Digest.Text)}"), content);
        finished.EnsureSuccessStatusCode();
    }

    private async Task PushManifestAsync(string repository, string reference, SampleContent manifest)
    {
        using var content = new ByteArrayContent(manifest.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(manifest.MediaType);
        using var response = await _client.PutAsync(new Uri($"/v2/{repository}/manifests/{reference}", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    private string Configuration((string User, string Password)? account)
    {
        var storage = Path.Combine(_folder.Path, "storage");
        var text = $"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {storage}\n  delete:\n    enabled: true\nhttp:\n  addr: {Endpoint}\n";
        return account is { } known ? text + $"auth:\n  htpasswd:\n    realm: test\n    path: {PasswordFile(known)}\n" : text;
    }

    private string PasswordFile((string User, string Password) account)
    {
        var file = Path.Combine(_folder.Path, "htpasswd");
        var start = new ProcessStartInfo(Peer.Program("htpasswd")) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in (string[])["-B", "-C", "4", "-b", "-c", file, account.User, account.Password])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0 ? file : throw new InvalidOperationException("htpasswd failed");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
