using System.Buffers.Binary;
using System.Net;

namespace PipelineKit.Oci;

/// <summary>Where an address leads, as far as a remote may name it.</summary>
public enum AddressKind
{
    /// <summary>The internet.</summary>
    Public,

    /// <summary>A private network (RFC 1918, RFC 4193, RFC 6598, RFC 2544).</summary>
    Private,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>Link-local, unspecified, multicast, reserved, and the metadata services of clouds: nothing a registry could want.</summary>
    Forbidden,
}

/// <summary>Classifies addresses and host names without asking DNS.</summary>
public static class NetworkAddresses
{
    /// <summary>The kind of an address. IPv4 inside IPv6 (mapped, compatible, 6to4, NAT64) counts as the IPv4 address.</summary>
    public static AddressKind KindOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? KindOf4(bytes[..4]) : KindOf6(bytes);
    }

    /// <summary>The kind of a host as in a URL or reference (with brackets around IPv6, without port), or null for a name only DNS can tell.</summary>
    public static AddressKind? KindOfHost(string host)
    {
        var name = host.TrimEnd('.');
        if (IPAddress.TryParse(name.Trim('[', ']'), out var address))
        {
            return KindOf(address);
        }

        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            return AddressKind.Loopback;
        }

        return name.Equals("metadata.google.internal", StringComparison.OrdinalIgnoreCase) ? AddressKind.Forbidden : null;
    }

    /// <summary>Whether something at an address of kind <paramref name="origin"/> may send us to one of kind <paramref name="target"/>.</summary>
    public static bool MayLead(AddressKind origin, AddressKind target) => target switch
    {
        AddressKind.Public => true,
        AddressKind.Private => origin is AddressKind.Private or AddressKind.Loopback,
        AddressKind.Loopback => origin is AddressKind.Loopback,
        AddressKind.Forbidden => false,
        _ => false,
    };

    private static AddressKind KindOf4(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return value switch
        {
            // Metadata services at addresses that look ordinary: Alibaba, Azure.
            0x6464_64C8 or 0xA83F_8110 => AddressKind.Forbidden,
            _ when In(value, 0x7F00_0000, 8) => AddressKind.Loopback,
            _ when In(value, 0x0A00_0000, 8) || In(value, 0xAC10_0000, 12) || In(value, 0xC0A8_0000, 16) => AddressKind.Private,
            _ when In(value, 0x6440_0000, 10) || In(value, 0xC612_0000, 15) => AddressKind.Private,
            _ when In(value, 0x0000_0000, 8) || In(value, 0xA9FE_0000, 16) || In(value, 0xC000_0000, 24) => AddressKind.Forbidden,
            _ => value >= 0xE000_0000 ? AddressKind.Forbidden : AddressKind.Public,
        };
    }

    private static bool In(uint value, uint network, int prefix) => (value ^ network) >> (32 - prefix) == 0;

    private static AddressKind KindOf6(ReadOnlySpan<byte> bytes)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return (high, low) switch
        {
            (0, 0) => AddressKind.Forbidden,
            (0, 1) => AddressKind.Loopback,
            (0, _) when low >> 32 is 0 or 0xFFFF => KindOf4(bytes[12..]),
            (0x0064_FF9B_0000_0000, _) => KindOf4(bytes[12..]),
            _ when high >> 48 == 0x2002 => KindOf4(bytes.Slice(2, 4)),
            // The metadata service of AWS over IPv6.
            (0xFD00_0EC2_0000_0000, 0x254) => AddressKind.Forbidden,
            _ when bytes[0] is 0xFC or 0xFD => AddressKind.Private,
            _ when bytes[0] == 0xFE && bytes[1] >= 0xC0 => AddressKind.Private,
            _ when bytes[0] == 0xFE && bytes[1] >= 0x80 => AddressKind.Forbidden,
            _ => bytes[0] == 0xFF || high == 0 ? AddressKind.Forbidden : AddressKind.Public,
        };
    }
}
