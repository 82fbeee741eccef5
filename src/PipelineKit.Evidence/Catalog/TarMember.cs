namespace PipelineKit.Evidence;

/// <summary>What a member of an archive is.</summary>
internal enum TarKind
{
    File,
    HardLink,
    SymbolicLink,
    Folder,

    /// <summary>A device, a pipe, or a type that is not known: no content that is read.</summary>
    Other,
}

/// <summary>A member of a tar archive.</summary>
/// <param name="Path">As written.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of content that follow.</param>
/// <param name="Link">Where a link points; empty for others.</param>
/// <param name="IsSparse">Whether the content that follows is not the content of the file: its holes are left out.</param>
internal sealed record TarMember(string Path, TarKind Kind, long Size, string Link, bool IsSparse);
