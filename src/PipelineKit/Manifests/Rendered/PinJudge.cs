using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Manifests.Rendered;

/// <summary>The verdict on one text that stands where an image does.</summary>
internal readonly struct PinJudgement
{
    internal PinVerdict? Verdict { get; init; }

    internal PinRepository? Repository { get; init; }

    internal Digest? Digest { get; init; }

    internal string? Tag { get; init; }

    /// <summary>What the lock or the grammar has to say.</summary>
    internal string? Detail { get; init; }

    /// <summary>Whether the text is not a reference at all, apart from its digest.</summary>
    internal bool IsNoReference => Verdict == PinVerdict.BadReference;
}

/// <summary>Judges references against the lock: by bytes where the lock has the name as it is spelled, by the grammar otherwise.</summary>
internal sealed class PinJudge(PinLock pins)
{
    internal PinJudgement Judge(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        if (at > 0 && TagStart(text[..at]) < 0 && pins.Find(text[..at]) is { } repository && repository.Find(text[(at + 1)..]) is { } digest)
        {
            return new PinJudgement { Repository = repository, Digest = digest };
        }

        return Judge(Encoding.UTF8.GetString(text));
    }

    private static int TagStart(ReadOnlySpan<byte> name)
    {
        var colon = name.LastIndexOf((byte)':');
        return colon > name.LastIndexOf((byte)'/') ? colon : -1;
    }

    private PinJudgement Judge(string text)
    {
        if (!ImageReference.TryParse(text, out var reference, out var problem))
        {
            var at = text.IndexOf('@', StringComparison.Ordinal);
            return at > 0 && ImageReference.TryParse(text[..at], out _, out _)
                ? new PinJudgement { Verdict = PinVerdict.BadDigest, Detail = problem }
                : new PinJudgement { Verdict = PinVerdict.BadReference, Detail = problem };
        }

        var repository = pins.Find(reference);
        if (reference.Digest is not { } digest)
        {
            return new PinJudgement { Verdict = PinVerdict.NotPinned, Repository = repository, Tag = reference.Tag };
        }

        if (repository is null || !repository.Has(digest))
        {
            return pins.OwnerOf(digest) is { } owner
                ? new PinJudgement { Verdict = PinVerdict.WrongRepository, Detail = owner.Name }
                : new PinJudgement { Verdict = PinVerdict.NotInLock, Repository = repository };
        }

        var verdict = reference.Tag is null || repository.Has(digest, reference.Tag) ? (PinVerdict?)null : PinVerdict.TagDisagrees;
        return new PinJudgement { Verdict = verdict, Repository = repository, Digest = digest, Tag = reference.Tag };
    }
}
