using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>
/// The encrypted private keys of cosign: the base64 of the PEM text is JSON that names scrypt and NaCl's secretbox; what is encrypted is PKCS #8.
/// </summary>
internal static class CosignKeyFile
{
    /// <summary>The label that is written.</summary>
    internal const string Label = "ENCRYPTED SIGSTORE PRIVATE KEY";

    /// <summary>The label of older versions.</summary>
    internal const string OldLabel = "ENCRYPTED COSIGN PRIVATE KEY";

    private const int Cost = 65536;
    private const int BlockSize = 8;
    private const int Parallel = 1;
    private const int SaltSize = 32;
    private const int MaximumSaltSize = 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The PKCS #8 bytes inside; the caller clears them. Throws <see cref="SigningException"/>, with its own text for a wrong password.</summary>
    internal static byte[] Decrypt(ReadOnlyMemory<byte> json, string password)
    {
        var (cost, salt, nonce, box) = Read(json);
        var secret = Encoding.UTF8.GetBytes(password);
        var key = Scrypt.Derive(secret, salt, cost, BlockSize, Parallel, SecretBox.KeySize);
        try
        {
            return SecretBox.Open(key, nonce, box) ?? throw KeyErrors.WrongPassword();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The JSON for these PKCS #8 bytes and password.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> pkcs8, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var nonce = RandomNumberGenerator.GetBytes(SecretBox.NonceSize);
        var secret = Encoding.UTF8.GetBytes(password);
        var key = Scrypt.Derive(secret, salt, Cost, BlockSize, Parallel, SecretBox.KeySize);
        try
        {
            return Write(salt, nonce, SecretBox.Seal(key, nonce, pkcs8));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static (int Cost, byte[] Salt, byte[] Nonce, byte[] Box) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var kdf = document.RootElement.GetProperty("kdf");
            var parameters = kdf.GetProperty("params");
            var cipher = document.RootElement.GetProperty("cipher");
            if (!kdf.GetProperty("name").ValueEquals("scrypt"u8) || !cipher.GetProperty("name").ValueEquals("nacl/secretbox"u8))
            {
                throw KeyErrors.Bad("the key file is encrypted by another method than scrypt with nacl/secretbox, which cosign uses");
            }

            var cost = parameters.GetProperty("N").GetInt32();
            var salt = kdf.GetProperty("salt").GetBytesFromBase64();
            var nonce = cipher.GetProperty("nonce").GetBytesFromBase64();

            // Other parameters would let a file decide how much memory and time reading it takes.
            if (cost is not (32768 or 65536 or 131072) || parameters.GetProperty("r").GetInt32() != BlockSize || parameters.GetProperty("p").GetInt32() != Parallel)
            {
                throw KeyErrors.Bad("the key file's scrypt parameters are not ones that cosign writes (N 32768, 65536 or 131072, r 8, p 1)");
            }

            if (nonce.Length != SecretBox.NonceSize || salt.Length is 0 or > MaximumSaltSize)
            {
                throw KeyErrors.Bad("the key file's salt or nonce is not of its size");
            }

            return (cost, salt, nonce, document.RootElement.GetProperty("ciphertext").GetBytesFromBase64());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw KeyErrors.Bad("what is encoded in the key file is not the JSON that cosign writes", e);
        }
    }

    private static byte[] Write(byte[] salt, byte[] nonce, byte[] box)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteStartObject("kdf");
            json.WriteString("name", "scrypt");
            json.WriteStartObject("params");
            json.WriteNumber("N", Cost);
            json.WriteNumber("r", BlockSize);
            json.WriteNumber("p", Parallel);
            json.WriteEndObject();
            json.WriteBase64String("salt", salt);
            json.WriteEndObject();
            json.WriteStartObject("cipher");
            json.WriteString("name", "nacl/secretbox");
            json.WriteBase64String("nonce", nonce);
            json.WriteEndObject();
            json.WriteBase64String("ciphertext", box);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
