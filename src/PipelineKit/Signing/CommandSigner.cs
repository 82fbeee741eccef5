using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Files;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>
/// Signs with a program that has the key, such as a wrapper of a key management service (docs/sign.md has its protocol). It is run once for the public key and once for every
/// signature, without a shell; it gets one line of JSON on standard input, and answers with one on standard output. Every signature is verified before it is used.
/// </summary>
internal sealed class CommandSigner : ISigner
{
    private const int MaximumAnswer = 64 * 1024;
    private const int LongestError = 400;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private readonly Func<Action<Utf8JsonWriter>, string, CancellationToken, Task<string>> _ask;

    private CommandSigner(Func<Action<Utf8JsonWriter>, string, CancellationToken, Task<string>> ask, VerificationKey key) => (_ask, PublicKey) = (ask, key);

    /// <inheritdoc />
    public VerificationKey PublicKey { get; }

    /// <summary>Asks the program for its public key. Throws <see cref="SigningException"/>.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="context">What the command may reach: the program gets the variables that are not the CI system's own.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static async Task<CommandSigner> StartAsync(IReadOnlyList<string> command, CommandContext context, CancellationToken cancellation)
    {
        var program = Find(command[0], context) ?? throw Bad($"there is no program `{command[0]}` on PATH");
        var pem = await Ask(json => json.WriteString("operation", "public-key"), "publicKey", cancellation);
        try
        {
            var key = VerificationKey.FromPem(pem);
            return HashOf(key.Details) is null
                ? throw Bad($"the key of `{command[0]}` signs whole texts (Ed25519), and it is given digests", "Use a key of ECDSA or RSA.")
                : new CommandSigner(Ask, key);
        }
        catch (SigstoreFormatException e)
        {
            throw Bad($"what `{command[0]}` gave is not a public key: {e.Message}", inner: e);
        }

        Task<string> Ask(Action<Utf8JsonWriter> question, string answer, CancellationToken stop) => AskAsync(program, command, context, question, answer, stop);
    }

    /// <inheritdoc />
    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        var hash = HashOf(PublicKey.Details)!.Value;
        var digest = CryptographicOperations.HashData(hash, data.Span);
        var answer = await _ask(
            json =>
            {
                json.WriteString("operation", "sign");
                json.WriteString("algorithm", hash.Name!.ToLowerInvariant());
                json.WriteBase64String("digest", digest);
            },
            "signature",
            cancellation);
        var signature = new byte[answer.Length];
        return Convert.TryFromBase64String(answer, signature, out var length) && PublicKey.Verify(data.Span, signature.AsSpan(0, length))
            ? signature[..length]
            : throw new SigningException(
                SigningProblem.Untrusted, "the signature of the signer command does not verify with its own public key",
                "For ECDSA it must be DER (ASN.1), for RSA PKCS #1 v1.5, over the digest that was given.");
    }

    private static HashAlgorithmName? HashOf(KeyDetails details) =>
        details switch
        {
            KeyDetails.EcdsaP384Sha384 => HashAlgorithmName.SHA384,
            KeyDetails.EcdsaP521Sha512 => HashAlgorithmName.SHA512,
            KeyDetails.EcdsaP256Sha256 or KeyDetails.RsaPkcs1Sha256 => HashAlgorithmName.SHA256,
            _ => null,
        };

    // Looked up here, because the system would also take a program of that name from the current folder.
    private static string? Find(string name, CommandContext context)
    {
        if (name.AsSpan().ContainsAny('/', '\\'))
        {
            var path = Path.GetFullPath(name, context.WorkingDirectory);
            return File.Exists(path) ? path : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return context.Environment.Path.SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists);
    }

    private static async Task<string> AskAsync(
        string program, IReadOnlyList<string> command, CommandContext context, Action<Utf8JsonWriter> question, string answer, CancellationToken cancellation)
    {
        try
        {
            var result = await new ProcessRunner(context.Time).RunAsync(
                new ProcessRequest
                {
                    Program = program,
                    Arguments = [.. command.Skip(1)],
                    Folder = context.WorkingDirectory,
                    Environment = context.Environment.Variables,
                    Input = Line(question),
                    MaximumOutputBytes = MaximumAnswer,
                    Timeout = Timeout,
                },
                cancellation);
            return result.ExitCode == 0
                ? Read(result.Output, answer)
                : throw Bad($"the signer command `{command[0]}` ended with {result.ExitCode}: {Shortened(result.Error)}", "See that it works by hand, with the JSON of docs/sign.md on its input.");
        }
        catch (ProcessException e)
        {
            throw Bad($"the signer command cannot be used: {e.Message}", inner: e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Bad($"the signer command `{command[0]}` did not answer with JSON that has `{answer}`", "Its protocol is in docs/sign.md.", e);
        }
    }

    private static byte[] Line(Action<Utf8JsonWriter> question)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            question(json);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static string Read(byte[] output, string name)
    {
        using var document = JsonDocument.Parse(output, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
        return document.RootElement.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new JsonException();
    }

    private static string Shortened(string text) => text.Trim() is { Length: > LongestError } trimmed ? trimmed[..LongestError] + "..." : text.Trim();

    private static SigningException Bad(string message, string? remedy = null, Exception? inner = null) => new(SigningProblem.BadKey, message, remedy, inner);
}
