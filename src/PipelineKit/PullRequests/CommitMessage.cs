using System.Text;

namespace PipelineKit.PullRequests;

/// <summary>Title, body and trailers as one commit message; the same proposal gives the same bytes.</summary>
internal static class CommitMessage
{
    internal static byte[] Of(ChangeProposal proposal) => Of(proposal.Title, proposal.Body, CommitIntent.Trailers(proposal));

    internal static byte[] Of(string title, string text, IReadOnlyList<(string Key, string Value)> trailers)
    {
        var output = new StringBuilder(Clean(title).Trim()).Append('\n');
        var body = Clean(text.ReplaceLineEndings("\n")).Trim();
        if (body.Length > 0)
        {
            output.Append('\n').Append(body).Append('\n');
        }

        if (trailers.Count > 0)
        {
            output.Append('\n');
        }

        foreach (var (key, value) in trailers)
        {
            output.Append(key).Append(": ").Append(value.Trim()).Append('\n');
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    // A commit message ends at NUL, and a terminal obeys the rest of the controls.
    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c));
}
