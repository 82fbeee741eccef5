namespace PipelineKit.Oci;

/// <summary>
/// Decides whether the realm that a registry names for tokens may be asked, and with it receive the credentials for that registry. A registry
/// that lies here gets credentials sent elsewhere, or has us knock on doors of our own network. Rules, default deny:
/// <list type="number">
/// <item>The realm is a URL that can be read in only one way (<see cref="RemoteUrl"/>: https or http, no user information, canonical host, no fragment).</item>
/// <item>http only when the registry itself is reached over plain http, and then only on the registry's own host, on loopback, or on a host listed for plain http.</item>
/// <item>On the registry's own host anything else is as safe as the registry.</item>
/// <item>Another host that is written as an address, or as <c>localhost</c>, is no more private than the registry itself; link-local, unspecified
/// and metadata addresses never.</item>
/// <item>Another host that is a name over https is accepted; the addresses DNS gives for it are held to rule 4 when connecting.</item>
/// <item>Everything else is refused.</item>
/// </list>
/// </summary>
public static class RealmRules
{
    /// <summary>The realm as a URL; throws <see cref="RegistryException"/> (<see cref="RegistryProblem.Unsafe"/>) saying which rule it breaks.</summary>
    /// <param name="realm">As the challenge has it.</param>
    /// <param name="registry">Who named it.</param>
    /// <param name="origin">What kind of address the registry itself has.</param>
    /// <param name="plainHttp">The hosts listed for plain HTTP.</param>
    public static Uri Check(string realm, RegistryAddress registry, AddressKind origin, IReadOnlyList<string> plainHttp)
    {
        // 1.
        if (!RemoteUrl.TryParse(realm, out var url, out var problem))
        {
            throw Refused(registry, problem);
        }

        var isSameHost = registry.HasHostOf(url);

        // 2.
        if (url.Scheme == Uri.UriSchemeHttp && !(registry.IsPlainHttp && (isSameHost || RegistryAddress.IsPlain(url, plainHttp))))
        {
            throw Refused(registry, $"it is plain HTTP at {url.Authority}, where a password could be read on the way");
        }

        // 3.
        if (isSameHost)
        {
            return url;
        }

        // 4.
        if (NetworkAddresses.KindOfHost(url.Host) is { } kind)
        {
            return NetworkAddresses.MayLead(origin, kind) ? url : throw Refused(registry, $"{url.Host} is an address on a network it must not lead to");
        }

        // 5.
        if (url.HostNameType == UriHostNameType.Dns)
        {
            return url;
        }

        // 6.
        throw Refused(registry, "its host is neither a name nor an address");
    }

    private static RegistryException Refused(RegistryAddress registry, string problem) =>
        new(RegistryProblem.Unsafe, registry.Registry, $"{registry.Registry} sends us for a token to a URL that is refused: {problem}. No credentials were sent");
}
