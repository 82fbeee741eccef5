namespace PipelineKit.Evidence;

/// <summary>Goes through the members of layers, bottom first, and puts what they say into a tree.</summary>
internal sealed class LayerWalk(LayerTree tree, CatalogBudget budget)
{
    private const int SmallestProgram = 1024;

    private readonly byte[] _first = new byte[4];
    private byte[] _buffer = new byte[1 << 20];

    internal async Task ReadAsync(Stream content, int layer, string name, CancellationToken cancellation)
    {
        var tar = new TarScanner(content, name);
        while (await tar.NextAsync(cancellation) is { } member)
        {
            budget.Enter(name);
            if (await FactsAsync(tar, member, cancellation) is { } facts)
            {
                budget.Add(facts.Packages.Count, name);
                tree.Put(member.Path, facts, layer);
            }
            else
            {
                tree.Lay(member, layer);
            }
        }
    }

    private async Task<FileFacts?> FactsAsync(TarScanner tar, TarMember member, CancellationToken cancellation)
    {
        if (LayerTree.IsWhiteout(member.Path) || member.Kind is not (TarKind.File or TarKind.HardLink))
        {
            return null;
        }

        var kind = FileKinds.Of(member.Path);
        if (member.Kind == TarKind.HardLink)
        {
            return kind is FileKind.None || tree.Find(member.Link) is { File: not null } ? null : new FileFacts(kind) { Problem = $"it is a hard link to `{member.Link}`, which is not read" };
        }

        var isProgram = kind == FileKind.None;
        if (isProgram && !await IsProgramAsync(tar, member, cancellation))
        {
            return null;
        }

        kind = isProgram ? FileKind.Program : kind;
        return Problem(kind, member) is { } problem ? new FileFacts(kind) { Problem = problem } : await ReadAsync(tar, member, kind, isProgram ? _first : [], cancellation);
    }

    // Executable and linkable: what compilers of Go and Rust, and the bundler of .NET, put package lists into.
    private async Task<bool> IsProgramAsync(TarScanner tar, TarMember member, CancellationToken cancellation)
    {
        if (member.Size < SmallestProgram)
        {
            return false;
        }

        for (var read = 0; read < _first.Length;)
        {
            read += await tar.ReadAsync(_first.AsMemory(read), cancellation);
        }

        return _first.AsSpan().SequenceEqual("\u007fELF"u8);
    }

    private string? Problem(FileKind kind, TarMember member)
    {
        var maximum = kind is FileKind.Program or FileKind.Jar ? budget.Limits.FileBytes : budget.Limits.TextBytes;
        return kind == FileKind.Rpm ? null
            : member.IsSparse ? "it is stored as a sparse file, which is not read"
            : member.Size > maximum ? $"it has {member.Size} bytes; at most {maximum} are read"
            : null;
    }

    private async Task<FileFacts> ReadAsync(TarScanner tar, TarMember member, FileKind kind, ReadOnlyMemory<byte> first, CancellationToken cancellation)
    {
        var length = kind == FileKind.Rpm ? 0 : await FillAsync(tar, (int)member.Size, first, cancellation);
        return FileReader.Read(kind, member.Path, _buffer.AsMemory(0, length), budget.Limits);
    }

    // One buffer for all files, as large as the largest that was read.
    private async Task<int> FillAsync(TarScanner tar, int size, ReadOnlyMemory<byte> first, CancellationToken cancellation)
    {
        if (_buffer.Length < size)
        {
            _buffer = [];
            _buffer = GC.AllocateUninitializedArray<byte>(size);
        }

        first.CopyTo(_buffer);
        var length = first.Length;
        for (var read = await tar.ReadAsync(_buffer.AsMemory(length), cancellation); read > 0; read = await tar.ReadAsync(_buffer.AsMemory(length), cancellation))
        {
            length += read;
        }

        return length;
    }
}
