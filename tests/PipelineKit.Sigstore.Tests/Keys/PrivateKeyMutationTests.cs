using System.Security.Cryptography;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class PrivateKeyMutationTests
{
    [Theory]
    [InlineData(KeyDetails.EcdsaP256Sha256)]
    [InlineData(KeyDetails.EcdsaP384Sha384)]
    [InlineData(KeyDetails.Ed25519)]
    public void A_key_with_a_changed_byte_is_read_or_refused_as_a_bad_key(KeyDetails details)
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(details);
        signer.Dispose();
        for (var i = 0; i < pkcs8.Length; i++)
        {
            foreach (var mask in new byte[] { 0x01, 0x10, 0x80, 0xff })
            {
                AssertReadOrRefused(Changed(pkcs8, i, mask), i);
            }
        }
    }

    [Theory]
    [InlineData(KeyDetails.EcdsaP521Sha512)]
    [InlineData(KeyDetails.Ed25519Ph)]
    public void A_shortened_key_is_refused_as_a_bad_key(KeyDetails details)
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(details);
        signer.Dispose();
        for (var length = 0; length < pkcs8.Length; length++)
        {
            var pem = PemEncoding.WriteString("PRIVATE KEY", pkcs8.AsSpan(0, length));
            Assert.Equal(SigningProblem.BadKey, Assert.Throws<SigningException>(() => PrivateKeyFile.Read(pem, null)).Problem);
        }
    }

    private static byte[] Changed(byte[] bytes, int position, byte mask)
    {
        var changed = bytes.ToArray();
        changed[position] ^= mask;
        return changed;
    }

    private static void AssertReadOrRefused(byte[] pkcs8, int position)
    {
        var error = Record.Exception(() => PrivateKeyFile.Read(PemEncoding.WriteString("PRIVATE KEY", pkcs8), null).Dispose());
        Assert.True(error is null or SigningException { Problem: SigningProblem.BadKey, Remedy: not null }, $"byte {position}: {error}");
    }
}
