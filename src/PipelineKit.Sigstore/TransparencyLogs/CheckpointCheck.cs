using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>Verifies that a checkpoint is the log's.</summary>
internal static class CheckpointCheck
{
    /// <summary>
    /// The checkpoint when the log signed it: a line with the log's name and key id must be there, and every such line must verify; lines of other names or
    /// keys (witnesses, further keys) are not ours to judge. Throws <see cref="SigstoreFormatException"/> saying why otherwise.
    /// </summary>
    internal static Checkpoint Verify(string envelope, TrustedLog log)
    {
        var note = SignedNote.Parse(envelope);
        var checkpoint = Checkpoint.Parse(note.Text);
        var name = LogNames.OfKey(log);
        if (!checkpoint.IsOf(name))
        {
            throw new SigstoreFormatException($"the checkpoint is of \"{checkpoint.Origin}\", not of the log {name}");
        }

        var text = Encoding.UTF8.GetBytes(note.Text);
        var found = false;
        foreach (var signature in note.Signatures)
        {
            if (signature.KeyId == LogNames.KeyId(log) && string.Equals(signature.Name, name, StringComparison.Ordinal))
            {
                found = log.Key.Verify(text, signature.Signature.Span) ? true : throw new SigstoreFormatException($"the checkpoint's signature is not by the key of {name}");
            }
        }

        return found ? checkpoint : throw new SigstoreFormatException($"the checkpoint has no signature by the key of {name}");
    }
}
