using System.Net;
using Xunit;

namespace PipelineKit.Oci.Tests.Http;

public sealed class NetworkAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8", AddressKind.Public)]
    [InlineData("172.15.255.255", AddressKind.Public)]
    [InlineData("172.32.0.0", AddressKind.Public)]
    [InlineData("100.128.0.1", AddressKind.Public)]
    [InlineData("2606:4700::1111", AddressKind.Public)]
    [InlineData("64:ff9b::808:808", AddressKind.Public)]
    [InlineData("10.255.0.1", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("192.168.255.1", AddressKind.Private)]
    [InlineData("100.64.0.1", AddressKind.Private)]
    [InlineData("198.19.0.1", AddressKind.Private)]
    [InlineData("fd12::1", AddressKind.Private)]
    [InlineData("fec0::1", AddressKind.Private)]
    [InlineData("::ffff:10.0.0.1", AddressKind.Private)]
    [InlineData("2002:0a00:0001::", AddressKind.Private)]
    [InlineData("127.0.0.1", AddressKind.Loopback)]
    [InlineData("127.255.255.255", AddressKind.Loopback)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("::ffff:127.0.0.1", AddressKind.Loopback)]
    [InlineData("::127.0.0.1", AddressKind.Loopback)]
    [InlineData("0.0.0.0", AddressKind.Forbidden)]
    [InlineData("0.1.2.3", AddressKind.Forbidden)]
    [InlineData("169.254.0.1", AddressKind.Forbidden)]
    [InlineData("192.0.0.192", AddressKind.Forbidden)]
    [InlineData("100.100.100.200", AddressKind.Forbidden)]
    [InlineData("168.63.129.16", AddressKind.Forbidden)]
    [InlineData("224.0.0.1", AddressKind.Forbidden)]
    [InlineData("255.255.255.255", AddressKind.Forbidden)]
    [InlineData("::", AddressKind.Forbidden)]
    [InlineData("fe80::1", AddressKind.Forbidden)]
    [InlineData("ff02::1", AddressKind.Forbidden)]
    [InlineData("fd00:ec2::254", AddressKind.Forbidden)]
    public void An_address_has_its_kind(string address, AddressKind kind) => Assert.Equal(kind, NetworkAddresses.KindOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("docker.io", "https://registry-1.docker.io/")]
    [InlineData("reg.example:8443", "https://reg.example:8443/")]
    [InlineData("10.0.0.1:5000", "https://10.0.0.1:5000/")]
    [InlineData("localhost:5000", "http://localhost:5000/")]
    [InlineData("a.localhost", "http://a.localhost/")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("[::1]:5000", "http://[::1]:5000/")]
    [InlineData("plain.example", "http://plain.example/")]
    [InlineData("plain.example:81", "http://plain.example:81/")]
    [InlineData("port.example:5000", "http://port.example:5000/")]
    [InlineData("port.example:5001", "https://port.example:5001/")]
    public void A_registry_is_reached_over_tls_but_for_loopback_and_those_listed(string registry, string origin) =>
        Assert.Equal(new Uri(origin), RegistryAddress.Of(registry, ["plain.example", "port.example:5000"]).Origin);

    [Theory]
    [InlineData("reg.example/path")]
    [InlineData("user@reg.example")]
    [InlineData("reg.example?x")]
    [InlineData("")]
    public void What_is_not_a_host_is_no_registry(string registry) => Assert.Throws<RegistryException>(() => RegistryAddress.Of(registry, []));

    [Theory]
    [InlineData("https://u:p@h:1/a?scope=s&sig=x&token&n=2#f", "https://h:1/a?scope=s&sig=REDACTED&REDACTED&n=2")]
    [InlineData("https://h/a?X-Amz-Signature=x&digest=sha256:a", "https://h/a?X-Amz-Signature=REDACTED&digest=sha256:a")]
    public void What_is_told_of_a_url_has_no_secrets(string url, string told) => Assert.Equal(told, SafeUrl.Of(new Uri(url)));
}
