using System.Security;
using System.Text;
using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

/// <summary>A canary is masked, then sent out through every channel in every encoding; nothing of it may arrive.</summary>
public sealed class SecretTests
{
    private const string Canary = "c4n4ry/<t\"o'k+e%n>&\\é~é";

    public static TheoryData<HostKind> Hosts => [HostKind.Console, HostKind.GitHub, HostKind.Azure];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_masked_secret_leaves_through_no_channel_in_no_encoding(HostKind kind)
    {
        using var run = new HostRun(kind);
        run.Host.Mask(Canary);
        var before = (run.Output + run.Error).Length;
        foreach (var text in Encodings(Canary).Select(form => $"before {form.Sent} after"))
        {
            run.Host.Line(text);
            run.Host.OpenGroup(text);
            run.Host.CloseGroup();
            run.Host.Annotate(new(AnnotationLevel.Error, text, text, new SourcePlace(text, 1)));
            run.Host.SetOutput(new(new Output("value", ""), text));
            run.Host.WriteData(text);
            run.Host.Conclude(ExitCode.Ok, text);
            run.Host.CreateProgress(Verbosity.Verbose).Detail(text);
            run.Host.CreateProgress(Verbosity.Verbose).Stage(text).Dispose();
        }

        var forms = Encodings(Canary).Select(form => form.Sent).ToArray();
        run.Host.Summarize(new Summary(forms[0], [.. forms.SelectMany(f => (SummaryBlock[])[new Paragraph(f), new Table(f, [f], [[f], [new Cell(f, Code: true)]]), new Preformatted(f, f, f)])]));
        new Reporter(run.Host, new StillTime(), "1").PublishFailures(
            action: null, [.. forms.Select(f => new Failure(FailureCodes.BadInputValue, f, f, new SourcePlace(f)))], new() { WorkingDirectory = run.Workspace, ReportPath = "result.json" });

        var all = (run.Output + run.Error)[before..] + File.ReadAllText(Path.Combine(run.Workspace, "result.json"));
        all += kind == HostKind.GitHub ? Encoding.UTF8.GetString(run.OutputFile) + run.Summary : "";
        all += kind == HostKind.Azure ? string.Concat(Directory.GetFiles(Path.Combine(run.Temporary, "pipelinekit"), "*.md").Select(File.ReadAllText)) : "";
        Assert.All(Encodings(Canary), form => Assert.DoesNotContain(form.Forbidden, all, StringComparison.Ordinal));
        Assert.DoesNotContain("c4n4ry", all, StringComparison.Ordinal);
        Assert.Contains("***", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_token_in_base64_with_a_user_name_is_hidden_at_every_alignment(int length)
    {
        using var run = new HostRun(HostKind.Console);
        run.Host.Mask("ghp_0123456789abcdefghij");
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('u', length) + ":ghp_0123456789abcdefghij"));
        var scrubbed = run.Host.Scrub("Authorization: Basic " + header);
        Assert.Contains("***", scrubbed, StringComparison.Ordinal);
        Assert.True(scrubbed.Length - "Authorization: Basic ***".Length <= 12, scrubbed);
    }

    [Fact]
    public void Every_line_of_a_secret_of_several_lines_is_hidden()
    {
        using var run = new HostRun(HostKind.GitHub);
        run.Host.Mask("-----BEGIN KEY-----\r\nMIIabcdef\n-----END KEY-----");
        Assert.Equal("a *** b", run.Host.Scrub("a MIIabcdef b"));
        Assert.Subset(GitHubRunner.Commands(run.Output).Select(c => c.Data).ToHashSet(), new HashSet<string> { "-----BEGIN KEY-----", "MIIabcdef", "-----END KEY-----" });
    }

    [Fact]
    public void Secrets_that_overlap_are_hidden_together()
    {
        using var run = new HostRun(HostKind.Console);
        run.Host.Mask("abcdef");
        run.Host.Mask("defghi");
        run.Host.Mask("cde!");
        Assert.Equal("x***y***", run.Host.Scrub("xabcdefghiycde!"));
    }

    [Fact]
    public void What_is_too_short_to_be_a_secret_does_not_blank_out_words()
    {
        using var run = new HostRun(HostKind.Console);
        run.Host.Mask("on");
        run.Host.Mask(" ");
        Assert.Equal("configuration on", run.Host.Scrub("configuration on"));
    }

    [Fact]
    public void The_token_of_the_job_is_hidden_from_the_start()
    {
        using var github = new HostRun(HostKind.GitHub, new Dictionary<string, string> { ["GITHUB_TOKEN"] = "ghs_token" });
        using var azure = new HostRun(HostKind.Azure, new Dictionary<string, string> { ["SYSTEM_ACCESSTOKEN"] = "ado_token" });
        Assert.Equal("*** ***", github.Host.Scrub("ghs_token ***"));
        Assert.Equal("***", azure.Host.Scrub("ado_token"));
    }

    // The runner's own list: raw, base64 at three shifts, command escapes, JSON, addresses, XML, quotes trimmed.
    // In base64 the characters at both ends depend on the neighbours, and may stay.
    private static IEnumerable<(string Sent, string Forbidden)> Encodings(string secret)
    {
        string[] whole =
        [
            secret, Uri.EscapeDataString(secret), JsonSerializer.Serialize(secret)[1..^1], SecurityElement.Escape(secret),
            secret.Replace("%", "%25", StringComparison.Ordinal),
        ];
        foreach (var form in whole)
        {
            yield return (form, form);
        }

        for (var shift = 0; shift < 3; shift++)
        {
            var coded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(':', shift) + secret));
            yield return (coded, coded[4..^4]);
            var forAddresses = coded.Replace('+', '-').Replace('/', '_');
            yield return (forAddresses, forAddresses[4..^4]);
        }
    }
}
