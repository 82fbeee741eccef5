using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PipelineKit.Sigstore.Tests;

/// <summary>What is in a leaf certificate of the tests.</summary>
internal sealed record ForgedLeaf
{
    internal const string Subject = "https://github.com/org/repo/.github/workflows/release.yml@refs/heads/main";
    internal const string Issuer = "https://token.actions.githubusercontent.com";

    internal DateTimeOffset Start { get; init; } = ForgedAuthority.Now.AddMinutes(-1);

    internal DateTimeOffset End { get; init; } = ForgedAuthority.Now.AddMinutes(9);

    /// <summary>The general names of the subject alternative name: context tag and content.</summary>
    internal IReadOnlyList<(int Tag, byte[] Content)> Names { get; init; } = [(6, Encoding.UTF8.GetBytes(Subject))];

    internal X509KeyUsageFlags? Usage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    internal string? Purpose { get; init; } = "1.3.6.1.5.5.7.3.3";

    internal bool IsAuthority { get; init; }

    /// <summary>Extensions <c>1.3.6.1.4.1.57264.1.N</c>: raw below 8, UTF8String from 8 on.</summary>
    internal IReadOnlyDictionary<int, string> Claims { get; init; } = new Dictionary<int, string> { [8] = Issuer };

    internal IReadOnlyList<X509Extension> More { get; init; } = [];

    internal byte[] SctExtensions { get; init; } = [];

    internal IEnumerable<X509Extension> Extensions()
    {
        if (Usage is { } usage)
        {
            yield return new X509KeyUsageExtension(usage, critical: true);
        }

        if (Purpose is { } purpose)
        {
            yield return new X509EnhancedKeyUsageExtension(new OidCollection { new Oid(purpose) }, critical: false);
        }

        if (IsAuthority)
        {
            yield return new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true);
        }

        if (Names.Count > 0)
        {
            yield return new X509Extension("2.5.29.17", Encode(w =>
            {
                using (w.PushSequence())
                {
                    foreach (var (tag, content) in Names)
                    {
                        w.WriteOctetString(content, new Asn1Tag(TagClass.ContextSpecific, tag));
                    }
                }
            }), critical: true);
        }

        foreach (var (number, value) in Claims)
        {
            yield return new X509Extension(
                $"1.3.6.1.4.1.57264.1.{number}",
                number < 8 ? Encoding.UTF8.GetBytes(value) : Encode(w => w.WriteCharacterString(UniversalTagNumber.UTF8String, value)),
                critical: false);
        }

        foreach (var extension in More)
        {
            yield return extension;
        }
    }

    internal static byte[] Encode(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
