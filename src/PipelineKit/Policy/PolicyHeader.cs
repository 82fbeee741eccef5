namespace PipelineKit.Policy;

/// <summary>The two lines every file of ours begins with.</summary>
internal static class PolicyHeader
{
    /// <summary>Checks <c>apiVersion</c> and <c>kind</c>.</summary>
    internal static void Check(PolicyFields fields, string kind)
    {
        var version = fields.RequiredText("apiVersion", $"Begin the file with `apiVersion: {PolicyText.ApiVersion}`.");
        if (version.Length > 0 && version != PolicyText.ApiVersion)
        {
            fields.Problem("apiVersion", $"this version reads `{PolicyText.ApiVersion}`, and the file says `{version}`", $"Write `apiVersion: {PolicyText.ApiVersion}`.");
        }

        var found = fields.RequiredText("kind", $"Write `kind: {kind}` in the second line.");
        if (found.Length > 0 && found != kind)
        {
            fields.Problem("kind", $"this is a `{found}`, and a `{kind}` is wanted here", $"Write `kind: {kind}`, or give the file to the input it is for.");
        }
    }
}
