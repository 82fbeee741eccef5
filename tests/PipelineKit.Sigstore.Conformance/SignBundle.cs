namespace PipelineKit.Sigstore.Conformance;

/// <summary><c>sign-bundle</c> of the protocol.</summary>
internal static class SignBundle
{
    /// <summary>The command, for people.</summary>
    internal const string Usage =
        "usage: sign-bundle [--staging] [--in-toto] --identity-token TOKEN --bundle FILE [--trusted-root FILE] [--signing-config FILE] FILE";

    /// <summary>Signs a file; 0 when the bundle is written, 1 when not, 2 for wrong arguments, with the reason on the error stream.</summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter error, TimeProvider time, CancellationToken cancellation)
    {
        if (SignArguments.Parse(args, out var problem) is not { } arguments)
        {
            await error.WriteLineAsync($"{problem}\n{Usage}".AsMemory(), cancellation);
            return 2;
        }

        try
        {
            var bundle = await SignAsync(arguments, time, cancellation);
            await File.WriteAllBytesAsync(arguments.Bundle, bundle.ToJson(), cancellation);
            return 0;
        }
        catch (SigningException e)
        {
            await error.WriteLineAsync($"{e.Problem}: {e.Message}\n{e.Remedy}".AsMemory(), cancellation);
        }
        catch (Exception e) when (e is SigstoreFormatException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message.AsMemory(), cancellation);
        }

        return 1;
    }

    private static async Task<SigstoreBundle> SignAsync(SignArguments arguments, TimeProvider time, CancellationToken cancellation)
    {
        var root = arguments.TrustedRoot is { } path ? TrustedRoot.Parse(await File.ReadAllBytesAsync(path, cancellation)) : TrustedRoot.PublicGood;
        var services = arguments.SigningConfig is { } config
            ? SigningConfig.Parse(await File.ReadAllBytesAsync(config, cancellation), time.GetUtcNow())
            : SigningServices.PublicGood;
        var content = await File.ReadAllBytesAsync(arguments.File, cancellation);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var signer = await BundleSigner.KeylessAsync(arguments.Token, services, root, http, time, cancellation);
        return arguments.InToto ? await signer.SignStatementAsync(content, cancellation) : await signer.SignArtifactAsync(content, cancellation);
    }
}
