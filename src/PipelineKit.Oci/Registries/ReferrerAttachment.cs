namespace PipelineKit.Oci;

/// <summary>
/// Puts a manifest beside its subject. Whether the registry lists it by itself is not believed (some say <c>OCI-Subject</c> and have no list, some have a list and say
/// nothing): it is asked for. Without a referrers API the fallback tag lists it.
/// </summary>
internal sealed class ReferrerAttachment(RegistryClient client, RegistryWriter writer, TimeProvider time)
{
    private const int Looks = 6;
    private const int PutAgainAfter = 3;

    internal async Task AttachAsync(ImageReference repository, ManifestContent manifest, CancellationToken cancellation)
    {
        var subject = manifest.Subject?.Digest ?? throw new ArgumentException("a manifest without a subject refers to nothing", nameof(manifest));
        await writer.PutManifestAsync(repository, manifest, tag: null, ifMatch: null, cancellation);
        await ListAsync(repository, subject, [manifest], cancellation);
    }

    /// <summary>
    /// Sees to it that manifests which were put are listed: one question, and where there is no referrers API one change of the fallback tag, however many they are. A registry
    /// that got them before it knew of referrers lists them when they are put again. Returns whether the fallback tag was written.
    /// </summary>
    internal async Task<bool> ListAsync(ImageReference repository, Digest subject, IReadOnlyList<ManifestContent> manifests, CancellationToken cancellation)
    {
        var type = manifests is [var only] ? TypeOf(only) : null;
        for (var look = 1; ; look++)
        {
            if (await new ReferrerList(client, repository, subject, type).ReadApiAsync(cancellation) is not { } listed)
            {
                return await ListByTagAsync(repository, subject, manifests, cancellation);
            }

            var missing = manifests.Where(m => listed.All(d => d.Digest != m.Digest)).ToList();
            if (missing.Count == 0)
            {
                return false;
            }

            if (look == Looks)
            {
                throw new RegistryException(
                    RegistryProblem.Protocol,
                    $"{repository.Registry}/{repository.Repository}@{subject}",
                    $"the registry took {missing[0].Digest}, and does not list it among what refers to its subject");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250 << look), time, cancellation);
            foreach (var manifest in look == PutAgainAfter ? missing : [])
            {
                await writer.PutManifestAsync(repository, manifest, tag: null, ifMatch: null, cancellation);
            }
        }
    }

    private async Task<bool> ListByTagAsync(ImageReference repository, Digest subject, IReadOnlyList<ManifestContent> manifests, CancellationToken cancellation)
    {
        var isWritten = false;
        await client.UpdateTagAsync(repository, ReferrerList.TagOf(subject), ChangeAsync, cancellation);
        return isWritten;

        Task<ManifestContent?> ChangeAsync(ManifestContent? current, CancellationToken token)
        {
            var wanted = ReferrerIndex.With(current, manifests, subject);
            isWritten |= wanted is not null;
            return Task.FromResult(wanted);
        }
    }

    internal static string? TypeOf(ManifestContent manifest) => manifest.ArtifactType ?? manifest.Config?.MediaType;
}
