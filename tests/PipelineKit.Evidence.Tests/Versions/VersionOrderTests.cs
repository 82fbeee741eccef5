using Xunit;

namespace PipelineKit.Evidence.Tests.Versions;

public sealed class VersionOrderTests
{
    [Theory]
    [InlineData(VersionScheme.Debian, "1.0~rc1 < 1.0 < 1.0-1 < 1.0-1+b1 < 1.0-1.1 < 1.0+b1 < 1:0.9")]
    [InlineData(VersionScheme.Debian, "7.6-0 < 7.6p2-4 < 1:0")]
    [InlineData(VersionScheme.Debian, "1.0-1 = 0:1.0-1 = 01.0-1")]
    [InlineData(VersionScheme.Debian, "2.36-9+deb12u3 < 2.36-9+deb12u4 < 2.36-9+deb12u10")]
    [InlineData(VersionScheme.Apk, "1.2.3_alpha < 1.2.3_beta < 1.2.3_pre < 1.2.3_rc1 < 1.2.3_rc2 < 1.2.3 < 1.2.3_cvs < 1.2.3_svn < 1.2.3_git20200101 < 1.2.3_hg < 1.2.3_p1 < 1.2.3a < 1.2.3.0")]
    [InlineData(VersionScheme.Apk, "1.01 < 1.1 < 1.2-r0 < 1.2-r1 < 1.2-r10 < 1.10")]
    [InlineData(VersionScheme.Apk, "2.0_alpha3_pre2 < 2.0_alpha3 < 2.0")]
    [InlineData(VersionScheme.Apk, "0.12.0_rc1-r0 < 0.12.0-r0")]
    [InlineData(VersionScheme.Rpm, "1.0~rc1 < 1.0 < 1.0^git1 < 1.0.1 < 1.1-1 < 1.1-2 < 1.1-10 < 1:0.1")]
    [InlineData(VersionScheme.Rpm, "2a < 2.0 < 2.0.1 < 2.0.1a < 10xyz < 10.1xyz")]
    [InlineData(VersionScheme.Rpm, "5.5p1 = 5.5p1 = 5.5_p1 = 5.5.p.1 < 5.5p10")]
    [InlineData(VersionScheme.Rpm, "0:1.0-1 = (none):1.0-1 = 1.0-1 < 1.0-1.el8 < 1.0-1.el9_2")]
    [InlineData(VersionScheme.Rpm, "1~ < 1~^1 < 1 < 1^ < 1^1 < 1.1")]
    [InlineData(VersionScheme.Semantic, "1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < 1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0 = v1.0.0+x = 1.0 < 1.0.1 < 99999999999999999999999.0.0")]
    [InlineData(VersionScheme.Semantic, "v0.0.0-20170915032832-14c0d48ead0c < v0.0.0-20200101000000-aaaaaaaaaaaa < v0.1.0 < v2.0.0+incompatible")]
    [InlineData(VersionScheme.NuGet, "1.0.0-Alpha = 1.0.0-alpha < 1.0.0-beta < 1 = 1.0 = 1.0.0.0 = 1.00 < 1.0.0.1 < 1.0.1")]
    [InlineData(VersionScheme.Python, "1.dev0 < 1.0.dev456 < 1.0a1 < 1.0a2.dev456 < 1.0a12.dev456 < 1.0a12 < 1.0b1.dev456 < 1.0b2 < 1.0b2.post345.dev456 < 1.0b2.post345 < 1.0rc1.dev456 < 1.0rc1 < 1.0 = 1 < 1.0+abc.5 < 1.0+abc.7 < 1.0+5 < 1.0.post456.dev34 < 1.0.post456 < 1.0.15 < 1.1.dev1 < 1!0.1")]
    [InlineData(VersionScheme.Python, "1.0-1 = 1.0.post1 = 1.0rev1 = v1.0-post-1")]
    [InlineData(VersionScheme.Maven, "1-alpha = 1.0-alpha < 1-beta < 1-milestone < 1-rc = 1-cr < 1-SNAPSHOT < 1 = 1-ga = 1.0.0-Final = 1.release < 1-sp < 1-abc < 1-1 < 1.1")]
    [InlineData(VersionScheme.Maven, "2.0.0.RC1 = 2-rc1 < 2.0.0.RELEASE < 2.0.1")]
    [InlineData(VersionScheme.Ruby, "1.0.a.2 < 1.0.b1 < 1.0-1 < 1.0.rc1 < 1 = 1.0 = 1.0.0 < 1.0.1 < 1.10")]
    public void Versions_rise_from_left_to_right(VersionScheme scheme, string chain)
    {
        var words = chain.Split(' ');
        var level = 0;
        var versions = new List<(string Text, int Level)>();
        for (var i = 0; i < words.Length; i += 2)
        {
            level += i > 0 && words[i - 1] == "<" ? 1 : 0;
            versions.Add((words[i], level));
        }

        foreach (var (left, x) in versions)
        {
            foreach (var (right, y) in versions)
            {
                Assert.Equal((left, right, Math.Sign(x.CompareTo(y))), (left, right, Math.Sign(VersionOrder.Compare(scheme, left, right) ?? 99)));
            }
        }
    }

    [Theory]
    [InlineData(VersionScheme.Debian, "", "1 2", "a:1", "1:", "1-", "ü")]
    [InlineData(VersionScheme.Apk, "", "a", "1.", "1_x", "1-1", "1-r", "1_alpha_", "1.2.3-r1-r2", "1b2", "1~xyz", "1~")]
    [InlineData(VersionScheme.Rpm, "", "x:1", "1:", "1 2")]
    [InlineData(VersionScheme.Semantic, "", "latest", "1.2.3.4", "1..2", "1.0-", "1.0.0-a..b", "1.0.0-ü", "1.x", "vv1")]
    [InlineData(VersionScheme.NuGet, "", "v1.0", "1.2.3.4.5", "1.*")]
    [InlineData(VersionScheme.Python, "", "abc", "1.0.x", "1.0+", "1.0+a..b", "1.0+a.", "!1", "1.0a1b1")]
    [InlineData(VersionScheme.Maven, "", " ")]
    [InlineData(VersionScheme.Ruby, "", "a", "1..2", "1.", "1_0")]
    [InlineData(VersionScheme.Unknown, "2")]
    public void Of_a_text_that_is_no_version_no_order_is_claimed(VersionScheme scheme, params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.Null(VersionOrder.Compare(scheme, text, "1"));
            Assert.Null(VersionOrder.Compare(scheme, "1", text));
        }

        Assert.Equal(0, VersionOrder.Compare(scheme, "1", "1"));
        Assert.Null(VersionOrder.Compare(VersionScheme.Debian, new string('1', 513), "1"));
    }

    [Theory]
    [InlineData("deb", VersionScheme.Debian)]
    [InlineData("Debian:12", VersionScheme.Debian)]
    [InlineData("Ubuntu:22.04:LTS", VersionScheme.Debian)]
    [InlineData("Alpine:v3.20", VersionScheme.Apk)]
    [InlineData("Rocky Linux:9", VersionScheme.Rpm)]
    [InlineData("Go", VersionScheme.Semantic)]
    [InlineData("crates.io", VersionScheme.Semantic)]
    [InlineData("NuGet", VersionScheme.NuGet)]
    [InlineData("pypi", VersionScheme.Python)]
    [InlineData("Maven", VersionScheme.Maven)]
    [InlineData("RubyGems", VersionScheme.Ruby)]
    [InlineData("CRAN", VersionScheme.Unknown)]
    [InlineData("", VersionScheme.Unknown)]
    public void The_scheme_follows_from_the_ecosystem(string ecosystem, VersionScheme scheme) => Assert.Equal(scheme, VersionOrder.Of(ecosystem));
}
