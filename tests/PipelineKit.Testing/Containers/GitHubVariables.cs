namespace PipelineKit.Testing;

/// <summary>The variables the Actions runner gives a container action.</summary>
internal static class GitHubVariables
{
    /// <summary>All of them, by name.</summary>
    public static Dictionary<string, string> For(GitHubRunnerStep step, GitHubCommandFiles files)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = "/github/home",
            ["GITHUB_ACTION"] = "__sample_pipelinekit",
            ["GITHUB_ACTION_REF"] = "v1",
            ["GITHUB_ACTION_REPOSITORY"] = "sample/pipelinekit",
            ["GITHUB_ACTOR"] = "octocat",
            ["GITHUB_ACTOR_ID"] = "1",
            ["GITHUB_API_URL"] = "https://api.github.com",
            ["GITHUB_BASE_REF"] = "",
            ["GITHUB_ENV"] = files.Inside("set_env"),
            ["GITHUB_EVENT_NAME"] = "push",
            ["GITHUB_EVENT_PATH"] = "/github/workflow/event.json",
            ["GITHUB_GRAPHQL_URL"] = "https://api.github.com/graphql",
            ["GITHUB_HEAD_REF"] = "",
            ["GITHUB_JOB"] = "build",
            ["GITHUB_OUTPUT"] = files.Inside("set_output"),
            ["GITHUB_PATH"] = files.Inside("add_path"),
            ["GITHUB_REF"] = "refs/heads/main",
            ["GITHUB_REF_NAME"] = "main",
            ["GITHUB_REF_PROTECTED"] = "false",
            ["GITHUB_REF_TYPE"] = "branch",
            ["GITHUB_REPOSITORY"] = "sample/sample",
            ["GITHUB_REPOSITORY_ID"] = "2",
            ["GITHUB_REPOSITORY_OWNER"] = "sample",
            ["GITHUB_REPOSITORY_OWNER_ID"] = "3",
            ["GITHUB_RETENTION_DAYS"] = "90",
            ["GITHUB_RUN_ATTEMPT"] = "1",
            ["GITHUB_RUN_ID"] = "42",
            ["GITHUB_RUN_NUMBER"] = "7",
            ["GITHUB_SERVER_URL"] = "https://github.com",
            ["GITHUB_SHA"] = "0123456789abcdef0123456789abcdef01234567",
            ["GITHUB_STATE"] = files.Inside("save_state"),
            ["GITHUB_STEP_SUMMARY"] = files.Inside("step_summary"),
            ["GITHUB_TRIGGERING_ACTOR"] = "octocat",
            ["GITHUB_WORKFLOW"] = "ci",
            ["GITHUB_WORKFLOW_REF"] = "sample/sample/.github/workflows/ci.yml@refs/heads/main",
            ["GITHUB_WORKFLOW_SHA"] = "0123456789abcdef0123456789abcdef01234567",
            ["GITHUB_WORKSPACE"] = "/github/workspace",
            ["RUNNER_ARCH"] = "X64",
            ["RUNNER_ENVIRONMENT"] = "self-hosted",
            ["RUNNER_NAME"] = "sample",
            ["RUNNER_OS"] = "Linux",
            ["RUNNER_TEMP"] = "/github/runner_temp",
            ["RUNNER_TOOL_CACHE"] = "/opt/hostedtoolcache",
            ["RUNNER_WORKSPACE"] = "/home/runner/work/sample",
            ["ACTIONS_RUNTIME_URL"] = "https://pipelines.invalid/",
            ["ACTIONS_RUNTIME_TOKEN"] = "runtime-token",
            ["ACTIONS_CACHE_URL"] = "https://cache.invalid/",
            ["ACTIONS_RESULTS_URL"] = "https://results.invalid/",
            ["ACTIONS_ORCHESTRATION_ID"] = "sample",
        };
        foreach (var (name, value) in step.Inputs)
        {
            // As the runner spells them: blanks become underscores, hyphens stay.
            variables["INPUT_" + name.Replace(' ', '_').ToUpperInvariant()] = value;
        }

        foreach (var (name, value) in step.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }
}
