using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads the part <c>promotion</c>; what is wrong is added to the problems, and the value is a default then.</summary>
internal static class PromotionSection
{
    /// <summary>Its name in the file.</summary>
    internal const string Key = "promotion";

    private const int MostEnvironments = 50;

    internal static PromotionSettings Read(YamlValue section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "app", "ledger", "environments");
        var app = fields.RequiredText("app", "Give the application a name, as in `app: shop`: records, branches and pull requests carry it.");
        if (app.Length > 0 && SettingsText.NameProblem(app) is { } problem)
        {
            fields.Problem("app", $"`{app}` cannot be the name of an application: {problem}");
        }

        var settings = new PromotionSettings
        {
            App = app,
            Ledger = LedgerOf(fields["ledger"], problems),
            Environments = EnvironmentsOf(fields, app, problems),
            Digest = SettingsDigest.Of(section),
        };
        return settings;
    }

    private static LedgerSettings LedgerOf(YamlValue? section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "branch", "folder");
        var otherwise = new LedgerSettings("pipelinekit/ledger", "promotions");
        var branch = fields.Text("branch");
        var folder = fields.Text("folder").TrimEnd('/');
        if (branch.Length > 0 && !SettingsText.IsBranch(branch))
        {
            fields.Problem("branch", $"`{branch}` cannot be the name of a branch", "Write it without `refs/heads/`, as in `pipelinekit/ledger`.");
        }

        if (folder.Length > 0 && !SettingsText.IsInside(folder))
        {
            fields.Problem("folder", $"`{folder}` is not a folder of the repository", "Write it from the top of the repository with `/`, as in `promotions`.");
        }

        return new LedgerSettings(branch.Length > 0 ? branch : otherwise.Branch, folder.Length > 0 ? folder : otherwise.Folder);
    }

    private static List<EnvironmentSettings> EnvironmentsOf(PolicyFields fields, string app, List<Failure> problems)
    {
        var values = fields["environments"] is { Shape: YamlShape.Sequence } list ? list.Items : [];
        if (values.Count is 0 or > MostEnvironments)
        {
            fields.Problem(
                "environments", values.Count == 0 ? "`environments` is a list of at least one environment" : $"there are {values.Count} environments; at most {MostEnvironments} are read",
                "List them in the order an image goes through them, as in `environments: [ { name: dev, repository: ghcr.io/acme/shop } ]`.");
            return [];
        }

        var environments = new List<EnvironmentSettings>();
        foreach (var value in values)
        {
            var section = new EnvironmentSection(value, environments, problems);
            environments.Add(section.Read(app));
        }

        return environments;
    }
}
