using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Sign;
using Xunit;

namespace PipelineKit.Tests.Signing;

public sealed class CommandSignerTests
{
    // A key management service as people wrap one: OpenSSL has the key, and is given the digest.
    private const string Wrapper =
        """
        read -r line
        case "$line" in
          *public-key*) printf '{"publicKey":"%s"}\n' "$(openssl pkey -in release.key -pubout | awk '{printf "%s\\n", $0}')" ;;
          *) printf '{"signature":"%s"}\n' "$(printf '%s' "$line" | sed 's/.*"digest":"\([^"]*\)".*/\1/' | base64 -d | openssl pkeyutl -sign -inkey release.key | base64 -w0)" ;;
        esac

        """;

    [SkippableFact]
    public async Task A_program_with_the_key_signs_and_its_signature_verifies()
    {
        Peer.Program("openssl");
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("signer.sh", Wrapper);

        Assert.True(await SignAsync(world, "signer.sh") == ExitCode.Ok, world.Program.All);
        Assert.True(await world.VerifyAsync() == ExitCode.Ok, world.Program.All);
    }

    [SkippableTheory]
    [InlineData("echo '{}'", ExitCode.BadInput, "did not answer with JSON that has `publicKey`")]
    [InlineData("echo no such key >&2; exit 3", ExitCode.BadInput, "ended with 3: no such key")]
    [InlineData("echo '{\"publicKey\":\"x\"}'", ExitCode.BadInput, "is not a public key")]
    [InlineData("head -c 100000 /dev/zero", ExitCode.BadInput, "wrote more than")]
    public async Task A_program_that_does_not_keep_to_the_protocol_is_told_of(string script, ExitCode exit, string why)
    {
        Peer.Program("sh");
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("signer.sh", script);

        Assert.True(await SignAsync(world, "signer.sh") == exit, world.Program.All);
        Assert.Contains(why, world.Program.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_signature_that_does_not_verify_is_not_used()
    {
        Peer.Program("openssl");
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("signer.sh", Wrapper.Replace("-sign -inkey release.key", "-sign -inkey other.key", StringComparison.Ordinal));

        Assert.True(await SignAsync(world, "signer.sh") == ExitCode.Integrity, world.Program.All);
        Assert.Contains(FailureCodes.SigningUntrusted.Id, world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_by_name()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("sign", "--images", world.Image, "--signer-command", "no-such-signer"));
        Assert.Contains("there is no program `no-such-signer` on PATH", world.Program.Error, StringComparison.Ordinal);
    }

    private static Task<ExitCode> SignAsync(SignWorld world, string script)
    {
        world.Program.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "";
        return world.RunAsync("sign", "--images", world.Image, "--signer-command", "sh", "--signer-command", script);
    }
}
