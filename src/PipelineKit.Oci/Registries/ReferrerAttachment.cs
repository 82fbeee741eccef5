namespace PipelineKit.Oci;

/// <summary>
/// Puts a manifest beside its subject. Whether the registry lists it by itself is not believed (some say <c>OCI-Subject</c> and have no list, some have a list and say
/// nothing): it is asked for. Without a referrers API the fallback tag lists it.
/// </summary>
internal sealed class ReferrerAttachment(RegistryClient client, RegistryWriter writer, TimeProvider time)
{
    private const int Looks = 6;

    internal async Task AttachAsync(ImageReference repository, ManifestContent manifest, CancellationToken cancellation)
    {
        var subject = manifest.Subject?.Digest ?? throw new ArgumentException("a manifest without a subject refers to nothing", nameof(manifest));
        await writer.PutManifestAsync(repository, manifest, tag: null, ifMatch: null, cancellation);
        for (var look = 1; ; look++)
        {
            var listed = await new ReferrerList(client, repository, subject, TypeOf(manifest)).ReadApiAsync(cancellation);
            if (listed is null)
            {
                await client.UpdateTagAsync(repository, ReferrerList.TagOf(subject), (c, _) => Task.FromResult(ReferrerIndex.With(c, manifest, subject)), cancellation);
                return;
            }

            if (listed.Any(d => d.Digest == manifest.Digest))
            {
                return;
            }

            if (look == Looks)
            {
                throw new RegistryException(
                    RegistryProblem.Protocol,
                    $"{repository.Registry}/{repository.Repository}@{subject}",
                    $"the registry took {manifest.Digest}, and does not list it among what refers to its subject");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250 << look), time, cancellation);
        }
    }

    internal static string? TypeOf(ManifestContent manifest) => manifest.ArtifactType ?? manifest.Config?.MediaType;
}
