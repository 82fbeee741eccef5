using System.Buffers;
using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// The reference grammar of github.com/distribution/reference (v0.6) and its normalisation rules, by hand: one pass, no
/// regular expression, and a reason for every refusal.
/// </summary>
internal static class ReferenceGrammar
{
    private const int MaximumNameLength = 255;
    private const int MaximumTagLength = 128;
    private const int MaximumLength = MaximumNameLength + 1 + MaximumTagLength + 1 + 7 + 128;
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-/");
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:");
    private static readonly SearchValues<char> TagCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    internal readonly record struct Parts(string Name, string Registry, string Repository, string? Tag, Digest? Digest);

    /// <summary>Splits and normalises; returns the broken rule, or null.</summary>
    internal static string? Split(string text, out Parts parts)
    {
        parts = default;
        if (WholeProblem(text) is { } wholeProblem)
        {
            return wholeProblem;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        Digest? digest = null;
        if (at >= 0 && !Digest.TryParse(text[(at + 1)..], out digest))
        {
            return "what follows `@` is not a sha256 or sha512 digest in lower-case hex";
        }

        var rest = at >= 0 ? text[..at] : text;
        var colon = rest.LastIndexOf(':');
        var hasTag = colon > rest.LastIndexOf('/') && !(rest.StartsWith('[') && rest.IndexOf('/', StringComparison.Ordinal) < 0);
        var tag = hasTag ? rest[(colon + 1)..] : null;
        var name = hasTag ? rest[..colon] : rest;
        if (TagProblem(tag) is { } tagProblem)
        {
            return tagProblem;
        }

        var (registry, repository) = Domain(name);
        if (NameProblem(name, registry, repository) is { } problem)
        {
            return problem;
        }

        parts = new Parts(name, registry, repository, tag, digest);
        return null;
    }

    private static (string Registry, string Repository) Domain(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isDomain = first.Length > 0
            && (first.AsSpan().ContainsAny('.', ':') || first == "localhost" || first.AsSpan().ContainsAnyInRange('A', 'Z'));
        if (!isDomain)
        {
            return ("docker.io", slash < 0 ? "library/" + name : name);
        }

        var path = name[(slash + 1)..];
        return first is "docker.io" or "index.docker.io" or "registry-1.docker.io"
            ? ("docker.io", path.Contains('/', StringComparison.Ordinal) ? path : "library/" + path)
            : (first, path);
    }

    private static string? WholeProblem(string text) =>
        text.Length switch
        {
            0 => "it is empty",
            > MaximumLength => $"it is longer than {MaximumLength} characters",
            64 when !text.AsSpan().ContainsAnyExcept(Digest.LowerHex) => "64 hex digits are an image identifier, not a name",
            _ when text.Contains("://", StringComparison.Ordinal) => "a reference has no scheme; it starts with the registry or the repository",
            _ => null,
        };

    internal static string? TagProblem(string? tag) =>
        tag switch
        {
            null => null,
            "" => "the tag after `:` is empty",
            _ when tag.Length > MaximumTagLength => "the tag is longer than 128 characters",
            _ when tag[0] is '.' or '-' => "a tag does not start with `.` or `-`",
            _ when tag.AsSpan().ContainsAnyExcept(TagCharacters) => "a tag has only letters, digits, `_`, `.` and `-`",
            _ => null,
        };

    private static string? NameProblem(string name, string registry, string repository)
    {
        if (name.Length == 0)
        {
            return "the name is empty";
        }

        if (name.Length > MaximumNameLength || registry.Length + 1 + repository.Length > MaximumNameLength)
        {
            return "the name is longer than 255 characters";
        }

        return DomainProblem(registry) ?? PathProblem(repository);
    }

    internal static string? DomainProblem(string domain)
    {
        var host = domain;
        if (domain.StartsWith('['))
        {
            var close = domain.IndexOf(']', StringComparison.Ordinal);
            if (close < 0 || domain.AsSpan(1, close - 1).ContainsAnyExcept(AddressCharacters) || !IPAddress.TryParse(domain.AsSpan(1, close - 1), out _))
            {
                return "the registry is not a valid IPv6 address in brackets";
            }

            return close == domain.Length - 1 ? null : PortProblem(domain.AsSpan(close + 1));
        }

        var colon = domain.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            host = domain[..colon];
            if (PortProblem(domain.AsSpan(colon)) is { } port)
            {
                return port;
            }
        }

        foreach (var label in host.Split('.'))
        {
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || !label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                return "the registry is not a valid host name";
            }
        }

        return null;
    }

    // The platform's parser takes trailing NULs for part of a number; only digits are.
    private static string? PortProblem(ReadOnlySpan<char> colonAndPort) =>
        colonAndPort is [':', _, ..] && !colonAndPort[1..].ContainsAnyExceptInRange('0', '9') && ushort.TryParse(colonAndPort[1..], out _)
            ? null
            : "the registry's port is not a number up to 65535";

    internal static string? PathProblem(string path)
    {
        if (path.Length == 0)
        {
            return "the repository is empty";
        }

        if (path.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            return "a repository name is lower-case";
        }

        if (path.AsSpan().ContainsAnyExcept(PathCharacters))
        {
            return "a repository name has only lower-case letters, digits, `.`, `_`, `-` and `/`";
        }

        return path.Split('/').All(IsComponent) ? null : "each part of a repository name is letters and digits joined by `.`, `_`, `__` or dashes";
    }

    // [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*
    private static bool IsComponent(string part)
    {
        if (part.Length == 0 || !char.IsAsciiLetterOrDigit(part[0]) || !char.IsAsciiLetterOrDigit(part[^1]))
        {
            return false;
        }

        for (var i = 1; i < part.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(part[i]))
            {
                continue;
            }

            var start = i;
            while (!char.IsAsciiLetterOrDigit(part[i + 1]))
            {
                i++;
            }

            var separator = part.AsSpan(start, i - start + 1);
            if (!(separator is "." or "_" or "__") && separator.ContainsAnyExcept('-'))
            {
                return false;
            }
        }

        return true;
    }
}
