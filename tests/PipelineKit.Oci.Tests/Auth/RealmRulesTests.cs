using Xunit;

namespace PipelineKit.Oci.Tests.Auth;

public sealed class RealmRulesTests
{
    [Theory]
    [InlineData("docker.io", "https://auth.docker.io/token")]
    [InlineData("registry.gitlab.com", "https://gitlab.com/jwt/auth")]
    [InlineData("quay.io", "https://quay.io/v2/auth?account=x")]
    [InlineData("reg.example:8443", "https://reg.example/token")]
    [InlineData("localhost:5000", "http://localhost:5001/token")]
    [InlineData("localhost:5000", "http://127.0.0.1:5001/token")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5001/token")]
    [InlineData("localhost:5000", "https://auth.example/token")]
    [InlineData("10.1.2.3:5000", "https://10.1.2.3/token")]
    [InlineData("10.1.2.3:5000", "https://192.168.1.1/token")]
    [InlineData("plain.example", "http://plain.example:8080/token")]
    [InlineData("plain.example", "http://auth.plain.example/token")]
    public void A_realm_that_may_be_asked(string registry, string realm) => Assert.Equal(new Uri(realm), Check(registry, realm));

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/iam")]
    [InlineData("https://169.254.169.254/latest/meta-data/iam")]
    [InlineData("https://[fd00:ec2::254]/latest")]
    [InlineData("https://168.63.129.16/")]
    [InlineData("https://metadata.google.internal/computeMetadata/v1/")]
    [InlineData("https://[::]/token")]
    [InlineData("https://[::1]/token")]
    [InlineData("https://0.0.0.0/token")]
    [InlineData("https://0/token")]
    [InlineData("https://127.0.0.1/token")]
    [InlineData("https://127.1/token")]
    [InlineData("https://2130706433/token")]
    [InlineData("https://0177.0.0.1/token")]
    [InlineData("https://0x7f.0.0.1/token")]
    [InlineData("https://0300.0250.0.1/token")]
    [InlineData("https://[::ffff:127.0.0.1]/token")]
    [InlineData("https://[::ffff:a9fe:a9fe]/token")]
    [InlineData("https://[::ffff:169.254.169.254]/token")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/token")]
    [InlineData("https://[2002:7f00:1::]/token")]
    [InlineData("https://[fe80::1%25eth0]/token")]
    [InlineData("https://10.0.0.1/token")]
    [InlineData("https://192.168.0.1/token")]
    [InlineData("https://172.16.0.1/token")]
    [InlineData("https://100.64.0.1/token")]
    [InlineData("https://127。0。0。1/token")]
    [InlineData("https://１２７.0.0.1/token")]
    [InlineData("https://169.254.169.254./token")]
    [InlineData("https://auth.example./token")]
    [InlineData("https://localhost/token")]
    [InlineData("https://LOCALHOST/token")]
    [InlineData("https://x.localhost/token")]
    [InlineData("https://user@auth.example/token")]
    [InlineData("https://user:secret@auth.example/token")]
    [InlineData("https://@auth.example/token")]
    [InlineData("https://reg.example\\@169.254.169.254/token")]
    [InlineData("https://exa%6dple.com/token")]
    [InlineData("http://auth.example/token")]
    [InlineData("http://reg.example/token")]
    [InlineData("https://auth.example/token#fragment")]
    [InlineData("ftp://auth.example/token")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/token")]
    [InlineData("//auth.example/token")]
    [InlineData("token")]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https:///token")]
    [InlineData("https://auth.example/a b")]
    [InlineData("https://auth.example/\r\nX: y")]
    public void A_realm_that_a_public_registry_may_not_name(string realm)
    {
        var thrown = Assert.Throws<RegistryException>(() => Check("reg.example", realm));

        Assert.Equal(RegistryProblem.Unsafe, thrown.Problem);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5000", "https://169.254.169.254/")]
    [InlineData("10.1.2.3:5000", "https://127.0.0.1/token")]
    [InlineData("10.1.2.3:5000", "http://10.1.2.3/token")]
    [InlineData("10.1.2.3:5000", "https://169.254.169.254/")]
    [InlineData("plain.example", "http://other.example/token")]
    [InlineData("plain.example", "http://10.0.0.1/token")]
    [InlineData("localhost:5000", "http://auth.example/token")]
    public void A_realm_that_even_a_private_registry_may_not_name(string registry, string realm) =>
        Assert.Equal(RegistryProblem.Unsafe, Assert.Throws<RegistryException>(() => Check(registry, realm)).Problem);

    private static Uri Check(string registry, string realm)
    {
        string[] plain = ["plain.example", "auth.plain.example"];
        var address = RegistryAddress.Of(registry, plain);
        return RealmRules.Check(realm, address, NetworkAddresses.KindOfHost(address.Origin.Host) ?? AddressKind.Public, plain);
    }
}
