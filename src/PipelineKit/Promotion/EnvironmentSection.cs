using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Oci;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads one environment.</summary>
internal sealed class EnvironmentSection
{
    private const int MostRetained = 100;

    private static readonly string[] Keys =
    [
        "name", "repository", "tag", "from", "production", "lock-file", "manifests", "render", "retention", "platforms", "referrers", "cosign-tags", "required-referrers", "gates", "pull-request",
    ];

    private readonly YamlValue _value;
    private readonly IReadOnlyList<EnvironmentSettings> _before;
    private readonly List<Failure> _problems;
    private readonly PolicyFields _fields;

    /// <summary>Begins to read one.</summary>
    /// <param name="value">The environment as it is written.</param>
    /// <param name="before">Those above it.</param>
    /// <param name="problems">Where problems go.</param>
    internal EnvironmentSection(YamlValue value, IReadOnlyList<EnvironmentSettings> before, List<Failure> problems)
    {
        _value = value;
        _before = before;
        _problems = problems;
        _fields = new PolicyFields(value, problems, Keys);
    }

    internal EnvironmentSettings Read(string app)
    {
        var environment = new EnvironmentSettings
        {
            Name = NameOf(),
            Repository = RepositoryOf(),
            Tag = TagOf(),
            From = FromOf(),
            IsProduction = _fields.Flag("production", otherwise: false),
            LockFile = LockFileOf(),
            Manifests = ManifestsOf(),
            Render = _fields.Text("render"),
            Retention = _fields.Number("retention", 0, MostRetained, 3),
            Closure = new ClosureOptions
            {
                Platforms = PlatformsOf(),
                Referrers = _fields.Flag("referrers", otherwise: true),
                CosignTags = _fields.Flag("cosign-tags", otherwise: true),
                RequiredReferrers = _fields.Texts("required-referrers"),
            },
            Changes = ChangeSection.Read(_fields["pull-request"], _problems),
            Gates = GateSection.Read(_fields["gates"], isFirst: _before.Count == 0, _problems),
            Line = _value.Line,
        };
        RefuseSharing(environment, app);
        return environment;
    }

    private string NameOf()
    {
        var name = _fields.RequiredText("name", "Name the environment, as in `name: staging`.");
        if (name.Length > 0 && SettingsText.NameProblem(name) is { } problem)
        {
            _fields.Problem("name", $"`{name}` cannot be the name of an environment: {problem}");
        }
        else if (_before.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            _fields.Problem("name", $"there is an environment `{same.Name}` already, on line {same.Line}", "Names of environments differ in more than letter case, because files are named after them.");
        }

        return name;
    }

    private string RepositoryOf()
    {
        var text = _fields.RequiredText("repository", "Say where its images are, as in `repository: ghcr.io/acme/shop` or `repository: oci:images/staging`.");
        if (text.Length == 0)
        {
            return text;
        }

        if (OciLayoutReference.IsOne(text))
        {
            if (!OciLayoutReference.TryParse(text, out var layout, out var problem) || layout.Name is not null)
            {
                _fields.Problem("repository", $"`{text}` is not a layout: {problem ?? "the name of an image is not part of it"}", "Write the folder alone, as in `oci:images/staging`; the tag goes under `tag`.");
            }
        }
        else if (!ImageReference.TryParse(text, out var reference, out var problem) || reference.Tag is not null || reference.Digest is not null)
        {
            _fields.Problem("repository", $"`{text}` is not a repository: {problem ?? "a tag or digest is not part of it"}", "Write it as in `ghcr.io/acme/shop`; the tag goes under `tag`.");
        }

        return text;
    }

    private string TagOf()
    {
        var tag = _fields.Text("tag");
        if (tag.Length > 0 && (!ImageReference.TryParse("x:" + tag, out var reference, out _) || reference.Tag != tag || reference.Digest is not null))
        {
            _fields.Problem("tag", $"`{tag}` cannot be a tag", "A tag has at most 128 letters, digits, `_`, `.` and `-`, and begins with none of the last two.");
        }

        return tag;
    }

    private string FromOf()
    {
        var from = _fields.Text("from");
        if (from.Length > 0 && !_before.Any(e => e.Name == from))
        {
            var near = Suggestion.For(from, _before.Select(e => e.Name));
            _fields.Problem(
                "from", $"there is no environment `{from}` above this one",
                near is not null ? $"Did you mean `{near}`?" : "An image comes from an environment that is listed before; without `from` it is the one above.");
        }

        return from;
    }

    private string LockFileOf()
    {
        var file = _fields.Text("lock-file");
        if (file.Length > 0 && !SettingsText.IsInside(file))
        {
            _fields.Problem("lock-file", $"`{file}` is not a file of the repository", "Write it from the top of the repository with `/`, as in `deploy/staging/images.lock`.");
        }

        return file;
    }

    private IReadOnlyList<string> ManifestsOf()
    {
        foreach (var value in _fields.Values("manifests").Where(v => v.Shape == YamlShape.Scalar))
        {
            var pattern = value.Text.StartsWith('!') ? value.Text[1..] : value.Text;
            var problem = SettingsText.IsInside(pattern.TrimEnd('/')) ? null : "it leads out of the repository";
            if (problem is not null || Glob.TryParse(pattern, out problem) is null)
            {
                _fields.Problem(value, $"`{value.Text}` does not name manifests: {problem}", "Write files or globs from the top of the repository, as in `deploy/staging/**/*.yaml`.");
            }
        }

        return _fields.Texts("manifests");
    }

    private IReadOnlyList<string> PlatformsOf()
    {
        foreach (var value in _fields.Values("platforms").Where(v => v.Shape == YamlShape.Scalar && v.Text.Count(c => c == '/') is not (1 or 2)))
        {
            _fields.Problem(value, $"`{value.Text}` is not a platform", "Write it as in `linux/amd64` or `linux/arm/v7`; leave `platforms` out for all of the image.");
        }

        return _fields.Texts("platforms");
    }

    // Two environments under one tag, or on one branch, would each undo what the other did.
    private void RefuseSharing(EnvironmentSettings mine, string app)
    {
        if (mine.Tag.Length > 0 && _before.FirstOrDefault(e => e.Tag == mine.Tag && e.Repository == mine.Repository) is { } other)
        {
            _fields.Problem("tag", $"`{mine.Repository}:{mine.Tag}` is the tag of `{other.Name}` too", "Give each environment a tag, or a repository, of its own.");
        }

        var branch = BranchOf(mine);
        if (branch != mine.Changes.Base && _before.FirstOrDefault(e => BranchOf(e) == branch && branch != e.Changes.Base) is { } sharing)
        {
            _problems.Add((_fields["pull-request"] ?? _value).Failure(
                $"the changes of `{mine.Name}` and `{sharing.Name}` are both on the branch `{branch}`", "Have `{environment}` in `branch`, so that each has a pull request of its own."));
        }

        string BranchOf(EnvironmentSettings e) => SettingsText.BranchOf(e.Changes.Branch, app, e.Name);
    }
}
