using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Oci;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads where metrics are; problems are kept, secrets masked.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class MetricsPlaceReader(CommandContext context)
{
    private InputReader Inputs => context.Inputs;

    internal MetricsPlace Read(bool isNeeded)
    {
        var place = new MetricsPlace
        {
            Url = Address(),
            File = Inputs.Get(CanaryInputs.MetricsFile),
            Token = Inputs.Get(CanaryInputs.MetricsToken),
            User = Inputs.Get(CanaryInputs.MetricsUser),
            Password = Inputs.Get(CanaryInputs.MetricsPassword),
            Headers = Headers(),
            Authority = Inputs.Get(CanaryInputs.MetricsAuthority),
            Certificate = Inputs.Get(CanaryInputs.MetricsCertificate),
            Key = Inputs.Get(CanaryInputs.MetricsKey),
            Workspace = Inputs.Get(CanaryInputs.AzureWorkspace),
            Resource = Inputs.Get(CanaryInputs.AzureResource),
            AzureToken = Inputs.Get(CanaryInputs.AzureToken),
        };
        var hasUrl = Inputs.IsGiven(CanaryInputs.MetricsUrl);
        if (isNeeded && !hasUrl && place.File.Length == 0 && !place.IsAzure)
        {
            Inputs.Problem(CanaryInputs.MetricsUrl, "There are no metrics to decide from.", "Give `metrics-url`, `metrics-file`, `azure-workspace` or `azure-resource`.");
        }

        if (hasUrl && place.File.Length > 0)
        {
            Inputs.Problem(CanaryInputs.MetricsFile, "`metrics-url` and `metrics-file` both say where metrics are.", "Give one of them.");
        }

        Azure(place);
        Credentials(place, hasUrl);
        return place;
    }

    private void Azure(MetricsPlace place)
    {
        if (!place.IsAzure)
        {
            if (place.AzureToken.Length > 0)
            {
                Inputs.Problem(CanaryInputs.AzureToken, "`azure-token` is given, and nothing of Azure it is for.", "Give `azure-workspace` or `azure-resource`, or leave it out.");
            }

            return;
        }

        var input = place.Workspace.Length > 0 ? CanaryInputs.AzureWorkspace : CanaryInputs.AzureResource;
        if (place is { Workspace.Length: > 0, Resource.Length: > 0 } || place.File.Length > 0)
        {
            Inputs.Problem(input, "More than one of `azure-workspace`, `azure-resource` and `metrics-file` says where metrics are.", "Give one of them.");
        }

        if (HasSecrets() || place.User.Length > 0 || place.Authority.Length > 0 || place.Certificate.Length > 0)
        {
            Inputs.Problem(input, "`metrics-token`, `metrics-user`, `metrics-headers`, `metrics-ca` and `metrics-certificate` are for Prometheus, and metrics are read from Azure Monitor.", "Give `azure-token`, or use a workload identity.");
        }
    }

    private Uri? Address()
    {
        var text = Inputs.Get(CanaryInputs.MetricsUrl);
        if (text.Length == 0)
        {
            return null;
        }

        if (!RemoteUrl.TryParse(text, out var url, out var problem))
        {
            Inputs.Problem(CanaryInputs.MetricsUrl, $"`metrics-url` is not an address: {problem}.", "Write it as in `https://prometheus.example.com`.");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && NetworkAddresses.KindOfHost(url.Host) != AddressKind.Loopback && HasSecrets())
        {
            Inputs.Problem(CanaryInputs.MetricsUrl, "`metrics-url` is plain HTTP, where anybody on the way could read the token or password.", "Use https, or give no credentials.");
        }

        return url;
    }

    private bool HasSecrets() => Inputs.IsGiven(CanaryInputs.MetricsToken) || Inputs.IsGiven(CanaryInputs.MetricsPassword) || Inputs.IsGiven(CanaryInputs.MetricsHeaders);

    // Values are masked one by one: a line is rarely printed whole.
    private List<KeyValuePair<string, string>> Headers()
    {
        const string TokenSigns = "!#$%&'*+-.^_`|~";
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in Inputs.Get(CanaryInputs.MetricsHeaders).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon > 0 ? (line[..colon], line[(colon + 1)..].Trim()) : ("", "");
            if (name.Length == 0 || value.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || TokenSigns.Contains(c, StringComparison.Ordinal)) || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                Inputs.Problem(CanaryInputs.MetricsHeaders, "A line of `metrics-headers` is no header.", "Write `Name: value`, one a line.");
                continue;
            }

            context.Mask(value);
            headers.Add(new(name, value));
        }

        return headers;
    }

    private void Credentials(MetricsPlace place, bool hasUrl)
    {
        if (place.Token.Length > 0 && place.User.Length > 0)
        {
            Inputs.Problem(CanaryInputs.MetricsUser, "`metrics-token` and `metrics-user` both say who asks.", "Give one of them.");
        }

        if (place.User.Length > 0 != place.Password.Length > 0)
        {
            Inputs.Problem(place.User.Length > 0 ? CanaryInputs.MetricsPassword : CanaryInputs.MetricsUser, "`metrics-user` and `metrics-password` belong together, and one is missing.", "Give both, or neither.");
        }

        if (place.Certificate.Length > 0 != place.Key.Length > 0)
        {
            Inputs.Problem(CanaryInputs.MetricsCertificate, "`metrics-certificate` and `metrics-key` belong together, and one is missing.", "Give both, or neither.");
        }

        if (!hasUrl && !place.IsAzure && (HasSecrets() || place.Authority.Length > 0 || place.Certificate.Length > 0))
        {
            Inputs.Problem(CanaryInputs.MetricsUrl, "Credentials are given, and no `metrics-url` they are for.", "Give `metrics-url`, or leave them out.");
        }
    }
}
