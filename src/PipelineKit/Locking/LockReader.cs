using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>Reads a lock from YAML values, whoever wrote them, and says what is wrong with which line.</summary>
internal sealed class LockReader
{
    private const int MaximumFailures = 20;
    private static readonly string[] RootKeys = ["version", "images", "uses"];
    private static readonly string[] ImageKeys = ["image", "digest", "media-type", "platforms", "first-seen", "sites"];
    private static readonly string[] UsesKeys = ["uses", "commit", "version", "first-seen", "sites"];
    private static readonly string[] SiteKeys = ["at", "was"];
    private readonly List<Failure> _failures = [];

    internal ImageLock Read(YamlValue root)
    {
        CheckVersion(root);
        _failures.AddRange(root.UnknownKeys(RootKeys));
        var images = Entries(root["images"], Image, i => (i.Image, i.Digest.Text));
        var uses = Entries(root["uses"], Uses, u => (u.Uses, u.Commit));
        return _failures.Count == 0 ? LockOrder.Sorted(images, uses) : throw new FailureException([.. _failures.Take(MaximumFailures)]);
    }

    private static void CheckVersion(YamlValue root)
    {
        var version = root.Require("version");
        if (version.Text != "1")
        {
            throw version.Error(
                $"this lock has version `{version.Text}`; version 1 is the only one this program knows",
                "Use the version of PipelineKit that wrote it, or a newer one.");
        }
    }

    private List<T> Entries<T>(YamlValue? list, Func<YamlValue, T> read, Func<T, (string Name, string Content)> key)
    {
        var entries = new List<T>();
        var seen = new HashSet<(string, string)>();
        foreach (var item in list?.Expect(YamlShape.Sequence).Items ?? [])
        {
            try
            {
                var entry = read(item);
                entries.Add(seen.Add(key(entry)) ? entry : throw item.Error($"the entry for `{key(entry).Name}` is there twice", "Keep one of the two."));
            }
            catch (FailureException e)
            {
                _failures.AddRange(e.Failures);
            }
        }

        return entries;
    }

    private static LockedImage Image(YamlValue entry)
    {
        CheckKeys(entry, ImageKeys);
        return new LockedImage
        {
            Image = Checked(entry.Require("image"), LockRules.IsImage, "a normalised image reference without digest, such as docker.io/library/nginx:1.27"),
            Digest = DigestOf(entry.Require("digest")),
            MediaType = Checked(entry.Require("media-type"), LockRules.IsMediaType, "a media type"),
            Platforms = [.. entry["platforms"]?.Expect(YamlShape.Mapping).Pairs.Select(Platform) ?? []],
            FirstSeen = Time(entry.Require("first-seen")),
            Sites = Sites(entry["sites"]),
        };
    }

    private static LockedUses Uses(YamlValue entry)
    {
        CheckKeys(entry, UsesKeys);
        return new LockedUses
        {
            Uses = Checked(entry.Require("uses"), Git.GitNames.IsUses, "owner/repo@ref"),
            Commit = Checked(entry.Require("commit"), t => Git.GitNames.IsCommit(t), "a commit of 40 or 64 lower-case hex digits"),
            Version = entry["version"] is { } version ? Checked(version, t => Git.GitNames.IsRef(t), "a tag name") : null,
            FirstSeen = Time(entry.Require("first-seen")),
            Sites = Sites(entry["sites"]),
        };
    }

    private static List<LockSite> Sites(YamlValue? list) => [.. list?.Expect(YamlShape.Sequence).Items.Select(Site) ?? []];

    private static LockSite Site(YamlValue value)
    {
        if (value.Shape == YamlShape.Mapping)
        {
            CheckKeys(value, SiteKeys);
        }

        var at = value.Shape == YamlShape.Mapping ? value.Require("at") : value;
        var was = value.Shape == YamlShape.Mapping ? value.Require("was").AsText() : null;
        return LockRules.TrySite(at.AsText(), was, out var site)
            ? site
            : throw at.Error($"`{at.Text}` is not a place (path:line, the path relative and without `..`)");
    }

    private static (string Platform, Digest Digest) Platform(YamlPair pair) =>
        LockRules.IsPlatform(pair.Key) ? (pair.Key, DigestOf(pair.Value)) : throw pair.Value.Error($"`{pair.Key}` is not a platform (os/architecture)");

    private static Digest DigestOf(YamlValue value) =>
        Digest.TryParse(value.AsText(), out var digest) ? digest : throw value.Error($"`{value.Text}` is not a sha256 or sha512 digest in lower-case hex");

    private static DateTimeOffset Time(YamlValue value) =>
        LockRules.TryTime(value.AsText(), out var time) ? time : throw value.Error($"`{value.Text}` is not a time such as 2026-01-31T08:00:00Z");

    private static string Checked(YamlValue value, Func<string, bool> rule, string expected) =>
        rule(value.AsText()) ? value.Text : throw value.Error($"`{value.Text}` is not {expected}");

    private static void CheckKeys(YamlValue entry, string[] known)
    {
        if (entry.UnknownKeys(known).ToList() is { Count: > 0 } failures)
        {
            throw new FailureException(failures);
        }
    }
}
