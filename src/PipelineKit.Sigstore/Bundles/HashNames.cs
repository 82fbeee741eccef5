using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>The hashes that are used, by the names that formats have for them.</summary>
internal static class HashNames
{
    /// <summary>By protobuf-specs' name: <c>SHA2_256</c>; null for another.</summary>
    internal static HashAlgorithmName? OfProtobuf(string name) => name switch
    {
        "SHA2_256" => HashAlgorithmName.SHA256,
        "SHA2_384" => HashAlgorithmName.SHA384,
        "SHA2_512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>By the name in digests, statements and Rekor v1: <c>sha256</c>; null for another.</summary>
    internal static HashAlgorithmName? OfText(string name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>By the last arc of its object identifier below <see cref="Oids.Sha2"/>; null for another.</summary>
    internal static HashAlgorithmName? OfArc(int arc) => arc switch
    {
        1 => HashAlgorithmName.SHA256,
        2 => HashAlgorithmName.SHA384,
        3 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>Length of the hash in bytes.</summary>
    internal static int Size(HashAlgorithmName name) =>
        name == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : name == HashAlgorithmName.SHA384 ? SHA384.HashSizeInBytes : SHA512.HashSizeInBytes;
}
