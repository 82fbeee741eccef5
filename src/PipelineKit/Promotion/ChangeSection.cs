using System.Globalization;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.PullRequests;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads <c>pull-request</c> of an environment.</summary>
internal static class ChangeSection
{
    private static readonly string[] Keys = ["base", "branch", "labels", "reviewers", "assignees", "draft", "auto-merge", "work-items", "comment"];

    internal static ChangeSettings Read(YamlValue? section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, Keys);
        var otherwise = new ChangeSettings();
        var target = fields.Text("base");
        var branch = fields.Text("branch");
        if (target.Length > 0 && !SettingsText.IsBranch(target))
        {
            fields.Problem("base", $"`{target}` cannot be the name of a branch", "Write it without `refs/heads/`, as in `main`; leave it out for the default branch.");
        }

        if (branch.Length > 0 && !SettingsText.IsBranch(SettingsText.BranchOf(branch, "app", "environment")))
        {
            fields.Problem("branch", $"`{branch}` cannot be the name of a branch", $"Write it as in `{otherwise.Branch}`; `{{app}}` and `{{environment}}` are replaced.");
        }

        return new ChangeSettings
        {
            Base = target,
            Branch = branch.Length > 0 ? branch : otherwise.Branch,
            HasComment = fields.Flag("comment", otherwise: false),
            PullRequest = new PullRequestSettings
            {
                Labels = fields.Texts("labels"),
                Reviewers = fields.Texts("reviewers"),
                Assignees = fields.Texts("assignees"),
                IsDraft = fields.Flag("draft", otherwise: false),
                AutoMerge = fields.Word("auto-merge", ["merge", "squash", "rebase"], -1) is >= 0 and var method ? (MergeMethod)method : null,
                WorkItems = WorkItemsOf(fields),
            },
        };
    }

    private static List<int> WorkItemsOf(PolicyFields fields)
    {
        var items = new List<int>();
        foreach (var value in fields.Values("work-items"))
        {
            if (value.Shape == YamlShape.Scalar && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                items.Add(number);
            }
            else
            {
                fields.Problem(value, $"`{value.Text}` is not the number of a work item", "Write numbers, as in `work-items: [1234]`.");
            }
        }

        return items;
    }
}
