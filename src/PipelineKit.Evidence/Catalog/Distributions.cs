namespace PipelineKit.Evidence;

/// <summary>Which package manager a distribution uses.</summary>
internal static class Distributions
{
    internal static string EcosystemOf(Distribution distribution) =>
        Known(distribution.Id) ?? distribution.Like.Select(Known).FirstOrDefault(e => e is not null) ?? distribution.Id;

    private static string? Known(string id) =>
        id switch
        {
            "debian" or "ubuntu" or "raspbian" or "kali" or "devuan" => "deb",
            "alpine" or "wolfi" or "chainguard" or "postmarketos" => "apk",
            "rhel" or "fedora" or "centos" or "rocky" or "almalinux" or "amzn" or "ol" or "photon" or "mariner" or "azurelinux" or "suse" or "opensuse" or "sles" => "rpm",
            _ => id.StartsWith("opensuse-", StringComparison.Ordinal) ? "rpm" : null,
        };
}
