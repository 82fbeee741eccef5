using Xunit;

namespace PipelineKit.Evidence.Tests.Packages;

public sealed class PackageUrlTests
{
    [Theory]
    [InlineData("pkg:deb/Debian/curl@7.50.3-1?arch=i386&distro=jessie", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie")]
    [InlineData("pkg:deb/debian/libstdc++6@12.2.0-14", "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14")]
    [InlineData("pkg:deb/debian/bash@5.2.15-2+b2?distro=debian-12&arch=amd64", "pkg:deb/debian/bash@5.2.15-2%2Bb2?arch=amd64&distro=debian-12")]
    [InlineData("pkg:deb/debian/attr@1:2.5.1-4?arch=source", "pkg:deb/debian/attr@1:2.5.1-4?arch=source")]
    [InlineData("PKG:APK/Alpine/Musl@1.2.5-r0?ARCH=x86_64", "pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64")]
    [InlineData("pkg:rpm/Fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25", "pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25")]
    [InlineData("pkg:rpm/fedora/SDL2@2.0", "pkg:rpm/fedora/SDL2@2.0")]
    [InlineData("pkg:npm/%40Angular/Animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1")]
    [InlineData("pkg:npm/@babel/core@7.0.0", "pkg:npm/%40babel/core@7.0.0")]
    [InlineData("pkg:npm/@babel/core", "pkg:npm/%40babel/core")]
    [InlineData("pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343", "pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343")]
    [InlineData("pkg:pypi/Django_allAuth@12.23", "pkg:pypi/django-allauth@12.23")]
    [InlineData("pkg:pypi/zope.interface@6.0", "pkg:pypi/zope-interface@6.0")]
    [InlineData("pkg:github/Package-url/Purl-Spec@244fd47e07d1004f0aed9c", "pkg:github/package-url/purl-spec@244fd47e07d1004f0aed9c")]
    [InlineData("pkg:bitbucket/birKenfeld/pyGments-main@244fd47e", "pkg:bitbucket/birkenfeld/pygments-main@244fd47e")]
    [InlineData("pkg:GOLANG/google.golang.org/genproto@abcdedf#/googleapis/api/annotations/", "pkg:golang/google.golang.org/genproto@abcdedf#googleapis/api/annotations")]
    [InlineData("pkg:golang/github.com/BurntSushi/toml@v1.3.2", "pkg:golang/github.com/burntsushi/toml@v1.3.2")]
    [InlineData("pkg:golang/stdlib@1.21.0", "pkg:golang/stdlib@1.21.0")]
    [InlineData("pkg:///maven/org.apache.commons/io", "pkg:maven/org.apache.commons/io")]
    [InlineData("pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?classifier=sources&repositorY_url=repo.spring.io/release", "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?classifier=sources&repository_url=repo.spring.io/release")]
    [InlineData("pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value", "pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value")]
    [InlineData("pkg:nuget/EnterpriseLibrary.Common@6.0.1304", "pkg:nuget/EnterpriseLibrary.Common@6.0.1304")]
    [InlineData("pkg:hex/Acme/Foo@2.3.", "pkg:hex/acme/foo@2.3.")]
    [InlineData("pkg:cargo/clap@2.33.0", "pkg:cargo/clap@2.33.0")]
    [InlineData("pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io", "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io")]
    [InlineData("pkg:oci/Debian@sha256%3A244fd47e07d10?repository_url=ghcr.io/debian&arch=amd64&tag=latest", "pkg:oci/debian@sha256:244fd47e07d10?arch=amd64&repository_url=ghcr.io/debian&tag=latest")]
    [InlineData("pkg:composer/Laravel/Laravel@5.5.0", "pkg:composer/laravel/laravel@5.5.0")]
    [InlineData("pkg:huggingface/microsoft/deberta-v3-base@559062AD13D311B87B2C455E67DCD5F1C8F65111", "pkg:huggingface/microsoft/deberta-v3-base@559062ad13d311b87b2c455e67dcd5f1c8f65111")]
    [InlineData("pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f,sha256:41bf9088b3a1e6c1ef1d&empty=", "pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3a1e6c1ef1d")]
    [InlineData("pkg:generic/a//b/../name#./x/../y", "pkg:generic/a/b/../name#x/y")]
    [InlineData("pkg:generic/n%C3%A4me@%E2%98%83", "pkg:generic/n%C3%A4me@%E2%98%83")]
    [InlineData("pkg:mlflow/CreditFraud@3?repository_url=https://adb-5245952564735461.0.azuredatabricks.net/api/2.0/mlflow", "pkg:mlflow/creditfraud@3?repository_url=https://adb-5245952564735461.0.azuredatabricks.net/api/2.0/mlflow")]
    [InlineData("pkg:cran/A3@1.0.0", "pkg:cran/A3@1.0.0")]
    [InlineData("pkg:swift/github.com/Alamofire/Alamofire@5.4.3", "pkg:swift/github.com/Alamofire/Alamofire@5.4.3")]
    public void A_package_url_has_one_canonical_text(string text, string canonical)
    {
        Assert.True(PackageUrl.TryParse(text, out var url, out var problem), problem);
        Assert.Equal(canonical, url.ToString());
        Assert.True(PackageUrl.TryParse(canonical, out var again, out _));
        Assert.Equal(url, again);
        Assert.Equal(url.GetHashCode(), again.GetHashCode());
    }

    [Theory]
    [InlineData("", "begins with 'pkg:'")]
    [InlineData("EnterpriseLibrary.Common@6.0.1304", "begins with 'pkg:'")]
    [InlineData("pkg%3Amaven/org.apache.commons/io", "begins with 'pkg:'")]
    [InlineData("pkg:EnterpriseLibrary.Common@6.0.1304", "a type and a name")]
    [InlineData("pkg:n&g?inx/nginx@0.8.9", "a type and a name")]
    [InlineData("pkg:3nginx/nginx@0.8.9", "is no type")]
    [InlineData("pkg:nginx:a/nginx@0.8.9", "is no type")]
    [InlineData("pkg:npm/myartifact@1.0.0?in%20production=true", "is no key")]
    [InlineData("pkg:npm/x@1?a=1&A=2", "given twice")]
    [InlineData("pkg:maven/@1.3.4", "name is missing")]
    [InlineData("pkg:maven/io@1.3.4", "needs a namespace")]
    [InlineData("pkg:swift/Alamofire@5.4.3", "needs a namespace")]
    [InlineData("pkg:swift/github.com/Alamofire/Alamofire", "needs a version")]
    [InlineData("pkg:cran/A3", "needs a version")]
    [InlineData("pkg:oci/debian/debian@1", "has no namespace")]
    [InlineData("pkg:generic/a%2", "percent-encoded")]
    [InlineData("pkg:generic/a%FF", "percent-encoded")]
    [InlineData("pkg:generic/a@%00", "percent-encoded")]
    [InlineData("pkg:generic/a%2Fb/c", "slash")]
    [InlineData("pkg:cpan/DROLSKY/DateTime::Locale@1", "'::'")]
    [InlineData("pkg:conan/cctz@2.3?channel=stable", "needs a namespace")]
    [InlineData("pkg:conan/bincrafters/cctz@2.3", "needs the qualifier channel")]
    [InlineData("pkg:swid/Acme/example.com/Enterprise+Server@1.0.0", "tag_id")]
    public void What_is_none_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(PackageUrl.TryParse(text, out var url, out var problem));
        Assert.Null(url);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkg:deb/debian/curl", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-12", true)]
    [InlineData("pkg:deb/debian/curl@7.50.3-1", "pkg:deb/debian/curl@7.50.3-1?arch=i386", true)]
    [InlineData("pkg:deb/debian/curl@7.50.3-1?distro=debian-12", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-12", true)]
    [InlineData("pkg:deb/debian/curl@7.50.3-1?distro=debian-12", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=debian-12.13", false)]
    [InlineData("pkg:deb/debian/curl@7.50.3-1?distro=debian-12", "pkg:deb/debian/curl@7.50.3-1", false)]
    [InlineData("pkg:deb/debian/curl@7.50.3-1", "pkg:deb/debian/curl", false)]
    [InlineData("pkg:deb/debian/curl", "pkg:deb/ubuntu/curl", false)]
    [InlineData("pkg:nuget/Newtonsoft.Json", "pkg:nuget/newtonsoft.json@13.0.1", true)]
    [InlineData("pkg:cargo/Clap", "pkg:cargo/clap@1.0.0", false)]
    [InlineData("pkg:golang/a/b#x", "pkg:golang/a/b@1", false)]
    public void A_pattern_means_what_has_at_least_what_it_has(string pattern, string other, bool expected) => Assert.Equal(expected, Url(pattern).Matches(Url(other)));

    [Theory]
    [InlineData("pkg:maven/org.apache.commons/io@1.3.4", "maven org.apache.commons:io 1.3.4")]
    [InlineData("pkg:npm/%40angular/animation@12.3.1", "npm @angular/animation 12.3.1")]
    [InlineData("pkg:golang/golang.org/x/crypto@v0.1.0", "golang golang.org/x/crypto v0.1.0")]
    [InlineData("pkg:deb/debian/curl@1?arch=amd64", "deb curl 1")]
    [InlineData("pkg:apk/alpine/musl@1.2.5-r0", "apk musl 1.2.5-r0")]
    [InlineData("pkg:nuget/Serilog@3.0.0", "nuget Serilog 3.0.0")]
    public void Its_identity_names_the_package_as_its_ecosystem_does(string text, string expected)
    {
        var identity = Url(text).ToIdentity();
        Assert.Equal(expected, $"{identity.Type} {identity.Name} {identity.Version}");
        Assert.Equal(text, identity.Purl);
    }

    [Fact]
    public void Parts_are_put_together_as_they_would_be_parsed()
    {
        Assert.Equal("pkg:deb/debian/libstdc%2B%2B6@1?arch=amd64&distro=debian-12", PackageUrl.Of("deb", "Debian", "libstdc++6", "1", ("distro", "debian-12"), ("arch", "amd64"), ("x", "")).ToString());
        Assert.Equal("pkg:npm/%40a/b@1", PackageUrl.Of("npm", "@a", "b", "1").ToString());
        Assert.Contains("needs a namespace", Assert.Throws<ArgumentException>(() => PackageUrl.Of("maven", "", "x", "1")).Message, StringComparison.Ordinal);
    }

    private static PackageUrl Url(string text) => PackageUrl.TryParse(text, out var url, out var problem) ? url : throw new ArgumentException(problem, nameof(text));
}
