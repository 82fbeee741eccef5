namespace PipelineKit.Oci;

/// <summary>What a refusal by a registry most often means, for messages.</summary>
public static class AccessHints
{
    /// <summary>A sentence for a 401 or 403 that remained after authorisation.</summary>
    /// <param name="registry">As in references.</param>
    /// <param name="repository">Within the registry.</param>
    public static string Unauthorized(string registry, string repository) => registry switch
    {
        "docker.io" => $"Docker Hub answers this way for a repository that does not exist as well as for one that is private: "
            + $"check the name `{repository}`, or give credentials for docker.io",
        "ghcr.io" => $"`{repository}` is private or does not exist: the job's token needs `packages: read` and access to the package",
        _ => $"`{repository}` is private or does not exist on {registry}: give credentials for {registry} (`registry-credentials`, or log in with docker)",
    };
}
