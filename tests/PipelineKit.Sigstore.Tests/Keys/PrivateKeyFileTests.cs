using System.Security.Cryptography;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class PrivateKeyFileTests
{
    private static readonly byte[] Data = "sha256:of an image"u8.ToArray();

    [Theory]
    [InlineData(KeyDetails.EcdsaP256Sha256)]
    [InlineData(KeyDetails.EcdsaP384Sha384)]
    [InlineData(KeyDetails.EcdsaP521Sha512)]
    [InlineData(KeyDetails.RsaPkcs1Sha256)]
    [InlineData(KeyDetails.RsaPssSha256)]
    [InlineData(KeyDetails.Ed25519)]
    [InlineData(KeyDetails.Ed25519Ph)]
    public async Task Every_kind_of_key_is_made_written_read_and_signs(KeyDetails details)
    {
        var (made, pkcs8) = PrivateKeyFile.Generate(details);
        using var signer = PrivateKeyFile.Read(PrivateKeyFile.Write(pkcs8), null, details);
        var signature = await signer.SignAsync(Data, CancellationToken.None);

        Assert.Equal(details, signer.PublicKey.Details);
        Assert.True(made.PublicKey.Verify(Data, signature));
        Assert.False(made.PublicKey.Verify("something else"u8, signature));
        made.Dispose();
    }

    [Fact]
    public async Task A_disposed_signer_signs_nothing()
    {
        var (signer, _) = PrivateKeyFile.Generate(KeyDetails.Ed25519);
        signer.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => signer.SignAsync(Data, CancellationToken.None));
    }

    [Fact]
    public async Task Many_threads_may_sign_with_one_key()
    {
        var (signer, _) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        var signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => signer.SignAsync(BitConverter.GetBytes(i), CancellationToken.None))));
        Assert.All(signatures.Index(), s => Assert.True(signer.PublicKey.Verify(BitConverter.GetBytes(s.Index), s.Item)));
        signer.Dispose();
    }

    [Theory]
    [InlineData(KeyDetails.EcdsaP384Sha256)]
    [InlineData(KeyDetails.EcdsaP521Sha256)]
    public void Deprecated_algorithms_are_not_signed_with(KeyDetails details)
    {
        Assert.Equal(SigningProblem.BadKey, Assert.Throws<SigningException>(() => PrivateKeyFile.Generate(details)).Problem);
        using var key = ECDsa.Create(details == KeyDetails.EcdsaP384Sha256 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP521);
        Assert.Contains("deprecated", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(key.ExportPkcs8PrivateKeyPem(), null, details)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SEC_1_and_PKCS_1_keys_are_read()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var first = PrivateKeyFile.Read(ec.ExportECPrivateKeyPem(), null);
        using var second = PrivateKeyFile.Read(rsa.ExportRSAPrivateKeyPem(), null);
        Assert.Equal(ec.ExportSubjectPublicKeyInfo(), first.PublicKey.Spki.ToArray());
        Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), second.PublicKey.Spki.ToArray());
    }

    [Fact]
    public void Encrypted_PKCS_8_of_the_class_library_is_read_and_a_wrong_password_is_named()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = ec.ExportEncryptedPkcs8PrivateKeyPem("right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, 1000));
        using var signer = PrivateKeyFile.Read(pem, "right");
        Assert.Equal(ec.ExportSubjectPublicKeyInfo(), signer.PublicKey.Spki.ToArray());
        Assert.Contains("there is no password", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(pem, null)).Message, StringComparison.Ordinal);

        // One wrong password in 256 leaves padding that looks right; what comes out is no key then.
        var error = Assert.Throws<SigningException>(() => PrivateKeyFile.Read(pem, "wrong"));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
    }

    [Fact]
    public void An_encryption_that_is_not_supported_is_said_so()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = ec.ExportEncryptedPkcs8PrivateKeyPem("right", new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1000));
        Assert.Contains("not supported", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(pem, "right")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_curve_or_too_small_are_refused()
    {
        using var curve = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        using var small = RSA.Create(1024);
        Assert.Contains("curve", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(curve.ExportPkcs8PrivateKeyPem(), null)).Message, StringComparison.Ordinal);
        Assert.Contains("bits", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(small.ExportPkcs8PrivateKeyPem(), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Details_of_another_family_than_the_key_are_refused()
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        Assert.Throws<SigningException>(() => PrivateKeyFile.Read(PrivateKeyFile.Write(pkcs8), null, KeyDetails.Ed25519));
        signer.Dispose();
    }

    [Theory]
    [InlineData("", "there is no PEM")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "signing needs the private key")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "signing needs the private key")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "OPENSSH")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----", "old form")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "PKCS #8")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----", "PKCS #8")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----", "not a key")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "not a key")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "PKCS #8")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIALEbo1EFnWFqBK/wC+hhypG/8hXEerwdNetAoFoFVdvAA==\n-----END PRIVATE KEY-----", "PKCS #8")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMCwCAQAwBQYDK2VuBCAEHgLEbo1EFnWFqBK/wC+hhypG/8hXEerwdNetAoFoFQ==\n-----END PRIVATE KEY-----", "not supported")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMCwCAQAwBQYDK2VwBCAEHgLEbo1EFnWFqBK/wC+hhypG/8hXEerwdNetAoFoFQ==\n-----END PRIVATE KEY-----", "30 bytes")]
    public void Text_that_is_no_private_key_is_refused_with_what_it_is(string pem, string says)
    {
        var error = Assert.Throws<SigningException>(() => PrivateKeyFile.Read(pem, "password"));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_key_file_of_absurd_length_is_not_read() =>
        Assert.Contains("characters", Assert.Throws<SigningException>(() => PrivateKeyFile.Read(new string('A', PrivateKeyFile.MaximumLength + 1), null)).Message, StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData(KeyDetails.EcdsaP256Sha256, "-sha256")]
    [InlineData(KeyDetails.EcdsaP384Sha384, "-sha384")]
    [InlineData(KeyDetails.EcdsaP521Sha512, "-sha512")]
    [InlineData(KeyDetails.RsaPkcs1Sha256, "-sha256")]
    public async Task OpenSSL_verifies_what_our_keys_sign(KeyDetails details, string hash)
    {
        var openssl = Peer.Program("openssl");
        using var folder = new TempFolder();
        var (signer, pkcs8) = PrivateKeyFile.Generate(details);
        var key = folder.Write("key.pem", signer.PublicKey.ToPem());
        var data = folder.Write("data", Data);
        var signature = folder.Write("signature", await signer.SignAsync(Data, CancellationToken.None));
        var pem = folder.Write("private.pem", PrivateKeyFile.Write(pkcs8));
        (await new Child(openssl, "dgst", hash, "-verify", key, "-signature", signature, data).RunAsync()).Expect(0);
        Assert.Equal(signer.PublicKey.ToPem(), (await new Child(openssl, "pkey", "-in", pem, "-pubout").RunAsync()).Expect(0).Output);
        signer.Dispose();
    }

    [SkippableFact]
    public async Task OpenSSL_verifies_our_Ed25519_and_we_verify_its()
    {
        var openssl = Peer.Program("openssl");
        using var folder = new TempFolder();
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.Ed25519);
        var data = folder.Write("data", Data);
        var pem = folder.Write("private.pem", PrivateKeyFile.Write(pkcs8));
        var key = folder.Write("key.pem", signer.PublicKey.ToPem());
        var signature = folder.Write("signature", await signer.SignAsync(Data, CancellationToken.None));
        (await new Child(openssl, "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key, "-sigfile", signature, "-in", data).RunAsync()).Expect(0);

        var theirs = Path.Combine(folder.Path, "theirs");
        (await new Child(openssl, "pkeyutl", "-sign", "-rawin", "-inkey", pem, "-in", data, "-out", theirs).RunAsync()).Expect(0);
        var signed = await File.ReadAllBytesAsync(theirs);
        Assert.True(signer.PublicKey.Verify(Data, signed));
        signer.Dispose();
    }

    [SkippableTheory]
    [InlineData("EC", "ec_paramgen_curve:P-256", "-aes256")]
    [InlineData("RSA", "rsa_keygen_bits:2048", "-aes128")]
    [InlineData("ED25519", null, "-aes256")]
    public async Task Encrypted_keys_that_OpenSSL_made_are_read(string algorithm, string? option, string cipher)
    {
        var openssl = Peer.Program("openssl");
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "key.pem");
        string[] options = option is null ? [] : ["-pkeyopt", option];
        (await new Child(openssl, ["genpkey", "-algorithm", algorithm, .. options, cipher, "-pass", "pass:right", "-out", file]).RunAsync()).Expect(0);
        var publicKey = (await new Child(openssl, "pkey", "-in", file, "-passin", "pass:right", "-pubout").RunAsync()).Expect(0).Output;

        using var signer = PrivateKeyFile.Read(await File.ReadAllTextAsync(file), "right");
        Assert.Equal(publicKey, signer.PublicKey.ToPem());
    }
}
