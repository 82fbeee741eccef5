namespace PipelineKit.Evidence;

/// <summary>Trivy's types of results, as types of package URLs.</summary>
internal static class TrivyTypes
{
    /// <summary>The type of package URL; the type itself when there is none that is known.</summary>
    public static string Ecosystem(string type) => type switch
    {
        "alpine" or "wolfi" or "chainguard" or "minimos" => "apk",
        "debian" or "ubuntu" or "echo" => "deb",
        "redhat" or "centos" or "rocky" or "alma" or "fedora" or "amazon" or "oracle" or "photon" or "cbl-mariner" or "azurelinux" or "bottlerocket" or "coreos"
            or "suse linux enterprise server" or "suse linux enterprise micro" or "opensuse" or "opensuse-leap" or "opensuse-tumbleweed" or "slem" or "sles" => "rpm",
        "arch" => "alpm",
        "npm" or "yarn" or "pnpm" or "bun" or "node-pkg" or "javascript" => "npm",
        "nuget" or "dotnet-core" or "packages-props" => "nuget",
        "jar" or "pom" or "gradle" or "sbt" => "maven",
        "pip" or "pipenv" or "poetry" or "uv" or "pylock" or "python-pkg" => "pypi",
        "conda-pkg" or "conda-environment" => "conda",
        "gobinary" or "gomod" => "golang",
        "bundler" or "gemspec" => "gem",
        "cargo" or "rustbinary" => "cargo",
        "composer" or "composer-vendor" => "composer",
        _ => type,
    };

    /// <summary>Whether the type is one of distributions' packages.</summary>
    public static bool IsDistribution(string type) => Ecosystem(type) is "apk" or "deb" or "rpm" or "alpm" && type is not "";
}
