using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>An in-toto statement (in-toto/attestation, spec/v1/statement.md): a claim (predicate) about subjects, which are named by digest.</summary>
/// <param name="Type"><see cref="TypeV1"/>, or <see cref="TypeV01"/> as cosign writes it; only v1 is written.</param>
/// <param name="Subjects">What it is about; at least one.</param>
/// <param name="PredicateType">The URI that says what the predicate means.</param>
/// <param name="Predicate">The predicate, a JSON object; of kind <c>Undefined</c> when the statement has none.</param>
public sealed record InTotoStatement(string Type, IReadOnlyList<StatementSubject> Subjects, string PredicateType, JsonElement Predicate)
{
    /// <summary>The type that is written.</summary>
    public const string TypeV1 = "https://in-toto.io/Statement/v1";

    /// <summary>The older type, read only.</summary>
    public const string TypeV01 = "https://in-toto.io/Statement/v0.1";

    /// <summary>The most subjects that are read.</summary>
    public const int MaximumSubjects = 1024;

    /// <summary>The most digests of one subject that are read.</summary>
    public const int MaximumDigests = 32;

    /// <summary>Reads a statement, strictly (no duplicate keys, limits on subjects); throws <see cref="SigstoreFormatException"/>.</summary>
    public static InTotoStatement Parse(ReadOnlyMemory<byte> json) => StatementJson.Read(json);

    /// <summary>Writes it as v1: the same statement gives the same bytes.</summary>
    public byte[] ToJson() => StatementJson.Write(this);
}

/// <summary>What a statement is about.</summary>
/// <param name="Name">A name for people, or null; never matched.</param>
/// <param name="Digests">Hex digests (lower-case) by algorithm: <c>sha256</c>, <c>sha512</c>, <c>gitCommit</c>.</param>
/// <param name="Annotations">cosign's annotations of the signature, or null.</param>
public sealed record StatementSubject(string? Name, IReadOnlyDictionary<string, string> Digests, IReadOnlyDictionary<string, string>? Annotations = null);
