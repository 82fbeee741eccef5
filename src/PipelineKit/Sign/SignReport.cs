using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Signing;

namespace PipelineKit.Sign;

/// <summary>Says what sign did.</summary>
internal static class SignReport
{
    private const int ShortDigest = 7 + 12;

    internal static CommandReport From(SignResult result) => new()
    {
        Exit = ExitCode.Ok,
        Headline = Headline(result),
        Outputs = Outputs(result),
        Summary = Summarize(result),
        Result = SignJson.Of(result),
        ResultToStandardOutput = result.Options.Json,
    };

    private static OutputValue[] Outputs(SignResult result) =>
    [
        new(SignAction.Signed, Number(result.Items.Count(i => i.Status != SignStatus.AlreadySigned))),
        new(SignAction.AlreadySigned, Number(result.Items.Count(i => i.Status == SignStatus.AlreadySigned))),
        new(SignAction.Digests, string.Join('\n', result.Targets.Select(t => t.Text))),
        new(SignAction.Bundles, string.Join('\n', result.Items.Select(i => i.BundlePath).OfType<string>())),
        new(SignAction.LogIndexes, string.Join('\n', result.Items.SelectMany(i => i.LogIndexes).Select(i => i.ToString(CultureInfo.InvariantCulture)))),
    ];

    private static string Headline(SignResult result)
    {
        var made = result.Items.Where(i => i.Status != SignStatus.AlreadySigned).ToList();
        var there = result.Items.Count - made.Count;
        var rest = there > 0 ? $"; {Number(there)} {(there == 1 ? "was" : "were")} there already" : "";
        return made.Count == 0 ? $"Nothing to sign: {(there == 1 ? "the 1 signature is" : $"all {Number(there)} signatures are")} there already, and verify."
            : $"{Parts(made)} {(made.Count == 1 ? "was" : "were")} {(result.Options.DryRun ? "not " : "")}made{(result.Options.DryRun ? ", because of `dry-run`" : "")}{rest}.";
    }

    private static string Parts(List<SignedItem> items)
    {
        var signatures = items.Count(i => i.Task.IsSignature);
        var attestations = items.Count - signatures;
        return (signatures, attestations) switch
        {
            (_, 0) => Count(signatures, "signature"),
            (0, _) => Count(attestations, "attestation"),
            _ => $"{Count(signatures, "signature")} and {Count(attestations, "attestation")}",
        };
    }

    private static Summary Summarize(SignResult result)
    {
        var blocks = new List<SummaryBlock>();
        if (result.Signer is { } signer)
        {
            blocks.Add(new Paragraph($"Signed by {signer}."));
        }

        var isLogged = result.Items.Any(i => i.LogIndexes.Count > 0);
        blocks.Add(new Table(
            Caption: null,
            ["Image", "Digest", "What", "Status", .. isLogged ? (string[])["Log"] : []],
            [.. result.Items.Select(i => (IReadOnlyList<Cell>)
            [
                new Cell(i.Task.Target.Image.Reference.Name, Code: true),
                new Cell(i.Task.Target.Subject.Digest.Text, Code: true) { Brief = i.Task.Target.Subject.Digest.Text[..ShortDigest] },
                i.Task.Name,
                SignJson.StatusName(i.Status),
                .. isLogged ? (Cell[])[string.Join(", ", i.LogIndexes.Select(n => n.ToString(CultureInfo.InvariantCulture)))] : [],
            ])]));
        return new Summary("sign", blocks);
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
