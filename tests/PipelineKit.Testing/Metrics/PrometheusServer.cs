using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>The real Prometheus of Debian with backfilled series, one process on a free loopback port, killed at the end.</summary>
public sealed class PrometheusServer : IDisposable
{
    private readonly TempFolder _folder;
    private readonly Process _process;

    private PrometheusServer(TempFolder folder, Process process, string endpoint) => (_folder, _process, Endpoint) = (folder, process, endpoint);

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint { get; }

    /// <summary>Its address.</summary>
    public Uri Address => new($"http://{Endpoint}");

    /// <summary>Starts one that has these series, and waits until it is ready; skips the test where prometheus or promtool (or htpasswd, with an account) is not installed.</summary>
    /// <param name="openMetrics">OpenMetrics text with timestamps in seconds.</param>
    /// <param name="account">Who is let in; null for everybody.</param>
    /// <param name="arguments">More of the command line.</param>
    public static async Task<PrometheusServer> StartAsync(string openMetrics, (string User, string Password)? account = null, params string[] arguments)
    {
        var (prometheus, promtool) = (Peer.Program("prometheus"), Peer.Program("promtool"));
        var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        await RunAsync(promtool, "tsdb", "create-blocks-from", "openmetrics", folder.Write("series.om", openMetrics), data);
        var endpoint = $"127.0.0.1:{FreePort()}";
        List<string> all =
        [
            "--config.file=" + folder.Write("prometheus.yml", "global:\n  scrape_interval: 15s\nscrape_configs: []\n"),
            "--storage.tsdb.path=" + data,
            "--storage.tsdb.retention.time=100y",
            "--web.listen-address=" + endpoint,
            .. arguments,
        ];
        if (account is { } known)
        {
            var line = await RunAsync(Peer.Program("htpasswd"), "-nbB", "-C", "4", known.User, known.Password);
            all.Add("--web.config.file=" + folder.Write("web.yml", $"basic_auth_users:\n  {known.User}: '{line.Trim()[(known.User.Length + 1)..]}'\n"));
        }

        var server = new PrometheusServer(folder, Start(prometheus, all), endpoint);
        server._process.OutputDataReceived += (_, _) => { };
        server._process.ErrorDataReceived += (_, _) => { };
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server.WaitAsync(account);
        return server;
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
        _folder.Dispose();
    }

    private async Task WaitAsync((string User, string Password)? account)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        if (account is { } known)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.User}:{known.Password}")));
        }

        for (var attempt = 0; attempt < 400 && !_process.HasExited; attempt++)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(Address, "/-/ready"));
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                // Its port is not open yet.
            }

            // Another process is ready when it is and tells nobody; ask again.
            await Task.Delay(25);
        }

        Dispose();
        throw new InvalidOperationException("prometheus does not get ready");
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await error}");
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
