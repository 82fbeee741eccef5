namespace PipelineKit.Canary;

/// <summary>An endpoint of Azure Monitor, and as whom it is asked.</summary>
public sealed class AzureConnection
{
    /// <summary>Where logs are asked for in the public cloud; <c>https://api.loganalytics.us</c> and <c>https://api.loganalytics.azure.cn</c> in others.</summary>
    public static readonly Uri Logs = new("https://api.loganalytics.azure.com");

    /// <summary>Where metrics are asked for in the public cloud; <c>https://management.usgovcloudapi.net</c> and <c>https://management.chinacloudapi.cn</c> in others.</summary>
    public static readonly Uri Management = new("https://management.azure.com");

    /// <summary>The address of the service, without a path; tokens are asked for it.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>An access token; empty to get tokens by <see cref="Identity"/>.</summary>
    public string Token { get; init; } = "";

    /// <summary>Who gets tokens; null when one is given.</summary>
    public AzureIdentity? Identity { get; init; }

    /// <summary>The address as reports have it.</summary>
    internal string Name => Endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>What is wrong with it and what would be right; null for nothing. Tokens are never sent in the clear, except to this machine.</summary>
    public string? Problem()
    {
        var problem = ProblemOf(Endpoint, "Azure Monitor") ?? (Identity is null ? null : ProblemOf(Identity.Authority, "the authority that gives tokens"));
        return problem is not null ? problem
            : Token.Length == 0 && Identity is null ? "Neither a token nor an identity is given to ask Azure Monitor with"
            : AzureTokens.IsToken(Token) || Token.Length == 0 ? null
            : "The token for Azure Monitor has characters that no token has";
    }

    private static string? ProblemOf(Uri address, string what) =>
        !address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? $"The address of {what} is not one of https; a token would be readable on the way"
        : address.UserInfo.Length > 0 || address.PathAndQuery != "/" || address.Fragment.Length > 0 ? $"The address of {what} has more than a host, as in `https://api.loganalytics.us`"
        : null;
}

/// <summary>A workload identity: an application of Microsoft Entra that trusts tokens of somebody else.</summary>
public sealed class AzureIdentity
{
    /// <summary>Who gives tokens, such as <c>https://login.microsoftonline.com</c>.</summary>
    public required Uri Authority { get; init; }

    /// <summary>The id of the directory.</summary>
    public required string Tenant { get; init; }

    /// <summary>The id of the application.</summary>
    public required string Client { get; init; }

    /// <summary>Gets a token the application trusts; asked anew for every access token.</summary>
    public required Func<CancellationToken, Task<string>> Assertion { get; init; }

    /// <summary>Receives every access token before it is used, to mask it.</summary>
    public required Action<string> OnSecret { get; init; }
}
