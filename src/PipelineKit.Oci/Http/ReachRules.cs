namespace PipelineKit.Oci;

/// <summary>How far a host that a remote named may lead, given who named it.</summary>
internal static class ReachRules
{
    /// <summary>The pool to use for the target, or null when it must not be reached at all.</summary>
    public static Reach? For(Uri target, RegistryAddress registry, HttpWire wire)
    {
        if (registry.HasHostOf(target))
        {
            return Reach.Named;
        }

        var origin = wire.KindOf(registry.Origin);
        if (NetworkAddresses.KindOfHost(target.Host) is { } kind && !NetworkAddresses.MayLead(origin, kind))
        {
            return null;
        }

        return origin switch
        {
            AddressKind.Private => Reach.Private,
            AddressKind.Loopback => Reach.Local,
            AddressKind.Public or AddressKind.Forbidden => Reach.Public,
            _ => null,
        };
    }
}
