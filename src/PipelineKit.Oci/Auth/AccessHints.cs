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

    /// <summary>The permission that is usually missing when writing is refused.</summary>
    /// <param name="registry">As in references.</param>
    /// <param name="repository">Within the registry.</param>
    public static string Writing(string registry, string repository) => registry switch
    {
        "docker.io" => $"to push to `{repository}` Docker Hub wants a user with write access and an access token that allows to read and write",
        "ghcr.io" => $"to push to `{repository}` the job needs `permissions: packages: write`, and the package must give the repository write access",
        _ when registry.EndsWith(".azurecr.io", StringComparison.Ordinal) => $"to push to `{repository}` the identity needs the role AcrPush on {registry}",
        _ when registry.EndsWith(".pkg.dev", StringComparison.Ordinal) => $"to push to `{repository}` the account needs the role Artifact Registry Writer",
        _ when registry.Contains(".dkr.ecr.", StringComparison.Ordinal) =>
            $"to push to `{repository}` the role needs ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ecr:PutImage and ecr:BatchCheckLayerAvailability",
        _ => $"to push to `{repository}` the credentials for {registry} must allow writing (`registry-credentials`, or log in with docker)",
    };
}
