using System.Text;

namespace PipelineKit.Git;

/// <summary>
/// The messages in which a server lists its refs: <c>ls-refs</c> of protocol v2 (gitprotocol-v2), the advertisement of v0 and v1 (gitprotocol-http).
/// </summary>
internal static class LsRefs
{
    internal const long MaximumBytes = 32 << 20;
    internal const int MaximumRefs = 200_000;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The request for tags and branches, tags peeled.</summary>
    internal static byte[] Request { get; } = Encoding.ASCII.GetBytes(
        Line("command=ls-refs\n") + Line("agent=pipelinekit\n") + "0001" + Line("peel\n") + Line("symrefs\n")
        + Line("ref-prefix refs/tags/\n") + Line("ref-prefix refs/heads/\n") + "0000");

    /// <summary>Reads the answer to <see cref="Request"/>; null when the server did not understand it, and the advertisement should be asked for.</summary>
    internal static async Task<List<GitRef>?> ReadAnswerAsync(Stream stream, CancellationToken cancellation)
    {
        var reader = new PktLineReader(stream, MaximumBytes);
        var refs = new List<GitRef>();
        for (var isFirst = true; ; isFirst = false)
        {
            var line = await reader.ReadAsync(cancellation);
            switch (line.Kind)
            {
                case PktKind.Flush:
                    return refs;
                case PktKind.End when isFirst:
                case PktKind.Data when isFirst && line.Payload.Span.StartsWith("ERR "u8):
                    return null;
                case PktKind.Data:
                    Add(refs, ParseAnswer(line.Payload.Span));
                    break;
                default:
                    throw new PktLineException("the list of refs does not end as it should");
            }
        }
    }

    /// <summary>Reads an advertisement of v0 or v1 with its <c># service</c> header.</summary>
    internal static async Task<List<GitRef>> ReadAdvertisementAsync(Stream stream, CancellationToken cancellation)
    {
        var reader = new PktLineReader(stream, MaximumBytes);
        var service = await reader.ReadAsync(cancellation);
        if (service.Kind != PktKind.Data || !service.Payload.Span.SequenceEqual("# service=git-upload-pack"u8))
        {
            throw new PktLineException("the answer is not an advertisement of git-upload-pack");
        }

        if ((await reader.ReadAsync(cancellation)).Kind != PktKind.Flush)
        {
            throw new PktLineException("the header of the advertisement does not end as it should");
        }

        var refs = new List<GitRef>();
        for (var line = await reader.ReadAsync(cancellation); line.Kind != PktKind.Flush; line = await reader.ReadAsync(cancellation))
        {
            if (line.Kind != PktKind.Data)
            {
                throw new PktLineException("the advertisement does not end as it should");
            }

            AddAdvertised(refs, line.Payload.Span);
        }

        return refs;
    }

    private static string Line(string text) => (text.Length + 4).ToString("x4", System.Globalization.CultureInfo.InvariantCulture) + text;

    // oid SP name [SP symref-target:name] [SP peeled:oid]
    private static GitRef? ParseAnswer(ReadOnlySpan<byte> line)
    {
        var fields = Decode(line);
        if (fields is null)
        {
            return null;
        }

        var parts = fields.Split(' ');
        if (parts.Length < 2 || !GitNames.IsCommit(parts[0]))
        {
            throw new PktLineException("a line of the list is not a ref");
        }

        var peeled = Array.Find(parts, p => p.StartsWith("peeled:", StringComparison.Ordinal))?["peeled:".Length..] ?? parts[0];
        return GitNames.IsCommit(peeled) ? new GitRef(parts[1], peeled) : throw new PktLineException("a line of the list is not a ref");
    }

    // oid SP name [NUL capabilities, first line only]; an annotated tag is followed by oid SP name^{}.
    private static void AddAdvertised(List<GitRef> refs, ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("version 1"u8) || line.StartsWith("shallow "u8))
        {
            return;
        }

        if (line.StartsWith("version 2"u8) || line.StartsWith("ERR "u8))
        {
            throw new PktLineException("the server advertises no refs");
        }

        var end = line.IndexOf((byte)0);
        var text = Decode(end < 0 ? line : line[..end]);
        var space = text?.IndexOf(' ', StringComparison.Ordinal) ?? 0;
        if (text is null)
        {
            return;
        }

        if (space < 0 || !GitNames.IsCommit(text.AsSpan(0, space)))
        {
            throw new PktLineException("a line of the advertisement is not a ref");
        }

        var name = text[(space + 1)..];
        if (!name.EndsWith("^{}", StringComparison.Ordinal))
        {
            Add(refs, new GitRef(name, text[..space]));
        }
        else if (refs.Count > 0 && refs[^1].Name == name[..^3])
        {
            refs[^1] = refs[^1] with { Commit = text[..space] };
        }
    }

    // Only tags and branches, and only names that anything in a repository could name.
    private static void Add(List<GitRef> refs, GitRef? found)
    {
        if (found is null || !(found.Name.StartsWith("refs/tags/", StringComparison.Ordinal) || found.IsBranch) || !GitNames.IsRef(found.Name))
        {
            return;
        }

        refs.Add(found);
        if (refs.Count > MaximumRefs)
        {
            throw new PktLineException($"the server lists more than {MaximumRefs} refs");
        }
    }

    // Git allows names that are not UTF-8; no file here could name one, so they are passed over. A zero byte is never part of one.
    private static string? Decode(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)0))
        {
            throw new PktLineException("a line of the list has a zero byte in it");
        }

        return System.Text.Unicode.Utf8.IsValid(line) ? Utf8.GetString(line) : null;
    }
}
