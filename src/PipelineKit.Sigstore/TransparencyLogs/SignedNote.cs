using System.Buffers.Binary;

namespace PipelineKit.Sigstore;

/// <summary>A signed note (C2SP, signed-note.md): a text, and lines of signatures under it.</summary>
internal sealed class SignedNote
{
    private const int MaximumSignatures = 64;
    private const string SignatureStart = "— ";

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What is signed, with its last line feed.</summary>
    internal string Text { get; }

    /// <summary>The signatures, at least one.</summary>
    internal IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Reads a note; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static SignedNote Parse(string note)
    {
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 == note.Length || !note.EndsWith('\n') || note.AsSpan().ContainsAnyInRange('\0', '\t') || note.AsSpan().ContainsAnyInRange('\v', '\u001F'))
        {
            throw new SigstoreFormatException("the checkpoint is not a signed note: text, an empty line, lines of signatures, and no control characters");
        }

        var signatures = new List<NoteSignature>(2);
        foreach (var line in note.AsSpan(split + 2, note.Length - split - 3).EnumerateLines())
        {
            if (signatures.Count == MaximumSignatures)
            {
                throw new SigstoreFormatException($"the checkpoint has more than {MaximumSignatures} signatures");
            }

            signatures.Add(Signature(line));
        }

        return new SignedNote(note[..(split + 1)], signatures);
    }

    private static NoteSignature Signature(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith(SignatureStart, StringComparison.Ordinal))
        {
            throw new SigstoreFormatException("a signature line of the checkpoint does not start with an em dash and a space");
        }

        var rest = line[SignatureStart.Length..];
        var space = rest.IndexOf(' ');
        var bytes = space > 0 ? Base64Text.Decode(rest[(space + 1)..]) : null;
        return bytes is { Length: > sizeof(uint) }
            ? new NoteSignature(rest[..space].ToString(), BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)))
            : throw new SigstoreFormatException("a signature line of the checkpoint is not a name, and base64 of a key id and a signature");
    }
}

/// <summary>A signature of a note.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The first four bytes of the key's hash.</param>
/// <param name="Signature">The signature, after the key id.</param>
internal sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature);
