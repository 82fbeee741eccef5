using System.Globalization;
using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// The requests that bring one blob into a repository (OCI distribution specification, "Pushing blobs"), each on its own. The place of the upload is what the last answer said; an
/// older one is no longer known to some registries.
/// </summary>
internal sealed class UploadSession(RegistryWriter writer, ImageReference repository, Digest digest)
{
    private const int Small = 1 << 20;

    // What is refused anyway need not be sent before the refusal can be read.
    private static readonly (string Name, string Value) Expectation = ("Expect", "100-continue");

    private string? _location;

    /// <summary>The repository and the digest, for errors.</summary>
    internal string Source { get; } = $"{repository.Registry}/{repository.Repository}@{digest}";

    /// <summary>The smallest part the registry takes, but for the last one (<c>OCI-Chunk-Min-Length</c>); 0 when it does not say.</summary>
    internal long MinimumChunk { get; private set; }

    /// <summary>Whether the blob is known to be there; one of another size is an error.</summary>
    internal async Task<bool> IsThereAsync(long size, CancellationToken cancellation)
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Head, $"/v2/{repository.Repository}/blobs/{digest}", cancellation);
            return response.StatusCode switch
            {
                HttpStatusCode.OK when response.Content.Headers.ContentLength is > 0 and var length && length != size =>
                    throw new RegistryException(RegistryProblem.Protocol, Source, $"the registry has {length} bytes under this digest, its descriptor says {size}", response.StatusCode),
                HttpStatusCode.OK => true,
                HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => false,
                _ => throw await RefusalAsync(response, cancellation),
            };
        }
        catch (RegistryException e) when (e.Problem is RegistryProblem.Unauthorized or RegistryProblem.Forbidden)
        {
            // Of a repository that does not exist yet, reading is refused; whether it may be written to is found out by writing.
            return false;
        }
    }

    /// <summary>Takes it from another repository of the registry; when that has not got it, or may not be read, this is false, and an upload may have begun.</summary>
    internal async Task<bool> MountAsync(string from, CancellationToken cancellation)
    {
        await CancelAsync(cancellation);
        var target = $"/v2/{repository.Repository}/blobs/uploads/?mount={Uri.EscapeDataString(digest.Text)}&from={Uri.EscapeDataString(from)}";
        try
        {
            using var response = await writer.SendAsync(new RegistryRequest(HttpMethod.Post, repository.Registry, target, repository.Repository) { AlsoPull = from }, cancellation);
            _location = response.StatusCode == HttpStatusCode.Accepted ? Began(response) : null;
            if (response.StatusCode == HttpStatusCode.Created)
            {
                RegistryWriter.CheckDigest(response, digest, Source);
            }

            return response.StatusCode == HttpStatusCode.Created;
        }
        catch (RegistryException e) when (e.Problem is RegistryProblem.Unauthorized or RegistryProblem.Forbidden)
        {
            // The token service gives nothing for that repository; whether ours may be written to is found out without it.
            return false;
        }
    }

    /// <summary>Begins an upload, unless one has begun.</summary>
    internal async Task BeginAsync(CancellationToken cancellation)
    {
        if (_location is null)
        {
            using var response = await SendAsync(HttpMethod.Post, $"/v2/{repository.Repository}/blobs/uploads/", cancellation);
            _location = response.StatusCode == HttpStatusCode.Accepted ? Began(response) : throw await RefusalAsync(response, cancellation);
        }
    }

    /// <summary>Sends all of it, or nothing more after <see cref="AppendAsync"/>, and ends the upload.</summary>
    /// <exception cref="RegistryException">It did not work; <see cref="RegistryException.Status"/> says what was answered, if anything was.</exception>
    internal async Task PutAsync(long size, Func<HttpContent> body, CancellationToken cancellation)
    {
        var separator = _location!.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var request = new RegistryRequest(HttpMethod.Put, repository.Registry, $"{_location}{separator}digest={Uri.EscapeDataString(digest.Text)}", repository.Repository)
        {
            Headers = size > Small ? [Expectation] : [],
            Body = body,
        };
        using var response = await writer.SendAsync(request, cancellation);
        if (response.StatusCode != HttpStatusCode.Created)
        {
            throw await RefusalAsync(response, cancellation);
        }

        RegistryWriter.CheckDigest(response, digest, Source);
    }

    /// <summary>Sends a part of it, from this byte to before that one, and does not end the upload.</summary>
    internal async Task AppendAsync(long start, long end, Func<HttpContent> body, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Patch, repository.Registry, _location!, repository.Repository)
        {
            Headers = [Expectation],
            Body = () => WithRange(body(), start, end),
        };
        using var response = await writer.SendAsync(request, cancellation);
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw await RefusalAsync(response, cancellation);
        }

        _location = RegistryLink.Location(response, Source);
        if (Kept(response) != end)
        {
            // Some append what does not follow, without a word.
            throw new RegistryException(RegistryProblem.Unavailable, Source, $"the registry has {Kept(response)} of {end} bytes, after all were sent", response.StatusCode);
        }
    }

    /// <summary>How many bytes the registry says that it has kept of a broken upload; 0 when it has none, or does not say.</summary>
    internal async Task<long> KeptAsync(CancellationToken cancellation)
    {
        if (_location is null)
        {
            return 0;
        }

        using var response = await SendAsync(HttpMethod.Get, _location, cancellation);
        if (response.StatusCode != HttpStatusCode.NoContent || !response.Headers.Contains("Location"))
        {
            return 0;
        }

        _location = RegistryLink.Location(response, Source);
        return Kept(response);
    }

    /// <summary>The upload is lost.</summary>
    internal void Forget() => _location = null;

    /// <summary>Ends an upload without a blob, if one has begun. One that cannot be ended ends by itself; that is no reason to fail.</summary>
    internal async Task CancelAsync(CancellationToken cancellation)
    {
        if (_location is not { } location)
        {
            return;
        }

        _location = null;
        try
        {
            (await SendAsync(HttpMethod.Delete, location, cancellation)).Dispose();
        }
        catch (RegistryException e)
        {
            writer.Transport.Tell($"{Source}: the upload could not be cancelled: {e.Message}");
        }
    }

    // Without the unit, as the distribution specification has it; a header of the body, that of a request would be dropped.
    private static HttpContent WithRange(HttpContent body, long start, long end)
    {
        body.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{end - 1}"));
        return body;
    }

    private string Began(HttpResponseMessage response)
    {
        MinimumChunk = response.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;
        return RegistryLink.Location(response, Source);
    }

    private Task<RegistryException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        RegistryWriter.RefusalAsync(response, repository, Source, cancellation);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, CancellationToken cancellation) =>
        writer.SendAsync(new RegistryRequest(method, repository.Registry, target, repository.Repository), cancellation);

    // `0-N`, of some `bytes=0-N`; what has nothing says `0-0`, too.
    private static long Kept(HttpResponseMessage response)
    {
        var text = response.Headers.TryGetValues("Range", out var values) ? values.First() : "";
        text = text.StartsWith("bytes=", StringComparison.Ordinal) ? text[6..] : text;
        return text.StartsWith("0-", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last > 0 ? last + 1 : 0;
    }
}
