using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>Whose registry a host is. It is matched as a whole: nothing that only looks like one is one.</summary>
internal static class CloudHosts
{
    private const int LongestHost = 253;
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Amazon ECR: <c>ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com[.cn]</c>, <c>ACCOUNT.dkr-ecr[-fips].REGION.on.aws</c> and its form in China.</summary>
    public static bool IsEcr(string host, [NotNullWhen(true)] out string? account, [NotNullWhen(true)] out string? region, out bool isChina)
    {
        (account, region, isChina) = (null, null, false);
        var found = Labels(host) switch
        {
            [var a, "dkr", "ecr" or "ecr-fips", var r, "amazonaws", "com"] => (a, r, China: false),
            [var a, "dkr", "ecr" or "ecr-fips", var r, "amazonaws", "com", "cn"] => (a, r, China: true),
            [var a, "dkr-ecr" or "dkr-ecr-fips", var r, "on", "aws"] => (a, r, China: false),
            [var a, "dkr-ecr" or "dkr-ecr-fips", var r, "on", "amazonwebservices", "com", "cn"] => (a, r, China: true),
            _ => ("", "", China: false),
        };
        if (!IsOf(found.Item1, Digits, 12, 12) || !IsRegion(found.Item2))
        {
            return false;
        }

        (account, region, isChina) = found;
        return true;
    }

    /// <summary>Azure Container Registry: <c>NAME.azurecr.io</c>, <c>.us</c>, <c>.cn</c>.</summary>
    public static bool IsAcr(string host, [NotNullWhen(true)] out string? topLevel)
    {
        topLevel = Labels(host) is [var name, "azurecr", "io" or "us" or "cn"] labels && IsOf(name, NameCharacters, 2, 61) && name[0] != '-' ? labels[2] : null;
        return topLevel is not null;
    }

    /// <summary>Google: <c>[REGION.]gcr.io</c>, <c>LOCATION-docker.pkg.dev</c>.</summary>
    public static bool IsGoogle(string host) =>
        Labels(host) switch
        {
            ["gcr", "io"] => true,
            [var region, "gcr", "io"] => IsOf(region, Letters, 1, 20),
            [var location, "pkg", "dev"] when location.EndsWith("-docker", StringComparison.Ordinal) => IsLocation(location[..^"-docker".Length].Split('-')),
            _ => false,
        };

    private static string[] Labels(string host) => host.Length > LongestHost ? [] : host.Split('.');

    // us-east-1, us-gov-west-1
    private static bool IsRegion(string text)
    {
        var parts = text.Split('-');
        return parts.Length is >= 3 and <= 5
            && IsOf(parts[0], Letters, 2, 8)
            && Array.TrueForAll(parts[1..^1], p => IsOf(p, Letters, 2, 12))
            && IsOf(parts[^1], Digits, 1, 2);
    }

    // europe, europe-west1
    private static bool IsLocation(string[] parts) =>
        parts switch
        {
            [var area] => IsOf(area, Letters, 2, 20),
            [var area, var place] => IsOf(area, Letters, 2, 20) && IsPlace(place),
            _ => false,
        };

    private static bool IsPlace(string text)
    {
        var letters = text.AsSpan().IndexOfAnyExcept(Letters);
        return letters is >= 2 and <= 20 && IsOf(text[letters..], Digits, 1, 2);
    }

    private static bool IsOf(string text, SearchValues<char> characters, int least, int most) =>
        text.Length >= least && text.Length <= most && !text.AsSpan().ContainsAnyExcept(characters);
}
