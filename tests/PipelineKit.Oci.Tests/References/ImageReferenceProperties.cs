using System.Net;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Oci.Tests.References;

public sealed class ImageReferenceProperties
{
    // The grammar of the distribution project as regular expressions, independent of the parser under test.
    private const string Label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private const string Component = @"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*";

    private static readonly Regex Grammar = new(
        $@"\A(?:(?<domain>(?:{Label}(?:\.{Label})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?)/)?(?<path>{Component}(?:/{Component})*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}}))?(?:@(?<digest>sha256:[0-9a-f]{{64}}|sha512:[0-9a-f]{{128}}))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5));

    private static readonly string[] Seeds =
    [
        "nginx", "nginx:1.27", "docker.io/library/nginx:latest", "localhost:5000/a/b__c:v1", "[::1]:5000/a/b", "ghcr.io/a/b-c.d:_x",
        "a/b:5000/c", "HOST/x", "index.docker.io/a", "my-host:80/x/y--z",
        "quay.io/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ];

    private static Gen<string> Texts { get; } = Gen.OneOf(
        Gen.Elements("aA0zZ9-_.:/@[]$ \n\u00e9".ToCharArray()).ArrayOf().Select(c => new string(c)),
        Gen.Elements("a", "b0", "A", ".", "-", "--", "_", "__", "/", ":", "@", "[::1]", "localhost", ":80", "sha256:").ArrayOf().Select(string.Concat),
        Mutations(),
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));

    [Fact]
    public void The_parser_takes_exactly_what_the_grammar_takes() => Check(text =>
    {
        var taken = ImageReference.TryParse(text, out var reference, out var problem);
        Assert.True(taken == IsReference(text), $"`{text}`: {problem}");
        Assert.True(taken ? reference is not null && problem is null : reference is null && problem is { Length: > 0 });
    });

    [Fact]
    public void The_text_is_kept_and_the_canonical_form_is_stable() => Check(text =>
    {
        if (!ImageReference.TryParse(text, out var reference, out _))
        {
            return;
        }

        var again = ImageReference.Parse(reference.Canonical);
        Assert.Equal(text, reference.Text);
        Assert.Equal(reference.Canonical, again.Canonical);
        Assert.Equal((reference.Registry, reference.Repository, reference.Tag, reference.Digest), (again.Registry, again.Repository, again.Tag, again.Digest));
        Assert.Equal(text, reference.Name + (reference.Tag is null ? "" : ":" + reference.Tag) + (reference.Digest is null ? "" : "@" + reference.Digest));
    });

    [Fact]
    public void Parsing_throws_nothing_but_a_format_error() => Check(text =>
    {
        try
        {
            ImageReference.Parse(text);
        }
        catch (FormatException e)
        {
            Assert.Contains("is not an image reference", e.Message, StringComparison.Ordinal);
        }
    });

    private static void Check(Action<string> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000), Prop.ForAll(Texts.ToArbitrary(), property));

    private static Gen<string> Mutations() =>
        from seed in Gen.Elements(Seeds)
        from at in Gen.Choose(0, seed.Length - 1)
        from kind in Gen.Choose(0, 3)
        from insert in Gen.Elements("a", "A", "0", "/", ":", "@", ".", "-", "_", "[", "]", "%", " ", "\0", "://", "..")
        select kind switch
        {
            0 => seed[..at] + insert + seed[at..],
            1 => seed[..at] + seed[(at + 1)..],
            2 => seed[..at] + insert + seed[(at + 1)..],
            _ => seed[at..] + insert + seed[..at],
        };

    private static bool IsReference(string text)
    {
        var match = Grammar.Match(text);
        if (!match.Success || Regex.IsMatch(text, @"\A[0-9a-f]{64}\z", RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            return false;
        }

        var (domain, path) = (match.Groups["domain"].Value, match.Groups["path"].Value);
        if (domain.Length == 0)
        {
            // A dot in the first of several parts makes that a host, and this one is none.
            return !(path.Contains('/', StringComparison.Ordinal) && path.Split('/')[0].Contains('.', StringComparison.Ordinal));
        }

        var isHost = domain.AsSpan().ContainsAny('.', ':') || domain == "localhost" || domain.Any(char.IsAsciiLetterUpper);
        return isHost ? IsAddressable(domain) : Regex.IsMatch(domain, $@"\A{Component}\z", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    // Beyond the grammar: an address in brackets is one, and a port is a port.
    private static bool IsAddressable(string domain)
    {
        var close = domain.LastIndexOf(']');
        var colon = domain.IndexOf(':', Math.Max(close, 0));
        return (close < 0 || IPAddress.TryParse(domain[1..close], out _)) && (colon < 0 || (long.TryParse(domain[(colon + 1)..], out var port) && port <= 65535));
    }
}
