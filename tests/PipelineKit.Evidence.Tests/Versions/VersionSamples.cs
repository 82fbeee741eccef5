namespace PipelineKit.Evidence.Tests.Versions;

/// <summary>Versions put together from the parts a scheme knows, always the same ones.</summary>
internal static class VersionSamples
{
    internal static readonly string[] Debian = ["0:", "1:", "", "", "", "|", "1", "0", "1.2", "1.10", "2.0.0", "09", "1.a", "1.2.3.4", "20240102030405", "|", "", "", "~rc1", "~~", "+b1", "a", "~", "+dfsg", "-x", "~beta2+1", "|", "", "-1", "-1.1", "-1~deb12u1", "-1+b1", "-0", "-0ubuntu1.2", "-10"];
    internal static readonly string[] Semantic = ["1", "0", "10", "2", "|", ".0", ".1", ".10", "|", ".0", ".3", ".12", "|", "", "", "-alpha", "-alpha.1", "-alpha.beta", "-beta.2", "-beta.11", "-rc.1", "-0.20240101000000-abcdef", "-1", "-1a", "-x-y", "|", "", "", "+build.5"];
    internal static readonly string[] NuGet = ["1", "2", "01", "10", "|", "", ".0", ".1", ".10", "|", ".0", ".1", ".01", "|", "", "", ".0", ".7", "|", "", "", "-Beta", "-beta", "-beta.2", "-beta.11", "-RC1", "-rc1", "-alpha-x", "|", "", "+meta"];
    internal static readonly string[] Python = ["", "", "", "1!", "v", "|", "1", "1.0", "1.0.0", "1.1", "0.9", "1.0.10", "2024.1", "|", "", "", "a1", "alpha1", "b2", "-beta-2", ".rc1", "c1", "rc", "preview3", "|", "", "", "", ".post1", "-1", "rev2", ".post", "|", "", "", ".dev1", "dev", ".dev12", "|", "", "", "+local", "+1", "+1.2", "+abc.1", "+ABC-2"];
    internal static readonly string[] Maven = ["1", "1.0", "1.0.0", "2", "1.1", "1.10", "0.9", "1-0", "1.0.1", "|", "", "", "-alpha", ".alpha", "-alpha-1", "alpha1", "-a1", "-b2", "-beta", "-m3", "-rc1", ".RC2", "-cr2", "-SNAPSHOT", "-sp", ".Final", "-ga", "-release", "-foo", ".foo", "-jre8", "-1", "-1-2", ".RELEASE", "x", "|", "", "", "", ".0", "-SNAPSHOT", ".1", "-2", "-0", ".x", "-x"];

    /// <summary>Without words behind dots, and words that say nothing before others: where they are, Maven's own order is none (1.foo.0 &lt; 1-cr2 &lt; 1-0.Final &lt; 1.foo.0; 1-sp-SNAPSHOT &lt; 1-release-SNAPSHOT &lt; 1 &lt; 1-sp-SNAPSHOT).</summary>
    internal static readonly string[] OrderedMaven = ["1", "1.0", "1.0.0", "2", "1.1", "1.10", "0.9", "1.0.1", "|", "", "", "-alpha", "-alpha-1", "alpha1", "-a1", "-b2", "-beta", "-m3", "-rc1", "-cr2", "-SNAPSHOT", "-sp", "-ga", "-release", "-foo", "-1"];
    internal static readonly string[] Ruby = ["1", "1.0", "1.0.0", "2.1", "1.10", "0.9.1", "|", "", "", ".a", ".pre", ".rc1", ".b.2", "-1", ".beta10", ".0.a.0.1", "|", "", ".0", ".1"];
    internal static readonly string[] Apk = ["1", "1.0", "1.01", "1.1", "1.10", "0.9", "2.3.4", "20240102", "|", "", "", "a", "b", "|", "", "", "_alpha", "_alpha1", "_beta2", "_pre", "_rc1", "_p1", "_p2", "_git20240101", "_cvs", "_rc1_p2", "|", "", "", "~1a2b", "|", "", "-r0", "-r1", "-r10"];
    internal static readonly string[] Rpm = ["", "", "0:", "1:", "|", "1", "1.0", "1.01", "1.10", "2.0a", "2a.0", "1.0.1", "10", "fc1", "|", "", "", "~rc1", "^git1", "~~", "^", ".", "_1", "+x", "|", "", "-1", "-1.el9", "-2.fc39", "-10.el9_2"];

    /// <summary>Single versions.</summary>
    internal static List<string> Of(string[] parts, int count)
    {
        var groups = new List<List<string>> { new() };
        foreach (var part in parts)
        {
            if (part == "|")
            {
                groups.Add([]);
            }
            else
            {
                groups[^1].Add(part);
            }
        }

        var random = new Random(440);
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(groups.Select(g => g[random.Next(g.Count)])))];
    }

    /// <summary>Pairs of them.</summary>
    internal static List<(string Left, string Right)> Pairs(string[] parts, int count)
    {
        var versions = Of(parts, 2 * count);
        return [.. Enumerable.Range(0, count).Select(i => (versions[2 * i], versions[(2 * i) + 1]))];
    }
}
