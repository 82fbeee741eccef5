namespace PipelineKit.Manifests;

/// <summary>What an object says it is, and so what may be in it.</summary>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Kind">The kind.</param>
internal sealed record KubernetesObject(string Group, string Kind)
{
    /// <summary>The object a mapping declares with <c>apiVersion</c> and <c>kind</c>, or null.</summary>
    internal static KubernetesObject? Of(YamlNode node)
    {
        if (node["apiVersion"] is not { Kind: YamlKind.Scalar } version || node["kind"] is not { Kind: YamlKind.Scalar } kind)
        {
            return null;
        }

        var slash = version.Text.IndexOf('/', StringComparison.Ordinal);
        return new KubernetesObject(slash < 0 ? "" : version.Text[..slash], kind.Text);
    }

    /// <summary>
    /// Kinds that only talk about images: schemas, recorded events, data of others, patterns of policies, what an updater watches, names of what is yet
    /// to be built, machine images of clouds.
    /// </summary>
    internal bool OnlyTalksAboutImages =>
        Kind is "CustomResourceDefinition" or "CompositeResourceDefinition" or "Event" or "ConfigMap" or "Secret"
        || Group is "admission.k8s.io" or "imagepolicy.k8s.io"
        || Group is "kyverno.io" or "policies.kyverno.io" or "image.toolkit.fluxcd.io" or "skaffold" or "policy.sigstore.dev"
        || Group.EndsWith("gatekeeper.sh", StringComparison.Ordinal)
        || Group.EndsWith("cluster.x-k8s.io", StringComparison.Ordinal)
        || Group.StartsWith("compute.", StringComparison.Ordinal)
        || Group.StartsWith("argocd-image-updater.", StringComparison.Ordinal);

    internal bool IsArgo => Group == "argoproj.io" && Kind is "Application" or "ApplicationSet";

    internal bool IsHelmRelease => Group == "helm.toolkit.fluxcd.io" && Kind == "HelmRelease";

    internal bool IsFluxKustomization => Group == "kustomize.toolkit.fluxcd.io" && Kind == "Kustomization";

    internal bool IsTekton => Group == "tekton.dev";

    internal bool IsCloudNativePg => Group == "postgresql.cnpg.io";
}
