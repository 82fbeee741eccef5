using System.Buffers;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Git;

/// <summary>What GitHub's lock says about one action.</summary>
/// <param name="Pin"><c>owner/repo@ref</c>, as the workflow says it.</param>
/// <param name="Ref">The tag or branch it was resolved from, or null.</param>
/// <param name="Commit">40 or 64 lower-case hex digits.</param>
public sealed record ActionsLockPin(string Pin, string? Ref, string Commit);

/// <summary>
/// GitHub's own lock, <c>.github/workflows/actions.lock</c> (format v0.0.2, written by <c>gh actions-lock</c> and enforced by the runner). The workflows in it
/// keep their tags; digest-pin leaves their <c>uses:</c> alone.
/// </summary>
public sealed class ActionsLock
{
    /// <summary>Where it is, relative to the root of the repository.</summary>
    public const string Location = ".github/workflows/actions.lock";

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private static readonly YamlLimits Limits = new() { MaximumBytes = 8 << 20, MaximumDepth = 16, MaximumNodes = 1_000_000 };
    private readonly Dictionary<string, IReadOnlyList<string>> _workflows;
    private readonly Dictionary<string, ActionsLockPin> _pins;

    private ActionsLock(string version, Dictionary<string, IReadOnlyList<string>> workflows, Dictionary<string, ActionsLockPin> pins)
    {
        Version = version;
        _workflows = workflows;
        _pins = pins;
    }

    /// <summary>The version of the format, such as <c>v0.0.2</c>.</summary>
    public string Version { get; }

    /// <summary>The workflow files it manages, relative to the root of the repository, with everything each uses, also indirectly.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Workflows => _workflows;

    /// <summary>The pins, by <c>owner/repo@ref</c>.</summary>
    public IReadOnlyDictionary<string, ActionsLockPin> Pins => _pins;

    /// <summary>Reads it. Keys this program does not know are passed over, as newer minor versions may have them.</summary>
    /// <exception cref="FailureException">With <see cref="FailureCodes.BadLock"/>: damaged, or of a version 1 or later.</exception>
    public static ActionsLock Parse(ReadOnlyMemory<byte> content, string path)
    {
        var root = LimitedYaml.Read(content, path, Limits, FailureCodes.BadLock);
        var version = root.Require("version");
        if (!version.AsText().StartsWith("v0.", StringComparison.Ordinal))
        {
            throw version.Error($"actions.lock has version `{version.Text}`; this program knows v0", "Use a newer version of PipelineKit.");
        }

        var pins = Pairs(root["dependencies"]).Select(Pin).ToDictionary(p => p.Pin, StringComparer.Ordinal);
        return new ActionsLock(version.Text, Pairs(root["workflows"]).ToDictionary(p => p.Key, Uses, StringComparer.Ordinal), pins);
    }

    /// <summary>Whether it manages this workflow file.</summary>
    public bool Manages(string workflow) => _workflows.ContainsKey(workflow);

    /// <summary>Whether a workflow says in its leading comments that it is managed, and so should be in a lock.</summary>
    public static bool SaysManaged(ReadOnlySpan<byte> workflow)
    {
        var rest = workflow.StartsWith(Encoding.UTF8.Preamble) ? workflow[Encoding.UTF8.Preamble.Length..] : workflow;
        while (!rest.IsEmpty && (rest[0] == (byte)'#' || LineEnds.Contains(rest[0])))
        {
            var end = rest.IndexOfAny(LineEnds);
            var line = end < 0 ? rest : rest[..end];
            if (line.StartsWith("# This workflow is managed by gh actions-lock."u8))
            {
                return true;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return false;
    }

    private static IReadOnlyList<YamlPair> Pairs(YamlValue? value) => value?.Expect(YamlShape.Mapping).Pairs ?? [];

    private static IReadOnlyList<string> Uses(YamlPair workflow) =>
        workflow.Value.IsNull ? [] : [.. workflow.Value.Expect(YamlShape.Sequence).Items.Select(i => i.AsText())];

    private static ActionsLockPin Pin(YamlPair pair)
    {
        var commit = pair.Value.Require("commit");
        var dash = commit.AsText().IndexOf('-', StringComparison.Ordinal);
        var hex = commit.Text[(dash + 1)..];
        var isCommit = (dash < 0 ? "" : commit.Text[..dash], hex.Length) is ("sha1", 40) or ("sha256", 64) && GitNames.IsCommit(hex);
        return isCommit
            ? new ActionsLockPin(pair.Key, pair.Value["ref"]?.AsText(), hex)
            : throw commit.Error($"`{commit.Text}` is not a commit (sha1- and 40 hex digits, or sha256- and 64)");
    }
}
