using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// Follows redirects by these rules; whatever they do not allow is refused:
/// <list type="number">
/// <item>at most 5 hops;</item>
/// <item>the target is readable in only one way (<see cref="RemoteUrl"/>);</item>
/// <item>never from https to http; http leads to http only on the same host, or where plain HTTP is allowed anyway;</item>
/// <item>a target on another host is public, or on no more private a network than the registry itself; checked on what is written and again on
/// the address DNS gives;</item>
/// <item><c>Authorization</c> and other headers stay on the origin they were meant for; another one gets Accept and Range only;</item>
/// <item>what writes is sent again only where the status keeps the method (307, 308), and only within the origin: bodies go nowhere else.</item>
/// </list>
/// </summary>
internal sealed class RedirectFollower(HttpWire wire, RegistryTransportOptions options)
{
    private const int MaximumHops = 5;

    /// <summary>Sends and follows; the last answer is returned.</summary>
    /// <param name="message">What is sent.</param>
    /// <param name="make">Makes it again, for its body.</param>
    /// <param name="reach">How far the connection may lead.</param>
    /// <param name="registry">On whose behalf.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage message, Func<HttpRequestMessage> make, Reach reach, RegistryAddress registry, CancellationToken cancellation)
    {
        var isRead = message.Method == HttpMethod.Get || message.Method == HttpMethod.Head;
        for (var hop = 0; ; hop++)
        {
            var response = await wire.SendAsync(message, reach, cancellation);
            options.Detail?.Invoke($"{message.Method} {SafeUrl.Of(message.RequestUri!)} -> {(int)response.StatusCode}");
            if (!IsRedirect(response.StatusCode) || (!isRead && !KeepsMethod(response.StatusCode)))
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
                if (!isRead && !IsSameOrigin(message.RequestUri!, target))
                {
                    // 6.
                    throw Unsafe(message.RequestUri!, $"it redirects what is written to {target.Authority}");
                }

                message = Next(message, target, isRead ? null : make().Content);
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool KeepsMethod(HttpStatusCode status) => status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool IsSameOrigin(Uri from, Uri target) =>
        from.Scheme == target.Scheme && from.Authority.Equals(target.Authority, StringComparison.OrdinalIgnoreCase);

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
    private static HttpRequestMessage Next(HttpRequestMessage message, Uri target, HttpContent? body)
    {
        var isSameOrigin = IsSameOrigin(message.RequestUri!, target);
        var next = new HttpRequestMessage(message.Method, target) { Content = body };
        foreach (var (name, values) in message.Headers.Where(h => isSameOrigin || h.Key is "Accept" or "Range"))
        {
            next.Headers.TryAddWithoutValidation(name, values);
        }

        return next;
    }

    private static RegistryException Unsafe(Uri from, string message) =>
        new(RegistryProblem.Unsafe, SafeUrl.Of(from), $"{from.Host}: {message}; nothing was sent there");
}
