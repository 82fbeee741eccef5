using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// Follows redirects of GET and HEAD by these rules; whatever they do not allow is refused:
/// <list type="number">
/// <item>at most 5 hops;</item>
/// <item>the target is readable in only one way (<see cref="RemoteUrl"/>);</item>
/// <item>never from https to http; http leads to http only on the same host, or where plain HTTP is allowed anyway;</item>
/// <item>a target on another host is public, or on no more private a network than the registry itself; checked on what is written and again on
/// the address DNS gives;</item>
/// <item><c>Authorization</c> and other headers stay on the origin they were meant for; another one gets Accept and Range only.</item>
/// </list>
/// </summary>
internal sealed class RedirectFollower(HttpWire wire, RegistryTransportOptions options)
{
    private const int MaximumHops = 5;

    /// <summary>Sends and follows; the last answer is returned.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, Reach reach, RegistryAddress registry, CancellationToken cancellation)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await wire.SendAsync(message, reach, cancellation);
            options.Detail?.Invoke($"{message.Method} {SafeUrl.Of(message.RequestUri!)} -> {(int)response.StatusCode}");
            if (!IsRedirect(response.StatusCode) || (message.Method != HttpMethod.Get && message.Method != HttpMethod.Head))
            {
                return response;
            }

            using (response)
            {
                // 1.
                if (hop == MaximumHops)
                {
                    throw Unsafe(message.RequestUri!, $"it redirects more than {MaximumHops} times");
                }

                var target = Target(message.RequestUri!, response);
                reach = Check(message.RequestUri!, target, registry);
                message = Next(message, target);
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    // 2.
    private static Uri Target(Uri from, HttpResponseMessage response)
    {
        var text = response.Headers.TryGetValues("Location", out var values) ? string.Join(", ", values) : "";
        if (text.Length == 0)
        {
            throw new RegistryException(RegistryProblem.Protocol, SafeUrl.Of(from), "it redirects without saying where to", response.StatusCode);
        }

        var absolute = text.StartsWith("//", StringComparison.Ordinal) ? $"{from.Scheme}:{text}"
            : text.StartsWith('/') ? from.GetLeftPart(UriPartial.Authority) + text
            : text;
        return RemoteUrl.TryParse(absolute, out var target, out var problem) ? target : throw Unsafe(from, $"it redirects to a URL that is refused: {problem}");
    }

    private Reach Check(Uri from, Uri target, RegistryAddress registry)
    {
        // 3.
        if (target.Scheme == Uri.UriSchemeHttp)
        {
            var mayBePlain = from.Host.Equals(target.Host, StringComparison.OrdinalIgnoreCase) || RegistryAddress.IsPlain(target, options.PlainHttp);
            if (from.Scheme != Uri.UriSchemeHttp || !mayBePlain)
            {
                throw Unsafe(from, $"it redirects to plain HTTP at {target.Authority}");
            }
        }

        // 4.
        return ReachRules.For(target, registry, wire)
            ?? throw Unsafe(from, $"it redirects to {target.Host}, an address on a network it must not lead to");
    }

    // 5.
    private static HttpRequestMessage Next(HttpRequestMessage message, Uri target)
    {
        var from = message.RequestUri!;
        var isSameOrigin = from.Scheme == target.Scheme && from.Authority.Equals(target.Authority, StringComparison.OrdinalIgnoreCase);
        var next = new HttpRequestMessage(message.Method, target);
        foreach (var (name, values) in message.Headers.Where(h => isSameOrigin || h.Key is "Accept" or "Range"))
        {
            next.Headers.TryAddWithoutValidation(name, values);
        }

        return next;
    }

    private static RegistryException Unsafe(Uri from, string message) =>
        new(RegistryProblem.Unsafe, SafeUrl.Of(from), $"{from.Host}: {message}; nothing was sent there");
}
